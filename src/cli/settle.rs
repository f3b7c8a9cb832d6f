//! `keydesk settle` and `keydesk decide`: attempts that an earlier run left open, or whose outcome nobody reported.

use std::{collections::BTreeSet, time::Duration};

use clap::{Args, ValueEnum};
use tokio::time::Instant;

use super::{
    Exit, Starter,
    encode::{RECORD_PATIENCE, close, follow, wait_for_record},
    out, told,
};
use crate::{
    domain::{Decision, JobId},
    engine::{Command, Event, Handle, Lists, Moment, Stage},
};

/// How long the first look at a job that was waiting may take.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// `keydesk settle`.
#[derive(Debug, Args)]
pub struct SettleArgs {
    /// One job alone, as `keydesk attempts` lists it.
    job: Option<String>,
    /// Have the encoder read the card that lies on it; lay the card there that lay there before.
    #[arg(long)]
    read_card: bool,
    /// How many seconds to look for what settles them.
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(..=86_400))]
    wait: u64,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

/// `keydesk decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// The job, as `keydesk attempts` lists it.
    job: String,
    /// What is true.
    #[arg(value_enum)]
    outcome: DecidedOutcome,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DecidedOutcome {
    /// The card was written.
    Written,
    /// No card was written.
    NotWritten,
}

pub(super) async fn settle_open(args: SettleArgs, starter: Starter) -> Exit {
    let wanted = match args.job.as_deref().map(str::parse).transpose() {
        Ok(id) => id.map(JobId),
        Err(_) => return no_such_job(),
    };
    let mut handle = match starter.work(Lists::EncodersOnly, true).await {
        Ok(handle) => handle,
        Err(exit) => return exit,
    };
    let is_wanted = |job: &JobId| wanted.is_none_or(|wanted| wanted == *job);
    let open: BTreeSet<JobId> = handle.snapshot().jobs.iter().map(|view| view.job).filter(is_wanted).collect();
    if wanted.is_some() && open.is_empty() {
        return no_such_job();
    }
    let elsewhere = if wanted.is_none() { handle.snapshot().followed_elsewhere } else { 0 };
    if elsewhere > 0 {
        out::sentence(format!("{elsewhere} open attempts are followed by another Keydesk on this computer"));
    }
    let left = watch(&mut handle, open, &args).await;
    close(handle).await;
    if left.is_empty() && elsewhere == 0 { Exit::Done } else { Exit::Uncertain }
}

fn no_such_job() -> Exit {
    out::sentence("no open attempt of this workspace has that id; `keydesk attempts` lists them");
    Exit::Usage
}

/// Follows the jobs until each is settled or the time is over; gives those that are not.
async fn watch(handle: &mut Handle, mut open: BTreeSet<JobId>, args: &SettleArgs) -> BTreeSet<JobId> {
    let until = Instant::now() + Duration::from_secs(args.wait);
    let mut to_read = if args.read_card { open.clone() } else { BTreeSet::new() };
    while !open.is_empty() {
        read_cards(handle, &mut to_read);
        match tokio::time::timeout_at(until, handle.next_event()).await {
            Ok(Some(Event::Job { job: view, moment })) if open.contains(&view.job) => {
                told::tell(&view, moment, args.json);
                if moment == Moment::Ended {
                    wait_for_record(handle, &view).await;
                    open.remove(&view.job);
                }
            }
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => break,
        }
    }
    if !args.json {
        open.iter().for_each(|job| out::sentence(still_open(handle, *job)));
    }
    open
}

/// A card can be read as soon as its job is known to be uncertain.
fn read_cards(handle: &Handle, to_read: &mut BTreeSet<JobId>) {
    let snapshot = handle.snapshot();
    let is_uncertain =
        |job: &JobId| snapshot.jobs.iter().any(|view| view.job == *job && matches!(view.stage, Stage::Uncertain(..)));
    let ready: Vec<JobId> = to_read.iter().copied().filter(is_uncertain).collect();
    for job in ready {
        to_read.remove(&job);
        let _ = handle.send(Command::ReadCard(job));
    }
}

fn still_open(handle: &Handle, job: JobId) -> String {
    let snapshot = handle.snapshot();
    let view = snapshot.jobs.iter().find(|view| view.job == job);
    let evidence = view.map(told::evidence).unwrap_or_default();
    if let Some(trouble) = view.and_then(|view| view.card_trouble.as_ref()) {
        out::sentence(format!("the card could not be read: {}", trouble.code.key()));
    }
    format!(
        "{job} is not settled (attempt {}, record {}); read the card with --read-card, or look at it and run `keydesk decide`",
        evidence["attempt"].as_str().unwrap_or("unknown"),
        evidence["record"].as_str().unwrap_or("unknown"),
    )
}

pub(super) async fn decide(args: DecideArgs, starter: Starter) -> Exit {
    let Ok(id) = args.job.parse() else {
        out::sentence("that is no job id; `keydesk attempts` lists them");
        return Exit::Usage;
    };
    let decision = match args.outcome {
        DecidedOutcome::Written => Decision::Written,
        DecidedOutcome::NotWritten => Decision::NotWritten,
    };
    match starter.work(Lists::EncodersOnly, true).await {
        Ok(handle) => settle(handle, JobId(id), decision).await,
        Err(exit) => exit,
    }
}

/// A job that was waiting is looked at first: its answer may be there by now.
async fn looked_at(handle: &mut Handle, job: JobId) -> Option<Stage> {
    let stage_in = |snapshot: &crate::engine::Snapshot| {
        snapshot.jobs.iter().find(|view| view.job == job).map(|view| view.stage.clone())
    };
    let is_known = |snapshot: &crate::engine::Snapshot| {
        !matches!(stage_in(snapshot), Some(Stage::Queued | Stage::Submitting | Stage::Waiting))
    };
    let _ = tokio::time::timeout(FIRST_ANSWER, handle.wait_for(is_known)).await;
    stage_in(&handle.snapshot())
}

async fn settle(mut handle: Handle, job: JobId, decision: Decision) -> Exit {
    let stage = looked_at(&mut handle, job).await;
    match stage {
        Some(Stage::Uncertain(..) | Stage::LetGo) => {}
        Some(stage) if stage.is_terminal() => {
            out::sentence("this attempt has ended meanwhile; `keydesk attempts` says how");
            close(handle).await;
            return Exit::Usage;
        }
        Some(_) => {
            out::sentence("this attempt is still being followed; decide once its outcome is not known");
            return Exit::Usage;
        }
        None => {
            out::sentence("no open attempt of this workspace has that id");
            return Exit::Usage;
        }
    }
    if !handle.send(Command::Decide(job, decision)) {
        return Exit::NotSent;
    }
    let exit = follow(&mut handle, job, RECORD_PATIENCE, false).await;
    close(handle).await;
    if exit == Exit::Failed && decision == Decision::NotWritten { Exit::Done } else { exit }
}
