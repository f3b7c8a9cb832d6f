//! Names as strangers may see them: enough to find one's own, too little to learn another's.

use unicode_normalization::char::is_combining_mark;

/// How many dots stand for a word at most: a very long name is known by its length.
const MOST_DOTS: usize = 7;

/// "Amelia Hart" as "A••••• H•••". A word of one letter is covered whole, since its first letter would be all of it.
pub(super) fn mask(name: &str) -> String {
    name.split_whitespace().map(mask_word).collect::<Vec<_>>().join(" ")
}

fn mask_word(word: &str) -> String {
    let letters = word.chars().filter(|letter| !is_combining_mark(*letter)).count();
    if letters < 2 {
        return "•".to_owned();
    }
    let mut rest = word.chars();
    let first = rest.next().into_iter();
    let marks = rest.take_while(|letter| is_combining_mark(*letter));
    let dots = std::iter::repeat_n('•', (letters - 1).min(MOST_DOTS));
    first.chain(marks).chain(dots).collect()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn a_name_keeps_its_first_letters() {
        assert_eq!(mask("Amelia Hart"), "A••••• H•••");
        assert_eq!(mask("  Ravi   Natarajan "), "R••• N•••••••");
        assert_eq!(mask("Chen Wei 陈伟"), "C••• W•• 陈•");
        assert_eq!(mask("Nadia Haddad نادية"), "N•••• H••••• ن••••");
        assert_eq!(mask("Łukasz"), "Ł•••••");
    }

    #[test]
    fn one_letter_alone_is_covered() {
        assert_eq!(mask("J R"), "• •");
        assert_eq!(mask("伟"), "•");
        assert_eq!(mask("E\u{301} Li"), "• L•", "an accent is no second letter");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn an_accent_of_its_own_stays_with_its_letter() {
        assert_eq!(mask("E\u{301}lodie"), "E\u{301}•••••");
    }

    #[test]
    fn a_long_name_is_not_known_by_its_length() {
        let dots = |name: &str| mask(name).chars().filter(|letter| *letter == '•').count();
        assert_eq!(dots("Wolfeschlegelsteinhausenbergerdorff"), 7);
        assert_eq!(dots("Featherstonehaugh-Cholmondeley"), 7);
    }
}
