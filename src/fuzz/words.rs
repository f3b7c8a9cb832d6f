//! Finding words of an input in a sentence about it.

use std::collections::BTreeSet;

/// The shortest word that counts: shorter ones stand in many a sentence by chance.
const SHORTEST: usize = 6;

/// Words of `input` that `sentence` quotes, but for those that `vocabulary` has anyway.
pub(super) fn quoted(sentence: &str, input: &str, vocabulary: &str) -> Vec<String> {
    let is_quoted = |word: &&str| sentence.contains(word) && !vocabulary.contains(word);
    words(input).filter(is_quoted).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| word.chars().count() >= SHORTEST)
}

/// The keys of a JSON text, also of a broken one: every string that a colon follows.
pub(super) fn keys(json: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        rest = rest.get(start..).unwrap_or_default();
        let end = end_of_string(rest);
        let (string, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if after.trim_start().starts_with(':')
            && let Ok(key) = serde_json::from_str(string)
        {
            found.insert(key);
        }
        rest = after;
    }
    found
}

/// Where the string ends that a text begins with, behind its closing quote.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_input_are_found_in_a_sentence() {
        assert_eq!(quoted("it is Mustermann", "Erika Mustermann, column", "at column"), ["Mustermann"]);
        assert_eq!(quoted("data error at column 7", "the column is short", "error at column"), Vec::<String>::new());
    }

    #[test]
    fn keys_are_found_in_whole_and_broken_json() {
        let keys = |json| keys(json).into_iter().collect::<Vec<_>>();
        assert_eq!(keys(r#"{"a\"b": "value", "c" : {"\u0064": 1}}"#), ["a\"b", "c", "d"]);
        assert_eq!(keys(r#"{"a": "value", "b": "brok"#), ["a", "b"]);
    }
}
