//! The encode job: from a click to a definite end.
//!
//! ```text
//! Queued ─► Submitting ─► Waiting ─► Succeeded
//!    │          │            ├─────► Failed
//!    │          │            ├─────► LetGo ──────┐   (the clerk stopped waiting; asking goes on quietly)
//!    │          └────────────┴─────► Uncertain ──┴─► Succeeded | Failed | NotWritten | Decided
//!    └─► NotExecuted         (reply lost, 90 s pending, attempt gone, encoder silent, interrupted)
//! ```
//!
//! Two rules make it safe. [`Effect::Send`] is emitted exactly once in the life of a job, and only as the answer to
//! [`Input::Recorded`] for the intent. A terminal state emits nothing, whatever arrives.
//!
//! While it is uncertain, a job looks by itself: at the attempt while its id is known, at the record and its events, and at
//! the card on the encoder when a person asks for that. It ends when [`super::reconcile`] finds a proof, or a person decides.

mod doubt;
mod input;
#[cfg(test)]
mod model_tests;
mod resume;
#[cfg(test)]
mod tests;
mod watch;

pub use input::{Effect, Input, Moment, Submission};
pub use resume::resume;

use std::time::Duration;

use super::{Now, reconcile::Before, schedule};
use crate::domain::{
    ActionAttemptId, AttemptReport, AttemptWord, Decision, Details, Disproof, Evidence, Fact, FactKind, Intent,
    IssuedCard, Problem, ProblemCode, Proof, RequestId, UncertainReason,
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
    /// It had been unknown, and is proved: no card was written.
    NotWritten(Disproof),
    /// A person settled it.
    Decided(Decision),
}

impl Stage {
    /// Whether nothing more can happen.
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::Queued | Self::Submitting | Self::Waiting | Self::LetGo | Self::Uncertain(..) => false,
            Self::Succeeded { .. }
            | Self::Failed(_)
            | Self::NotExecuted(_)
            | Self::NotWritten(_)
            | Self::Decided(_) => true,
        }
    }
}

/// One job.
#[derive(Debug, Clone)]
pub struct Encode {
    intent: Intent,
    before: Before,
    stage: Stage,
    /// The attempt to follow; none before it is known and once it is over.
    attempt: Option<ActionAttemptId>,
    request: Option<RequestId>,
    /// From the request to Seam's first answer.
    round_trip: Option<Duration>,
    started: Now,
    sent: Option<Now>,
    accepted: Option<Now>,
    ended: Option<Now>,
    /// Looks that went wrong in a row.
    trouble: u32,
    /// How long Seam had been at it when the job was picked up, by the server's clock.
    waited_before: Duration,
    /// Since when nobody may ask, and for how long that was so before.
    parked: Option<Duration>,
    parked_for: Duration,
    /// An end that has to be held against the record, and how often that was read without a proof so far.
    claim: Option<(Claim, u8)>,
    evidence: Evidence,
    card: CardReading,
    is_resumed: bool,
    /// The attempt was seen while it was waiting, so that its end is the end of this one.
    has_been_pending: bool,
}

/// What an attempt says of its end without making it certain.
#[derive(Debug, Clone, PartialEq)]
enum Claim {
    /// An error that does not say whether a card was written, or that came with the very first answer, which may be the
    /// answer to something else.
    Failed(Problem),
    /// A success that does not say of which card.
    Succeeded,
}

/// Where the reading of the card on the encoder stands.
#[derive(Debug, Clone, PartialEq, Default)]
struct CardReading {
    is_under_way: bool,
    trouble: Option<Problem>,
    /// Reads of the record since the card was read. The first of them may have begun before.
    reads_since: u8,
}

impl Encode {
    /// A job, and the first thing to do: write its intent down.
    pub fn start(intent: Intent, now: Now) -> (Self, Vec<Effect>) {
        let record = fact(&intent, now, FactKind::Intended(Box::new(intent.clone())));
        (Self::new(intent, now), vec![Effect::Record(record)])
    }

    fn new(intent: Intent, started: Now) -> Self {
        Self {
            before: Before::of(&intent),
            intent,
            stage: Stage::Queued,
            attempt: None,
            request: None,
            round_trip: None,
            started,
            sent: None,
            accepted: None,
            ended: None,
            trouble: 0,
            waited_before: Duration::ZERO,
            parked: None,
            parked_for: Duration::ZERO,
            claim: None,
            evidence: Evidence::default(),
            card: CardReading::default(),
            is_resumed: false,
            has_been_pending: false,
        }
    }

    /// What the clerk asked for.
    pub fn intent(&self) -> &Intent {
        &self.intent
    }

    /// What the subject looked like before.
    pub fn before(&self) -> &Before {
        &self.before
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

    /// What was found out while nobody knows how it ended.
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Whether the card on the encoder is being read.
    pub fn is_reading_card(&self) -> bool {
        self.card.is_under_way
    }

    /// Why the card on the encoder could not be read.
    pub fn card_trouble(&self) -> Option<&Problem> {
        self.card.trouble.as_ref()
    }

    /// Whether nobody may ask about it at the moment.
    pub fn is_parked(&self) -> bool {
        self.parked.is_some()
    }

    /// Whether it was picked up after the program was gone.
    pub fn is_resumed(&self) -> bool {
        self.is_resumed
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
            Stage::Succeeded { .. }
            | Stage::Failed(_)
            | Stage::NotExecuted(_)
            | Stage::NotWritten(_)
            | Stage::Decided(_) => Vec::new(),
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
            | Input::SubjectGone
            | Input::Due
            | Input::Parked
            | Input::ReadCard
            | Input::CardRead(_)
            | Input::CardUnread(_)
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
            | Input::SubjectGone
            | Input::Due
            | Input::Parked
            | Input::ReadCard
            | Input::CardRead(_)
            | Input::CardUnread(_)
            | Input::StopWaiting
            | Input::Decide(..) => Vec::new(),
        }
    }

    fn while_open(&mut self, input: Input, now: Now) -> Vec<Effect> {
        if input == Input::Parked {
            self.parked.get_or_insert(now.since_start);
            return Vec::new();
        }
        self.unpark(now);
        match input {
            Input::Observed(report) => self.observe_one(report, now),
            Input::Submitted(Submission::Reply(report)) if self.awaits_reply() => self.take_on(report, now),
            Input::Gone => self.attempt_gone(now),
            Input::Trouble { retry_after, jitter } => self.ask_later(retry_after, jitter, now),
            Input::Read(state) => self.compare(*state, now),
            Input::SubjectGone => self.subject_gone(now),
            Input::Due => self.ask(),
            Input::StopWaiting => self.let_go(now),
            Input::ReadCard => self.read_card(),
            Input::CardRead(card) => self.card_read(*card, now),
            Input::CardUnread(problem) => self.card_unread(problem),
            Input::Decide(decision, operator) => self.decide(decision, operator, now),
            Input::Recorded | Input::RecordFailed(_) | Input::Submitted(_) | Input::Parked => Vec::new(),
        }
    }

    /// Time in which nobody may ask is no time in which Seam stays silent.
    fn unpark(&mut self, now: Now) {
        if let Some(since) = self.parked.take() {
            self.parked_for += now.since_start.saturating_sub(since);
        }
    }

    /// How long the request and its answer took, for the record.
    pub fn answered_after(&mut self, round_trip: Duration) {
        self.round_trip = Some(round_trip);
    }

    /// The attempt exists: its id is written down before anything else happens with it.
    fn take_on(&mut self, report: AttemptReport, now: Now) -> Vec<Effect> {
        self.stage = Stage::Waiting;
        self.attempt = Some(report.id.clone());
        self.evidence = Evidence { attempt: AttemptWord::Pending, ..Evidence::default() };
        self.request = report.request.clone().or(self.request.take());
        self.accepted = Some(now);
        let accepted = FactKind::Accepted {
            attempt: report.id.clone(),
            request: self.request.clone(),
            round_trip: self.round_trip,
        };
        let mut effects = vec![Effect::Record(fact(&self.intent, now, accepted)), Effect::Notify(Moment::Accepted)];
        effects.extend(self.observe(report, true, now));
        effects
    }

    fn not_executed(&mut self, problem: Problem, now: Now) -> Vec<Effect> {
        self.request = problem.details.request.clone();
        self.end(Stage::NotExecuted(problem.clone()), now);
        self.recorded_end(FactKind::NotExecuted(problem), now)
    }

    fn let_go(&mut self, now: Now) -> Vec<Effect> {
        if self.stage != Stage::Waiting {
            return Vec::new();
        }
        self.stage = Stage::LetGo;
        vec![Effect::Record(fact(&self.intent, now, FactKind::LetGo)), Effect::Notify(Moment::LetGo)]
    }

    fn recorded_end(&self, kind: FactKind, now: Now) -> Vec<Effect> {
        vec![Effect::Record(fact(&self.intent, now, kind)), Effect::Notify(Moment::Ended)]
    }

    fn end(&mut self, stage: Stage, now: Now) {
        self.stage = stage;
        self.ended = Some(now);
        self.card = CardReading::default();
    }

    /// A reply may still come after the job was picked up again in the same process that sent it.
    fn awaits_reply(&self) -> bool {
        self.attempt.is_none() && matches!(self.stage, Stage::Uncertain(UncertainReason::Interrupted, _))
    }

    /// How long Seam has been at it, without the time in which nobody could ask.
    fn waited(&self, now: Now) -> Duration {
        let since = self.accepted.or(self.sent).unwrap_or(self.started).since_start;
        let here = now.since_start.saturating_sub(since).saturating_sub(self.parked_for);
        self.waited_before + here
    }

    fn look_again(&self, now: Now) -> Effect {
        Effect::WakeAt(now.since_start + schedule::poll_pause(self.waited(now)))
    }

    fn details(&self) -> Details {
        Details { attempt: self.attempt.clone(), request: self.request.clone(), ..Details::default() }
    }
}

fn fact(intent: &Intent, now: Now, kind: FactKind) -> Fact {
    Fact { job: intent.job, at: now.wall, kind }
}
