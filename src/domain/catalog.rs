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
    pub haystacks: Arc<[Haystack]>,
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

    /// Answers a query: every word of it must stand somewhere in the row. The rows whose door is one of the words come
    /// first, since that is what a room number means.
    pub fn find(&self, query: &Query, now: Timestamp) -> Found {
        let words = fold(&query.text);
        let needles: Vec<_> = words.split_whitespace().map(Needle::new).collect();
        let (mut rows, mut others, mut counts) = (Vec::new(), Vec::new(), [0; 4]);
        for position in self.order(query.tab) {
            let Some((card, haystack)) = self.row(position) else { continue };
            let is_kind = query.filter == Filter::AllKinds || card.kind == super::AccessMethodKind::Card;
            if !is_kind || !needles.iter().all(|needle| needle.is_in(haystack)) {
                continue;
            }
            let status = CardStatus::of(card, now);
            for (count, tab) in counts.iter_mut().zip(Tab::ALL) {
                *count += usize::from(status.is_on(tab, card.issued));
            }
            if !status.is_on(query.tab, card.issued) {
                continue;
            }
            if needles.is_empty() || needles.iter().any(|needle| needle.is_door_of(card)) {
                rows.push(position);
            } else {
                others.push(position);
            }
        }
        rows.append(&mut others);
        Found { query: query.clone(), generation: self.generation, rows: rows.into(), counts }
    }

    fn order(&self, tab: Tab) -> Box<dyn Iterator<Item = u32> + '_> {
        match tab {
            Tab::Encoded => Box::new(self.by_issue.iter().copied()),
            Tab::ToEncode | Tab::NeedsAttention | Tab::All => Box::new((0..).take(self.cards.len())),
        }
    }

    fn row(&self, position: u32) -> Option<(&Card, &Haystack)> {
        let index = usize::try_from(position).ok()?;
        Some((self.cards.get(index)?, self.haystacks.get(index)?))
    }
}

/// What a search looks in, folded: first the words that people say, then numbers and ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Haystack {
    pub(super) text: Box<str>,
    pub(super) spoken_bytes: usize,
}

/// From this length on, in bytes, a word is looked for in numbers and ids too. A room number is shorter, and it stands in
/// many an id by chance.
const NUMBER_BYTES: usize = 5;

/// A word of a query.
struct Needle<'a> {
    word: &'a str,
    finder: memchr::memmem::Finder<'a>,
}

impl<'a> Needle<'a> {
    fn new(word: &'a str) -> Self {
        Self { word, finder: memchr::memmem::Finder::new(word) }
    }

    fn is_in(&self, haystack: &Haystack) -> bool {
        let bytes = haystack.text.as_bytes();
        let reach = if self.word.len() < NUMBER_BYTES { haystack.spoken_bytes } else { bytes.len() };
        bytes.get(..reach).is_some_and(|part| self.finder.find(part).is_some())
    }

    fn is_door_of(&self, card: &Card) -> bool {
        card.doors.iter().flat_map(|doors| doors.iter()).any(|door| door.eq_ignore_ascii_case(self.word))
    }
}

/// Text as a search compares it: small letters, without accents, in compatibility form (Unicode Annex 15, NFKD), with one
/// apostrophe and one hyphen for all that look alike.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().map(|letter| plain_joint(letter.to_ascii_lowercase())).collect();
    }
    let letters = text.chars().map(plain_joint).nfkd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).flat_map(plain_letter).map(plain_joint).collect()
}

/// Folded text whose words that an apostrophe or a hyphen divides are one: "oneill" for "o'neill".
pub fn joined(folded: &str) -> String {
    folded.chars().filter(|letter| !is_joint(*letter)).collect()
}

/// Whether it stands between the halves of one word, in folded text.
pub fn is_joint(letter: char) -> bool {
    matches!(letter, '\'' | '-')
}

/// The acute accent of its own would become a space in compatibility form.
fn plain_joint(letter: char) -> char {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

/// Letters that no normal form makes plain: with a stroke rather than an accent, and two in one.
fn plain_letter(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ł' => ('l', None),
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'ŧ' => ('t', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use super::{fold, joined};

    #[test]
    fn folding_ignores_case_and_accents() {
        assert_eq!(fold("Lucía FERNÁNDEZ"), "lucia fernandez");
        assert_eq!(fold("Zieliński Łukasz"), "zielinski lukasz");
        assert_eq!(fold("４１２"), "412");
        assert_eq!(fold("陈伟"), "陈伟");
    }

    #[test]
    fn letters_that_most_keyboards_lack_are_written_as_people_write_them() {
        for (name, plain) in [
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("Ærø", "aero"),
            ("Cœur", "coeur"),
            ("Đorđe", "dorde"),
            ("Guðrún Þórsdóttir", "gudrun thorsdottir"),
            ("ŁÓDŹ", "lodz"),
        ] {
            assert_eq!(fold(name), plain);
            assert_eq!(fold(&fold(name)), plain, "what is folded stays");
        }
    }

    #[test]
    fn one_apostrophe_and_one_hyphen_stand_for_all() {
        for name in ["O'Neill", "O’Neill", "Oʼneill", "O´Neill", "O`Neill"] {
            assert_eq!(fold(name), "o'neill");
            assert_eq!(joined(&fold(name)), "oneill");
        }
        assert_eq!(fold("Anne‑Marie"), fold("Anne-Marie"));
        assert_eq!(joined("anne-marie li"), "annemarie li");
    }
}
