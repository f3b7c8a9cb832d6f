//! An outcome that nobody reported: looking for what settles it, by record, by event, by card, by a person's word.

use super::{CardReading, Claim, Effect, Encode, Moment, Stage, fact};
use crate::{
    domain::{
        AttemptWord, CardFound, CardOnEncoder, Credential, Decision, Evidence, FactKind, IssuedCard, Operator, Problem,
        ProblemCode, Proof, RecordWord, SubjectState, UncertainReason,
    },
    flow::{Now, reconcile, schedule},
};

/// How many reads of the record must follow the reading of the card: the first may have begun before it.
const READS_SINCE_CARD: u8 = 2;

/// How many reads of the record must agree with an error that explains nothing: one may be an old answer.
const READS_OF_CLAIM: u8 = 2;

impl Encode {
    pub(super) fn doubt(&mut self, reason: UncertainReason, problem: Problem, now: Now) -> Vec<Effect> {
        let mut effects = self.doubt_without_look(reason, problem, now);
        effects.push(Effect::WakeAt(now.since_start + schedule::FIRST_LOOK));
        effects
    }

    pub(super) fn doubt_without_look(&mut self, reason: UncertainReason, problem: Problem, now: Now) -> Vec<Effect> {
        if matches!(&self.stage, Stage::Uncertain(known, _) if *known == reason) {
            return Vec::new();
        }
        self.accepted.get_or_insert(now);
        self.attempt_says(attempt_word(reason));
        self.stage = Stage::Uncertain(reason, problem.clone());
        let record = Effect::Record(fact(&self.intent, now, FactKind::BecameUncertain(reason, problem)));
        vec![record, Effect::Notify(Moment::BecameUncertain)]
    }

    /// A card that was read before the attempt said something else may have been written after it was read.
    pub(super) fn attempt_says(&mut self, word: AttemptWord) {
        if self.evidence.attempt != word {
            self.evidence = Evidence { attempt: word, card: None, ..self.evidence };
            self.card = CardReading::default();
        }
    }

    pub(super) fn is_doubtful(&self) -> bool {
        matches!(self.stage, Stage::Uncertain(..) | Stage::LetGo)
    }

    /// Writes down what is new.
    pub(super) fn learn(&mut self, evidence: Evidence, now: Now) -> Vec<Effect> {
        if self.evidence == evidence {
            return Vec::new();
        }
        self.evidence = evidence;
        let learned = Effect::Record(fact(&self.intent, now, FactKind::Learned(evidence)));
        vec![learned, Effect::Notify(Moment::Learned)]
    }

    pub(super) fn compare(&mut self, state: SubjectState, now: Now) -> Vec<Effect> {
        self.trouble = 0;
        let is_asked = self.claim.is_some() || matches!(self.stage, Stage::Uncertain(..));
        match (reconcile::prove(&self.before, &state), self.claim.take()) {
            _ if !is_asked => self.unanswered(now),
            (Some(_), Some((Claim::Succeeded, _))) => {
                let proof = self.is_doubtful().then_some(Proof::AttemptEnded);
                self.succeed_with(state.credential.map(|credential| issued(*credential)), proof, now)
            }
            (Some(proof), _) => {
                self.succeed_with(state.credential.map(|credential| issued(*credential)), Some(proof), now)
            }
            (None, Some((claim, reads))) => self.hold(claim, reads + 1, &state, now),
            (None, None) => self.unproved(reconcile::tell_record(&self.before, &state), now),
        }
    }

    /// The record proves nothing about a claim: an error counts once it was unchanged often enough, a success never does.
    fn hold(&mut self, claim: Claim, reads: u8, state: &SubjectState, now: Now) -> Vec<Effect> {
        let is_unchanged = reconcile::tell_record(&self.before, state) == RecordWord::Unchanged;
        match claim {
            Claim::Failed(problem) if is_unchanged && reads >= READS_OF_CLAIM => self.fail_for_certain(problem, now),
            Claim::Failed(_) | Claim::Succeeded if is_unchanged && reads < READS_OF_CLAIM => {
                self.claim = Some((claim, reads));
                vec![Effect::WakeAt(now.since_start + schedule::FIRST_LOOK)]
            }
            Claim::Failed(_) | Claim::Succeeded => {
                let mut effects = self.doubt_claim(claim, now);
                effects.push(Effect::WakeAt(now.since_start + schedule::FIRST_LOOK));
                effects
            }
        }
    }

    pub(super) fn doubt_claim(&mut self, claim: Claim, now: Now) -> Vec<Effect> {
        match claim {
            Claim::Failed(problem) => self.doubt_without_look(UncertainReason::EncoderSilent, problem, now),
            Claim::Succeeded => {
                let problem = Problem::new(ProblemCode::OutcomeUnknown, self.details());
                let mut effects = self.doubt_without_look(UncertainReason::EncoderSilent, problem, now);
                effects.extend(self.learn(Evidence { attempt: AttemptWord::Claimed, ..self.evidence }, now));
                effects
            }
        }
    }

    fn unproved(&mut self, record: RecordWord, now: Now) -> Vec<Effect> {
        let mut effects = self.learn(Evidence { record, ..self.evidence }, now);
        self.card.reads_since = self.card.reads_since.saturating_add(1);
        match reconcile::disprove(&self.evidence) {
            Some(disproof) if self.card.reads_since >= READS_SINCE_CARD => {
                self.end(Stage::NotWritten(disproof), now);
                effects.extend(self.recorded_end(FactKind::ProvedNotWritten(disproof), now));
            }
            Some(_) => effects.push(Effect::WakeAt(now.since_start + schedule::FIRST_LOOK)),
            None => effects.push(self.look_again(now)),
        }
        effects
    }

    /// A record that is gone agrees with nothing: what it would have said is a question.
    pub(super) fn subject_gone(&mut self, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        match self.claim.take() {
            Some((Claim::Failed(problem), _)) if problem.code == ProblemCode::CredentialDeleted => {
                return self.fail_for_certain(problem, now);
            }
            Some((claim, _)) => effects = self.doubt_claim(claim, now),
            None => {}
        }
        if matches!(self.stage, Stage::Uncertain(..)) {
            effects.extend(self.learn(Evidence { record: RecordWord::Gone, ..self.evidence }, now));
        }
        effects.extend(self.unanswered(now));
        effects
    }

    /// Has the card on the encoder read, once a request that was cut off cannot be worked on any more.
    pub(super) fn read_card(&mut self) -> Vec<Effect> {
        if self.card.is_under_way || !matches!(self.stage, Stage::Uncertain(..)) {
            return Vec::new();
        }
        self.card = CardReading { is_under_way: true, ..CardReading::default() };
        let known_since = self.accepted.or(self.sent).unwrap_or(self.started).since_start;
        vec![Effect::ReadCard { not_before: known_since + schedule::SETTLED }]
    }

    pub(super) fn card_read(&mut self, card: CardOnEncoder, now: Now) -> Vec<Effect> {
        let was_asked = std::mem::take(&mut self.card.is_under_way);
        if !was_asked || !matches!(self.stage, Stage::Uncertain(..)) {
            return Vec::new();
        }
        let found = reconcile::tell_card(&self.before, &card);
        if found == CardFound::Ours {
            let proof = Proof::CardRead { card_number: card.card_number };
            return self.succeed_with(card.credential.map(|credential| issued(*credential)), Some(proof), now);
        }
        self.card.reads_since = 0;
        let mut effects = self.learn(Evidence { card: Some(found), ..self.evidence }, now);
        effects.push(Effect::WakeAt(now.since_start + schedule::FIRST_LOOK));
        effects
    }

    pub(super) fn card_unread(&mut self, problem: Problem) -> Vec<Effect> {
        if std::mem::take(&mut self.card.is_under_way) {
            self.card.trouble = Some(problem);
        }
        Vec::new()
    }

    pub(super) fn decide(&mut self, decision: Decision, operator: Operator, now: Now) -> Vec<Effect> {
        if !self.is_doubtful() {
            return Vec::new();
        }
        self.end(Stage::Decided(decision), now);
        self.recorded_end(FactKind::Decided { decision, operator }, now)
    }
}

/// What a reason says about the attempt before anything was looked at.
pub(super) fn attempt_word(reason: UncertainReason) -> AttemptWord {
    match reason {
        UncertainReason::ReplyLost | UncertainReason::Interrupted => AttemptWord::Lost,
        UncertainReason::PendingTooLong => AttemptWord::Pending,
        UncertainReason::AttemptGone => AttemptWord::Gone,
        UncertainReason::EncoderSilent => AttemptWord::Unclear,
    }
}

/// A credential that was read back rather than reported by its attempt.
fn issued(credential: Credential) -> Box<IssuedCard> {
    Box::new(IssuedCard { credential, reported: "".into() })
}
