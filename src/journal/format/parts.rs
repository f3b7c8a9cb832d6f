//! Shapes that several kinds of facts share.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::{Details, Issued, Problem, ProblemCode, Subject};

/// Everything in a row that is about a person, so that erasing one column erases it all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct PersonalV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) guest: Option<Arc<str>>,
    /// A card's display name is free text, and hotels write guests into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) card_name: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) card_number: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) card_number_before: Option<Arc<str>>,
    /// The number in a proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) proved_number: Option<Arc<str>>,
    /// The lock system's number of the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) vendor_card_id: Option<Arc<str>>,
    /// `result` as Seam wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reported: Option<Arc<str>>,
    /// What somebody wrote about a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<Arc<str>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SubjectV1 {
    Credential(Arc<str>),
    AccessMethod(Arc<str>),
}

impl From<&Subject> for SubjectV1 {
    fn from(subject: &Subject) -> Self {
        match subject {
            Subject::Credential(id) => Self::Credential(id.as_str().into()),
            Subject::AccessMethod(id) => Self::AccessMethod(id.as_str().into()),
        }
    }
}

impl From<SubjectV1> for Subject {
    fn from(subject: SubjectV1) -> Self {
        match subject {
            SubjectV1::Credential(id) => Self::Credential(crate::domain::CredentialId::new(id)),
            SubjectV1::AccessMethod(id) => Self::AccessMethod(crate::domain::AccessMethodId::new(id)),
        }
    }
}

/// `is_issued` with `issued_at`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum IssuedV1 {
    No,
    Yes(Option<String>),
    #[default]
    Unknown,
}

impl From<Issued> for IssuedV1 {
    fn from(issued: Issued) -> Self {
        match issued {
            Issued::No => Self::No,
            Issued::Yes(at) => Self::Yes(text(at)),
            Issued::Unknown => Self::Unknown,
        }
    }
}

impl From<IssuedV1> for Issued {
    fn from(issued: IssuedV1) -> Self {
        match issued {
            IssuedV1::No => Self::No,
            IssuedV1::Yes(at) => Self::Yes(timestamp(at.as_deref())),
            IssuedV1::Unknown => Self::Unknown,
        }
    }
}

/// A problem: its cause's key and what stands behind it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::journal) struct ProblemV1 {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt_id: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
}

pub(in crate::journal) fn problem_of(problem: &Problem) -> ProblemV1 {
    let Details { error_type, message, http_status, request, attempt, retry_after } = problem.details.as_ref();
    ProblemV1 {
        code: problem.code.key().to_owned(),
        error_type: error_type.clone(),
        message: message.clone(),
        http_status: *http_status,
        request_id: request.as_ref().map(|id| id.as_str().into()),
        attempt_id: attempt.as_ref().map(|id| id.as_str().into()),
        retry_after_ms: retry_after.map(|pause| u64::try_from(pause.as_millis()).unwrap_or(u64::MAX)),
    }
}

/// A cause that this Keydesk does not know reads as [`ProblemCode::Unexpected`]; its details stay.
pub(in crate::journal) fn problem_from(stored: ProblemV1) -> Problem {
    let details = Details {
        error_type: stored.error_type,
        message: stored.message,
        http_status: stored.http_status,
        request: stored.request_id.map(crate::domain::RequestId::new),
        attempt: stored.attempt_id.map(crate::domain::ActionAttemptId::new),
        retry_after: stored.retry_after_ms.map(Duration::from_millis),
    };
    Problem::new(ProblemCode::from_key(&stored.code).unwrap_or(ProblemCode::Unexpected), details)
}

/// RFC 3339, to the nanosecond.
pub(super) fn text(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

/// A time that cannot be read counts as absent.
pub(super) fn timestamp(text: Option<&str>) -> Option<Timestamp> {
    text.and_then(|text| text.parse().ok())
}
