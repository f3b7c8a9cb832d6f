//! From a token that works to work: the journal comes first.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::connected;
use crate::{
    engine::{
        Recovered, Session, TokenSource, WelcomeTrouble,
        actor::{Board, Engine, Work},
        news::{JournalTrouble, News, OpenJournal, Tried},
    },
    journal::{Journal, JournalError, Recovery},
};

impl Engine {
    /// The journal comes first: without it no card may be made.
    pub(super) fn begin_work(&mut self, tried: Box<Tried>) {
        self.session = Session::Connecting;
        let path = self.journal_path(tried.source);
        self.pending = Some(tried);
        self.spawn(async move {
            let opened = async {
                let journal = Journal::open(&path).await?;
                let histories = journal.encoder_histories(Timestamp::now()).await?;
                let open_jobs = journal.open_jobs().await?;
                Ok(OpenJournal { journal, histories, open_jobs })
            };
            News::Journal(opened.await.map_err(|error: JournalError| error.into()))
        });
    }

    pub(in crate::engine) fn journal_path(&self, source: TokenSource) -> PathBuf {
        let name = if source == TokenSource::Practice { "practice.sqlite" } else { "journal.sqlite" };
        self.config.data.join(name)
    }

    pub(in crate::engine) fn on_journal(&mut self, opened: Result<OpenJournal, JournalTrouble>) {
        let open = match opened {
            Ok(open) => open,
            Err(JournalTrouble::Damaged(reason)) => return self.welcome(WelcomeTrouble::JournalDamaged(reason.into())),
            Err(JournalTrouble::Other(reason)) => return self.welcome(WelcomeTrouble::Journal(reason.into())),
        };
        let Some(tried) = self.pending.take() else { return };
        match tried.answer.value {
            Ok((workspace, _)) => {
                let can_list_attempts = tried.kind.can_list_attempts();
                let work = Work {
                    client: tried.client,
                    workspace,
                    source: tried.source,
                    can_list_attempts,
                    token_rejected: false,
                    journal: open.journal,
                };
                self.at_work(work);
                self.write_notes();
                self.histories = open.histories;
                self.resume(&open.open_jobs);
                self.share();
                self.plan_retention();
                self.make_room();
                self.refresh();
            }
            Err(error) => self.welcome(WelcomeTrouble::Seam(error.problem())),
        }
    }

    /// The key that waits for its journal goes on with it; whether there is one.
    pub(super) fn open_journal_again(&mut self) -> bool {
        let waits = matches!(self.session, Session::Welcome(Some(WelcomeTrouble::Journal(_))));
        let Some(tried) = self.pending.take_if(|_| waits) else { return false };
        self.begin_work(tried);
        true
    }

    /// A person wants what is readable of the damaged journal to be saved; the damaged file is kept.
    pub(in crate::engine) fn recover_journal(&mut self) {
        let is_damaged = matches!(self.session, Session::Welcome(Some(WelcomeTrouble::JournalDamaged(_))));
        let Some(tried) = self.pending.as_ref().filter(|_| is_damaged) else { return };
        let path = self.journal_path(tried.source);
        self.session = Session::Connecting;
        self.spawn(async move { News::Recovered(Journal::recover(&path).await.map_err(|error| error.to_string())) });
    }

    pub(in crate::engine) fn on_recovered(&mut self, recovery: Result<Recovery, String>) {
        match (recovery, self.pending.take()) {
            (Ok(recovery), Some(tried)) => {
                tracing::warn!(saved = recovery.saved, lost = recovery.lost, "a damaged journal was recovered");
                let kept = recovery.kept.file_name().unwrap_or_default().to_string_lossy();
                let (saved, lost) = (recovery.saved, recovery.lost);
                self.recovered = Some(Recovered { saved, lost, kept: kept.as_ref().into() });
                self.begin_work(tried);
            }
            (Err(reason), _) => self.welcome(WelcomeTrouble::Journal(reason.into())),
            (Ok(_), None) => self.session = Session::Welcome(None),
        }
    }

    fn at_work(&mut self, work: Work) {
        let is_other = self.work.as_ref().is_none_or(|old| old.workspace.id != work.workspace.id);
        self.binding = match work.source {
            TokenSource::Practice => None,
            TokenSource::Keyring | TokenSource::Environment | TokenSource::ThisSession => self.config.binding.clone(),
        };
        let is_practice = |work: &Work| work.source == TokenSource::Practice;
        if is_other
            || self.work.as_ref().is_some_and(|old| is_practice(old) != is_practice(&work))
            || is_practice(&work)
        {
            self.look_away();
            self.leave_jobs();
            self.epoch += 1;
            self.board = Board { generation: self.board.generation + 1, ..Board::default() };
        }
        let now = self.clock.since_start();
        for job in self.jobs.values_mut().filter(|job| !job.is_left) {
            job.client = Arc::clone(&work.client);
            job.due = job.due.map(|_| now);
        }
        self.session = connected(&work);
        self.work = Some(work);
    }
}
