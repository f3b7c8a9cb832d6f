//! The settings file: any text, and any settings saved into it. A line `%%` parts the file from what is to be saved.

use toml_edit::{DocumentMut, Item, Table};

use super::words::quoted;
use crate::settings::{SettingNotice, Settings, text};

/// The tables with the keys in them that Keydesk itself writes.
const KNOWN: [(&str, &[&str]); 4] = [
    ("desk", &["name", "encoder", "encoder_name", "operator"]),
    ("ui", &["theme", "scale", "language"]),
    ("connection", &["endpoint"]),
    ("journal", &["shared", "erase_names_after_days", "keep_months"]),
];
/// What a notice may say.
const VOCABULARY: &str = "is no table; it is passed over must be text in quotes must not be empty must be one line of at \
     most 200 characters must be \"system\", \"light\" or \"dark\" must be a number from 0.5 to 3.0 must be a language tag \
     such as \"en\" or \"de-AT\" must be an address that starts with https:// must be an \
     address that starts with postgres:// must not hold a password, which belongs into the keyring: run `keydesk shared \
     password` must be a whole number from 1 to 3650 must be a whole number from 1 to 120 the default applies";

/// A file reads as settings and notices that quote nothing; saving what was read changes nothing that can be read, and
/// saving other settings makes them what is read, while comments and keys of others stay.
pub fn settings(data: &[u8]) {
    let (file, wanted) = halves(data);
    let Some((found, notices)) = text::read(file) else { return };
    check_notices(&notices, &String::from_utf8_lossy(file));
    check_saved(file, &found, &notices);
    if let Some((wanted, _)) = text::read(wanted) {
        check_changed(file, &wanted);
    }
}

fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let mark = b"\n%%\n";
    let at = data.windows(mark.len()).position(|window| window == mark);
    at.and_then(|at| Some((data.get(..at)?, data.get(at + mark.len()..)?))).unwrap_or((data, b""))
}

fn check_notices(notices: &[SettingNotice], file: &str) {
    for notice in notices {
        let quoted = quoted(&notice.reason, file, VOCABULARY);
        assert!(quoted.is_empty(), "a notice quotes {quoted:?}: {notice:?}");
    }
}

fn check_saved(file: &[u8], found: &Settings, notices: &[SettingNotice]) {
    let saved = text::write(file, found).unwrap_or_default();
    let again = text::read(saved.as_bytes());
    assert_eq!(again.as_ref().map(|(settings, notices)| (settings, &**notices)), Some((found, notices)), "{saved}");
    assert_eq!(text::write(saved.as_bytes(), found).as_deref(), Some(saved.as_str()), "saving again changes the file");
    survive(file, &saved);
}

fn check_changed(file: &[u8], wanted: &Settings) {
    let changed = text::write(file, wanted).unwrap_or_default();
    let again = text::read(changed.as_bytes()).map(|(settings, _)| settings);
    assert_eq!(again.map(rounded).as_ref(), Some(&rounded(wanted.clone())), "{changed}");
    survive(file, &changed);
}

/// A scale that differs by less than a float can tell at 1.0 is left as it is.
fn rounded(settings: Settings) -> Settings {
    let ui = crate::settings::UiSettings { scale: (settings.ui.scale * 1e9).round(), ..settings.ui };
    Settings { ui, ..settings }
}

/// Everything that Keydesk does not write stands in the new file as it stood in the old one.
fn survive(old: &[u8], new: &str) {
    let old = String::from_utf8_lossy(old);
    let parsed = (old.trim_start_matches('\u{feff}').parse::<DocumentMut>(), new.parse::<DocumentMut>());
    let (Ok(old), Ok(changed)) = parsed else { return assert_eq!(new, "", "what was saved is no TOML") };
    foreign(old.as_table(), changed.as_table(), |name| known(name).is_some(), new);
    for (name, keys) in KNOWN {
        let tables = (old.get(name).and_then(Item::as_table), changed.get(name).and_then(Item::as_table));
        if let (Some(old), Some(changed)) = tables {
            foreign(old, changed, |name| keys.contains(&name), new);
            comments(old.decor().prefix(), new);
        }
    }
    comments(Some(old.trailing()), new);
}

fn known(name: &str) -> Option<&'static [&'static str]> {
    KNOWN.iter().find(|(table, _)| *table == name).map(|(_, keys)| *keys)
}

fn foreign(old: &Table, changed: &Table, is_ours: impl Fn(&str) -> bool, new: &str) {
    for (name, item) in old.iter().filter(|(name, _)| !is_ours(name)) {
        let kept = changed.get(name).map(Item::to_string);
        assert_eq!(kept, Some(item.to_string()), "the key {name} of others was changed");
        comments(old.key(name).and_then(|key| key.leaf_decor().prefix()), new);
    }
}

fn comments(decor: Option<&toml_edit::RawString>, new: &str) {
    let lines = decor.and_then(toml_edit::RawString::as_str).unwrap_or_default().lines().map(str::trim);
    for comment in lines.filter(|line| line.starts_with('#')) {
        assert!(new.contains(comment), "a comment was lost: {comment}");
    }
}
