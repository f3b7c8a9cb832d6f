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

const MISSPELT: &str = "is not known; it counts as locked, which may be meant";
const MISPLACED: &str = "belongs above the first table; it counts all the same";

/// What is locked. A list that slipped into a table, or whose name is misspelt, counts as well: who wrote it wants something
/// locked.
pub(super) fn locks(root: &dyn TableLike, notes: &mut Notes<'_>) -> Locks {
    let mut locks = Locks::default();
    for (key, item) in root.iter() {
        if key == LOCKED {
            locks.add(key, item, notes);
        } else if near::is_locked_at_the_top(key) {
            notes.add(key, MISSPELT);
            locks.add(key, item, notes);
        }
    }
    for table in near::tables() {
        let items = root.get(table).and_then(Item::as_table_like);
        for (key, item) in items.into_iter().flat_map(|items| items.iter()) {
            if key == LOCKED || near::is_locked_in(table, key) {
                let path = format!("{table}.{key}");
                notes.add(&path, if key == LOCKED { MISPLACED } else { MISSPELT });
                locks.add(&path, item, notes);
            }
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
            Some((name, _)) => self.add_unknown(key, name, notes),
            None => {
                notes.add(key, NO_LIST);
                self.are_unclear = true;
            }
        }
    }

    /// What may be meant is locked: too much of it is noticed, too little is not.
    fn add_unknown(&mut self, key: &str, name: &str, notes: &mut Notes<'_>) {
        let known = near::tables().chain(SettingKey::ALL.into_iter().map(SettingKey::name)).chain([ALL]);
        match near::nearest(name, known) {
            Some(near) => {
                notes.add(key, format!("names something that is not known; {near} is locked, which may be meant"));
                self.named.extend(named(near));
            }
            None => notes.add(key, "names something that is not known, so it is not locked"),
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
