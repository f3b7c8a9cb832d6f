//! The lists as loaded: rows, encoders, systems, and what a search finds in them.

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{Card, CardStatus, Encoder, Subject, System, SystemId};

/// A tab above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tab {
    /// Waiting for a card.
    #[default]
    ToEncode,
    /// Written.
    Encoded,
    /// Something is wrong with it, or nobody knows.
    NeedsAttention,
    /// Everything.
    All,
}

impl Tab {
    /// In the order in which they stand.
    pub const ALL: [Self; 4] = [Self::ToEncode, Self::Encoded, Self::NeedsAttention, Self::All];
}

/// Which kinds of access stand in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Filter {
    /// Cards alone.
    #[default]
    CardsOnly,
    /// Mobile keys and codes too.
    AllKinds,
}

/// What the clerk is looking for. `number` tells the newest key stroke from late answers of older ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Counts up with every change.
    pub number: u64,
    /// As typed.
    pub text: String,
    /// The chosen tab.
    pub tab: Tab,
    /// Which kinds.
    pub filter: Filter,
}

/// What a query found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The query that it answers.
    pub query: Query,
    /// The generation of the catalog that it was found in; the rows are positions in that catalog alone.
    pub generation: u64,
    /// Positions in [`Catalog::cards`], in the order to show.
    pub rows: Arc<[u32]>,
    /// How many match on each tab, in the order of [`Tab::ALL`].
    pub counts: [usize; 4],
}

/// An item that Seam sent and nobody can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The list it stood in.
    pub list: &'static str,
    /// The path to the field, and what is wrong with it. Never the value.
    pub reason: String,
}

/// How far a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows read so far.
    pub rows: usize,
    /// Pages read so far.
    pub pages: usize,
    /// Whether the last page was reached.
    pub is_complete: bool,
}

/// Everything the list screen shows, as of one load.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Counts up with every change.
    pub generation: u64,
    /// Cards, then the kinds that the card screen hides; in the order to show.
    pub cards: Arc<[Card]>,
    /// Positions in `cards`, the card made last first; the order of the tab "Encoded".
    pub by_issue: Arc<[u32]>,
    /// For each card the folded text that a search looks in.
    pub haystacks: Arc<[Box<str>]>,
    /// Encoders by name.
    pub encoders: Arc<[Encoder]>,
    /// Systems by id.
    pub systems: Arc<HashMap<SystemId, System>>,
    /// What could not be read.
    pub skipped: Arc<[Skipped]>,
    /// How far the list of cards is.
    pub progress: Progress,
    /// When it was read.
    pub loaded_at: Option<Timestamp>,
}

impl Catalog {
    /// Where a subject stands.
    pub fn position(&self, subject: &Subject) -> Option<usize> {
        self.cards.iter().position(|card| &card.subject == subject)
    }

    /// The row of a subject.
    pub fn card(&self, subject: &Subject) -> Option<&Card> {
        self.position(subject).and_then(|position| self.cards.get(position))
    }

    /// The lock system of a card or an encoder.
    pub fn system(&self, id: &SystemId) -> Option<&System> {
        self.systems.get(id)
    }

    /// Answers a query: every word of it must stand somewhere in the row.
    pub fn find(&self, query: &Query, now: Timestamp) -> Found {
        let words = fold(&query.text);
        let finders: Vec<_> = words.split_whitespace().map(memchr::memmem::Finder::new).collect();
        let (mut rows, mut counts) = (Vec::new(), [0; 4]);
        for position in self.order(query.tab) {
            let Some((card, haystack)) = self.row(position) else { continue };
            let is_kind = query.filter == Filter::AllKinds || card.kind == super::AccessMethodKind::Card;
            if !is_kind || !finders.iter().all(|finder| finder.find(haystack.as_bytes()).is_some()) {
                continue;
            }
            let status = CardStatus::of(card, now);
            for (count, tab) in counts.iter_mut().zip(Tab::ALL) {
                *count += usize::from(status.is_on(tab, card.issued));
            }
            if status.is_on(query.tab, card.issued) {
                rows.push(position);
            }
        }
        Found { query: query.clone(), generation: self.generation, rows: rows.into(), counts }
    }

    fn order(&self, tab: Tab) -> Box<dyn Iterator<Item = u32> + '_> {
        match tab {
            Tab::Encoded => Box::new(self.by_issue.iter().copied()),
            Tab::ToEncode | Tab::NeedsAttention | Tab::All => Box::new((0..).take(self.cards.len())),
        }
    }

    fn row(&self, position: u32) -> Option<(&Card, &str)> {
        let index = usize::try_from(position).ok()?;
        Some((self.cards.get(index)?, self.haystacks.get(index)?))
    }
}

/// Text as a search compares it: small letters, without accents, in compatibility form (Unicode Annex 15, NFKD).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(plain_letter).collect()
}

/// Letters that carry a stroke rather than an accent, which no normal form takes off.
fn plain_letter(letter: char) -> char {
    match letter {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ŧ' => 't',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folding_ignores_case_and_accents() {
        assert_eq!(fold("Lucía FERNÁNDEZ"), "lucia fernandez");
        assert_eq!(fold("Zieliński Łukasz"), "zielinski lukasz");
        assert_eq!(fold("４１２"), "412");
        assert_eq!(fold("陈伟"), "陈伟");
    }
}
