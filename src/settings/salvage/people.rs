//! Who signs in, as far as a text tells that is no TOML.

use toml_edit::DocumentMut;

use super::super::operators::KEY;

const HEADER: &str = "[[operator]]";
/// A byte order mark, and what one of another encoding comes out as.
const MARKS: [char; 2] = ['\u{feff}', '\u{fffd}'];

/// The entries of the people in a text, as a text that is TOML; `None` where it names nobody. Of an entry that cannot be read
/// by itself the lines are taken that can; where it seems to name people and none can be found, it is one of whom nothing is
/// known.
pub(super) fn of(text: &str) -> Option<String> {
    entries(text).or_else(|| seem_to_be_in(text).then(|| format!("{HEADER}\n")))
}

fn entries(text: &str) -> Option<String> {
    let mut entries: Vec<Vec<&str>> = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        let bare = line.trim_start_matches(MARKS).trim();
        if is_header(bare) {
            entries.push(Vec::new());
            is_inside = true;
        } else if bare.starts_with('[') {
            is_inside = false;
        } else if let Some(entry) = entries.last_mut().filter(|_| is_inside) {
            entry.push(line);
        }
    }
    (!entries.is_empty()).then(|| entries.iter().map(|lines| readable(lines)).collect())
}

/// Also with spaces in it, or without its end.
fn is_header(line: &str) -> bool {
    let squeezed: String = line.chars().filter(|letter| !letter.is_whitespace()).take(HEADER.len()).collect();
    squeezed == HEADER || squeezed.trim_end_matches(']') == HEADER.trim_end_matches(']') || squeezed == "[operator]"
}

/// Whether something looks like the key or the header of a list of people, in any spelling: `desk.operator`, one name in quotes, is none.
pub(super) fn seem_to_be_in(text: &str) -> bool {
    let lines = text.split(['\n', '\r']).map(|line| line.trim_start_matches(MARKS).trim().to_ascii_lowercase());
    lines.filter(|line| !line.starts_with('#')).any(|line| {
        let places = line.match_indices(KEY);
        places
            .into_iter()
            .any(|(at, _)| is_of_people(line.get(..at).unwrap_or(""), line.get(at + KEY.len()..).unwrap_or("")))
    })
}

/// By what stands before and after the word in its line.
fn is_of_people(before: &str, after: &str) -> bool {
    let is_header = before.starts_with('[');
    let before = before.trim_end_matches(['"', '\'']);
    let begins =
        before.is_empty() || before.ends_with(|letter: char| letter.is_whitespace() || "[{,;".contains(letter));
    let after = after.trim_start_matches(['"', '\'']).trim_start();
    let value = after.trim_start_matches(['=', ':']).trim_start();
    let is_list = value.starts_with(['[', '{']);
    let is_entry =
        after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_alphanumeric()));
    let ends = after.starts_with(']') || (is_header && after.is_empty());
    (begins && (is_list || ends || (before.is_empty() && is_entry))) || (is_header && before.ends_with('.') && ends)
}

fn readable(lines: &[&str]) -> String {
    let whole = lines.join("\n");
    let whole = format!("{HEADER}\n{}", whole.trim_end()).trim_end().to_owned() + "\n";
    let is_toml = |text: &str| text.parse::<DocumentMut>().is_ok();
    if is_toml(&whole) {
        return whole;
    }
    let kept: String = lines.iter().filter(|line| is_toml(line)).map(|line| format!("{line}\n")).collect();
    let mended = format!("{HEADER}\n{kept}");
    if is_toml(&mended) { mended } else { format!("{HEADER}\n") }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Salvage, names_people},
        *,
    };

    #[test]
    fn what_looks_like_a_list_of_people_is_one_and_a_name_is_none() {
        for text in [
            "operator = [{ name = \"Mia\" }]\n[ui\n",
            "operator=[\n{",
            "  \"operator\" = [ ]x",
            "'operator' = {",
            "operator [{",
            "operator.name = \"Mia\"\n=",
            "[[\"operator\"]]\n=",
            "[ 'operator' ]\n=",
            "[operator",
            "[[Operator]]\n=",
            "[[computer.\"FRONT-1\".operator]]\n=",
            "[[computer.front-1 . \"operator\"]]\n=",
            "ui.theme = \"dark\" operator = [{}]",
            "{\"ui\": {}, \"operator\": [{}]}",
            "[ui]\roperator = [{}]\r=",
            "\u{feff}operator = [[",
        ] {
            assert!(names_people(text.as_bytes()), "{text}");
            assert!(of(text).is_some(), "{text}");
        }
        let utf_16: Vec<u8> = "\u{feff}operator = [{}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(names_people(&utf_16));
        for text in [
            "[desk]\noperator = Mia\n",
            "[desk]\noperator = \"Mia\n[ui",
            "[desk]\noperator = \n",
            "desk.operator = \"Mia\"\n[",
            "# [[operator]] goes here\n[ui",
            "# ask the operator\n[ui",
            "[desk]\nname = \"the operator\"\n[",
            "[ui]\ncooperator = [",
            "operators = [",
            "",
        ] {
            assert!(!names_people(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn people_come_out_of_a_broken_file_and_nothing_else() {
        for (text, expected) in [
            ("[ui\ntheme = 1\n", None),
            ("operator = \"Mia\"\n[ui\n", None),
            ("[ui\n[[operator]]\nname = \"Mia\" # hers\n\n[x]\ny = 1\n", Some("[[operator]]\nname = \"Mia\" # hers\n")),
            ("[[operator]]\nname = \"Mia\nrole = \"clerk\"\n", Some("[[operator]]\nrole = \"clerk\"\n")),
            (
                "[[operator]\nname = \"Mia\"\n[[ operator ]] # x\nname = \"Bo\"\n",
                Some("[[operator]]\nname = \"Mia\"\n[[operator]]\nname = \"Bo\"\n"),
            ),
            ("[[operator]]\nname = \"a\"\nname = \"b\"\n", Some("[[operator]]\n")),
            ("\u{feff}[[operator\n", Some("[[operator]]\n")),
        ] {
            assert_eq!(of(text).as_deref(), expected, "{text}");
        }
        let kept = Salvage::of(b"[[operator]]\nrole = \"clerk\"\nname = \"\xff\xfe\"\n").toml();
        assert!(kept.starts_with(HEADER) && kept.parse::<DocumentMut>().is_ok(), "{kept}");
    }
}
