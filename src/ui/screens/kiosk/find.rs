//! Which rows a kiosk shows. A guest finds the own card; nobody finds out who else is in the house.
//!
//! Nothing is listed until a whole room number, a whole word of a name, or the first three letters of one were typed. The
//! letters have to begin a word of the name, numbers of cards and ids are not looked into, and where more than five cards fit,
//! none is shown. Words that an apostrophe or a hyphen divides may be typed as one or as two. An initial is no word, since the O
//! of O'Brien is anybody's guess; beside a word that is enough by itself it only makes the answer narrower. So one letter shows
//! nothing, and no text shows a part of the guest list. Somebody who signed in sees all.

use super::rules;
use crate::{
    domain::{Card, Tab, fold, is_joint, joined},
    ui::screens::{Scene, encode::EncodeForm},
};

/// As many letters begin a name.
const LETTERS: usize = 3;
/// So many cards at most are shown to guests.
pub(super) const AT_MOST: usize = 5;

/// What stands under the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rows {
    /// The lists are being read.
    Reading,
    /// Nothing was typed.
    Nothing,
    /// Too little was typed.
    TooLittle,
    /// Too much fits.
    TooMany,
    /// Nothing fits.
    NoMatch,
    /// These rows of the list.
    These(Vec<usize>),
}

/// The tab that is looked in: guests make what waits for them, and staff finds any card by name.
pub(super) fn tab(scene: &Scene<'_>, text: &str) -> Tab {
    if rules::is_staff(scene.snapshot) && !text.trim().is_empty() { Tab::All } else { Tab::ToEncode }
}

/// What stands under the search.
pub(super) fn rows(scene: &Scene<'_>, form: &EncodeForm) -> Rows {
    let listed = &form.listed;
    if listed.catalog.loaded_at.is_none() && listed.catalog.cards.is_empty() {
        return Rows::Reading;
    }
    let all = 0..listed.found.rows.len();
    if rules::is_staff(scene.snapshot) {
        return if all.is_empty() { Rows::NoMatch } else { Rows::These(all.collect()) };
    }
    let text = fold(&form.query.text);
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Rows::Nothing;
    }
    let fits = |row: &usize| listed.card(*row).is_some_and(|card| is_of(card, &words));
    let rows: Vec<usize> = all.filter(fits).take(AT_MOST + 1).collect();
    match rows.len() {
        0 if words.iter().any(|word| word.chars().count() < LETTERS) => Rows::TooLittle,
        0 => Rows::NoMatch,
        1..=AT_MOST => Rows::These(rows),
        _more => Rows::TooMany,
    }
}

fn is_of(card: &Card, words: &[&str]) -> bool {
    if is_door_of(card, words) {
        return true;
    }
    let name = card.guest.as_ref().map(|guest| fold(guest.full_name())).unwrap_or_default();
    let parts = parts(&name);
    let is_enough = |word: &&str| is_room_of(card, word) || is_named(&parts, &joined(word));
    let is_initial = |word: &&str| parts.iter().any(|part| *part == joined(word));
    words.iter().all(|word| is_enough(word) || is_initial(word)) && words.iter().any(is_enough)
}

/// The words of a folded name, and those in one that an apostrophe or a hyphen divides.
fn parts(name: &str) -> Vec<String> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let mut parts = words(name);
    if name.contains(is_joint) {
        parts.extend(words(&joined(name)));
    }
    parts
}

fn is_named(parts: &[String], word: &str) -> bool {
    let is_long = word.chars().count() >= LETTERS;
    let is_word = word.chars().count() >= 2 || !word.is_ascii();
    parts.iter().any(|part| (is_word && part == word) || (is_long && part.starts_with(word)))
}

/// Whether what was typed says a door of a card: a guest who typed it already knows it.
pub(super) fn knows_door(card: &Card, text: &str) -> bool {
    let text = fold(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    is_door_of(card, &words) || words.iter().any(|word| is_room_of(card, word))
}

/// Whether all the words together are the whole name of a door.
fn is_door_of(card: &Card, words: &[&str]) -> bool {
    doors(card).any(|door| door.split_whitespace().eq(words.iter().copied()))
}

/// Whether a word is a whole number in the name of a door: the 412 of "Room 412".
fn is_room_of(card: &Card, word: &str) -> bool {
    let is_number = |part: &str| part == word && part.contains(char::is_numeric);
    doors(card).any(|door| {
        door.split_whitespace()
            .any(|part| is_number(part) || is_number(part.trim_matches(|at: char| !at.is_alphanumeric())))
    })
}

fn doors(card: &Card) -> impl Iterator<Item = String> {
    card.doors.iter().flat_map(|doors| doors.iter()).map(|door| fold(door))
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
