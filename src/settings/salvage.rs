//! Who signs in, out of a file that is no TOML: one slip anywhere in it must not open its desk to everybody.

use toml_edit::DocumentMut;

const HEADER: &str = "[[operator]]";

/// The entries of the people in a text, as a text that is TOML; `None` where it names nobody. Of an entry that cannot be read
/// by itself the lines are taken that can.
pub(super) fn people(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut entries: Vec<Vec<&str>> = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        let bare = line.trim_start_matches('\u{feff}').trim();
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
    use super::*;

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
            assert_eq!(people(text.as_bytes()).as_deref(), expected, "{text}");
        }
        assert_eq!(
            people(b"[[operator]]\nrole = \"clerk\"\nname = \"\xff\xfe\"\n")
                .map(|text| text.parse::<DocumentMut>().is_ok()),
            Some(true)
        );
    }
}
