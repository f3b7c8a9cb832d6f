//! The encode job: from a click to a definite end.
//!
//! ```text
//! Queued ─► Submitting ─► Waiting ─► Succeeded
//!    │          │            ├─────► Failed
//!    │          │            ├─────► LetGo ──────┐   (the clerk stopped waiting; asking goes on quietly)
//!    │          └────────────┴─────► Uncertain ──┴─► Succeeded | Failed | Decided
//!    └─► NotSent             (reply lost, 90 s pending, attempt gone, encoder silent)
//! ```
//!
//! Two rules make it safe. [`Effect::Send`] is emitted exactly once in the life of a job, and only as the answer to
//! [`Input::Recorded`] for the intent. A terminal state emits nothing, whatever arrives.

mod input;
mod resume;
#[cfg(test)]
mod tests;

pub use input::{Effect, Input, Moment, Submission};
pub use resume::resume;

use std::time::Duration;

use super::{Now, reconcile, schedule};
use crate::domain::{
    ActionAttemptId, AttemptReport, AttemptStatus, Decision, Details, Fact, FactKind, Intent, IssuedCard, Operator,
    Problem, ProblemCode, Proof, RequestId, SubjectState, UncertainReason,
};

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Its intent is being written down; nothing was sent.
    Queued,
    /// The request is on its way.
    Submitting,
    /// Seam took it on and waits for a card on the encoder.
    Waiting,
    /// The clerk stopped waiting. The encoder may still write.
    LetGo,
    /// Nobody knows whether a card was written; Keydesk is looking.
    Uncertain(UncertainReason, Problem),
    /// The card was written.
    Succeeded {
        /// The card, where Seam described it.
        card: Option<Box<IssuedCard>>,
        /// What settled it, when it had been unknown.
        proof: Option<Proof>,
    },
    /// It ended without a card that one may hand out.
    Failed(Problem),
    /// Nothing was executed: not sent, or refused.
    NotExecuted(Problem),
    /// A person settled it.
    Decided(Decision),
}

impl Stage {
    /// Whether nothing more can happen.
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::Queued | Self::Submitting | Self::Waiting | Self::LetGo | Self::Uncertain(..) => false,
            Self::Succeeded { .. } | Self::Failed(_) | Self::NotExecuted(_) | Self::Decided(_) => true,
        }
    }
}

/// One job.
#[derive(Debug, Clone)]
pub struct Encode {
    intent: Intent,
    before: reconcile::Before,
    stage: Stage,
    attempt: Option<ActionAttemptId>,
    request: Option<RequestId>,
    started: Now,
    sent: Option<Now>,
    accepted: Option<Now>,
    ended: Option<Now>,
    trouble: u32,
}

impl Encode {
    /// A job, and the first thing to do: write its intent down.
    pub fn start(intent: Intent, now: Now) -> (Self, Vec<Effect>) {
        let record = fact(&intent, now, FactKind::Intended(Box::new(intent.clone())));
        let job = Self {
            before: reconcile::Before::of(&intent),
            intent,
            stage: Stage::Queued,
            attempt: None,
            request: None,
            started: now,
            sent: None,
            accepted: None,
            ended: None,
            trouble: 0,
        };
        (job, vec![Effect::Record(record)])
    }

    /// What the clerk asked for.
    pub fn intent(&self) -> &Intent {
        &self.intent
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The attempt to follow, once Seam took it on.
    pub fn attempt(&self) -> Option<&ActionAttemptId> {
        self.attempt.as_ref()
    }

    /// `seam-request-id` of the latest answer that told something.
    pub fn request(&self) -> Option<&RequestId> {
        self.request.as_ref()
    }

    /// When it was asked for.
    pub fn started(&self) -> Now {
        self.started
    }

    /// When the request went out.
    pub fn sent(&self) -> Option<Now> {
        self.sent
    }

    /// When Seam took it on.
    pub fn accepted(&self) -> Option<Now> {
        self.accepted
    }

    /// When it ended.
    pub fn ended(&self) -> Option<Now> {
        self.ended
    }

    /// Whether the encoder must be left alone because of this job.
    pub fn holds_encoder(&self) -> bool {
        !self.stage.is_terminal()
    }

    /// Takes in what happened and says what to do about it. In a terminal state: nothing.
    pub fn handle(&mut self, input: Input, now: Now) -> Vec<Effect> {
        match &self.stage {
            Stage::Queued => self.while_queued(input, now),
            Stage::Submitting => self.while_submitting(input, now),
            Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => self.while_open(input, now),
            Stage::Succeeded { .. } | Stage::Failed(_) | Stage::NotExecuted(_) | Stage::Decided(_) => Vec::new(),
        }
    }

    fn while_queued(&mut self, input: Input, now: Now) -> Vec<Effect> {
        match input {
            Input::Recorded => {
                self.stage = Stage::Submitting;
                self.sent = Some(now);
                vec![Effect::Notify(Moment::Recorded), Effect::Send, Effect::Notify(Moment::Sent)]
            }
            Input::RecordFailed(reason) => {
                self.end(Stage::NotExecuted(Problem::noticed(ProblemCode::JournalUnwritable, reason)), now);
                vec![Effect::Notify(Moment::Ended)]
            }
            Input::Submitted(_)
            | Input::Observed(_)
            | Input::Gone
            | Input::Trouble { .. }
            | Input::Read(_)
            | Input::Due
            | Input::StopWaiting
            | Input::Decide(..) => Vec::new(),
        }
    }

    fn while_submitting(&mut self, input: Input, now: Now) -> Vec<Effect> {
        match input {
            Input::Submitted(Submission::Reply(report)) => self.take_on(report, now),
            Input::Submitted(Submission::NotExecuted(problem)) => self.not_executed(problem, now),
            Input::Submitted(Submission::Ambiguous(problem)) => {
                self.request = problem.details.request.clone().or(self.request.take());
                self.doubt(UncertainReason::ReplyLost, problem, now)
            }
            Input::Recorded
            | Input::RecordFailed(_)
            | Input::Observed(_)
            | Input::Gone
            | Input::Trouble { .. }
            | Input::Read(_)
            | Input::Due
            | Input::StopWaiting
            | Input::Decide(..) => Vec::new(),
        }
    }

    fn while_open(&mut self, input: Input, now: Now) -> Vec<Effect> {
        match input {
            Input::Observed(report) if self.attempt.as_ref() == Some(&report.id) => self.observe(report, now),
            Input::Submitted(Submission::Reply(report)) if self.awaits_reply() => self.take_on(report, now),
            Input::Gone => self.attempt_gone(now),
            Input::Trouble { retry_after, jitter } => self.ask_later(retry_after, jitter, now),
            Input::Read(state) => self.compare(*state, now),
            Input::Due => self.look(now),
            Input::StopWaiting => self.let_go(now),
            Input::Decide(decision, operator) => self.decide(decision, operator, now),
            Input::Observed(_) | Input::Recorded | Input::RecordFailed(_) | Input::Submitted(_) => Vec::new(),
        }
    }

    /// The attempt exists: its id is written down before anything else happens with it.
    fn take_on(&mut self, report: AttemptReport, now: Now) -> Vec<Effect> {
        self.stage = Stage::Waiting;
        self.attempt = Some(report.id.clone());
        self.request = report.request.clone().or(self.request.take());
        self.accepted = Some(now);
        let accepted = FactKind::Accepted { attempt: report.id.clone(), request: self.request.clone() };
        let mut effects = vec![Effect::Record(fact(&self.intent, now, accepted)), Effect::Notify(Moment::Accepted)];
        effects.extend(self.observe(report, now));
        effects
    }

    fn observe(&mut self, report: AttemptReport, now: Now) -> Vec<Effect> {
        self.trouble = 0;
        self.request = report.request.clone().or(self.request.take());
        match report.status {
            AttemptStatus::Pending => self.still_pending(now),
            AttemptStatus::Success(card) => self.succeed(card, now),
            AttemptStatus::Error { error_type, message } => {
                let problem = Problem::new(
                    ProblemCode::from_seam(&error_type),
                    Details { error_type: Some(error_type), message: Some(message), ..self.details() },
                );
                self.fail(problem, now)
            }
            AttemptStatus::Other(status) => {
                let message = format!("status: {status}").into();
                let problem =
                    Problem::new(ProblemCode::OutcomeUnknown, Details { message: Some(message), ..self.details() });
                self.doubt(UncertainReason::PendingTooLong, problem, now)
            }
        }
    }

    fn still_pending(&mut self, now: Now) -> Vec<Effect> {
        let waited = self.waited(now);
        let mut effects = Vec::new();
        if waited >= schedule::PENDING_LIMIT && !matches!(self.stage, Stage::Uncertain(..)) {
            let problem = Problem::new(ProblemCode::OutcomeUnknown, self.details());
            effects = self.doubt_without_look(UncertainReason::PendingTooLong, problem, now);
        }
        effects.push(Effect::WakeAt(now.since_start + schedule::poll_pause(waited)));
        effects
    }

    fn succeed(&mut self, card: Option<Box<IssuedCard>>, now: Now) -> Vec<Effect> {
        let proof = self.is_doubtful().then_some(Proof::AttemptEnded);
        self.succeed_with(card, proof, now)
    }

    fn succeed_with(&mut self, card: Option<Box<IssuedCard>>, proof: Option<Proof>, now: Now) -> Vec<Effect> {
        let credential = card.as_ref().map(|card| card.credential.id.clone());
        self.end(Stage::Succeeded { card: card.clone(), proof: proof.clone() }, now);
        self.recorded_end(FactKind::Succeeded { card, credential, proof }, now)
    }

    /// An encoder that did not answer in time may have written the card: that is not known to have failed.
    fn fail(&mut self, problem: Problem, now: Now) -> Vec<Effect> {
        match problem.code {
            ProblemCode::EncoderTimeout | ProblemCode::AttemptExpired => {
                self.attempt_is_over();
                self.doubt(UncertainReason::EncoderSilent, problem, now)
            }
            ProblemCode::NoCard
            | ProblemCode::CardRemovedEarly
            | ProblemCode::IncompatibleCard
            | ProblemCode::EncoderOffline
            | ProblemCode::BridgeDisconnected
            | ProblemCode::CannotBeReissued
            | ProblemCode::CredentialDeleted
            | ProblemCode::Uncategorized
            | ProblemCode::OutcomeUnknown
            | ProblemCode::TokenRejected
            | ProblemCode::NotFound
            | ProblemCode::SlowDown
            | ProblemCode::NotSent
            | ProblemCode::SeamTrouble
            | ProblemCode::JournalUnwritable
            | ProblemCode::Unexpected => {
                self.end(Stage::Failed(problem.clone()), now);
                self.recorded_end(FactKind::Failed(problem), now)
            }
        }
    }

    fn not_executed(&mut self, problem: Problem, now: Now) -> Vec<Effect> {
        self.request = problem.details.request.clone();
        self.end(Stage::NotExecuted(problem.clone()), now);
        self.recorded_end(FactKind::NotExecuted(problem), now)
    }

    fn attempt_gone(&mut self, now: Now) -> Vec<Effect> {
        if self.attempt.is_none() {
            return Vec::new();
        }
        let problem = Problem::new(ProblemCode::OutcomeUnknown, self.details());
        self.attempt_is_over();
        self.doubt(UncertainReason::AttemptGone, problem, now)
    }

    /// From here on the subject is read instead of the attempt; the id stays in the problem's details.
    fn attempt_is_over(&mut self) {
        self.attempt = None;
    }

    fn doubt(&mut self, reason: UncertainReason, problem: Problem, now: Now) -> Vec<Effect> {
        let mut effects = self.doubt_without_look(reason, problem, now);
        effects.push(Effect::WakeAt(now.since_start + schedule::poll_pause(Duration::ZERO)));
        effects
    }

    fn doubt_without_look(&mut self, reason: UncertainReason, problem: Problem, now: Now) -> Vec<Effect> {
        if matches!(&self.stage, Stage::Uncertain(known, _) if *known == reason) {
            return Vec::new();
        }
        self.accepted.get_or_insert(now);
        self.stage = Stage::Uncertain(reason, problem.clone());
        let record = Effect::Record(fact(&self.intent, now, FactKind::BecameUncertain(reason, problem)));
        vec![record, Effect::Notify(Moment::BecameUncertain)]
    }

    fn compare(&mut self, state: SubjectState, now: Now) -> Vec<Effect> {
        if self.attempt.is_some() || !self.is_doubtful() {
            return Vec::new();
        }
        match reconcile::prove(&self.before, &state) {
            Some(proof) => {
                let card = state
                    .credential
                    .map(|credential| Box::new(IssuedCard { credential: *credential, reported: "".into() }));
                self.succeed_with(card, Some(proof), now)
            }
            None => vec![Effect::WakeAt(now.since_start + schedule::poll_pause(self.waited(now)))],
        }
    }

    fn look(&mut self, now: Now) -> Vec<Effect> {
        if self.waited(now) >= schedule::PENDING_LIMIT && self.stage == Stage::Waiting {
            let problem = Problem::new(ProblemCode::OutcomeUnknown, self.details());
            let mut effects = self.doubt_without_look(UncertainReason::PendingTooLong, problem, now);
            effects.extend(self.ask());
            return effects;
        }
        self.ask()
    }

    fn ask(&self) -> Vec<Effect> {
        vec![self.attempt.clone().map_or(Effect::ReadSubject, Effect::Poll)]
    }

    fn ask_later(&mut self, retry_after: Option<Duration>, jitter: f64, now: Now) -> Vec<Effect> {
        self.trouble = self.trouble.saturating_add(1);
        let pause = schedule::trouble_pause(self.trouble, retry_after, jitter);
        vec![Effect::WakeAt(now.since_start + pause)]
    }

    fn let_go(&mut self, now: Now) -> Vec<Effect> {
        if self.stage != Stage::Waiting {
            return Vec::new();
        }
        self.stage = Stage::LetGo;
        vec![Effect::Record(fact(&self.intent, now, FactKind::LetGo)), Effect::Notify(Moment::LetGo)]
    }

    fn decide(&mut self, decision: Decision, operator: Operator, now: Now) -> Vec<Effect> {
        if !self.is_doubtful() {
            return Vec::new();
        }
        self.end(Stage::Decided(decision), now);
        self.recorded_end(FactKind::Decided { decision, operator }, now)
    }

    fn recorded_end(&self, kind: FactKind, now: Now) -> Vec<Effect> {
        vec![Effect::Record(fact(&self.intent, now, kind)), Effect::Notify(Moment::Ended)]
    }

    fn end(&mut self, stage: Stage, now: Now) {
        self.stage = stage;
        self.ended = Some(now);
    }

    /// A reply may still come after the job was picked up again in the same process that sent it.
    fn awaits_reply(&self) -> bool {
        self.attempt.is_none() && matches!(self.stage, Stage::Uncertain(UncertainReason::Interrupted, _))
    }

    fn is_doubtful(&self) -> bool {
        matches!(self.stage, Stage::Uncertain(..) | Stage::LetGo)
    }

    fn waited(&self, now: Now) -> Duration {
        let since = self.accepted.unwrap_or(self.started);
        now.since_start.saturating_sub(since.since_start)
    }

    fn details(&self) -> Details {
        Details { attempt: self.attempt.clone(), request: self.request.clone(), ..Details::default() }
    }
}

fn fact(intent: &Intent, now: Now, kind: FactKind) -> Fact {
    Fact { job: intent.job, at: now.wall, kind }
}
