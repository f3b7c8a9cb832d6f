//! Somebody comes, gets another PIN or role, or goes: judged by what the settings say, and once more under their lock.

use super::{Refused, typed::Typed};
use crate::{
    cli::out,
    domain::{
        LoadedSettings, Operator, OperatorChange, OperatorEntry, People, Person, Role, SettingKey, Settings,
        is_same_name,
    },
    settings::{SettingsStore, has_supervisor, look_alike, pin, usable_person},
};

/// What was done to whom, and whether the log may name them.
pub(super) struct Changed {
    pub(super) whom: Operator,
    /// In the order in which it was done.
    pub(super) changes: Vec<OperatorChange>,
    pub(super) may_name: bool,
}

impl Changed {
    fn new(loaded: &LoadedSettings, whom: Operator, changes: impl Into<Vec<OperatorChange>>) -> Self {
        Self { whom, changes: changes.into(), may_name: loaded.settings.logs.names }
    }
}

pub(super) fn add(store: &SettingsStore, name: &str, role: Role) -> Result<Changed, Refused> {
    let people = changeable(&store.load_all())?;
    let name = usable_person(name).map(Operator).ok_or_else(|| {
        Refused::usage(
            "a name is one line of at most 200 characters with at least one letter, and none that nobody sees",
        )
    })?;
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
    Ok(Changed::new(&loaded, person.name, [OperatorChange::Added(role)]))
}

fn may_add(people: &[OperatorEntry], person: &Person) -> Result<(), Refused> {
    if people.iter().any(|entry| look_alike(&entry.person.name, &person.name)) {
        return Err(Refused::usage(
            "somebody whose name looks like this signs in here already; capitals make no other name",
        ));
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
        let people = unchanged(held, &person)?;
        let kept = typed.kept_beside(&people, Some(&person.name))?;
        change_entry(settings, &person, |entry| entry.pin = kept);
        Ok(())
    })?;
    out::line(format!("{} has another PIN from the next start on", person.name.0));
    Ok(Changed::new(&loaded, person.name, [OperatorChange::Pin]))
}

/// Whoever becomes a supervisor gets another PIN: from what is kept, nobody can tell how long the present one is.
pub(super) fn change_role(store: &SettingsStore, name: &str, role: Role) -> Result<Changed, Refused> {
    let people = changeable(&store.load_all())?;
    let person = find(&people, name)?;
    if person.role == role {
        return Err(Refused::usage(format!("{} is a {} already", person.name.0, role.key())));
    }
    may_lose(&people, &person, "add another supervisor first")?;
    let mut typed = (role == Role::Supervisor).then(|| Typed::read(role)).transpose()?;
    typed.iter_mut().for_each(|typed| typed.compare(&people, Some(&person.name)));
    let has_new_pin = typed.is_some();
    let loaded = change(store, |held, settings| {
        let people = unchanged(held, &person)?;
        may_lose(&people, &person, "add another supervisor first")?;
        let kept = typed.map(|typed| typed.kept_beside(&people, Some(&person.name))).transpose()?;
        change_entry(settings, &person, |entry| {
            entry.person.role = role;
            entry.pin = kept.unwrap_or_else(|| entry.pin.clone());
        });
        Ok(())
    })?;
    out::line(format!("{} is a {} from the next start on", person.name.0, role.key()));
    let pin = has_new_pin.then_some(OperatorChange::Pin);
    let changes: Vec<_> = pin.into_iter().chain([OperatorChange::Role(role)]).collect();
    Ok(Changed::new(&loaded, person.name, changes))
}

pub(super) fn remove(store: &SettingsStore, name: &str) -> Result<Changed, Refused> {
    let mut removed = None;
    let loaded = change(store, |held, settings| {
        let people = changeable(held)?;
        let person = removed.insert(find(&people, name)?);
        let is_other = |entry: &OperatorEntry| !is_same_name(&entry.person.name, &person.name);
        if people.iter().any(is_other) {
            may_lose(&people, person, "remove the clerks first, or add another supervisor")?;
        }
        settings.operators.retain(is_other);
        if settings.operators.is_empty() && !held.is_locked(SettingKey::DeskPeople) {
            settings.desk.people = Some(People::One);
        }
        Ok(())
    })?;
    let whom = removed.map_or_else(|| Operator(name.into()), |person| person.name);
    out::line(format!("{} signs in here no longer from the next start on", whom.0));
    if loaded.settings.operators.is_empty() {
        out::line("nobody signs in at this desk any more; whoever sits there may do everything");
    }
    Ok(Changed::new(&loaded, whom, [OperatorChange::Removed]))
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

/// The same people, where nobody else changed who this is since they were looked at.
fn unchanged(held: &LoadedSettings, person: &Person) -> Result<Vec<OperatorEntry>, Refused> {
    let people = changeable(held)?;
    match find(&people, &person.name.0)? == *person {
        true => Ok(people),
        false => Err(Refused::failed("somebody else changed who this is meanwhile: try again")),
    }
}

fn change_entry(settings: &mut Settings, person: &Person, change: impl FnOnce(&mut OperatorEntry)) {
    let mut entries = settings.operators.iter_mut();
    if let Some(entry) = entries.find(|entry| is_same_name(&entry.person.name, &person.name)) {
        change(entry);
    }
}

/// Whether a supervisor is left among these without this one; what to do otherwise.
fn may_lose(people: &[OperatorEntry], person: &Person, otherwise: &str) -> Result<(), Refused> {
    let is_other = |entry: &&OperatorEntry| !is_same_name(&entry.person.name, &person.name);
    let others: Vec<_> = people.iter().filter(is_other).cloned().collect();
    match person.role == Role::Clerk || has_supervisor(&others) {
        true => Ok(()),
        false => Err(Refused::usage(format!("this is the last supervisor: {otherwise}"))),
    }
}

/// By the name as it is typed, else by one that looks like it: terminals write accents in more than one way.
fn find(people: &[OperatorEntry], name: &str) -> Result<Person, Refused> {
    let wanted = Operator(name.into());
    let mut people = people.iter().map(|entry| &entry.person);
    let same = people.clone().find(|person| is_same_name(&person.name, &wanted));
    let found = same.or_else(|| {
        let mut alike = people.by_ref().filter(|person| look_alike(&person.name, &wanted));
        alike.next().filter(|_| alike.next().is_none())
    });
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
