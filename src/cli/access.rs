//! `keydesk journal access`: who worked at this desk, and what a supervisor let happen.

use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    Exit, Starter, out,
    when::When,
    which::{failed, with_journal},
};
use crate::{
    domain::{AccessFact, Deed, LockCause, Operator, OperatorChange},
    journal::Journal,
};

/// How many a person is shown who did not say from when on.
const SHOWN: u32 = 100;

/// `keydesk journal access`.
#[derive(Debug, Args)]
pub(super) struct AccessArgs {
    /// From here on: today, a day, a time with its offset (RFC 3339), or how long ago, such as 7d or 12h.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    since: Option<When>,
    /// At most this many, the newest. Left out: 100, or with --since all of them.
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

pub(super) async fn access(args: AccessArgs, starter: &Starter) -> Exit {
    with_journal(starter, async |journal| tell(journal, &args).await).await
}

async fn tell(journal: &Journal, args: &AccessArgs) -> Exit {
    let since = args.since.map(|since| since.start(Timestamp::now(), &TimeZone::system()));
    let standard = if since.is_some() { u32::MAX } else { SHOWN };
    match journal.access(since, args.limit.unwrap_or(standard)).await {
        Ok(told) if args.json => told.iter().for_each(|(at, fact)| out::json(&line(*at, fact))),
        Ok(told) => {
            let heading = ["TIME", "EVENT", "WHO", "DETAILS"].map(str::to_owned).to_vec();
            let rows = told.iter().map(|(at, fact)| {
                let (event, who, details) = words(fact);
                vec![at.to_string(), event.to_owned(), who.map_or("-", |who| &*who.0).to_owned(), details]
            });
            out::table(&std::iter::once(heading).chain(rows).collect::<Vec<_>>());
        }
        Err(error) => return failed(&error),
    }
    Exit::Done
}

/// One event for a person: what, who, and the rest in words.
type Words<'a> = (&'static str, Option<&'a Operator>, String);

fn words(fact: &AccessFact) -> Words<'_> {
    match fact {
        AccessFact::SignedIn(person) => ("signed-in", Some(&person.name), format!("as {}", person.role.key())),
        AccessFact::PinRefused { who, in_row, pause } => {
            let wait = if pause.is_zero() { String::new() } else { format!(", then {} s of pause", pause.as_secs()) };
            ("wrong-pin", who.as_ref(), format!("{in_row} in a row{wait}"))
        }
        AccessFact::Locked { operator, cause } => ("locked", Some(operator), why(*cause).to_owned()),
        AccessFact::Approved { deed, approver, operator, job } => {
            let asked = operator.as_ref().map(|operator| format!(", asked for by {}", operator.0)).unwrap_or_default();
            let job = job.map(|job| format!(", job {job}")).unwrap_or_default();
            ("approved", Some(approver), format!("{}{asked}{job}", deed_word(*deed)))
        }
        AccessFact::OperatorsChanged { by, whom, change } => changed(by, whom, *change),
        AccessFact::SettingChanged { key, by } => ("setting-changed", Some(by), key.name().to_owned()),
        AccessFact::KioskBegun => ("kiosk-begun", None, String::new()),
        AccessFact::KioskLeft { by } => ("kiosk-left", Some(by), String::new()),
    }
}

fn changed<'a>(by: &'a Operator, whom: &Operator, change: OperatorChange) -> Words<'a> {
    let whom = &whom.0;
    match change {
        OperatorChange::Added(role) => ("operator-added", Some(by), format!("{whom} as {}", role.key())),
        OperatorChange::Pin => ("pin-changed", Some(by), format!("of {whom}")),
        OperatorChange::Role(role) => ("role-changed", Some(by), format!("{whom} to {}", role.key())),
        OperatorChange::Removed => ("operator-removed", Some(by), whom.to_string()),
    }
}

fn why(cause: LockCause) -> &'static str {
    match cause {
        LockCause::Idle => "nobody touched the desk",
        LockCause::Hand => "by hand",
        LockCause::Switch => "somebody else took over",
        LockCause::Removed => "does not sign in here any more",
    }
}

fn deed_word(deed: Deed) -> String {
    match setting(deed) {
        Some(name) => format!("{} {name}", deed.key()),
        None => deed.key().to_owned(),
    }
}

fn setting(deed: Deed) -> Option<&'static str> {
    if let Deed::Change(key) = deed { Some(key.name()) } else { None }
}

/// The same for a program.
fn line(at: Timestamp, fact: &AccessFact) -> Value {
    let (event, who, _) = words(fact);
    let mut line = json!({ "time": at.to_string(), "event": event, "operator": who.map(|who| &*who.0) });
    let more = match fact {
        AccessFact::SignedIn(person) => json!({ "role": person.role.key() }),
        AccessFact::PinRefused { in_row, pause, .. } => json!({ "in_row": in_row, "pause_seconds": pause.as_secs() }),
        AccessFact::Locked { cause, .. } => json!({ "cause": cause.key() }),
        AccessFact::Approved { deed, operator, job, .. } => json!({
            "deed": deed.key(),
            "setting": setting(*deed),
            "asked_by": operator.as_ref().map(|operator| &*operator.0),
            "job_id": job.map(|job| job.to_string()),
        }),
        AccessFact::OperatorsChanged { whom, change, .. } => match change {
            OperatorChange::Added(role) | OperatorChange::Role(role) => json!({ "whom": &*whom.0, "role": role.key() }),
            OperatorChange::Pin | OperatorChange::Removed => json!({ "whom": &*whom.0 }),
        },
        AccessFact::SettingChanged { key, .. } => json!({ "setting": key.name() }),
        AccessFact::KioskBegun | AccessFact::KioskLeft { .. } => json!({}),
    };
    if let (Some(line), Value::Object(more)) = (line.as_object_mut(), more) {
        line.extend(more);
    }
    line
}
