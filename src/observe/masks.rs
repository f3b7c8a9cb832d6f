//! Covers words that are known: names and numbers that no pattern tells from harmless text.

use std::{borrow::Cow, collections::HashSet};

use aho_corasick::{AhoCorasick, MatchKind};

const MASK: &str = "[hidden]";
/// Shorter words stand in half of all texts by chance.
const SHORTEST: usize = 2;
/// From here on a word is covered inside longer words too, and one of other letters than English always: not every script
/// puts spaces between words.
const LONG: usize = 8;

/// Words to cover, wherever they stand.
#[derive(Debug, Default)]
pub struct Masks(Option<AhoCorasick>);

impl Masks {
    /// Covers these, also in capitals, in small letters and as JSON writes them.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: HashSet<_> =
            words.into_iter().map(str::trim).filter(|word| word.chars().count() >= SHORTEST).collect();
        let forms: HashSet<String> = words.into_iter().flat_map(forms).collect();
        let mut builder = AhoCorasick::builder();
        let builder = builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
        Self(builder.build(forms).ok().filter(|found| found.patterns_len() > 0))
    }

    /// The text without them.
    pub fn cover<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(words) = &self.0 else { return Cow::Borrowed(text) };
        let (mut covered, mut done) = (String::new(), 0);
        for found in words.find_iter(text) {
            let (before, word, after) = (&text[..found.start()], &text[found.range()], &text[found.end()..]);
            if word.len() >= LONG || !word.is_ascii() || stands_alone(before, after) {
                covered.extend([&text[done..found.start()], MASK]);
                done = found.end();
            }
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        covered.push_str(&text[done..]);
        Cow::Owned(covered)
    }
}

fn forms(word: &str) -> Vec<String> {
    let json = serde_json::to_string(word).unwrap_or_default().trim_matches('"').to_owned();
    vec![word.to_uppercase(), word.to_lowercase(), word.to_owned(), json]
}

/// Whether no letter and no digit stands beside it. The letter of an escape, such as `\n` in JSON, is none.
fn stands_alone(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let is_letter = back.next().is_some_and(char::is_alphanumeric) && back.next() != Some('\\');
    !is_letter && !after.chars().next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_covered_in_every_form_and_other_words_stay() {
        let masks = Masks::new(["Mia Chen", "Zoë \"Z\" Šťastná", "Ann", "Al", "李雷", "00012345", "x"]);
        for (text, covered) in [
            ("for Mia Chen.", "for [hidden]."),
            ("{\"m\":\"a\\nMIA CHEN\"}", "{\"m\":\"a\\n[hidden]\"}"),
            ("xmia chenx", "x[hidden]x"),
            ("ZOË \"Z\" ŠŤASTNÁ and zoë \"z\" šťastná", "[hidden] and [hidden]"),
            ("{\"m\":\"Zoë \\\"Z\\\" Šťastná\"}", "{\"m\":\"[hidden]\"}"),
            ("Ann, Annual, \\nann", "[hidden], Annual, \\n[hidden]"),
            ("Al, all: x 00012345", "[hidden], all: x [hidden]"),
            ("客人李雷的卡", "客人[hidden]的卡"),
        ] {
            assert_eq!(masks.cover(text), covered);
        }
    }

    #[test]
    fn without_words_nothing_is_covered() {
        assert_eq!(Masks::new([]).cover("Mia"), "Mia");
        assert_eq!(Masks::default().cover("Mia"), "Mia");
    }
}
