//! Keys to Seam that somebody wrote into a file, where whoever reads or copies the file has them.

use toml_edit::{Item, TableLike, Value};

use super::{layer::COMPUTER, notes::Notes};
use crate::domain::{SettingKey, SettingsFile};

const SECRET: &str = "looks like a key to Seam, which does not belong here, since whoever reads this file has it: delete it, \
     renew it in Seam's console, and keep the new one with `keydesk token set`";
/// How every key to Seam begins.
const BEGINNING: &str = "seam_";
const NAMES: [&str; 7] = ["key", "apikey", "api_key", "token", "accesstoken", "access_token", "secret"];

/// Tells of all that looks like one, below a table that is for everybody or for one computer.
pub(super) fn tell(root: &dyn TableLike, notes: &mut Notes<'_>) {
    let is_policy = notes.file() == SettingsFile::Policy;
    for (key, item) in root.iter().filter(|(key, _)| !(is_policy && *key == COMPUTER)) {
        tell_item("", key, item, notes);
    }
}

fn tell_item(above: &str, key: &str, item: &Item, notes: &mut Notes<'_>) {
    let path = if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") };
    if is_secret(&path, key, item) {
        notes.add(&path, SECRET);
    } else if let Some(table) = item.as_table_like() {
        table.iter().for_each(|(key, item)| tell_item(&path, key, item, notes));
    } else if let Some(tables) = item.as_array_of_tables() {
        for (index, table) in tables.iter().enumerate() {
            let place = format!("{path}[{}]", index + 1);
            table.iter().for_each(|(key, item)| tell_item(&place, key, item, notes));
        }
    }
}

/// Whether this is, or holds, what looks like a key to Seam.
pub(super) fn is_secret(path: &str, key: &str, item: &Item) -> bool {
    let Some(value) = item.as_value().filter(|value| !value.is_inline_table()) else { return false };
    holds_one(value) || (SettingKey::from_name(path).is_none() && is_name_of_one(key))
}

fn is_name_of_one(key: &str) -> bool {
    let key = key.trim().to_lowercase().replace(['-', ' '], "_");
    NAMES.iter().any(|name| key == *name || key.strip_suffix(name).is_some_and(|before| before.ends_with('_')))
}

fn holds_one(value: &Value) -> bool {
    match value {
        Value::String(text) => text.value().trim_start().to_lowercase().starts_with(BEGINNING),
        Value::Array(array) => array.iter().any(holds_one),
        Value::InlineTable(table) => table.iter().any(|(_, value)| holds_one(value)),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => false,
    }
}
