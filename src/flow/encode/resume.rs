//! Picking a job up from its recorded facts after the program was gone.

use std::time::Duration;

use super::{Effect, Encode, Stage, doubt::attempt_word, fact};
use crate::{
    domain::{Details, Fact, FactKind, Intent, Problem, ProblemCode, UncertainReason},
    flow::Now,
};

/// Rebuilds a job from its facts, in their order. `None` without an intent, or when it had already ended.
///
/// A job whose request may have been on its way becomes uncertain: it is looked into, never sent again. One that was waiting
/// goes on waiting; only an answer can say that it waits for too long, since this desk's clock may have been set meanwhile.
pub fn resume(facts: &[Fact], now: Now) -> Option<(Encode, Vec<Effect>)> {
    let (intent, at) = facts.iter().find_map(intent)?;
    let mut job = shell(intent, at, now);
    for fact in facts {
        replay(&mut job, fact, now);
    }
    if job.stage.is_terminal() {
        return None;
    }
    Some(wake(job, now))
}

fn intent(fact: &Fact) -> Option<(Intent, jiff::Timestamp)> {
    match &fact.kind {
        FactKind::Intended(intent) => Some((intent.as_ref().clone(), fact.at)),
        FactKind::NotExecuted(_)
        | FactKind::Accepted { .. }
        | FactKind::Succeeded { .. }
        | FactKind::Failed(_)
        | FactKind::BecameUncertain(..)
        | FactKind::Learned(_)
        | FactKind::ProvedNotWritten(_)
        | FactKind::LetGo
        | FactKind::Decided { .. }
        | FactKind::Reasked { .. }
        | FactKind::FollowedUp(_)
        | FactKind::RetentionRan(_)
        | FactKind::Access(_) => None,
    }
}

fn shell(intent: Intent, at: jiff::Timestamp, now: Now) -> Encode {
    let started = Now { since_start: now.since_start, wall: at, server: intent.server_time };
    let waited = now.server.zip(intent.server_time).map(|(now, sent)| now.duration_since(sent));
    let waited_before = waited.and_then(|waited| Duration::try_from(waited).ok()).unwrap_or_default();
    Encode { sent: Some(started), waited_before, is_resumed: true, ..Encode::new(intent, started) }
}

fn replay(job: &mut Encode, fact: &Fact, now: Now) {
    let at = Now { since_start: now.since_start, wall: fact.at, server: None };
    match &fact.kind {
        FactKind::Intended(_)
        | FactKind::Reasked { .. }
        | FactKind::FollowedUp(_)
        | FactKind::RetentionRan(_)
        | FactKind::Access(_) => {}
        FactKind::Accepted { attempt, request, .. } => {
            job.attempt = Some(attempt.clone());
            job.evidence.attempt = attempt_word(UncertainReason::PendingTooLong);
            job.request = request.clone();
            job.accepted = Some(at);
            job.stage = Stage::Waiting;
        }
        FactKind::LetGo => job.stage = Stage::LetGo,
        FactKind::BecameUncertain(reason, problem) => {
            match reason {
                UncertainReason::AttemptGone | UncertainReason::EncoderSilent => job.attempt = None,
                UncertainReason::ReplyLost | UncertainReason::PendingTooLong | UncertainReason::Interrupted => {}
            }
            job.attempt_says(attempt_word(*reason));
            job.stage = Stage::Uncertain(*reason, problem.clone());
        }
        FactKind::Learned(evidence) => job.evidence = *evidence,
        FactKind::Succeeded { card, proof, .. } => {
            job.end(Stage::Succeeded { card: card.clone(), proof: proof.clone() }, at);
        }
        FactKind::Failed(problem) => job.end(Stage::Failed(problem.clone()), at),
        FactKind::NotExecuted(problem) => job.end(Stage::NotExecuted(problem.clone()), at),
        FactKind::ProvedNotWritten(disproof) => job.end(Stage::NotWritten(*disproof), at),
        FactKind::Decided { decision, .. } => job.end(Stage::Decided(*decision), at),
    }
}

fn wake(mut job: Encode, now: Now) -> (Encode, Vec<Effect>) {
    let mut effects = Vec::new();
    if job.stage == Stage::Queued {
        let details = Details { request: job.request.clone(), ..Details::default() };
        let problem = Problem::new(ProblemCode::OutcomeUnknown, details);
        job.accepted = Some(now);
        job.stage = Stage::Uncertain(UncertainReason::Interrupted, problem.clone());
        let kind = FactKind::BecameUncertain(UncertainReason::Interrupted, problem);
        effects.push(Effect::Record(fact(&job.intent, now, kind)));
    }
    effects.push(Effect::WakeAt(now.since_start));
    (job, effects)
}
