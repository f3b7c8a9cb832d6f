//! What holds where a file does not tell what it says: nobody signs in rather than everybody, and nothing is erased.

use super::{
    keys,
    layer::Layer,
    merge::{notice, source},
    operators,
    policy::{Doubt, Policy},
    values,
};
use crate::domain::{LoadedSettings, OperatorEntry, People, SettingKey, SettingNotice, Settings, SettingsFile};

const DESK_UNREAD: &str = "may stand in the file of this desk, which cannot be read, so nobody can sign in here: let this \
     user read it, then start again";
const POLICY_BROKEN: &str = "may stand in the policy, which cannot be understood, so nobody can sign in here: ask whoever \
     looks after this computer to mend it, then start again";
const POLICY_UNREAD: &str = "may stand in the policy, which cannot be read, so nobody can sign in here: let this user read \
     it, then start again; a desk where nobody signs in says so by people = \"one\" below [desk] in its own file";
const KEPT: &str = "is locked by the policy, which names nobody, so those of this file sign in here: name people in the \
     policy, or say operator = [] there";

/// Why people are shut out: the file in which they stand or may stand, who is shown in their place, and what is said.
type Shut = (SettingsFile, Vec<OperatorEntry>, String);

/// Where files name people of whom none can be used, or may name people and do not tell, nobody can sign in, rather than
/// nobody having to.
pub(super) fn shut_out(
    loaded: &mut LoadedSettings,
    desk: &Layer,
    policy: Option<&Policy>,
    notices: &mut Vec<SettingNotice>,
) {
    let is_kept = policy.is_some_and(|policy| {
        policy.doubt == Doubt::None && policy.names(SettingKey::Operators) && !policy.layer.names_people()
    });
    if is_kept && desk.names_people() && !desk.names_nobody() {
        notices.push(notice(SettingsFile::Desk, SettingKey::Operators, KEPT));
    }
    let shut = unread(desk, policy).or_else(|| unusable(desk, policy));
    let unknown = || policy.filter(|_| loaded.settings.operators.is_empty()).and_then(|policy| unknown(desk, policy));
    if let Some((file, people, why)) = shut.or_else(unknown) {
        loaded.settings.operators = people;
        notices.push(notice(file, SettingKey::Operators, &why));
    }
}

fn unread(desk: &Layer, policy: Option<&Policy>) -> Option<Shut> {
    let is_policys = policy.is_some_and(|policy| policy.overrules(SettingKey::Operators));
    (desk.is_unread && !is_policys).then(|| (SettingsFile::Desk, operators::somebody(), DESK_UNREAD.to_owned()))
}

fn unusable(desk: &Layer, policy: Option<&Policy>) -> Option<Shut> {
    if source(SettingKey::Operators, desk, policy).1.is_some() {
        return None;
    }
    let is_policys = policy.is_some_and(|policy| policy.overrules(SettingKey::Operators));
    let own = (!is_policys).then_some((SettingsFile::Desk, desk));
    let preset = policy.map(|policy| (SettingsFile::Policy, &policy.layer));
    let named = own.into_iter().chain(preset).find(|(_, layer)| !layer.shut_out.is_empty());
    named.map(|(file, layer)| (file, layer.shut_out.clone(), operators::nobody(file)))
}

/// A policy that is no TOML is looked into. One that cannot be read is taken to name people, unless this desk itself says that
/// nobody signs in: a hotel without PINs has answered that once at each desk.
fn unknown(desk: &Layer, policy: &Policy) -> Option<Shut> {
    let says_one = desk.settings.desk.people == Some(People::One);
    let why = match policy.doubt {
        Doubt::Text { names_people: true } => POLICY_BROKEN,
        Doubt::Unread if !says_one && !desk.names_nobody() => POLICY_UNREAD,
        Doubt::None | Doubt::Locks | Doubt::Text { names_people: false } | Doubt::Unread => return None,
    };
    Some((SettingsFile::Policy, operators::somebody(), why.to_owned()))
}

/// What was erased by a guess does not come back, so it is kept as long as anything can be until it is known for how long.
pub(super) fn keep(loaded: &mut LoadedSettings, desk: &Layer, policy: Option<&Policy>) {
    if !desk.is_unread && !policy.is_some_and(Policy::is_unknown) {
        return;
    }
    let mut longest = Settings::default();
    longest.journal.erase_names_after_days = values::MOST_DAYS;
    longest.journal.keep_months = values::MOST_MONTHS;
    for key in [SettingKey::EraseNames, SettingKey::KeepMonths] {
        if !policy.is_some_and(|policy| policy.overrules(key)) {
            keys::copy(key, &longest, &mut loaded.settings);
        }
    }
}
