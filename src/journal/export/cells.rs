//! Text that cannot do anything to the program that opens a sheet, nor to the lines around it.

use std::borrow::Cow;

/// What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), with its full-width, small and
/// mathematical forms, which some programs turn into the plain ones.
const FORMULA: [char; 13] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'];

/// The text as a cell of a sheet: [`calm`], and with an apostrophe in front of whatever could be a formula, which
/// spreadsheets take as "this is text". Line breaks and tabs inside are left: the quotes around the cell hold them.
pub(super) fn tame(text: &str) -> Cow<'_, str> {
    if may_be_formula(text) { Cow::Owned(format!("'{}", calm(text))) } else { calm(text) }
}

/// The text without what reaches beyond it: what controls a terminal or ends a string becomes its picture (U+2400 and
/// following), and what turns the writing direction ends with the text.
pub(super) fn calm(text: &str) -> Cow<'_, str> {
    let open = open_directions(text);
    if open.is_empty() && !text.chars().any(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(picture).chain(open.into_iter().rev()).collect())
}

/// A tab or a line break in front makes one too, and so does what follows blanks and invisible characters, which programs
/// skip.
fn may_be_formula(text: &str) -> bool {
    let is_seen = |letter: &char| !(letter.is_whitespace() || is_control(*letter) || is_invisible(*letter));
    text.starts_with(['\t', '\r', '\n']) || text.chars().find(is_seen).is_some_and(|first| FORMULA.contains(&first))
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\r' | '\n')
}

fn picture(letter: char) -> char {
    match letter {
        letter if !is_control(letter) => letter,
        '\u{7f}' => '\u{2421}',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// What closes the embeddings, overrides and isolates that are open at the end (Unicode Standard Annex 9), the outermost
/// first.
fn open_directions(text: &str) -> Vec<char> {
    const POP_FORMATTING: char = '\u{202c}';
    const POP_ISOLATE: char = '\u{2069}';
    let mut open = Vec::new();
    for letter in text.chars() {
        match letter {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push(POP_FORMATTING),
            '\u{2066}'..='\u{2068}' => open.push(POP_ISOLATE),
            POP_FORMATTING if open.last() == Some(&POP_FORMATTING) => drop(open.pop()),
            POP_ISOLATE => open.truncate(open.iter().rposition(|closer| *closer == POP_ISOLATE).unwrap_or(open.len())),
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whatever_could_be_a_formula_is_text() {
        for formula in [
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\rx",
            "\nx",
            " =1",
            "\u{3000}＝1",
            "\u{200b}=1",
            "＋1",
            "－1",
            "＠a",
            "\u{a0}\u{feff}-1",
            "\0=1",
            "−1",
            "\u{202e}=1",
        ] {
            assert!(tame(formula).starts_with('\''), "{formula:?}");
        }
    }

    #[test]
    fn what_is_none_stays_as_it_is() {
        for plain in ["", "Lucía Fernández", "4-1", "a=b", "'=1", "412\r\n413", "a\tb", "🗝", "שלום", "A@B"] {
            assert_eq!(tame(plain), plain);
        }
    }

    #[test]
    fn control_characters_are_seen_and_directions_end() {
        assert_eq!(tame("a\0b\u{1b}[31m\u{7f}\u{9b}"), "a␀b␛[31m␡\u{fffd}");
        assert_eq!(tame("a\u{202e}b"), "a\u{202e}b\u{202c}");
        assert_eq!(tame("\u{2067}a\u{202b}b"), "\u{2067}a\u{202b}b\u{202c}\u{2069}");
        assert_eq!(tame("\u{2067}a\u{202b}b\u{2069}"), "\u{2067}a\u{202b}b\u{2069}");
    }

    proptest! {
        #[test]
        fn a_tame_text_stays_tame(text in any::<String>()) {
            let tamed = tame(&text).into_owned();
            prop_assert!(!may_be_formula(&tamed) && !tamed.chars().any(is_control));
            prop_assert_eq!(tame(&tamed), tamed.as_str());
        }
    }
}
