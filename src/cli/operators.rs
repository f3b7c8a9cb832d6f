//! `keydesk operators list|add|pin|remove|hash`: who signs in at this desk. A PIN comes from standard input, never from an
//! argument, and is never printed.

use clap::{Args, Subcommand, ValueEnum};
use secrecy::{ExposeSecret, SecretString};

use super::{Exit, out, settings::person, shared::from_input};
use crate::{
    domain::{
        LONGEST_PIN, Operator, OperatorEntry, People, Person, PinHash, PinTrouble, Role, SettingKey, check_new_pin,
    },
    settings::{SettingsStore, is_same_name, pin, usable_name},
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

impl Refused {
    fn usage(reason: impl Into<String>) -> Self {
        Self(Exit::Usage, reason.into())
    }

    fn failed(reason: impl ToString) -> Self {
        Self(Exit::Failed, reason.to_string())
    }
}

/// Needs the files alone.
pub fn operators(args: &OperatorsArgs, store: &SettingsStore) -> Exit {
    let done = match &args.action {
        OperatorsAction::List { json } => {
            list(store, *json);
            Ok(())
        }
        OperatorsAction::Add { name, role } => add(store, name, (*role).into()),
        OperatorsAction::Pin { name } => change_pin(store, name),
        OperatorsAction::Remove { name } => remove(store, name),
        OperatorsAction::Hash { role } => print_hash((*role).into()),
    };
    match done {
        Ok(()) => Exit::Done,
        Err(Refused(exit, reason)) => {
            out::sentence(reason);
            exit
        }
    }
}

fn list(store: &SettingsStore, json: bool) {
    let people = store.load_all().settings.operators;
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

fn add(store: &SettingsStore, name: &str, role: Role) -> Result<(), Refused> {
    let people = changeable(store)?;
    let name = usable_name(name)
        .map(Operator)
        .ok_or_else(|| Refused::usage("a name is one line of at most 200 characters, and not empty"))?;
    if people.iter().any(|entry| is_same_name(&entry.person.name, &name)) {
        return Err(Refused::usage("somebody of this name signs in here already; capitals make no other name"));
    }
    if role == Role::Clerk && !has_supervisor(&people) {
        return Err(Refused::usage(
            "a supervisor comes first: without one nobody could approve anything; say --role supervisor",
        ));
    }
    let kept = hashed(role)?;
    let said = format!("{} signs in here from the next start on", name.0);
    let entry = OperatorEntry { person: Person { name, role }, pin: kept };
    let may_say_several = !store.load_all().is_locked(SettingKey::DeskPeople);
    save(store, |settings| {
        settings.operators.push(entry);
        if may_say_several {
            settings.desk.people = Some(People::Several);
        }
    })?;
    out::line(said);
    Ok(())
}

fn change_pin(store: &SettingsStore, name: &str) -> Result<(), Refused> {
    let person = find(&changeable(store)?, name)?;
    let kept = hashed(person.role)?;
    save(store, |settings| {
        let mut entries = settings.operators.iter_mut();
        if let Some(entry) = entries.find(|entry| is_same_name(&entry.person.name, &person.name)) {
            entry.pin = kept;
        }
    })?;
    out::line(format!("{} has another PIN from the next start on", person.name.0));
    Ok(())
}

fn remove(store: &SettingsStore, name: &str) -> Result<(), Refused> {
    let people = changeable(store)?;
    let person = find(&people, name)?;
    let others: Vec<_> = people.into_iter().filter(|entry| !is_same_name(&entry.person.name, &person.name)).collect();
    if !others.is_empty() && !has_supervisor(&others) {
        return Err(Refused::usage("this is the last supervisor: remove the clerks first, or add another supervisor"));
    }
    save(store, |settings| settings.operators.retain(|entry| !is_same_name(&entry.person.name, &person.name)))?;
    out::line(format!("{} signs in here no longer from the next start on", person.name.0));
    if others.is_empty() {
        out::line("nobody signs in at this desk any more; whoever sits there may do everything");
    }
    Ok(())
}

fn print_hash(role: Role) -> Result<(), Refused> {
    let kept = hashed(role)?;
    out::line(format!("pin = \"{}\"", kept.0));
    Ok(())
}

/// Those whose PIN can be checked, where the policy lets the desk change them.
fn changeable(store: &SettingsStore) -> Result<Vec<OperatorEntry>, Refused> {
    let loaded = store.load_all();
    if loaded.is_locked(SettingKey::Operators) {
        return Err(Refused::failed(
            "the policy of this hotel says who signs in: ask whoever looks after this computer",
        ));
    }
    Ok(loaded.settings.operators.into_iter().filter(|entry| pin::is_usable(&entry.pin)).collect())
}

fn find(people: &[OperatorEntry], name: &str) -> Result<Person, Refused> {
    let wanted = Operator(name.into());
    let found = people.iter().map(|entry| &entry.person).find(|person| is_same_name(&person.name, &wanted));
    found.cloned().ok_or_else(|| Refused::usage("nobody of this name signs in here: see `keydesk operators list`"))
}

fn has_supervisor(people: &[OperatorEntry]) -> bool {
    people.iter().any(|entry| entry.person.role == Role::Supervisor)
}

fn save(store: &SettingsStore, change: impl FnOnce(&mut crate::domain::Settings)) -> Result<(), Refused> {
    store.change(change).map(drop).map_err(Refused::failed)
}

/// The PIN of standard input, judged and hashed.
fn hashed(role: Role) -> Result<PinHash, Refused> {
    let typed: SecretString =
        from_input().ok_or_else(|| Refused::usage("no PIN came in; pipe it into standard input"))?;
    check_new_pin(typed.expose_secret(), role).map_err(|trouble| Refused::usage(sentence(trouble)))?;
    pin::hash(typed.expose_secret()).map_err(Refused::failed)
}

fn sentence(trouble: PinTrouble) -> String {
    match trouble {
        PinTrouble::TooShort(least) => format!("this PIN is too short; it needs at least {least} digits"),
        PinTrouble::TooLong => format!("this PIN is too long; it has at most {LONGEST_PIN} digits"),
        PinTrouble::NotDigits => "a PIN has digits only".to_owned(),
        PinTrouble::TooSimple => "this PIN is too simple: one digit again and again, or digits in a row".to_owned(),
    }
}
