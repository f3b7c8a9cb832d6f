//! What counts of a file that is no TOML: who signs in, whether guests stand before this desk, how long the record is kept,
//! and the way to Seam. One slip anywhere in it must neither open its desk to everybody nor erase what it keeps.

mod flags;
mod people;
mod plain;

use std::fmt::Write as _;

use toml_edit::Item;

use super::{keys, values};
use crate::domain::SettingKey;

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
        Self { values, people: people::of(&text) }
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
    people::seem_to_be_in(&text(bytes))
}

/// In UTF-16 every other byte of what matters is none.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::*;

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
