//! What a policy locks.

use std::collections::BTreeSet;

use toml_edit::{Item, TableLike};

use crate::{
    domain::SettingKey,
    settings::{layer::LOCKED, near, notes::Notes, operators},
};

const ALL: &str = "all";
const NO_LIST: &str = "must be a list of keys such as [\"ui.theme\", \"connection\"]; until then everything is locked as it \
     stands";

/// What a list of what is locked comes to.
#[derive(Default)]
pub(super) struct Locks {
    pub(super) named: BTreeSet<SettingKey>,
    /// Nobody knows what else was meant.
    pub(super) are_unclear: bool,
}

/// What is locked. A list that slipped into a table counts as well: who wrote it wants something locked.
pub(super) fn locks(root: &dyn TableLike, notes: &mut Notes<'_>) -> Locks {
    let mut locks = Locks::default();
    if let Some(item) = root.get(LOCKED) {
        locks.add(LOCKED, item, notes);
    }
    for table in near::tables() {
        let slipped = root.get(table).and_then(Item::as_table_like).and_then(|table| table.get(LOCKED));
        if let Some(item) = slipped {
            let key = format!("{table}.{LOCKED}");
            notes.add(&key, "belongs above the first table; it counts all the same");
            locks.add(&key, item, notes);
        }
    }
    locks
}

impl Locks {
    /// A key alone, without its list, is one that is locked; what else was meant is not known.
    fn add(&mut self, key: &str, item: &Item, notes: &mut Notes<'_>) {
        match item.as_array() {
            Some(names) => names.iter().for_each(|name| self.add_name(key, name.as_str(), notes)),
            None => {
                self.add_name(key, None, notes);
                self.named.extend(item.as_str().map(|name| named(name.trim())).unwrap_or_default());
            }
        }
    }

    fn add_name(&mut self, key: &str, name: Option<&str>, notes: &mut Notes<'_>) {
        match name.map(|name| (name, named(name.trim()))) {
            Some((_, keys)) if !keys.is_empty() => self.named.extend(keys),
            Some((name, _)) => notes.add(key, unknown(name)),
            None => {
                notes.add(key, NO_LIST);
                self.are_unclear = true;
            }
        }
    }
}

/// The keys of a key, of a table, or of all.
fn named(name: &str) -> Vec<SettingKey> {
    let is_named = |key: &SettingKey| {
        let table = key.name().split_once('.').map_or(operators::KEY, |(table, _)| table);
        name == ALL || name == key.name() || name == table
    };
    SettingKey::ALL.into_iter().filter(is_named).collect()
}

fn unknown(name: &str) -> String {
    let known = near::tables().chain(SettingKey::ALL.into_iter().map(SettingKey::name)).chain([ALL]);
    match near::nearest(name, known) {
        Some(near) => format!("names something that is not known, so it is not locked; {near} may be meant"),
        None => "names something that is not known, so it is not locked".to_owned(),
    }
}
