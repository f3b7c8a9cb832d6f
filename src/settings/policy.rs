//! The policy: what whoever looks after many desks presets or locks, for all of them and for single computers.

use std::{collections::BTreeSet, fs, io, path::Path};

use toml_edit::{DocumentMut, Item, TableLike};

use super::{
    file, keys,
    layer::{COMPUTER, LOCKED, Layer},
    near,
    notes::Notes,
    operators, parse,
};
use crate::domain::{SettingKey, SettingNotice, SettingsFile};

const ALL: &str = "all";
const UNREADABLE: &str = "until that is mended, what the file of this desk says holds, and nothing can be changed here";
const NO_LIST: &str = "must be a list of keys such as [\"ui.theme\", \"connection\"]; until then everything is locked";

/// What the policy says to one computer.
#[derive(Debug, Default)]
pub(super) struct Policy {
    pub layer: Layer,
    locked: BTreeSet<SettingKey>,
    /// Nobody knows what it says.
    pub is_broken: bool,
}

impl Policy {
    /// `None` where there is none.
    pub(super) fn load(path: &Path, computer: &str, list: &mut Vec<SettingNotice>) -> Option<Self> {
        match file::read(path) {
            Ok(bytes) => Some(Self::read(&bytes, computer, list)),
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => None,
            Err(error) => Some(Self::broken(&format!("cannot be read ({})", error.kind()), list)),
        }
    }

    pub(super) fn read(bytes: &[u8], computer: &str, list: &mut Vec<SettingNotice>) -> Self {
        match parse(bytes) {
            Ok(document) => Self::of(&document, computer, list),
            Err(what) => Self::broken(what, list),
        }
    }

    fn broken(what: &str, list: &mut Vec<SettingNotice>) -> Self {
        Notes::of(SettingsFile::Policy, list).whole(format!("{what}; {UNREADABLE}"));
        Self { is_broken: true, ..Self::default() }
    }

    fn of(document: &DocumentMut, computer: &str, list: &mut Vec<SettingNotice>) -> Self {
        let mut notes = Notes::of(SettingsFile::Policy, list);
        let mut policy = Self::default();
        policy.add(document.as_table(), &mut notes);
        match document.get(COMPUTER).map(Item::as_table_like) {
            Some(Some(computers)) => policy.add_computer(computers, computer, &mut notes.below(COMPUTER)),
            Some(None) => notes.refuse(COMPUTER, "must be tables such as [computer.\"FRONT-1\".desk]"),
            None => {}
        }
        policy
    }

    fn add_computer(&mut self, computers: &dyn TableLike, computer: &str, notes: &mut Notes<'_>) {
        let is_own = |name: &str| name.trim().to_lowercase() == computer.trim().to_lowercase();
        for (count, (name, item)) in computers.iter().filter(|(name, _)| is_own(name)).enumerate() {
            if count > 0 {
                notes.add(name, "is the same computer once more; of two values the later one counts");
            }
            match item.as_table_like() {
                Some(own) => self.add(own, &mut notes.below(name)),
                None => notes.add(name, "is no table; it is passed over"),
            }
        }
    }

    fn add(&mut self, root: &dyn TableLike, notes: &mut Notes<'_>) {
        let layer = Layer::read(root, notes);
        self.layer = std::mem::take(&mut self.layer).below(layer);
        self.locked.extend(locks(root, notes));
    }

    pub(super) fn locks(&self, key: SettingKey) -> bool {
        self.is_broken || keys::unit(key).iter().any(|key| self.locked.contains(key))
    }
}

/// What is locked. A list that slipped into a table counts as well: who wrote it wants something locked.
fn locks(root: &dyn TableLike, notes: &mut Notes<'_>) -> BTreeSet<SettingKey> {
    let mut locked = BTreeSet::new();
    if let Some(item) = root.get(LOCKED) {
        locked.extend(list(LOCKED, item, notes));
    }
    for table in near::tables() {
        let slipped = root.get(table).and_then(Item::as_table_like).and_then(|table| table.get(LOCKED));
        if let Some(item) = slipped {
            let key = format!("{table}.{LOCKED}");
            notes.add(&key, "belongs above the first table; it counts all the same");
            locked.extend(list(&key, item, notes));
        }
    }
    locked
}

fn list(key: &str, item: &Item, notes: &mut Notes<'_>) -> Vec<SettingKey> {
    let Some(names) = item.as_array() else {
        notes.add(key, NO_LIST);
        return SettingKey::ALL.to_vec();
    };
    let mut locked = Vec::new();
    for name in names {
        match name.as_str().map(|name| (name, named(name.trim()))) {
            Some((_, keys)) if !keys.is_empty() => locked.extend(keys),
            Some((name, _)) => notes.add(key, unknown(name)),
            None => {
                notes.add(key, NO_LIST);
                locked.extend(SettingKey::ALL);
            }
        }
    }
    locked
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
