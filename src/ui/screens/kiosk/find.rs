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
mod tests {
    use super::*;
    use crate::{
        domain::{Duty, Operator, Person, Role},
        engine::{Mode, Snapshot},
        ui::{
            screens::encode::sample::{card, desk_with, now},
            text::Texts,
        },
    };

    fn hotel(duty: Duty) -> Snapshot {
        hotel_with(duty, |at| vec![(400 + at).to_string(), "Pool".to_owned()])
    }

    fn hotel_with(duty: Duty, doors: impl Fn(usize) -> Vec<String>) -> Snapshot {
        let names = [
            "Amelia Hart",
            "Amelie Hartmann",
            "Hari Ott",
            "Chen Li",
            "Zoë Wei 陈伟",
            "An Anders",
            "Sean O'Brien",
            "Mary J Blige",
            "Wu 陈",
            "Anne-Marie D’Angelo",
            "Jürgen Straße",
            "Ciara O'Neill",
        ];
        let mut cards: Vec<_> = names.iter().map(|name| card(name, name)).collect();
        for (at, card) in cards.iter_mut().enumerate() {
            card.doors = Some(doors(at).into_iter().map(Into::into).collect());
        }
        Snapshot { mode: Mode::Kiosk, duty, ..desk_with(cards) }
    }

    fn found(snapshot: &Snapshot, text: &str) -> Rows {
        let mut snapshot = snapshot.clone();
        let mut form = EncodeForm::at_kiosk();
        let _asked = form.take_in(&snapshot);
        let _asked = form.search(text, Tab::ToEncode);
        snapshot.found = snapshot.catalog.find(&form.query, now()).into();
        let _asked = form.take_in(&snapshot);
        let texts = Texts::default();
        rows(&Scene { snapshot: &snapshot, texts: &texts, now: now() }, &form)
    }

    fn count(rows: &Rows) -> Option<usize> {
        if let Rows::These(rows) = rows { Some(rows.len()) } else { None }
    }

    fn guests() -> Snapshot {
        hotel(Duty::Unattended(Operator("Kiosk".into())))
    }

    #[test]
    fn one_letter_shows_nobody() {
        assert_eq!(found(&guests(), ""), Rows::Nothing);
        for letter in 'a'..='z' {
            assert_eq!(found(&guests(), &letter.to_string()), Rows::TooLittle, "{letter}");
        }
        assert_eq!(found(&guests(), "am"), Rows::TooLittle);
    }

    #[test]
    fn three_letters_begin_a_word_of_the_name() {
        assert_eq!(count(&found(&guests(), "har")), Some(3));
        assert_eq!(count(&found(&guests(), "HART")), Some(2));
        assert_eq!(count(&found(&guests(), "amelia hart")), Some(1));
        assert_eq!(found(&guests(), "art"), Rows::NoMatch, "the middle of a word is no beginning");
        assert_eq!(count(&found(&guests(), "zoe")), Some(1), "accents need not be typed");
    }

    #[test]
    fn a_short_name_is_found_whole() {
        assert_eq!(count(&found(&guests(), "li")), Some(1));
        assert_eq!(count(&found(&guests(), "an")), Some(1), "and begins no other");
        assert_eq!(count(&found(&guests(), "陈伟")), Some(1));
        assert_eq!(count(&found(&guests(), "陈")), Some(1), "where one letter is a name");
    }

    #[test]
    fn initials_are_no_words_and_pass_beside_one() {
        for text in ["o", "O", "j", "o'", "o d", "j o", "o b", "hart o", "li j"] {
            assert_eq!(found(&guests(), text), Rows::TooLittle, "{text}");
        }
        for text in ["brien", "o brien", "o bri", "mary blige", "mary j", "j blige"] {
            assert_eq!(count(&found(&guests(), text)), Some(1), "{text}");
        }
    }

    #[test]
    fn a_divided_name_is_found_as_one_word_and_as_two() {
        for text in
            ["ONEILL", "O NEILL", "NEILL", "O'NEILL", "O’Neill", "ONE", "CIARA ONEILL", "OBRIEN", "O BRIEN", "SEAN OBR"]
        {
            assert_eq!(count(&found(&guests(), text)), Some(1), "{text}");
        }
        for text in ["DANGELO", "D ANGELO", "ANGELO", "ANNEMARIE", "ANNE MARIE", "ANNE-MARIE", "MARIE D ANGELO"] {
            assert_eq!(count(&found(&guests(), text)), Some(1), "{text}");
        }
        assert_eq!(found(&guests(), "ob"), Rows::TooLittle, "two letters of it are too little");
    }

    #[test]
    fn letters_that_the_keyboard_lacks_are_typed_as_they_sound() {
        for text in ["STRASSE", "Straße", "JURGEN", "stras"] {
            assert_eq!(count(&found(&guests(), text)), Some(1), "{text}");
        }
    }

    #[test]
    fn a_room_is_found_with_and_without_the_word_for_it() {
        let doors = |at| match at {
            0 => vec!["Room 412".to_owned()],
            1 => vec!["Room 41".to_owned(), "Sauna".to_owned()],
            _more => vec![format!("Room {}", 500 + at)],
        };
        let hotel = hotel_with(Duty::Unattended(Operator("Kiosk".into())), doors);
        for text in ["412", "room 412", "Room  412 ", "hart 412", "sauna"] {
            assert_eq!(count(&found(&hotel, text)), Some(1), "{text}");
        }
        for text in ["4", "room", "room 4", "12", "2"] {
            assert!(matches!(found(&hotel, text), Rows::TooLittle | Rows::NoMatch), "{text}");
        }
    }

    #[test]
    fn a_room_is_found_by_its_whole_number_and_no_list_by_a_shared_door() {
        assert_eq!(count(&found(&guests(), "403")), Some(1));
        assert_eq!(found(&guests(), "40"), Rows::TooLittle);
        assert_eq!(found(&guests(), "pool"), Rows::TooMany, "all guests share it");
    }

    #[test]
    fn who_signed_in_sees_all() {
        let person = Person { name: Operator("Mia".into()), role: Role::Clerk };
        let staff = hotel(Duty::SignedIn(person));
        assert_eq!(count(&found(&staff, "")), Some(12));
        assert_eq!(count(&found(&staff, "art")), Some(2), "the middle of a word too");
    }
}
