//! Words that come from elsewhere, made fit to be shown: nothing in them drives a terminal, breaks a line or turns the writing.

use std::borrow::Cow;

/// The longest code or id that is let through where free text must not be.
const LONGEST_CODE: usize = 64;

/// The text with a space for each break, and U+FFFD for whatever else controls a terminal or turns the writing.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(harmless).collect())
}

/// Whether [`plain`] leaves the letter as it is.
pub fn is_plain(letter: char) -> bool {
    harmless(letter) == letter
}

fn harmless(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        letter if letter.is_control() => char::REPLACEMENT_CHARACTER,
        letter => letter,
    }
}

/// Whether this has the form of a code or an id: `[A-Za-z0-9_-]{1,64}`. A sentence about somebody has not.
pub fn is_code(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=LONGEST_CODE).contains(&text.len()) && text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_drives_a_terminal_breaks_a_line_or_turns_the_writing() {
        for (text, shown) in [
            ("Zoë O\u{2019}Hara 李雷 👩\u{200d}👧", "Zoë O\u{2019}Hara 李雷 👩\u{200d}👧"),
            ("a\u{1b}]52;c;eA==\u{7}b", "a\u{fffd}]52;c;eA==\u{fffd}b"),
            ("a\u{9b}2J\u{7f}\0", "a\u{fffd}2J\u{fffd}\u{fffd}"),
            ("Mia\r\nkeydesk: done\u{2028}\u{85}x\ty", "Mia  keydesk: done  x y"),
            ("\u{202e}aiM\u{202c} \u{2066}x\u{2069}", "\u{fffd}aiM\u{fffd} \u{fffd}x\u{fffd}"),
        ] {
            assert_eq!(plain(text), shown);
        }
    }

    #[test]
    fn a_code_is_short_and_of_few_letters() {
        for code in ["encoder_not_online", "0198-ab_C", &"x".repeat(64)] {
            assert!(is_code(code), "{code}");
        }
        for text in ["", "Zed Canary", "é", "a.b", "a\n", &"x".repeat(65)] {
            assert!(!is_code(text), "{text}");
        }
    }
}
