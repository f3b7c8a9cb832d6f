//! What each fact changes in the row of its job.

use super::format;
use crate::domain::{ActionAttemptId, Fact, FactKind, FollowUpState, Outcome, Problem, Proof, Reasked, RequestId};

/// What facts change in the row; what they do not name stays.
#[derive(Debug, Default)]
pub(super) struct Change<'a> {
    pub(super) outcome: Option<Outcome>,
    /// In microseconds, where the job is over.
    pub(super) ended: Option<i64>,
    /// Whether the end that is known already stays the end.
    pub(super) keeps_end: bool,
    pub(super) attempt: Option<&'a ActionAttemptId>,
    pub(super) request: Option<&'a RequestId>,
    pub(super) number: Option<&'a str>,
    pub(super) problem: Option<&'a Problem>,
    pub(super) clears_problem: bool,
    /// Explains a failure better, where the job ended as one. It takes no card back, and overrules neither a proof nor a
    /// person.
    pub(super) explains: Option<&'a Problem>,
    pub(super) follow_up: Option<FollowUpState>,
}

impl<'a> Change<'a> {
    pub(super) fn of(fact: &'a Fact) -> Self {
        let change = match &fact.kind {
            FactKind::Intended(_) | FactKind::Learned(_) | FactKind::RetentionRan(_) | FactKind::Access(_) => {
                Self::default()
            }
            FactKind::NotExecuted(problem) => Self::to(Outcome::NotExecuted).with_problem(problem),
            FactKind::Accepted { attempt, request, .. } => {
                Self { attempt: Some(attempt), request: request.as_ref(), ..Self::default() }
            }
            FactKind::Succeeded { card, proof, .. } => {
                let written = card.as_ref().and_then(|card| card.credential.card_number.as_deref());
                Self::success(written.or_else(|| proof.as_ref().and_then(proved_number)))
            }
            FactKind::Failed(problem) => Self::to(Outcome::Failed).with_problem(problem),
            FactKind::BecameUncertain(_, problem) => Self::to(Outcome::Uncertain).with_problem(problem),
            FactKind::ProvedNotWritten(_) => Self::to(Outcome::NotWritten),
            FactKind::LetGo => Self::to(Outcome::LetGo),
            FactKind::Decided { decision, .. } => Self::to(Outcome::Decided(*decision)),
            FactKind::Reasked { answer, .. } => Self { keeps_end: true, ..Self::reasked(answer) },
            FactKind::FollowedUp(follow_up) => Self { follow_up: Some(follow_up.state), ..Self::default() },
        };
        let ended = change.outcome.filter(|outcome| !outcome.is_open()).map(|_| fact.at.as_microsecond());
        Self { ended, ..change }
    }

    fn to(outcome: Outcome) -> Self {
        Self { outcome: Some(outcome), ..Self::default() }
    }

    fn success(number: Option<&'a str>) -> Self {
        Self { number, clears_problem: true, ..Self::to(Outcome::Succeeded) }
    }

    fn with_problem(self, problem: &'a Problem) -> Self {
        let (attempt, request) = (problem.details.attempt.as_ref(), problem.details.request.as_ref());
        Self { problem: Some(problem), attempt, request: self.request.or(request), ..self }
    }

    fn reasked(answer: &'a Reasked) -> Self {
        match answer {
            Reasked::Pending | Reasked::Gone => Self::default(),
            Reasked::Succeeded(card) => {
                Self::success(card.as_ref().and_then(|card| card.credential.card_number.as_deref()))
            }
            Reasked::Failed(problem) => Self { explains: Some(problem), ..Self::default() },
        }
    }

    /// This change and then another one: what the statements for each would leave.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            outcome: next.outcome.or(self.outcome),
            ended: if next.keeps_end { self.ended.or(next.ended) } else { next.ended.or(self.ended) },
            keeps_end: false,
            attempt: next.attempt.or(self.attempt),
            request: next.request.or(self.request),
            number: next.number.or(self.number),
            problem: if next.sets_problem() { next.problem } else { self.explained(next.explains) },
            explains: None,
            clears_problem: self.clears_problem || next.clears_problem,
            follow_up: next.follow_up.or(self.follow_up),
        }
    }

    fn explained(&self, better: Option<&'a Problem>) -> Option<&'a Problem> {
        better.filter(|_| self.outcome == Some(Outcome::Failed)).or(self.problem)
    }

    /// Whether the problem that is known already goes.
    pub(super) fn sets_problem(&self) -> bool {
        self.problem.is_some() || self.clears_problem
    }

    pub(super) fn problem_words(&self) -> sqlx::Result<Option<String>> {
        let words = self.problem.map(format::problem_of).map(|problem| serde_json::to_string(&problem)).transpose();
        words.map_err(|error| sqlx::Error::Encode(error.into()))
    }
}

fn proved_number(proof: &Proof) -> Option<&str> {
    match proof {
        Proof::AttemptEnded | Proof::Announced { .. } => None,
        Proof::IssuedAfterwards { card_number, .. } | Proof::CardRead { card_number } => card_number.as_deref(),
    }
}
