//! What holds, of the desk's own file and of the policy, and how a change of it is written.

use toml_edit::{DocumentMut, Item, Table};

use super::{doubt, keys, layer::Layer, operators, policy::Policy};
use crate::domain::{LoadedSettings, SettingKey, SettingNotice, SettingOrigin, Settings, SettingsFile};

const OVERRULED: &str = "is locked by the policy, whose value counts; this one can be removed";

/// What holds.
pub(super) struct Held {
    pub loaded: LoadedSettings,
    /// What would hold without the desk's own file.
    below: Settings,
}

pub(super) fn merge(desk: &Layer, policy: Option<&Policy>, mut notices: Vec<SettingNotice>) -> Held {
    let mut held = Held { loaded: LoadedSettings::default(), below: Settings::default() };
    for key in SettingKey::ALL {
        let (origin, from) = source(key, desk, policy);
        if let Some(layer) = from {
            keys::copy(key, &layer.settings, &mut held.loaded.settings);
        }
        held.loaded.origins.insert(key, origin);
        if let Some(policy) = policy.filter(|policy| policy.layer.says(key)) {
            keys::copy(key, &policy.layer.settings, &mut held.below);
        }
        let is_overruled = origin == SettingOrigin::Locked && desk.says(key);
        if is_overruled && !keys::is_same(key, &desk.settings, &held.loaded.settings) {
            notices.push(notice(SettingsFile::Desk, key, OVERRULED));
        }
    }
    doubt::shut_out(&mut held.loaded, desk, policy, &mut notices);
    doubt::keep(&mut held.loaded, desk, policy);
    held.loaded.notices = notices;
    held
}

/// Where a value comes from; `None` for the default.
pub(super) fn source<'l>(
    key: SettingKey,
    desk: &'l Layer,
    policy: Option<&'l Policy>,
) -> (SettingOrigin, Option<&'l Layer>) {
    let own = Some(desk).filter(|desk| desk.says(key));
    let preset = policy.map(|policy| &policy.layer).filter(|layer| layer.says(key));
    let is_overruled = policy.is_some_and(|policy| policy.overrules(key));
    let from = if is_overruled { preset } else { own.or(preset) };
    let origin = match (own, preset) {
        _ if policy.is_some_and(|policy| policy.locks(key)) => SettingOrigin::Locked,
        (Some(_), _) => SettingOrigin::Desk,
        (None, Some(_)) => SettingOrigin::Preset,
        (None, None) => SettingOrigin::Default,
    };
    (origin, from)
}

pub(super) fn notice(file: SettingsFile, key: SettingKey, reason: &str) -> SettingNotice {
    SettingNotice { file, key: Some(key.name().into()), reason: reason.to_owned(), aside: None }
}

impl Held {
    /// The first locked setting that would change.
    pub(super) fn refuses(&self, wanted: &Settings) -> Option<SettingKey> {
        let is_changed = |key: &SettingKey| !keys::is_same(*key, wanted, &self.loaded.settings);
        SettingKey::ALL.into_iter().filter(is_changed).find(|key| self.loaded.is_locked(*key))
    }

    /// Whether a change would take the last person out whose PIN can be checked, and with them the entries of others.
    pub(super) fn lets_everybody_in(&self, document: &DocumentMut, wanted: &Settings) -> bool {
        let is_changed = !keys::is_same(SettingKey::Operators, wanted, &self.loaded.settings);
        is_changed && operators::would_open(document, &wanted.operators)
    }

    /// The text of the desk's file with these settings in it.
    pub(super) fn saved(&self, mut document: DocumentMut, wanted: &Settings) -> String {
        let comments = if document.is_empty() { take_trailing(&mut document) } else { String::new() };
        self.write(&mut document, wanted);
        comments + &document.to_string()
    }

    /// Puts into the desk's file what differs from what holds, so that a bad value that nobody changed stays, and nothing
    /// that the policy presets is copied. What the policy presets as well is taken out again.
    fn write(&self, document: &mut DocumentMut, wanted: &Settings) {
        for key in SettingKey::ALL {
            let unit = keys::unit(key);
            if unit.iter().all(|key| keys::is_same(*key, wanted, &self.loaded.settings)) {
                continue;
            }
            let is_below = unit.iter().all(|key| keys::is_same(*key, wanted, &self.below));
            match key.name().split_once('.') {
                Some((table, name)) => {
                    put(document, table, name, (!is_below).then(|| keys::item(key, wanted)).flatten());
                }
                None => operators::write(document, &wanted.operators, is_below),
            }
        }
    }
}

/// Comments alone stand at the end of nothing, in front of which everything new would come.
fn take_trailing(document: &mut DocumentMut) -> String {
    let mut comments = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing("");
    if !comments.is_empty() && !comments.ends_with('\n') {
        comments.push('\n');
    }
    comments
}

fn put(document: &mut DocumentMut, table: &str, name: &str, item: Option<Item>) {
    if item.is_none() && document.get(table).is_none() {
        return;
    }
    let entry = document.entry(table).or_insert_with(|| Item::Table(Table::new()));
    if !entry.is_table_like() {
        *entry = Item::Table(Table::new());
    }
    let Some(entries) = entry.as_table_like_mut() else { return };
    match (item, entries.get_mut(name)) {
        (Some(Item::Value(mut new)), Some(Item::Value(old))) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (Some(item), _) => drop(entries.insert(name, item)),
        (None, _) => drop(entries.remove(name)),
    }
}
