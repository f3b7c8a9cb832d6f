//! One shape per kind of fact.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    access::{access_from, access_of},
    aftermath::{followed_up_from, followed_up_of, reasked_from, reasked_of, retention_from, retention_of},
    card::{self, CardV1},
    evidence::{EvidenceV1, ProofV1, ProvedNotWrittenV1, proof_from, proof_of},
    parts::{IssuedV1, PersonalV1, ProblemV1, SubjectV1, problem_from, problem_of, text, timestamp},
};
use crate::domain::{
    ActionAttemptId, CredentialId, Decision, Desk, EncoderId, FactKind, Guest, Intent, JobId, Operator, RequestId,
    SystemId, UncertainReason, WorkspaceId,
};

#[derive(Debug, Serialize, Deserialize)]
struct IntendedV1 {
    subject: SubjectV1,
    encoder: Arc<str>,
    #[serde(default)]
    encoder_name: Arc<str>,
    system: Arc<str>,
    workspace: Arc<str>,
    #[serde(default)]
    doors: Vec<Arc<str>>,
    operator: Arc<str>,
    desk: Arc<str>,
    #[serde(default)]
    issued_before: IssuedV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_of: Option<uuid::Uuid>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AcceptedV1 {
    attempt: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    round_trip_us: Option<u64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct SucceededV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<ProofV1>,
}

#[derive(Debug, Serialize, Deserialize)]
struct UncertainV1 {
    reason: ReasonV1,
    #[serde(default)]
    problem: ProblemV1,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReasonV1 {
    ReplyLost,
    PendingTooLong,
    AttemptGone,
    Interrupted,
    EncoderSilent,
}

#[derive(Debug, Serialize, Deserialize)]
struct DecidedV1 {
    decision: DecisionV1,
    operator: Arc<str>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DecisionV1 {
    Written,
    NotWritten,
}

/// The word in the column `kind`.
pub(in crate::journal) fn kind_name(kind: &FactKind) -> &'static str {
    match kind {
        FactKind::Intended(_) => "intended",
        FactKind::NotExecuted(_) => "not_executed",
        FactKind::Accepted { .. } => "accepted",
        FactKind::Succeeded { .. } => "succeeded",
        FactKind::Failed(_) => "failed",
        FactKind::BecameUncertain(..) => "became_uncertain",
        FactKind::Learned(_) => "learned",
        FactKind::ProvedNotWritten(_) => "proved_not_written",
        FactKind::LetGo => "let_go",
        FactKind::Decided { .. } => "decided",
        FactKind::Reasked { .. } => "reasked",
        FactKind::FollowedUp(_) => "followed_up",
        FactKind::RetentionRan(_) => "retention_ran",
        FactKind::Access(_) => "access",
    }
}

pub(super) fn write(kind: &FactKind, personal: &mut PersonalV1) -> serde_json::Result<String> {
    match kind {
        FactKind::Intended(intent) => serde_json::to_string(&intended(intent, personal)),
        FactKind::NotExecuted(problem) | FactKind::Failed(problem) => serde_json::to_string(&problem_of(problem)),
        FactKind::Accepted { attempt, request, round_trip } => serde_json::to_string(&AcceptedV1 {
            attempt: attempt.as_str().into(),
            request: request.as_ref().map(|id| id.as_str().into()),
            round_trip_us: round_trip.and_then(|took| u64::try_from(took.as_micros()).ok()),
        }),
        FactKind::Succeeded { card, credential, proof } => serde_json::to_string(&SucceededV1 {
            card: card.as_ref().map(|card| card::store(card, personal)),
            credential: credential.as_ref().map(|id| id.as_str().into()),
            proof: proof.as_ref().map(|proof| proof_of(proof, personal)),
        }),
        FactKind::BecameUncertain(reason, problem) => {
            serde_json::to_string(&UncertainV1 { reason: (*reason).into(), problem: problem_of(problem) })
        }
        FactKind::Learned(evidence) => serde_json::to_string(&EvidenceV1::from(*evidence)),
        FactKind::ProvedNotWritten(disproof) => {
            serde_json::to_string(&ProvedNotWrittenV1 { disproof: (*disproof).into() })
        }
        FactKind::LetGo => Ok("{}".to_owned()),
        FactKind::Decided { decision, operator } => {
            serde_json::to_string(&DecidedV1 { decision: (*decision).into(), operator: Arc::clone(&operator.0) })
        }
        FactKind::Reasked { answer, request } => serde_json::to_string(&reasked_of(answer, request.as_ref(), personal)),
        FactKind::FollowedUp(follow_up) => serde_json::to_string(&followed_up_of(follow_up, personal)),
        FactKind::RetentionRan(run) => serde_json::to_string(&retention_of(run)),
        FactKind::Access(fact) => serde_json::to_string(&access_of(fact)),
    }
}

/// `None` for a kind that this Keydesk does not know.
pub(super) fn read(
    kind: &str,
    job: JobId,
    payload: &str,
    personal: PersonalV1,
) -> serde_json::Result<Option<FactKind>> {
    Ok(Some(match kind {
        "intended" => FactKind::Intended(Box::new(intent(job, serde_json::from_str(payload)?, personal))),
        "not_executed" => FactKind::NotExecuted(problem_from(serde_json::from_str(payload)?)),
        "accepted" => {
            let AcceptedV1 { attempt, request, round_trip_us } = serde_json::from_str(payload)?;
            FactKind::Accepted {
                attempt: ActionAttemptId::new(attempt),
                request: request.map(RequestId::new),
                round_trip: round_trip_us.map(Duration::from_micros),
            }
        }
        "succeeded" => succeeded(serde_json::from_str(payload)?, personal),
        "failed" => FactKind::Failed(problem_from(serde_json::from_str(payload)?)),
        "became_uncertain" => {
            let UncertainV1 { reason, problem } = serde_json::from_str(payload)?;
            FactKind::BecameUncertain(reason.into(), problem_from(problem))
        }
        "learned" => FactKind::Learned(serde_json::from_str::<EvidenceV1>(payload)?.into()),
        "proved_not_written" => {
            FactKind::ProvedNotWritten(serde_json::from_str::<ProvedNotWrittenV1>(payload)?.disproof.into())
        }
        "let_go" => FactKind::LetGo,
        "decided" => {
            let DecidedV1 { decision, operator } = serde_json::from_str(payload)?;
            FactKind::Decided { decision: decision.into(), operator: Operator(operator) }
        }
        "reasked" => reasked_from(serde_json::from_str(payload)?, personal),
        "followed_up" => followed_up_from(serde_json::from_str(payload)?, personal),
        "retention_ran" => retention_from(serde_json::from_str(payload)?),
        "access" => FactKind::Access(access_from(serde_json::from_str(payload)?)?),
        _ => return Ok(None),
    }))
}

fn intended(intent: &Intent, personal: &mut PersonalV1) -> IntendedV1 {
    personal.guest = intent.guest.as_ref().map(|guest| guest.full_name().into());
    personal.card_name = Some(Arc::clone(&intent.card_name));
    personal.card_number_before.clone_from(&intent.card_number_before);
    IntendedV1 {
        subject: (&intent.subject).into(),
        encoder: intent.encoder.as_str().into(),
        encoder_name: Arc::clone(&intent.encoder_name),
        system: intent.system.as_str().into(),
        workspace: intent.workspace.as_str().into(),
        doors: intent.doors.clone(),
        operator: Arc::clone(&intent.operator.0),
        desk: Arc::clone(&intent.desk.0),
        issued_before: intent.issued_before.into(),
        server_time: text(intent.server_time),
        retry_of: intent.retry_of.map(|job| job.0),
    }
}

fn intent(job: JobId, stored: IntendedV1, personal: PersonalV1) -> Intent {
    Intent {
        job,
        subject: stored.subject.into(),
        encoder: EncoderId::new(stored.encoder),
        encoder_name: stored.encoder_name,
        system: SystemId::new(stored.system),
        workspace: WorkspaceId::new(stored.workspace),
        card_name: personal.card_name.unwrap_or_default(),
        guest: personal.guest.map(Guest::new),
        doors: stored.doors,
        operator: Operator(stored.operator),
        desk: Desk(stored.desk),
        issued_before: stored.issued_before.into(),
        card_number_before: personal.card_number_before,
        server_time: timestamp(stored.server_time.as_deref()),
        retry_of: stored.retry_of.map(JobId),
    }
}

fn succeeded(stored: SucceededV1, mut personal: PersonalV1) -> FactKind {
    let proved_number = personal.proved_number.take();
    FactKind::Succeeded {
        card: stored.card.map(|stored| Box::new(card::load(stored, personal))),
        credential: stored.credential.map(CredentialId::new),
        proof: stored.proof.map(|proof| proof_from(proof, proved_number)),
    }
}

impl From<UncertainReason> for ReasonV1 {
    fn from(reason: UncertainReason) -> Self {
        match reason {
            UncertainReason::ReplyLost => Self::ReplyLost,
            UncertainReason::PendingTooLong => Self::PendingTooLong,
            UncertainReason::AttemptGone => Self::AttemptGone,
            UncertainReason::Interrupted => Self::Interrupted,
            UncertainReason::EncoderSilent => Self::EncoderSilent,
        }
    }
}

impl From<ReasonV1> for UncertainReason {
    fn from(reason: ReasonV1) -> Self {
        match reason {
            ReasonV1::ReplyLost => Self::ReplyLost,
            ReasonV1::PendingTooLong => Self::PendingTooLong,
            ReasonV1::AttemptGone => Self::AttemptGone,
            ReasonV1::Interrupted => Self::Interrupted,
            ReasonV1::EncoderSilent => Self::EncoderSilent,
        }
    }
}

impl From<Decision> for DecisionV1 {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Written => Self::Written,
            Decision::NotWritten => Self::NotWritten,
        }
    }
}

impl From<DecisionV1> for Decision {
    fn from(decision: DecisionV1) -> Self {
        match decision {
            DecisionV1::Written => Self::Written,
            DecisionV1::NotWritten => Self::NotWritten,
        }
    }
}
