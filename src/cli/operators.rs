//! `keydesk operators list|add|pin|remove|hash`: who signs in at this desk. A PIN comes from standard input, never from an
//! argument, and is never printed.

mod noted;
mod typed;

use std::path::Path;

use super::{Exit, out, settings::person};
use clap::{Args, Subcommand, ValueEnum};
use typed::Typed;

use crate::{
    domain::{LoadedSettings, Operator, OperatorChange, OperatorEntry, People, Person, Role, SettingKey, Settings},
    settings::{SettingsError, SettingsStore, has_supervisor, is_same_name, pin, usable_person},
};

/// `keydesk operators`.
#[derive(Debug, Args)]
pub struct OperatorsArgs {
    #[command(subcommand)]
    action: OperatorsAction,
}

#[derive(Debug, Subcommand)]
enum OperatorsAction {
    /// List who signs in at this desk.
    List {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Let somebody sign in. Their PIN comes from standard input.
    Add {
        /// Their name, as it stands on every attempt.
        name: String,
        /// What they are trusted with.
        #[arg(long, value_enum)]
        role: RoleArg,
    },
    /// Give somebody another PIN, which comes from standard input.
    Pin {
        /// Their name.
        name: String,
    },
    /// Let somebody sign in no longer.
    Remove {
        /// Their name.
        name: String,
    },
    /// Read a PIN from standard input, and print the line for an [[operator]] of a policy.
    Hash {
        /// Whose it is: a supervisor's has more digits.
        #[arg(long, value_enum, default_value_t = RoleArg::Supervisor)]
        role: RoleArg,
    },
}

impl OperatorsArgs {
    /// Whether it changes nothing on the disk.
    pub fn only_looks(&self) -> bool {
        matches!(self.action, OperatorsAction::List { .. } | OperatorsAction::Hash { .. })
    }
}

/// What somebody is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleArg {
    /// Finds guests, makes and reads cards.
    Clerk,
    /// Everything.
    Supervisor,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Clerk => Self::Clerk,
            RoleArg::Supervisor => Self::Supervisor,
        }
    }
}

/// Why it was not done, with the exit code for it.
struct Refused(Exit, String);

impl From<SettingsError> for Refused {
    fn from(error: SettingsError) -> Self {
        Self::failed(error)
    }
}

impl Refused {
    fn usage(reason: impl Into<String>) -> Self {
        Self(Exit::Usage, reason.into())
    }

    fn failed(reason: impl ToString) -> Self {
        Self(Exit::Failed, reason.to_string())
    }

    fn tell(self) -> Exit {
        let Self(exit, reason) = self;
        out::sentence(reason);
        exit
    }
}

/// Needs the files alone. What changed is written down in this journal, as done by whoever `by` is.
pub async fn operators(args: &OperatorsArgs, store: &SettingsStore, journal: &Path, by: Operator) -> Exit {
    match changed(args, store) {
        Ok(None) => Exit::Done,
        Ok(Some(changed)) => {
            noted::note(changed, journal, by).await;
            Exit::Done
        }
        Err(refused) => refused.tell(),
    }
}

/// What [`OperatorsArgs::only_looks`] is true of, which leaves nothing to write down.
pub fn look_at_operators(args: &OperatorsArgs, store: &SettingsStore) -> Exit {
    match changed(args, store) {
        Ok(_nothing) => Exit::Done,
        Err(refused) => refused.tell(),
    }
}

fn changed(args: &OperatorsArgs, store: &SettingsStore) -> Result<Option<Changed>, Refused> {
    match &args.action {
        OperatorsAction::List { json } => {
            list(store, *json);
            Ok(None)
        }
        OperatorsAction::Add { name, role } => add(store, name, (*role).into()).map(Some),
        OperatorsAction::Pin { name } => change_pin(store, name).map(Some),
        OperatorsAction::Remove { name } => remove(store, name).map(Some),
        OperatorsAction::Hash { role } => print_hash((*role).into()).map(|()| None),
    }
}

fn list(store: &SettingsStore, json: bool) {
    let people = store.look().settings.operators;
    if json {
        return people.iter().map(person).for_each(|person| out::json(&person));
    }
    if people.is_empty() {
        return out::line("nobody signs in at this desk; whoever sits there may do everything");
    }
    let text = |person: &serde_json::Value, key: &str| person[key].as_str().unwrap_or_default().to_owned();
    let row = |person: serde_json::Value| ["name", "role", "pin"].map(|key| text(&person, key)).to_vec();
    out::table(&people.iter().map(person).map(row).collect::<Vec<_>>());
}

/// What was done to whom, and whether the log may name them.
struct Changed {
    whom: Operator,
    change: OperatorChange,
    may_name: bool,
}

impl Changed {
    fn new(loaded: &LoadedSettings, whom: Operator, change: OperatorChange) -> Self {
        Self { whom, change, may_name: loaded.settings.logs.names }
    }
}

fn add(store: &SettingsStore, name: &str, role: Role) -> Result<Changed, Refused> {
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

fn change_pin(store: &SettingsStore, name: &str) -> Result<Changed, Refused> {
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

fn remove(store: &SettingsStore, name: &str) -> Result<Changed, Refused> {
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

fn print_hash(role: Role) -> Result<(), Refused> {
    let kept = Typed::read(role)?.kept_beside(&[], None)?;
    out::line(format!("pin = \"{}\"", kept.0));
    Ok(())
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
