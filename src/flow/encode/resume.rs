//! Picking a job up from its recorded facts after the program was gone.

use super::{Effect, Encode, Stage, fact};
use crate::domain::{Details, Fact, FactKind, Intent, Problem, ProblemCode, UncertainReason};
use crate::flow::{Now, reconcile, schedule};

/// Rebuilds a job from its facts, in their order. `None` without an intent, or when it had already ended.
///
/// A job whose request may have been on its way becomes uncertain: it is looked into, never sent again.
pub fn resume(facts: &[Fact], now: Now) -> Option<(Encode, Vec<Effect>)> {
    let intent = facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Intended(intent) => Some((intent.as_ref().clone(), fact.at)),
        FactKind::NotExecuted(_)
        | FactKind::Accepted { .. }
        | FactKind::Succeeded { .. }
        | FactKind::Failed(_)
        | FactKind::BecameUncertain(..)
        | FactKind::LetGo
        | FactKind::Decided { .. } => None,
    });
    let (intent, at) = intent?;
    let mut job = shell(intent, Now { since_start: now.since_start, wall: at });
    for fact in facts {
        replay(&mut job, fact, now);
    }
    if job.stage.is_terminal() {
        return None;
    }
    Some(wake(job, now))
}

fn shell(intent: Intent, started: Now) -> Encode {
    Encode {
        before: reconcile::Before::of(&intent),
        intent,
        stage: Stage::Queued,
        attempt: None,
        request: None,
        started,
        sent: Some(started),
        accepted: None,
        ended: None,
        trouble: 0,
    }
}

fn replay(job: &mut Encode, fact: &Fact, now: Now) {
    let at = Now { since_start: now.since_start, wall: fact.at };
    match &fact.kind {
        FactKind::Intended(_) => {}
        FactKind::Accepted { attempt, request } => {
            job.attempt = Some(attempt.clone());
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
            job.stage = Stage::Uncertain(*reason, problem.clone());
        }
        FactKind::Succeeded { card, proof, .. } => {
            job.end(Stage::Succeeded { card: card.clone(), proof: proof.clone() }, at);
        }
        FactKind::Failed(problem) => job.end(Stage::Failed(problem.clone()), at),
        FactKind::NotExecuted(problem) => job.end(Stage::NotExecuted(problem.clone()), at),
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
    let waited = now.wall.duration_since(job.accepted.unwrap_or(job.started).wall);
    if job.stage == Stage::Waiting && waited.unsigned_abs() >= schedule::PENDING_LIMIT {
        let problem = Problem::new(ProblemCode::OutcomeUnknown, job.details());
        effects.extend(job.doubt_without_look(UncertainReason::PendingTooLong, problem, now));
    }
    effects.push(Effect::WakeAt(now.since_start + schedule::poll_pause(std::time::Duration::ZERO)));
    (job, effects)
}
