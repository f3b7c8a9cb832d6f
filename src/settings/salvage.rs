//! What counts of a file that is no TOML: who signs in, whether guests stand before this desk, how long the record is kept,
//! and the way to Seam. One slip anywhere in it must neither open its desk to everybody nor erase what it keeps.

mod flags;
mod plain;

use std::fmt::Write as _;

use toml_edit::{DocumentMut, Item};

use super::{keys, operators::KEY, values};
use crate::domain::SettingKey;

const HEADER: &str = "[[operator]]";
/// A byte order mark, and what one of another encoding comes out as.
const MARKS: [char; 2] = ['\u{feff}', '\u{fffd}'];

/// What stays of a text that is no TOML.
#[derive(Debug, Default)]
pub(super) struct Salvage {
    values: Vec<(SettingKey, Item)>,
    people: Option<String>,
}

impl Salvage {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let text = text(bytes);
        let bounds = [(SettingKey::EraseNames, values::MOST_DAYS), (SettingKey::KeepMonths, values::MOST_MONTHS)];
        let times = bounds.into_iter().filter_map(|(key, most)| time(&text, key, most));
        let mut values: Vec<_> = plain::values(&text).into_iter().chain(times).chain(flags::values(&text)).collect();
        values.sort_by_key(|(key, _)| *key);
        Self { values, people: people(&text) }
    }

    /// As a text that is TOML; an empty one where nothing stays.
    pub(super) fn toml(&self) -> String {
        let mut toml = String::new();
        let mut last = "";
        for ((table, name), item) in
            self.values.iter().filter_map(|(key, item)| Some((key.name().split_once('.')?, item)))
        {
            if table != last {
                let _ = writeln!(toml, "[{table}]");
                last = table;
            }
            let _ = writeln!(toml, "{name} = {}", item.to_string().trim());
        }
        toml + self.people.as_deref().unwrap_or_default()
    }

    /// What it is called to a person: "that this is a kiosk, who signs in here and journal.keep_months". `None` where nothing
    /// stays.
    pub(super) fn named(&self) -> Option<String> {
        let mut parts: Vec<_> = self.values.iter().map(|(key, _)| name(*key)).collect();
        parts.dedup();
        parts.extend(self.people.is_some().then_some("who signs in here"));
        let last = parts.pop()?;
        Some(if parts.is_empty() { last.to_owned() } else { format!("{} and {last}", parts.join(", ")) })
    }
}

fn name(key: SettingKey) -> &'static str {
    if key == SettingKey::KioskEnabled {
        "that this is a kiosk"
    } else if matches!(key, SettingKey::EraseNames | SettingKey::KeepMonths) {
        "how long the record is kept"
    } else if keys::unit(key).contains(&SettingKey::DeskEncoder) {
        "the encoder"
    } else {
        key.name()
    }
}

/// The entries of the people in a text, as a text that is TOML; `None` where it names nobody. Of an entry that cannot be read
/// by itself the lines are taken that can; where it seems to name people and none can be found, it is one of whom nothing is
/// known.
fn people(text: &str) -> Option<String> {
    entries(text).or_else(|| seems_to_name(text).then(|| format!("{HEADER}\n")))
}

/// For how long the record is kept; `None` where nothing is said of it. Of two times the longer one counts, and the longest
/// of all for one that cannot be read.
fn time(text: &str, key: SettingKey, most: u16) -> Option<(SettingKey, Item)> {
    let name = own_name(key);
    let lines = lines(text).filter_map(|line| line.split_once(name)).map(|(_, after)| value_of(after));
    let said = lines.map(|value| value.parse().ok().filter(|time| (1..=most).contains(time)).unwrap_or(most));
    said.max().map(|time| (key, toml_edit::value(i64::from(time))))
}

/// The name of a key in its table.
fn own_name(key: SettingKey) -> &'static str {
    key.name().split_once('.').map_or(key.name(), |(_, own)| own)
}

/// What is no comment.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).filter(|line| !line.trim_start().starts_with('#'))
}

/// What stands behind the name of a key.
fn value_of(after: &str) -> &str {
    let after = after.trim_start_matches(['"', '\'']).trim_start().trim_start_matches(['=', ':']);
    after.split(['#', ',', '}']).next().unwrap_or_default().trim()
}

/// Whether something in a text that is no TOML looks like people who sign in.
pub(super) fn names_people(bytes: &[u8]) -> bool {
    seems_to_name(&text(bytes))
}

/// In UTF-16 every other byte of what matters is none.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\0', "")
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

/// The key or the header of a list of people, in any spelling: `desk.operator`, one name in quotes, is none.
fn seems_to_name(text: &str) -> bool {
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
    use super::*;

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
            assert!(people(text).is_some(), "{text}");
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
    fn how_long_the_record_is_kept_comes_out_of_a_broken_file() {
        for (text, expected) in [
            ("[ui\n[journal]\nkeep_months = 60 # by law\n", Some("keep_months = 60\n")),
            (
                "journal = { keep_months = 60, erase_names_after_days = 90 }\n[",
                Some("erase_names_after_days = 90\nkeep_months = 60\n"),
            ),
            ("journal.\"keep_months\"=6\njournal.keep_months = 7\n", Some("keep_months = 7\n")),
            ("keep_months = \"60\n", Some("keep_months = 120\n")),
            ("erase_names_after_days = 99999\n", Some("erase_names_after_days = 3650\n")),
            ("# keep_months = 60\n[ui\n", None),
        ] {
            let expected = expected.map(|lines| format!("[journal]\n{lines}"));
            assert_eq!(Salvage::of(text.as_bytes()).toml(), expected.unwrap_or_default(), "{text}");
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
            assert_eq!(people(text).as_deref(), expected, "{text}");
        }
        let kept = Salvage::of(b"[[operator]]\nrole = \"clerk\"\nname = \"\xff\xfe\"\n").toml();
        assert!(kept.starts_with(HEADER) && kept.parse::<DocumentMut>().is_ok(), "{kept}");
    }

    #[test]
    fn what_stays_is_named_once_each() {
        let named = |text: &str| Salvage::of(text.as_bytes()).named();
        assert_eq!(named("[ui\nscale = 2\n"), None);
        assert_eq!(
            named("[x\nkeep_months = 2\nerase_names_after_days = 3\n").as_deref(),
            Some("how long the record is kept")
        );
        let text = "kiosk.enabled = true\n[desk]\nencoder = \"e\"\nencoder_name = \"E\"\n[[operator\n";
        assert_eq!(named(text).as_deref(), Some("the encoder, that this is a kiosk and who signs in here"));
    }
}
