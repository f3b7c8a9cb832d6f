//! The policy: what whoever looks after many desks presets or locks, for all of them and for single computers.

mod locks;

use std::{collections::BTreeSet, io, path::Path};

use locks::{Locks, locks};
use toml_edit::{DocumentMut, Item, TableLike};

use super::{
    file, keys,
    layer::{COMPUTER, Layer},
    notes::Notes,
    reading::parse,
    salvage,
};
use crate::domain::{SettingKey, SettingNotice, SettingsFile};

const UNREADABLE: &str = "until that is mended, what the file of this desk says holds, nothing can be changed here, and \
     the record is kept for ten years";

/// What is not known of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Doubt {
    /// Nothing.
    #[default]
    None,
    /// What else it locks.
    Locks,
    /// What it says, for it is no TOML.
    Text {
        /// Whether something in it looks like people who sign in.
        names_people: bool,
    },
    /// What it says, for it cannot be read.
    Unread,
}

/// What the policy says to one computer.
#[derive(Debug, Default)]
pub(super) struct Policy {
    pub layer: Layer,
    locked: BTreeSet<SettingKey>,
    pub doubt: Doubt,
}

/// What stands in a policy, `None` where there is none. A link that leads nowhere is a policy that cannot be read.
pub(super) fn fetch(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match file::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !file::is_there(path) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Policy {
    pub(super) fn read(bytes: &[u8], computer: &str, list: &mut Vec<SettingNotice>) -> Self {
        match parse(bytes) {
            Ok(document) => Self::of(&document, computer, list),
            Err(what) => Self::broken(&what, Doubt::Text { names_people: salvage::names_people(bytes) }, list),
        }
    }

    pub(super) fn unread(error: &io::Error, list: &mut Vec<SettingNotice>) -> Self {
        Self::broken(&format!("cannot be read ({})", error.kind()), Doubt::Unread, list)
    }

    fn broken(what: &str, doubt: Doubt, list: &mut Vec<SettingNotice>) -> Self {
        Notes::of(SettingsFile::Policy, list).whole(format!("{what}; {UNREADABLE}"));
        Self { doubt, ..Self::default() }
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
        let is_own = |(name, _): &(&str, &Item)| plain(name) == plain(computer);
        for (count, (name, item)) in computers.iter().filter(is_own).enumerate() {
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
        let Locks { named, are_unclear } = locks(root, notes);
        self.locked.extend(named);
        if are_unclear {
            self.doubt = Doubt::Locks;
        }
    }

    /// Whether the desk may not change it.
    pub(super) fn locks(&self, key: SettingKey) -> bool {
        self.doubt != Doubt::None || self.names(key)
    }

    /// Whether its value counts before the desk's own, and be it the default. Of people only a list counts: a lock without
    /// one would open the desk of those who sign in there, and a lock that is not understood may be meant for them.
    pub(super) fn overrules(&self, key: SettingKey) -> bool {
        if key == SettingKey::Operators {
            return self.layer.names_people() && (self.names(key) || self.doubt == Doubt::Locks);
        }
        self.names(key)
    }

    /// Whether it is known to lock this.
    pub(super) fn names(&self, key: SettingKey) -> bool {
        keys::unit(key).iter().any(|key| self.locked.contains(key))
    }

    /// Whether nothing is known of what it says.
    pub(super) fn is_unknown(&self) -> bool {
        match self.doubt {
            Doubt::None | Doubt::Locks => false,
            Doubt::Text { .. } | Doubt::Unread => true,
        }
    }
}

/// What is wrong in what a policy says to other computers than this one.
pub(super) fn check_others(bytes: &[u8], computer: &str, list: &mut Vec<SettingNotice>) {
    let Ok(document) = parse(bytes) else { return };
    let Some(computers) = document.get(COMPUTER).and_then(Item::as_table_like) else { return };
    let mut notes = Notes::of(SettingsFile::Policy, list);
    let others: BTreeSet<_> =
        computers.iter().map(|(name, _)| plain(name)).filter(|name| *name != plain(computer)).collect();
    for other in others {
        Policy::default().add_computer(computers, &other, &mut notes.below(COMPUTER));
    }
}

/// The computers to which a policy says something of their own.
pub(super) fn computers(bytes: &[u8]) -> Vec<String> {
    let document = parse(bytes).unwrap_or_default();
    let computers = document.get(COMPUTER).and_then(Item::as_table_like);
    computers.into_iter().flat_map(|computers| computers.iter().map(|(name, _)| name.to_owned())).collect()
}

/// The name of a computer as it is compared.
fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}
