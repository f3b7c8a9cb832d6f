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
