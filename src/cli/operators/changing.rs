//! Somebody comes, gets another PIN, or goes: judged by what the settings say, and once more under their lock.

use super::{Refused, typed::Typed};
use crate::{
    cli::out,
    domain::{LoadedSettings, Operator, OperatorChange, OperatorEntry, People, Person, Role, SettingKey, Settings},
    settings::{SettingsStore, has_supervisor, is_same_name, pin, usable_person},
};

/// What was done to whom, and whether the log may name them.
pub(super) struct Changed {
    pub(super) whom: Operator,
    pub(super) change: OperatorChange,
    pub(super) may_name: bool,
}

impl Changed {
    fn new(loaded: &LoadedSettings, whom: Operator, change: OperatorChange) -> Self {
        Self { whom, change, may_name: loaded.settings.logs.names }
    }
}

pub(super) fn add(store: &SettingsStore, name: &str, role: Role) -> Result<Changed, Refused> {
    let people = changeable(&store.load_all())?;
    let name = usable_person(name)
        .map(Operator)
        .ok_or_else(|| Refused::usage("a name is one line of at most 200 characters with at least one letter"))?;
    let person = Person { name, role };
    may_add(&people, &person)?;
    let mut typed = Typed::read(role)?;
    typed.compare(&people, None);
    let loaded = change(store, |held, settings| {
        let people = changeable(held)?;
        may_add(&people, &person)?;
        let pin = typed.kept_beside(&people, None)?;
        settings.operators.push(OperatorEntry { person: person.clone(), pin });
        if !held.is_locked(SettingKey::DeskPeople) {
            settings.desk.people = Some(People::Several);
        }
        Ok(())
    })?;
    out::line(format!("{} signs in here from the next start on", person.name.0));
    Ok(Changed::new(&loaded, person.name, OperatorChange::Added(role)))
}

fn may_add(people: &[OperatorEntry], person: &Person) -> Result<(), Refused> {
    if people.iter().any(|entry| is_same_name(&entry.person.name, &person.name)) {
        return Err(Refused::usage("somebody of this name signs in here already; capitals make no other name"));
    }
    if person.role == Role::Clerk && !has_supervisor(people) {
        return Err(Refused::usage(
            "a supervisor comes first: without one nobody could approve anything; say --role supervisor",
        ));
    }
    Ok(())
}

pub(super) fn change_pin(store: &SettingsStore, name: &str) -> Result<Changed, Refused> {
    let people = changeable(&store.load_all())?;
    let person = find(&people, name)?;
    let mut typed = Typed::read(person.role)?;
    typed.compare(&people, Some(&person.name));
    let loaded = change(store, |held, settings| {
        let people = changeable(held)?;
        if find(&people, name)? != person {
            return Err(Refused::failed("somebody else changed who this is meanwhile: try again"));
        }
        let kept = typed.kept_beside(&people, Some(&person.name))?;
        let mut entries = settings.operators.iter_mut();
        if let Some(entry) = entries.find(|entry| is_same_name(&entry.person.name, &person.name)) {
            entry.pin = kept;
        }
        Ok(())
    })?;
    out::line(format!("{} has another PIN from the next start on", person.name.0));
    Ok(Changed::new(&loaded, person.name, OperatorChange::Pin))
}

pub(super) fn remove(store: &SettingsStore, name: &str) -> Result<Changed, Refused> {
    let mut removed = None;
    let loaded = change(store, |held, settings| {
        let people = changeable(held)?;
        let person = removed.insert(find(&people, name)?);
        let is_other = |entry: &OperatorEntry| !is_same_name(&entry.person.name, &person.name);
        let others: Vec<_> = people.into_iter().filter(is_other).collect();
        if !others.is_empty() && !has_supervisor(&others) {
            return Err(Refused::usage(
                "this is the last supervisor: remove the clerks first, or add another supervisor",
            ));
        }
        settings.operators.retain(is_other);
        Ok(())
    })?;
    let whom = removed.map_or_else(|| Operator(name.into()), |person| person.name);
    out::line(format!("{} signs in here no longer from the next start on", whom.0));
    if loaded.settings.operators.is_empty() {
        out::line("nobody signs in at this desk any more; whoever sits there may do everything");
    }
    Ok(Changed::new(&loaded, whom, OperatorChange::Removed))
}

/// Those whose PIN can be checked, where the policy lets the desk change them.
fn changeable(loaded: &LoadedSettings) -> Result<Vec<OperatorEntry>, Refused> {
    if loaded.is_locked(SettingKey::Operators) {
        return Err(Refused::failed(
            "the policy of this hotel says who signs in: ask whoever looks after this computer",
        ));
    }
    Ok(loaded.settings.operators.iter().filter(|entry| pin::is_usable(&entry.pin)).cloned().collect())
}

fn find(people: &[OperatorEntry], name: &str) -> Result<Person, Refused> {
    let wanted = Operator(name.into());
    let found = people.iter().map(|entry| &entry.person).find(|person| is_same_name(&person.name, &wanted));
    found.cloned().ok_or_else(|| Refused::usage("nobody of this name signs in here: see `keydesk operators list`"))
}

/// Judges and changes what holds at that moment.
fn change(
    store: &SettingsStore,
    change: impl FnOnce(&LoadedSettings, &mut Settings) -> Result<(), Refused>,
) -> Result<LoadedSettings, Refused> {
    store.change_if(|held| {
        let mut settings = held.settings.clone();
        change(held, &mut settings)?;
        Ok(settings)
    })
}
