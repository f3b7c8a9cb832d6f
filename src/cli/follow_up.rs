//! `keydesk follow-up`: what is done about a failure.

use std::{convert::Infallible, fmt, str::FromStr, sync::Arc, time::Duration};

use clap::Args;

use super::{Exit, Starter, encode::close, out};
use crate::{
    domain::{Fact, FactKind, FollowUpState, JobId},
    engine::{AttemptDetails, Command, FollowUpOrder, Handle, Lists, Snapshot},
};

/// How long the record may take to find an attempt, and then to write down what was said about it.
const PATIENCE: Duration = Duration::from_secs(10);

/// `keydesk follow-up`.
#[derive(Debug, Args)]
pub struct FollowUpArgs {
    /// The attempt, as `keydesk attempts` lists it.
    job: String,
    /// Where the work on it stands: open, in-hand or solved.
    #[arg(value_parser = state)]
    state: FollowUpState,
    /// In your words. It is erased as guests' names are.
    #[arg(long, value_name = "TEXT")]
    note: Option<Note>,
}

/// What somebody says about a failure; it may name a guest and does not show itself.
#[derive(Clone, PartialEq, Eq)]
struct Note(Arc<str>);

impl FromStr for Note {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.into()))
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note(…)")
    }
}

fn state(text: &str) -> Result<FollowUpState, String> {
    let keys = FollowUpState::ALL.map(FollowUpState::key).join(", ");
    FollowUpState::from_key(text).ok_or_else(|| format!("it is one of {keys}"))
}

pub(super) async fn follow_up(args: FollowUpArgs, starter: Starter) -> Exit {
    let Ok(id) = args.job.parse() else {
        out::sentence("that is no job id; `keydesk attempts` lists them");
        return Exit::Usage;
    };
    let note = args.note.map(|Note(text)| text).filter(|text| !text.trim().is_empty());
    let order = FollowUpOrder { job: JobId(id), state: args.state, note };
    match starter.work(Lists::EncodersOnly, false).await {
        Ok(mut handle) => {
            let exit = say(&mut handle, order, PATIENCE).await;
            close(handle).await;
            exit
        }
        Err(exit) => exit,
    }
}

/// Sends the order, and is done once it is on record.
async fn say(handle: &mut Handle, order: FollowUpOrder, patience: Duration) -> Exit {
    let job = order.job;
    if !handle.send(Command::ShowAttempt(job)) {
        return Exit::NotSent;
    }
    let Some(before) = within(handle, patience, |snapshot| shown(snapshot, job).map(said)).await else {
        out::sentence("no attempt on record has that id; `keydesk attempts` lists them");
        return Exit::Usage;
    };
    if !handle.send(Command::FollowUp(order)) {
        return Exit::NotSent;
    }
    let is_on_record = |snapshot: &Snapshot| shown(snapshot, job).filter(|details| said(details) > before).map(|_| ());
    match within(handle, patience, is_on_record).await {
        Some(()) => Exit::Done,
        None => {
            let trouble = handle.snapshot().journal_trouble.clone();
            let trouble =
                trouble.unwrap_or_else(|| "the record did not take it in time; nothing is known of it".into());
            out::sentence(trouble);
            Exit::Failed
        }
    }
}

fn shown(snapshot: &Snapshot, job: JobId) -> Option<&AttemptDetails> {
    snapshot.attempt.as_deref().filter(|details| details.row.job == job)
}

/// How often something was said about it.
fn said(details: &AttemptDetails) -> usize {
    let is_follow_up = |fact: &&Fact| matches!(fact.kind, FactKind::FollowedUp(_));
    details.facts.iter().filter(is_follow_up).count()
}

async fn within<T>(handle: &mut Handle, patience: Duration, find: impl Fn(&Snapshot) -> Option<T>) -> Option<T> {
    let found = tokio::time::timeout(patience, handle.wait_for(|snapshot| find(snapshot).is_some())).await.ok()??;
    find(&found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{AttemptRow, Desk, FollowUp, Operator, Outcome, Subject, Times},
        engine::{EngineEnd, channels},
    };

    const JOB: JobId = JobId(uuid::Uuid::from_u128(7));

    fn details(facts: Vec<Fact>) -> AttemptDetails {
        let row = AttemptRow {
            job: JOB,
            at: jiff::Timestamp::UNIX_EPOCH,
            encoder: "enc_1".into(),
            encoder_name: "Front Desk 1".into(),
            subject: Subject::Credential("cred_1".into()),
            guest: None,
            doors: Vec::new(),
            operator: Operator("Mia".into()),
            desk: Desk("desk-1".into()),
            outcome: Outcome::Failed,
            problem: None,
            attempt: None,
            request: None,
            card_number: None,
            duration: None,
            retry_of: None,
            follow_up: None,
        };
        let (times, related) = (Times::default(), Vec::new());
        AttemptDetails { row, facts, times, related, is_asking: false, ask_trouble: None, is_own: true }
    }

    /// Answers as the engine does, for one attempt that nobody said anything about; takes orders down or does not.
    async fn play(mut end: EngineEnd, takes_orders: bool) {
        while let Some(command) = end.commands.recv().await {
            let mut facts = Vec::new();
            if let Command::FollowUp(order) = command {
                let (at, operator) = (jiff::Timestamp::UNIX_EPOCH, Operator("Mia".into()));
                let follow_up = FollowUp { state: order.state, note: order.note, operator };
                let fact = Fact { job: order.job, at, kind: FactKind::FollowedUp(follow_up) };
                facts.extend(takes_orders.then_some(fact));
            }
            let attempt = Some(Arc::new(details(facts)));
            end.snapshots.send_replace(Arc::new(Snapshot { attempt, ..Snapshot::default() }));
        }
    }

    async fn ends(job: JobId, takes_orders: bool) -> Exit {
        let (mut handle, end) = channels(Snapshot::default());
        let engine = tokio::spawn(play(end, takes_orders));
        let order = FollowUpOrder { job, state: FollowUpState::InHand, note: Some("new cable ordered".into()) };
        let exit = say(&mut handle, order, PATIENCE).await;
        drop(handle);
        engine.await.unwrap();
        exit
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_done_once_it_is_on_record_and_not_before() {
        assert_eq!(ends(JOB, true).await, Exit::Done);
        assert_eq!(ends(JOB, false).await, Exit::Failed);
        assert_eq!(ends(JobId(uuid::Uuid::nil()), true).await, Exit::Usage);
    }

    #[test]
    fn a_note_does_not_show_itself() {
        assert_eq!(format!("{:?}", "for Lucía".parse::<Note>().unwrap()), "Note(…)");
    }
}
