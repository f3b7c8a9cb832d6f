//! Following an attempt: what each answer about it means.

use std::time::Duration;

use super::{Claim, Effect, Encode, Stage};
use crate::{
    domain::{
        AttemptReport, AttemptStatus, AttemptWord, Details, Evidence, FactKind, IssuedCard, Problem, ProblemCode,
        Proof, Subject, UncertainReason,
    },
    flow::{Now, reconcile, schedule},
};

impl Encode {
    /// An answer about another attempt says nothing; the question is asked again.
    pub(super) fn observe_one(&mut self, report: AttemptReport, now: Now) -> Vec<Effect> {
        match &self.attempt {
            Some(attempt) if *attempt == report.id => {
                let is_first = self.is_resumed && !self.has_been_pending;
                self.observe(report, is_first, now)
            }
            Some(_) | None => self.unanswered(now),
        }
    }

    /// An error in the very first answer is held against the record, and so is a card that is no newer than the request: a
    /// reply that was mixed up names an attempt that ended long ago, it may be for the same card.
    pub(super) fn observe(&mut self, report: AttemptReport, is_first: bool, now: Now) -> Vec<Effect> {
        self.trouble = 0;
        self.request = report.request.clone().or(self.request.take());
        match report.status {
            AttemptStatus::Pending => self.still_pending(now),
            AttemptStatus::Success(card) if self.is_another_card(card.as_deref()) => self.unanswered(now),
            AttemptStatus::Success(None) => self.claim(Claim::Succeeded),
            AttemptStatus::Success(Some(card)) if is_first && (self.names_no_card() || self.is_old(&card)) => {
                self.claim(Claim::Succeeded)
            }
            AttemptStatus::Success(card) => self.succeed(card, now),
            AttemptStatus::Error { error_type, message } => {
                let problem = Problem::new(
                    ProblemCode::from_seam(&error_type),
                    Details { error_type: Some(error_type), message: Some(message), ..self.details() },
                );
                self.fail(problem, is_first, now)
            }
            AttemptStatus::Other(status) => {
                let message = format!("status: {status}").into();
                let problem =
                    Problem::new(ProblemCode::OutcomeUnknown, Details { message: Some(message), ..self.details() });
                let mut effects = self.doubt_without_look(UncertainReason::PendingTooLong, problem, now);
                effects.push(Effect::ReadSubject);
                effects
            }
        }
    }

    /// A success about a credential that was not asked for is the answer to another question.
    fn is_another_card(&self, card: Option<&IssuedCard>) -> bool {
        match (&self.intent.subject, card) {
            (Subject::Credential(id), Some(card)) => *id != card.credential.id,
            (Subject::Credential(_), None) | (Subject::AccessMethod(_), _) => false,
        }
    }

    /// An access method does not say which credential it is for, so that no success shows whether it is about this one.
    fn names_no_card(&self) -> bool {
        matches!(self.intent.subject, Subject::AccessMethod(_))
    }

    fn is_old(&self, card: &IssuedCard) -> bool {
        reconcile::is_from_before(&self.before, card.credential.issued)
    }

    fn still_pending(&mut self, now: Now) -> Vec<Effect> {
        self.has_been_pending = true;
        let mut effects = self.doubt_if_overdue(now);
        if matches!(self.stage, Stage::Uncertain(..)) {
            effects.extend(self.learn(Evidence { attempt: AttemptWord::Pending, ..self.evidence }, now));
            effects.push(Effect::ReadSubject);
        } else {
            effects.push(self.look_again(now));
        }
        effects
    }

    /// The look was answered, and says nothing about this job.
    pub(super) fn unanswered(&mut self, now: Now) -> Vec<Effect> {
        let mut effects = self.doubt_if_overdue(now);
        self.trouble = self.trouble.saturating_add(1);
        effects.push(self.look_again(now));
        effects
    }

    /// The attempt, while it is known; a doubtful one that cannot be asked about leaves every second look to the record.
    pub(super) fn ask(&self) -> Vec<Effect> {
        let leaves_to_record = matches!(self.stage, Stage::Uncertain(..)) && self.trouble % 2 == 1;
        let attempt = self.attempt.clone().filter(|_| !leaves_to_record);
        vec![attempt.map_or(Effect::ReadSubject, Effect::Poll)]
    }

    pub(super) fn ask_later(&mut self, retry_after: Option<Duration>, jitter: f64, now: Now) -> Vec<Effect> {
        let mut effects = self.doubt_if_overdue(now);
        self.trouble = self.trouble.saturating_add(1);
        let pause = schedule::trouble_pause(self.trouble, retry_after, jitter);
        effects.push(Effect::WakeAt(now.since_start + pause));
        effects
    }

    /// The limit counts only once a look at it has come back: after a sleep the answer may have been there for long.
    fn doubt_if_overdue(&mut self, now: Now) -> Vec<Effect> {
        if self.waited(now) < schedule::PENDING_LIMIT || !matches!(self.stage, Stage::Waiting | Stage::LetGo) {
            return Vec::new();
        }
        match self.claim.take() {
            Some((claim, _)) => self.doubt_claim(claim, now),
            None => {
                let problem = Problem::new(ProblemCode::OutcomeUnknown, self.details());
                self.doubt_without_look(UncertainReason::PendingTooLong, problem, now)
            }
        }
    }

    fn succeed(&mut self, card: Option<Box<IssuedCard>>, now: Now) -> Vec<Effect> {
        let proof = self.is_doubtful().then_some(Proof::AttemptEnded);
        self.succeed_with(card, proof, now)
    }

    pub(super) fn succeed_with(
        &mut self,
        card: Option<Box<IssuedCard>>,
        proof: Option<Proof>,
        now: Now,
    ) -> Vec<Effect> {
        let credential = card.as_ref().map(|card| card.credential.id.clone());
        self.end(Stage::Succeeded { card: card.clone(), proof: proof.clone() }, now);
        self.recorded_end(FactKind::Succeeded { card, credential, proof }, now)
    }

    /// An encoder that did not answer in time may have written the card: that is not known to have failed. An error that
    /// the lock system does not explain counts once the record has said twice that nothing was written.
    fn fail(&mut self, problem: Problem, is_first: bool, now: Now) -> Vec<Effect> {
        match problem.code {
            ProblemCode::EncoderTimeout | ProblemCode::AttemptExpired => {
                self.attempt_is_over();
                self.doubt(UncertainReason::EncoderSilent, problem, now)
            }
            ProblemCode::Uncategorized => self.claim(Claim::Failed(problem)),
            _ if is_first => self.claim(Claim::Failed(problem)),
            ProblemCode::NoCard
            | ProblemCode::CardRemovedEarly
            | ProblemCode::IncompatibleCard
            | ProblemCode::EncoderOffline
            | ProblemCode::BridgeDisconnected
            | ProblemCode::CannotBeReissued
            | ProblemCode::CredentialDeleted
            | ProblemCode::OutcomeUnknown
            | ProblemCode::TokenRejected
            | ProblemCode::NotFound
            | ProblemCode::SlowDown
            | ProblemCode::NotSent
            | ProblemCode::SeamTrouble
            | ProblemCode::JournalUnwritable
            | ProblemCode::Unexpected => self.fail_for_certain(problem, now),
        }
    }

    fn claim(&mut self, claim: Claim) -> Vec<Effect> {
        self.attempt_is_over();
        self.claim = Some((claim, 0));
        vec![Effect::ReadSubject]
    }

    pub(super) fn fail_for_certain(&mut self, problem: Problem, now: Now) -> Vec<Effect> {
        self.end(Stage::Failed(problem.clone()), now);
        self.recorded_end(FactKind::Failed(problem), now)
    }

    pub(super) fn attempt_gone(&mut self, now: Now) -> Vec<Effect> {
        if self.attempt.is_none() {
            return self.unanswered(now);
        }
        let problem = Problem::new(ProblemCode::OutcomeUnknown, self.details());
        self.attempt_is_over();
        self.doubt(UncertainReason::AttemptGone, problem, now)
    }

    /// From here on the subject is read instead of the attempt; the id stays in the problem's details.
    fn attempt_is_over(&mut self) {
        self.attempt = None;
    }
}
