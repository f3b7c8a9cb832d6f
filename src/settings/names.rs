//! Names under which people sign in: what may stand in one, and which are taken for one another.

use std::sync::Arc;

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};
use unicode_normalization::UnicodeNormalization as _;

use super::usable_name;
use crate::domain::{Operator, has_letter};

/// A sign of braille without a dot: drawn as a blank, though no space.
const BLANK: char = '\u{2800}';

/// A name under which somebody can sign in: everybody sees all that is in it.
pub fn usable_person(text: &str) -> Option<Arc<str>> {
    usable_name(text).filter(|name| has_letter(name) && !has_unseen(name))
}

/// Whether a name holds letters that nobody sees, by which it could look like another.
pub(super) fn has_unseen(name: &str) -> bool {
    name.contains(is_unseen)
}

/// Whether nobody could tell two people by these names: capitals, accents that are written as one letter or as two, kinds of
/// spaces and letters that nobody sees make no other name. Letters of two scripts that look the same do.
pub fn look_alike(one: &Operator, other: &Operator) -> bool {
    folded(&one.0) == folded(&other.0)
}

fn folded(name: &str) -> String {
    let seen: String = name.chars().filter(|letter| !is_unseen(*letter)).nfkc().collect();
    // Some letters are two as a capital.
    let plain: String = seen.to_uppercase().to_lowercase().nfkc().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_unseen(letter: char) -> bool {
    let is_formatting = matches!(
        CodePointMapData::<GeneralCategory>::new().get(letter),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    );
    is_formatting || letter == BLANK || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        look_alike(&Operator(one.into()), &Operator(other.into()))
    }

    #[test]
    fn a_new_name_holds_nothing_that_nobody_sees() {
        for unseen in
            ['\u{200b}', '\u{200d}', '\u{ad}', '\u{202e}', '\u{feff}', '\u{2028}', '\u{3164}', '\u{2800}', '\u{fe0f}']
        {
            assert_eq!(usable_person(&format!("Mia{unseen}Berg")), None, "{}", unseen.escape_unicode());
        }
        for seen in ["Mia Berg", "José", "Jose\u{301}", "Åsa-Lena O’Neil", "李雷", "Зоя", "محمد"] {
            assert_eq!(usable_person(seen).as_deref(), Some(seen));
        }
    }

    #[test]
    fn names_that_look_the_same_are_taken_for_one_another_and_others_are_not() {
        for (one, other) in [
            ("Mia Berg", "Mia Berg\u{200b}"),
            ("José", "JOSE\u{301}"),
            ("Mia Berg", "mia\u{a0}\u{2003}berg "),
            ("Weiß", "WEISS"),
            ("Finn", "\u{fb01}nn"),
            ("Mia", "\u{ff2d}ia"),
        ] {
            assert!(alike(one, other) && alike(other, one), "{one} {other}");
        }
        for (one, other) in [("José", "Jose"), ("Mia Berg", "MiaBerg"), ("Bo", "Bob")] {
            assert!(!alike(one, other), "{one} {other}");
        }
    }
}
