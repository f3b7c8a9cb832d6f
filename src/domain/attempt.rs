//! What Seam says about an action attempt and about the subject that it was for.

use std::{fmt, sync::Arc};

use jiff::Timestamp;

use super::{AccessMethodId, ActionAttemptId, Credential, CredentialId, IssueEvent, Issued, RequestId};

/// What an encode names: exactly one of the two ids that `/acs/encoders/encode_credential` takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// `acs_credential_id`.
    Credential(CredentialId),
    /// `access_method_id`.
    AccessMethod(AccessMethodId),
}

impl Subject {
    /// The id alone, for show and for search.
    pub fn id(&self) -> &str {
        match self {
            Self::Credential(id) => id.as_str(),
            Self::AccessMethod(id) => id.as_str(),
        }
    }
}

/// The card that a successful encode left behind.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedCard {
    /// The credential, as far as Keydesk understands it.
    pub credential: Credential,
    /// `result` as Seam wrote it (JSON), for the command line and the journal: nothing Seam says is dropped.
    pub reported: Arc<str>,
}

impl fmt::Debug for IssuedCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedCard").field("credential", &self.credential.id).finish_non_exhaustive()
    }
}

/// One answer about an attempt (`action_attempt`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptReport {
    /// `action_attempt_id`.
    pub id: ActionAttemptId,
    /// `status` with what belongs to it.
    pub status: AttemptStatus,
    /// `seam-request-id` of this answer.
    pub request: Option<RequestId>,
}

/// `status`. Seam knows no "card seen" and no "writing".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptStatus {
    /// `pending`.
    Pending,
    /// `success`; the card is absent when `result` could not be understood, which does not make it less of a success.
    Success(Option<Box<IssuedCard>>),
    /// `error`.
    Error {
        /// `error.type`, an open set.
        error_type: Arc<str>,
        /// `error.message`.
        message: Arc<str>,
    },
    /// A status that Seam added later, as it was written: neither done nor failed.
    Other(Arc<str>),
}

/// What a read of a credential or an access method says about whether it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectState {
    /// `is_issued`, `issued_at`.
    pub issued: Issued,
    /// `card_number`, which an access method does not have.
    pub card_number: Option<Arc<str>>,
    /// The whole credential, where the subject is one.
    pub credential: Option<Box<Credential>>,
    /// The server's `Date` when it answered: the only clock that `issued_at` may be compared with.
    pub server_time: Option<Timestamp>,
    /// The newest `issued` or `reissued` event since the request, where one was asked for and told.
    pub announced: Option<IssueEvent>,
}
