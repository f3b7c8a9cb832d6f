//! `keydesk encode`.

use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::{
    Exit, Starter, out, session,
    told::{exit, tell},
};
use crate::{
    domain::{Blocker, Confirm, EncoderId, JobId, Subject, fold},
    engine::{Command, EncodeOrder, Event, Handle, JobView, Lists, Moment, Session, Snapshot},
};

/// How often a command looks whether anybody can still tell it something.
const GLANCE: Duration = Duration::from_secs(1);

/// How long a command waits until the end of an attempt is on record.
pub(super) const RECORD_PATIENCE: Duration = Duration::from_secs(5);

/// `keydesk encode`.
#[derive(Debug, Args)]
pub struct EncodeArgs {
    /// The encoder, by name or by id.
    #[arg(long, value_name = "NAME|ID")]
    encoder: String,
    /// What to write.
    #[command(flatten)]
    subject: SubjectArgs,
    /// Yes, write it although it was written before; earlier cards of it may stop working.
    #[arg(long)]
    again: bool,
    /// Yes, write it although its time is over.
    #[arg(long)]
    expired: bool,
    /// How many seconds an unknown outcome is looked into before the command leaves it open.
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(..=86_400))]
    settle: u64,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct SubjectArgs {
    /// The credential to write.
    #[arg(long, value_name = "ID")]
    credential: Option<String>,
    /// The access method to write.
    #[arg(long, value_name = "ID")]
    access_method: Option<String>,
}

pub(super) async fn encode(args: EncodeArgs, starter: Starter) -> Exit {
    match try_encode(args, starter).await {
        Ok(exit) | Err(exit) => exit,
    }
}

async fn try_encode(args: EncodeArgs, starter: Starter) -> Result<Exit, Exit> {
    let mut handle = starter.work(Lists::EncodersOnly, true).await?;
    let snapshot = session::listed(&mut handle).await?;
    let encoder = encoder(&snapshot, &args.encoder)?;
    let job = JobId::generate();
    let order =
        EncodeOrder { job, subject: subject(&args.subject), encoder, confirmed: confirmed(&args), retry_of: None };
    if !handle.send(Command::Encode(order)) {
        return Err(Exit::NotSent);
    }
    let exit = follow(&mut handle, job, Duration::from_secs(args.settle), args.json).await;
    close(handle).await;
    Ok(exit)
}

fn subject(args: &SubjectArgs) -> Subject {
    match (&args.credential, &args.access_method) {
        (Some(id), _) => Subject::Credential(id.as_str().into()),
        (None, id) => Subject::AccessMethod(id.clone().unwrap_or_default().into()),
    }
}

fn confirmed(args: &EncodeArgs) -> Vec<Confirm> {
    let again = args.again.then_some([Confirm::Replaces, Confirm::ReplacesJoiner]);
    again.into_iter().flatten().chain(args.expired.then_some(Confirm::Expired)).collect()
}

/// By id, else by name without regard to case and accents. Two of the same name have to be told apart by id.
fn encoder(snapshot: &Snapshot, wanted: &str) -> Result<EncoderId, Exit> {
    let by_id = snapshot.encoders.iter().find(|view| view.encoder.id.as_str() == wanted);
    if let Some(view) = by_id {
        return Ok(view.encoder.id.clone());
    }
    let is_named = |name: &str| fold(name) == fold(wanted);
    let mut named = snapshot.encoders.iter().filter(|view| is_named(&view.encoder.name));
    match (named.next(), named.next()) {
        (Some(view), None) => Ok(view.encoder.id.clone()),
        (Some(_), Some(_)) => {
            out::sentence(format!("several encoders are called \"{wanted}\"; name one by its id"));
            Err(Exit::Usage)
        }
        (None, _) => {
            let names: Vec<_> = snapshot.encoders.iter().map(|view| &*view.encoder.name).collect();
            out::sentence(format!("there is no encoder \"{wanted}\"; there are: {}", names.join(", ")));
            Err(Exit::Usage)
        }
    }
}

/// Follows the job to its end and tells each moment.
///
/// The engine itself sees to it that a job becomes uncertain after a time; from there on it has `settle` to be settled.
pub(super) async fn follow(handle: &mut Handle, job: JobId, settle: Duration, as_json: bool) -> Exit {
    let mut may_be_sent = false;
    let mut give_up_at = None;
    loop {
        if give_up_at.is_none() && is_refused(handle) {
            give_up_at = Some(tokio::time::Instant::now() + settle);
        }
        let event = match give_up_at {
            None => match tokio::time::timeout(GLANCE, handle.next_event()).await {
                Ok(event) => event,
                Err(_) => continue,
            },
            Some(at) => match tokio::time::timeout_at(at, handle.next_event()).await {
                Ok(event) => event,
                Err(_) => return Exit::Uncertain,
            },
        };
        match event {
            Some(Event::Job { job: view, moment }) if view.job == job => {
                tell(&view, moment, as_json);
                match moment {
                    Moment::Ended => {
                        wait_for_record(handle, &view).await;
                        return exit(&view.stage);
                    }
                    Moment::BecameUncertain => {
                        give_up_at.get_or_insert(tokio::time::Instant::now() + settle);
                    }
                    Moment::Recorded => may_be_sent = true,
                    Moment::Sent | Moment::Accepted | Moment::LetGo | Moment::Learned => {}
                }
            }
            Some(Event::Refused { job: refused, blocker }) if refused == job => return refuse(&blocker, as_json, job),
            Some(Event::ConfirmFirst { job: asked, confirms }) if asked == job => {
                return ask_first(&confirms, as_json, job);
            }
            Some(Event::Stopped) | None if may_be_sent => return Exit::Uncertain,
            Some(Event::Stopped) | None => return Exit::NotSent,
            Some(
                Event::Job { .. }
                | Event::Refused { .. }
                | Event::ConfirmFirst { .. }
                | Event::NotApproved(_)
                | Event::Loaded(_),
            ) => {}
        }
    }
}

/// A disk that filled up after the request may take the end of it in a moment; else somebody has to know that it did not.
pub(super) async fn wait_for_record(handle: &mut Handle, view: &JobView) {
    if !view.has_journal_gap {
        return;
    }
    let is_on_record =
        |snapshot: &Snapshot| !snapshot.jobs.iter().any(|job| job.job == view.job && job.has_journal_gap);
    if tokio::time::timeout(RECORD_PATIENCE, handle.wait_for(is_on_record)).await.is_err() {
        out::sentence("the end of this attempt is not on record: make room on the disk; the next start looks into it");
    }
}

/// Nobody can ask how it ends while Seam refuses the token; a command does not wait for another one.
fn is_refused(handle: &Handle) -> bool {
    matches!(handle.snapshot().session, Session::Connected { token_rejected: true, .. })
}

fn refuse(blocker: &Blocker, as_json: bool, job: JobId) -> Exit {
    let reason = match blocker {
        Blocker::NoCardChosen => "Seam knows no such credential or access method in this workspace",
        Blocker::NoEncoderChosen => "there is no such encoder",
        Blocker::EncoderRemoved => "the lock system lists this encoder no more",
        Blocker::EncoderBusy => "the encoder is busy with another card, or the outcome of one on it is open",
        Blocker::SubjectBusy => "this card is being made, or the outcome of an attempt is open",
        Blocker::NotACard => "this is a mobile key or a code; only cards can be encoded",
        Blocker::NotReady => "its credential is still being prepared; try again in a moment",
        Blocker::BeingDeleted => "it is being deleted",
        Blocker::OtherSystem => "the encoder belongs to another lock system than the card",
        Blocker::Offline => "Seam cannot be reached",
        Blocker::TokenRejected => "Seam does not accept the token",
        Blocker::JournalUnwritable => "the attempt cannot be written down, so it is not made",
        Blocker::NotApproved => "it needs a supervisor, and none approved it",
        Blocker::NobodySignedIn => "nobody is signed in at this desk",
        Blocker::OtherEncoder => "a kiosk makes cards on its own encoder alone",
    };
    unsent_line(as_json, job, reason);
    out::sentence(format!("nothing was sent: {reason}"));
    if *blocker == Blocker::TokenRejected { Exit::Token } else { Exit::NotSent }
}

fn unsent_line(as_json: bool, job: JobId, reason: &str) {
    if as_json {
        let error = json!({"type": "not_sent", "message": reason});
        let (job, event) = (job.to_string(), "failed");
        out::json(&json!({"event": event, "job_id": job, "elapsed_ms": 0, "executed": false, "error": error}));
    }
}

fn ask_first(confirms: &[Confirm], as_json: bool, job: JobId) -> Exit {
    for confirm in confirms {
        let reason = match confirm {
            Confirm::Replaces => {
                "it was written before, and earlier cards may stop working; add --again if that is meant"
            }
            Confirm::ReplacesJoiner => "it was written before as a second card; add --again to write it once more",
            Confirm::Expired => "its time is over and the card would open nothing; add --expired if that is meant",
        };
        unsent_line(as_json, job, reason);
        out::sentence(reason);
    }
    Exit::Usage
}

/// Lets the engine finish its writes.
pub(super) async fn close(mut handle: Handle) {
    if handle.send(Command::Shutdown) {
        while handle.next_event().await.is_some_and(|event| event != Event::Stopped) {}
    }
}
