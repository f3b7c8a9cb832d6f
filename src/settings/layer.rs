//! What one table of one file says.

use std::{collections::BTreeSet, io};

use toml_edit::{Item, TableLike};

use super::{keys, near, notes::Notes, operators, secrets};
use crate::domain::{OperatorEntry, SettingKey, Settings, SettingsFile};

/// The key of a policy that says what is locked.
pub(super) const LOCKED: &str = "locked";
/// The table of a policy that holds what is for one computer.
pub(super) const COMPUTER: &str = "computer";

const UNREADABLE: &str = "until that is mended nothing can be changed here, the record is kept for ten years, and for all \
     else the defaults or the policy apply";

/// The values that stand in one place; every other one is the default.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub settings: Settings,
    said: BTreeSet<SettingKey>,
    /// People to be shut out where nothing else says who signs in.
    pub shut_out: Vec<OperatorEntry>,
    /// Nobody knows what the file says.
    pub is_unread: bool,
}

impl Layer {
    /// That of a file that is there and cannot be read.
    pub(super) fn unread(error: &io::Error, notes: &mut Notes<'_>) -> Self {
        notes.whole(format!("cannot be read ({}); {UNREADABLE}", error.kind()));
        Self { is_unread: true, ..Self::default() }
    }

    pub(super) fn read(root: &dyn TableLike, notes: &mut Notes<'_>) -> Self {
        let mut layer = Self::default();
        for table in near::tables() {
            match root.get(table).map(|item| (item, item.as_table_like())) {
                Some((_, Some(table_like))) => layer.read_table(table, table_like, notes),
                Some((item, None)) if !item.is_none() => notes.add(table, "is no table; it is passed over"),
                Some(_) | None => {}
            }
        }
        if let Some(item) = root.get(operators::KEY) {
            layer.read_operators(item, notes);
        }
        strangers(root, notes);
        secrets::tell(root, notes);
        layer
    }

    fn read_table(&mut self, table: &str, items: &dyn TableLike, notes: &mut Notes<'_>) {
        for key in SettingKey::ALL {
            let own = key.name().split_once('.').filter(|(of, _)| *of == table);
            let Some(item) = own.and_then(|(_, name)| items.get(name)) else { continue };
            match keys::take(key, item, &mut self.settings) {
                Ok(()) => drop(self.said.insert(key)),
                Err(must) => notes.refuse(key.name(), must),
            }
        }
        misspelt(table, items, notes);
    }

    fn read_operators(&mut self, item: &Item, notes: &mut Notes<'_>) {
        let crew = operators::read(item, notes);
        if crew.is_said {
            self.said.insert(SettingKey::Operators);
        }
        (self.settings.operators, self.shut_out) = (crew.usable, crew.shut_out);
    }

    /// Whether it says anything about this, or about what belongs to it.
    pub(super) fn says(&self, key: SettingKey) -> bool {
        keys::unit(key).iter().any(|key| self.said.contains(key))
    }

    /// Whether it says who signs in, even if none of them can be used.
    pub(super) fn names_people(&self) -> bool {
        self.says(SettingKey::Operators) || !self.shut_out.is_empty()
    }

    /// Whether it says that nobody signs in.
    pub(super) fn names_nobody(&self) -> bool {
        self.says(SettingKey::Operators) && self.settings.operators.is_empty()
    }

    /// This, but for what another layer says.
    pub(super) fn below(mut self, upper: Self) -> Self {
        for key in SettingKey::ALL.into_iter().filter(|key| upper.says(*key)) {
            keys::copy(key, &upper.settings, &mut self.settings);
            self.said.insert(key);
        }
        let shut_out = if upper.shut_out.is_empty() { self.shut_out } else { upper.shut_out };
        Self { shut_out, ..self }
    }
}

/// Keys of ours that nobody meant otherwise. Those that are like none of ours belong to others, or to a later version.
fn strangers(root: &dyn TableLike, notes: &mut Notes<'_>) {
    let is_policy = notes.file() == SettingsFile::Policy;
    let others: &[&str] = if is_policy { &[LOCKED, COMPUTER] } else { &[] };
    let is_ours = |key: &str| key == operators::KEY || near::tables().any(|table| table == key);
    for (key, _) in root.iter().filter(|(key, item)| !is_ours(key) && !secrets::is_secret(key, key, item)) {
        if matches!(key, LOCKED | COMPUTER) {
            if !is_policy {
                notes.add(key, "counts in a policy file alone");
            }
        } else if !is_policy || !near::is_locked_at_the_top(key) {
            unknown(key, near::meant_at_the_top(key, others), notes);
        }
    }
}

fn misspelt(table: &str, items: &dyn TableLike, notes: &mut Notes<'_>) {
    let is_known = |key: &str| near::keys_of(table).any(|known| known == key);
    for (key, item) in items.iter().filter(|(key, _)| !is_known(key)) {
        let path = format!("{table}.{key}");
        let is_lock = key == LOCKED || near::is_locked_in(table, key);
        let is_told_elsewhere =
            secrets::is_secret(&path, key, item) || (is_lock && notes.file() == SettingsFile::Policy);
        if !is_told_elsewhere {
            unknown(&path, near::meant(table, key), notes);
        }
    }
}

/// A key that counts nowhere. In the file of a desk one that is like none of ours may be another program's or a later
/// version's; whoever writes a policy has to know that a line of it does nothing.
pub(super) fn unknown(path: &str, meant: Option<String>, notes: &mut Notes<'_>) {
    match meant {
        Some(meant) => notes.add(path, format!("is not known; {meant} may be meant")),
        None if notes.file() == SettingsFile::Policy => notes.add(path, "is not known, so it does nothing"),
        None => {}
    }
}
