//! `keydesk operators list|add|pin|role|remove|hash`: who signs in at this desk. A PIN comes from standard input, never from an
//! argument, and is never printed.

mod changing;
mod noted;
mod typed;

use std::path::Path;

use super::{Exit, out, settings::person};
use changing::{Changed, add, change_pin, change_role, remove};
use clap::{Args, Subcommand, ValueEnum};
use typed::Typed;

use crate::{
    domain::{Operator, Role},
    settings::{SettingsError, SettingsStore},
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
    /// Give somebody another role. Whoever becomes a supervisor needs another PIN, which comes from standard input.
    Role {
        /// Their name.
        name: String,
        /// What they are trusted with from here on.
        #[arg(long, value_enum)]
        role: RoleArg,
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

/// Needs the files alone. What changed is written down in the journal of this folder, as done by whoever `by` is.
pub async fn operators(args: &OperatorsArgs, store: &SettingsStore, data: &Path, by: Operator) -> Exit {
    match changed(args, store) {
        Ok(None) => Exit::Done,
        Ok(Some(changed)) => {
            noted::note(changed, data, by).await;
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
        OperatorsAction::Role { name, role } => change_role(store, name, (*role).into()).map(Some),
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

fn print_hash(role: Role) -> Result<(), Refused> {
    let kept = Typed::read(role)?.kept_beside(&[], None)?;
    out::line(format!("pin = \"{}\"", kept.0));
    Ok(())
}
