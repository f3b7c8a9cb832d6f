//! What somebody may have meant who wrote a key that is not known.

use super::layer::{COMPUTER, LOCKED};
use crate::domain::SettingKey;

/// Short beginnings fit by chance.
const SHORTEST_BEGINNING: usize = 4;

/// The nearest of some words, if it is near enough to be meant: a slip in three letters, a cut-off end, other case or dashes.
pub(super) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.trim().to_lowercase().replace(['-', ' '], "_");
    let distance = |known: &str| {
        let is_cut = word.len() >= SHORTEST_BEGINNING && known.starts_with(&word);
        if is_cut { 1 } else { strsim::osa_distance(&word, known) }
    };
    let near = known.into_iter().map(|known| (distance(known), known));
    near.filter(|(distance, known)| *distance <= (known.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|near| near.1)
}

/// The tables of which ours consist, each once.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    let mut last = "";
    SettingKey::ALL.into_iter().filter_map(|key| key.name().split_once('.')).filter_map(move |(table, _)| {
        let is_new = table != last;
        last = table;
        is_new.then_some(table)
    })
}

/// The keys of one of our tables.
pub(super) fn keys_of(table: &str) -> impl Iterator<Item = &'static str> {
    let parts = SettingKey::ALL.into_iter().filter_map(|key| key.name().split_once('.'));
    parts.filter(move |(of, _)| *of == table).map(|(_, key)| key)
}

/// What may be meant by a key that its table does not know: a similar one of this table, or the same one of another.
pub(super) fn meant(table: &str, key: &str) -> Option<String> {
    match nearest(key, keys_of(table)) {
        Some(near) => Some(format!("{table}.{near}")),
        None => elsewhere(key),
    }
}

/// What may be meant by a key that stands in no table: one of our tables or of some others, or a key without its table.
pub(super) fn meant_at_the_top(key: &str, others: &[&'static str]) -> Option<String> {
    let names = SettingKey::ALL.into_iter().map(SettingKey::name);
    let known = others.iter().copied().chain(tables()).chain(names);
    nearest(key, known).map(str::to_owned).or_else(|| elsewhere(key))
}

/// Whether the list of what is locked may be meant by a key that stands in no table.
pub(super) fn is_locked_at_the_top(key: &str) -> bool {
    key != LOCKED && meant_at_the_top(key, &[LOCKED, COMPUTER]).as_deref() == Some(LOCKED)
}

/// The same of a key that its table does not know.
pub(super) fn is_locked_in(table: &str, key: &str) -> bool {
    key != LOCKED && nearest(key, keys_of(table).chain([LOCKED])) == Some(LOCKED)
}

fn elsewhere(key: &str) -> Option<String> {
    SettingKey::ALL
        .into_iter()
        .map(SettingKey::name)
        .find(|name| name.split_once('.').is_some_and(|(_, own)| own == key))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_a_stranger_left_alone() {
        for (table, key, expected) in [
            ("ui", "theem", Some("ui.theme")),
            ("ui", "Theme", Some("ui.theme")),
            ("ui", "sound", Some("ui.sounds")),
            ("journal", "keep-months", Some("journal.keep_months")),
            ("idle", "lock_after", Some("idle.lock_after_minutes")),
            ("ui", "proxy", Some("connection.proxy")),
            ("ui", "plugin", None),
            ("desk", "more", None),
            ("ui", "x", None),
        ] {
            assert_eq!(meant(table, key).as_deref(), expected, "{table}.{key}");
        }
        for (key, expected) in [
            ("conection", Some("connection")),
            ("operators", Some("operator")),
            ("theme", Some("ui.theme")),
            ("lock", Some("locked")),
            ("future", None),
            ("doors", None),
        ] {
            assert_eq!(meant_at_the_top(key, &["locked"]).as_deref(), expected, "{key}");
        }
    }

    #[test]
    fn every_table_is_named_once() {
        let tables: Vec<_> = tables().collect();
        assert_eq!(tables, ["desk", "ui", "idle", "connection", "journal", "kiosk", "logs"]);
    }
}
