//! What is written down about who works here: in order, and once a journal is open.
//!
//! In the practice hotel cards are make-believe, and people, PINs and settings are the desk's own: what is told of them goes
//! to the desk's own record, which is opened beside for it. Only an approval of what happens to a make-believe card stays
//! beside that card.

use std::collections::VecDeque;

use super::beside::record_beside;
use crate::{
    domain::{AccessFact, Fact, FactKind, JobId},
    engine::{
        TokenSource,
        actor::Engine,
        news::{News, Written},
    },
};

/// So many wait for a journal at most. Wrong PINs are counted in a file of their own besides.
const MOST_WAITING: usize = 256;

/// Facts on their way to the journal.
#[derive(Default)]
pub(super) struct Notes {
    waiting: VecDeque<Fact>,
    writing: Vec<Fact>,
}

impl Engine {
    pub(in crate::engine) fn note_access(&mut self, fact: AccessFact) {
        let fact = Fact { job: JobId::generate(), at: self.clock.now().wall, kind: FactKind::Access(fact) };
        let waiting = &mut self.access.notes.waiting;
        if waiting.len() == MOST_WAITING {
            tracing::warn!("too much waits for a journal; the oldest note is given up");
            waiting.pop_front();
        }
        waiting.push_back(fact);
        self.write_notes();
    }

    /// Writes what waits, one batch after the other.
    pub(in crate::engine) fn write_notes(&mut self) {
        let Some(work) = &self.work else { return };
        let (journal, is_practice) = (work.journal.clone(), self.is_practice());
        let own = self.journal_path(TokenSource::Keyring);
        let notes = &mut self.access.notes;
        if !notes.writing.is_empty() {
            return;
        }
        let goes_beside = |fact: &Fact| is_practice && !is_about_a_card(fact);
        let Some(is_beside) = notes.waiting.front().map(goes_beside) else { return };
        let count = notes.waiting.iter().take_while(|fact| goes_beside(fact) == is_beside).count();
        notes.writing = notes.waiting.drain(..count).collect();
        let facts = notes.writing.clone();
        self.last_words += 1;
        let write = async move {
            let written = if is_beside { record_beside(&own, &facts).await } else { journal.record_all(&facts).await };
            News::AccessNoted(written.map_err(|error| error.to_string()))
        };
        self.spawn_to_the_end(write, News::AccessNoted(Err("the write to the journal broke off".to_owned())));
    }

    /// What could not be written waits for room on the disk.
    pub(in crate::engine) fn on_access_noted(&mut self, written: Written) {
        self.last_words = self.last_words.saturating_sub(1);
        let notes = &mut self.access.notes;
        let facts = std::mem::take(&mut notes.writing);
        match written {
            Ok(()) => {
                self.record_grew();
                self.write_notes();
            }
            Err(reason) => {
                tracing::error!(%reason, "who works here could not be written down");
                facts.into_iter().rev().for_each(|fact| notes.waiting.push_front(fact));
                notes.waiting.truncate(MOST_WAITING);
                // The practice hotel goes on where only the desk's own record cannot be written.
                if !self.is_practice() {
                    self.journal_trouble = Some(reason.into());
                }
            }
        }
    }
}

fn is_about_a_card(fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Access(AccessFact::Approved { job: Some(_), .. }))
}
