//! What a person is told when a card does not come out: one [`Problem`] per cause.
//!
//! The words live in the locale files; this is the part that has consequences: where it comes from, who can fix it, and
//! whether pressing the button again at once is safe.

use std::{sync::Arc, time::Duration};

use super::{ActionAttemptId, RequestId};

/// A cause that a person is told about. Seam's names: `action_attempt.error.type` of ENCODE_CREDENTIAL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// `no_credential_on_encoder`, in Seam's guides also `no_card_on_encoder`.
    NoCard,
    /// `encoding_interrupted`.
    CardRemovedEarly,
    /// `incompatible_card_format`.
    IncompatibleCard,
    /// `encoder_not_online`.
    EncoderOffline,
    /// `encoder_communication_timeout`.
    EncoderTimeout,
    /// `bridge_disconnected`.
    BridgeDisconnected,
    /// `credential_cannot_be_reissued`.
    CannotBeReissued,
    /// `credential_deleted`.
    CredentialDeleted,
    /// `action_attempt_expired`.
    AttemptExpired,
    /// `uncategorized_error`, and every type that Seam added later.
    Uncategorized,
    /// The reply was lost, or the attempt stays pending.
    OutcomeUnknown,
    /// HTTP 401.
    TokenRejected,
    /// HTTP 403 or 404 on the encoder, the credential or the access method.
    NotFound,
    /// HTTP 429.
    SlowDown,
    /// The request never left: name look-up, connection or TLS failed.
    NotSent,
    /// HTTP 5xx, or an answer that is no JSON, on a read.
    SeamTrouble,
    /// This desk's own journal cannot be written, so nothing is sent.
    JournalUnwritable,
    /// Anything else.
    Unexpected,
}

/// Where a failure comes from; groups failures for a supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The plastic, or the hand that holds it.
    Card,
    /// The encoder.
    Encoder,
    /// The way between this desk, Seam and the lock system.
    Link,
    /// The credential's record.
    Record,
    /// The token.
    Access,
    /// This desk's own computer.
    Desk,
    /// Nobody can tell.
    Unknown,
}

/// Who can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Helper {
    /// The person at the desk.
    Clerk,
    /// The person at the desk, else the people who look after the computers.
    ClerkThenIt,
    /// The people who look after the computers.
    It,
    /// The person at the desk, else a supervisor.
    ClerkThenSupervisor,
    /// A supervisor.
    Supervisor,
    /// Nobody needs to.
    Nobody,
}

/// Whether pressing the button again is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Again {
    /// At once.
    Yes,
    /// At once, with another card.
    OtherCard,
    /// On another encoder.
    OtherEncoder,
    /// Once; then somebody should look.
    Once,
    /// Only after looking whether a card was written.
    CheckFirst,
    /// Not for this card.
    OtherCredential,
    /// After the pause that Seam asks for.
    AfterPause,
    /// Not before the cause is gone.
    No,
}

impl ProblemCode {
    /// All of them, in the order of the table that people know them by.
    pub const ALL: [Self; 18] = [
        Self::NoCard,
        Self::CardRemovedEarly,
        Self::IncompatibleCard,
        Self::EncoderOffline,
        Self::EncoderTimeout,
        Self::BridgeDisconnected,
        Self::CannotBeReissued,
        Self::CredentialDeleted,
        Self::AttemptExpired,
        Self::Uncategorized,
        Self::OutcomeUnknown,
        Self::TokenRejected,
        Self::NotFound,
        Self::SlowDown,
        Self::NotSent,
        Self::SeamTrouble,
        Self::JournalUnwritable,
        Self::Unexpected,
    ];

    /// The cause behind Seam's `error.type`. An unknown type is uncategorised; its text stays in the details.
    pub fn from_seam(error_type: &str) -> Self {
        match error_type {
            "no_credential_on_encoder" | "no_card_on_encoder" => Self::NoCard,
            "encoding_interrupted" => Self::CardRemovedEarly,
            "incompatible_card_format" => Self::IncompatibleCard,
            "encoder_not_online" => Self::EncoderOffline,
            "encoder_communication_timeout" => Self::EncoderTimeout,
            "bridge_disconnected" => Self::BridgeDisconnected,
            "credential_cannot_be_reissued" => Self::CannotBeReissued,
            "credential_deleted" => Self::CredentialDeleted,
            "action_attempt_expired" => Self::AttemptExpired,
            _ => Self::Uncategorized,
        }
    }

    /// A stable name for the journal, the locale files and the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoCard => "no-card",
            Self::CardRemovedEarly => "card-removed-early",
            Self::IncompatibleCard => "incompatible-card",
            Self::EncoderOffline => "encoder-offline",
            Self::EncoderTimeout => "encoder-timeout",
            Self::BridgeDisconnected => "bridge-disconnected",
            Self::CannotBeReissued => "cannot-be-reissued",
            Self::CredentialDeleted => "credential-deleted",
            Self::AttemptExpired => "attempt-expired",
            Self::Uncategorized => "uncategorized",
            Self::OutcomeUnknown => "outcome-unknown",
            Self::TokenRejected => "token-rejected",
            Self::NotFound => "not-found",
            Self::SlowDown => "slow-down",
            Self::NotSent => "not-sent",
            Self::SeamTrouble => "seam-trouble",
            Self::JournalUnwritable => "journal-unwritable",
            Self::Unexpected => "unexpected",
        }
    }

    /// The cause with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.key() == key)
    }

    /// Where it comes from.
    pub fn origin(self) -> Origin {
        match self {
            Self::NoCard | Self::CardRemovedEarly | Self::IncompatibleCard => Origin::Card,
            Self::EncoderOffline | Self::EncoderTimeout => Origin::Encoder,
            Self::BridgeDisconnected | Self::AttemptExpired | Self::SlowDown | Self::NotSent | Self::SeamTrouble => {
                Origin::Link
            }
            Self::CannotBeReissued | Self::CredentialDeleted | Self::NotFound => Origin::Record,
            Self::TokenRejected => Origin::Access,
            Self::JournalUnwritable => Origin::Desk,
            Self::Uncategorized | Self::OutcomeUnknown | Self::Unexpected => Origin::Unknown,
        }
    }

    /// Who can fix it.
    pub fn helper(self) -> Helper {
        match self {
            Self::NoCard
            | Self::CardRemovedEarly
            | Self::IncompatibleCard
            | Self::EncoderTimeout
            | Self::CannotBeReissued
            | Self::AttemptExpired
            | Self::OutcomeUnknown => Helper::Clerk,
            Self::EncoderOffline | Self::NotSent => Helper::ClerkThenIt,
            Self::BridgeDisconnected | Self::JournalUnwritable => Helper::It,
            Self::CredentialDeleted => Helper::ClerkThenSupervisor,
            Self::Uncategorized | Self::TokenRejected | Self::NotFound | Self::Unexpected => Helper::Supervisor,
            Self::SlowDown | Self::SeamTrouble => Helper::Nobody,
        }
    }

    /// Whether another press is safe.
    pub fn again(self) -> Again {
        match self {
            Self::NoCard | Self::CardRemovedEarly | Self::NotSent => Again::Yes,
            Self::IncompatibleCard => Again::OtherCard,
            Self::EncoderOffline => Again::OtherEncoder,
            Self::Uncategorized => Again::Once,
            Self::EncoderTimeout | Self::AttemptExpired | Self::OutcomeUnknown => Again::CheckFirst,
            Self::CannotBeReissued => Again::OtherCredential,
            Self::SlowDown => Again::AfterPause,
            Self::BridgeDisconnected
            | Self::CredentialDeleted
            | Self::TokenRejected
            | Self::NotFound
            | Self::SeamTrouble
            | Self::JournalUnwritable
            | Self::Unexpected => Again::No,
        }
    }
}

/// What stands behind a problem, for the folded details and for Seam's support. No secrets, no names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// Seam's `error.type`, as it was written.
    pub error_type: Option<Arc<str>>,
    /// Seam's `error.message`, or what failed on this side.
    pub message: Option<Arc<str>>,
    /// HTTP status, where there was an answer.
    pub http_status: Option<u16>,
    /// `seam-request-id`.
    pub request: Option<RequestId>,
    /// `action_attempt_id`.
    pub attempt: Option<ActionAttemptId>,
    /// How long Seam asks to wait (`Retry-After`, RFC 9110 section 10.2.3).
    pub retry_after: Option<Duration>,
}

/// A cause with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The cause.
    pub code: ProblemCode,
    /// What stands behind it. Boxed: a problem travels inside results.
    pub details: Box<Details>,
}

impl Problem {
    /// A cause with its details.
    pub fn new(code: ProblemCode, details: Details) -> Self {
        Self { code, details: Box::new(details) }
    }

    /// A cause that this desk noticed by itself.
    pub fn noticed(code: ProblemCode, message: impl Into<Arc<str>>) -> Self {
        Self::new(code, Details { message: Some(message.into()), ..Details::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_no_card_are_one_cause() {
        assert_eq!(ProblemCode::from_seam("no_credential_on_encoder"), ProblemCode::NoCard);
        assert_eq!(ProblemCode::from_seam("no_card_on_encoder"), ProblemCode::NoCard);
    }

    #[test]
    fn a_type_from_tomorrow_is_uncategorised() {
        assert_eq!(ProblemCode::from_seam("encoder_on_fire"), ProblemCode::Uncategorized);
    }

    #[test]
    fn every_key_leads_back_to_its_cause() {
        for code in ProblemCode::ALL {
            assert_eq!(ProblemCode::from_key(code.key()), Some(code));
        }
        assert_eq!(ProblemCode::from_key("nothing"), None);
    }

    #[test]
    fn nothing_that_may_have_written_a_card_is_safe_to_repeat_at_once() {
        for code in [ProblemCode::EncoderTimeout, ProblemCode::AttemptExpired, ProblemCode::OutcomeUnknown] {
            assert_eq!(code.again(), Again::CheckFirst, "{code:?}");
        }
    }
}
