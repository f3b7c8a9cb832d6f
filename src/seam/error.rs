//! What can go wrong between this desk and Seam, and what it means for a card.

use std::time::Duration;

use crate::domain::{Details, Problem, ProblemCode, RequestId};

use super::{
    cause::{LostCause, NotSentCause},
    rejection::Rejection,
    repeated,
    retry::Outcome,
};

/// A call without an answer that can be used. `Display` and `Debug` hold no token, no body and no name of a guest.
#[derive(Debug, thiserror::Error)]
pub enum SeamError {
    /// Nothing left this computer: the call was certainly not executed.
    #[error("nothing was sent to Seam: {cause}")]
    NotSent {
        /// Which step failed.
        cause: NotSentCause,
        /// What it said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The request may have arrived, and what came of it is not known.
    #[error("the answer of Seam was lost: {cause}")]
    Ambiguous {
        /// How.
        cause: LostCause,
        /// The `seam-request-id`, where the answer had begun.
        request: Option<RequestId>,
        /// What the connection said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// Seam, or something before it, refused: any 4xx.
    #[error("Seam refused: {0}")]
    Rejected(Box<Rejection>),
    /// An answer that says nothing about the call: 5xx, a redirect, or a page of something that is not Seam.
    #[error("Seam cannot answer properly (HTTP {status})")]
    Unavailable {
        /// HTTP status.
        status: u16,
        /// `seam-request-id`.
        request: Option<RequestId>,
        /// `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// A success that cannot be read.
    #[error("an answer of Seam cannot be read at {path}: {reason}")]
    Undecodable {
        /// The path to the field.
        path: String,
        /// What is wrong with it; never its value.
        reason: String,
        /// `seam-request-id`.
        request: Option<RequestId>,
    },
}

/// What a failed write means: the one question that decides whether a card may exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// Certainly nothing was done.
    NotExecuted(Problem),
    /// It may have been done; the cause is [`ProblemCode::OutcomeUnknown`].
    Ambiguous(Problem),
}

impl SeamError {
    /// The cause for a person, of a read or of a write that was certainly not executed.
    pub fn problem(&self) -> Problem {
        Problem::new(self.code(), self.details())
    }

    /// What this means when the call was an encode or a scan.
    pub fn submission(&self) -> Submission {
        let is_definite = match self {
            Self::NotSent { .. } => true,
            Self::Rejected(rejection) => rejection.is_definite(),
            Self::Ambiguous { .. } | Self::Unavailable { .. } | Self::Undecodable { .. } => false,
        };
        if is_definite {
            Submission::NotExecuted(self.problem())
        } else {
            Submission::Ambiguous(Problem::new(ProblemCode::OutcomeUnknown, self.details()))
        }
    }

    /// `seam-request-id`, where there was an answer.
    pub fn request(&self) -> Option<&RequestId> {
        match self {
            Self::NotSent { .. } => None,
            Self::Rejected(rejection) => rejection.request.as_ref(),
            Self::Ambiguous { request, .. } | Self::Unavailable { request, .. } | Self::Undecodable { request, .. } => {
                request.as_ref()
            }
        }
    }

    /// HTTP status, where it says something.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Rejected(rejection) => Some(rejection.status),
            Self::Unavailable { status, .. } => Some(*status),
            Self::NotSent { .. } | Self::Ambiguous { .. } | Self::Undecodable { .. } => None,
        }
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Rejected(rejection) => rejection.retry_after,
            Self::Unavailable { retry_after, .. } => *retry_after,
            Self::NotSent { .. } | Self::Ambiguous { .. } | Self::Undecodable { .. } => None,
        }
    }

    /// Whether the token was refused (401).
    pub fn is_token_rejected(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether the thing does not exist, or not in this workspace (403, 404).
    pub fn is_not_found(&self) -> bool {
        matches!(self.status(), Some(403 | 404))
    }

    /// As far as another try depends on it.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::NotSent { cause, .. } => match cause {
                NotSentCause::Dns | NotSentCause::Connect | NotSentCause::ConnectTimeout | NotSentCause::Proxy => {
                    Outcome::Unreachable
                }
                NotSentCause::Certificate
                | NotSentCause::Tls
                | NotSentCause::RootFile(_)
                | NotSentCause::RootVariable(_)
                | NotSentCause::Build
                | NotSentCause::Token(_) => Outcome::Refused,
            },
            Self::Ambiguous { cause: LostCause::TooLong, .. } | Self::Undecodable { .. } => Outcome::Unreadable,
            Self::Ambiguous { .. } => Outcome::Lost,
            Self::Rejected(rejection) => Outcome::Status(rejection.status),
            Self::Unavailable { status, .. } => Outcome::Status(*status),
        }
    }

    fn code(&self) -> ProblemCode {
        match self {
            Self::NotSent { cause: NotSentCause::Build, .. } => ProblemCode::Unexpected,
            Self::NotSent { cause: NotSentCause::Token(_), .. } => ProblemCode::TokenRejected,
            Self::NotSent { .. } => ProblemCode::NotSent,
            Self::Rejected(rejection) => match rejection.status {
                401 => ProblemCode::TokenRejected,
                403 | 404 => ProblemCode::NotFound,
                429 => ProblemCode::SlowDown,
                407 => ProblemCode::NotSent,
                408 => ProblemCode::SeamTrouble,
                _ => ProblemCode::Unexpected,
            },
            Self::Ambiguous { .. } | Self::Unavailable { .. } => ProblemCode::SeamTrouble,
            Self::Undecodable { .. } => ProblemCode::Unexpected,
        }
    }

    fn details(&self) -> Details {
        let refused = match self {
            Self::Rejected(rejection) => Some(rejection),
            Self::NotSent { .. } | Self::Ambiguous { .. } | Self::Unavailable { .. } | Self::Undecodable { .. } => None,
        };
        Details {
            error_type: refused.and_then(|rejection| rejection.error_type.clone()),
            message: Some(match refused.and_then(|rejection| rejection.explanation()) {
                Some(explanation) => explanation.into(),
                None => repeated::message(&self.chain()).into(),
            }),
            http_status: self.status(),
            request: self.request().cloned(),
            attempt: None,
            retry_after: self.retry_after(),
        }
    }

    /// The error and its sources in one line, each once.
    fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            let said = error.to_string();
            if !text.contains(&said) {
                text.push_str(": ");
                text.push_str(&said);
            }
            source = error.source();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(status: u16) -> SeamError {
        SeamError::Rejected(Box::new(Rejection { status, ..Rejection::default() }))
    }

    #[test]
    fn statuses_become_causes() {
        for (status, code, is_definite) in [
            (400, ProblemCode::Unexpected, true),
            (401, ProblemCode::TokenRejected, true),
            (403, ProblemCode::NotFound, true),
            (404, ProblemCode::NotFound, true),
            (405, ProblemCode::Unexpected, true),
            (407, ProblemCode::NotSent, true),
            (408, ProblemCode::SeamTrouble, false),
            (409, ProblemCode::Unexpected, true),
            (422, ProblemCode::Unexpected, true),
            (425, ProblemCode::Unexpected, false),
            (429, ProblemCode::SlowDown, true),
            (499, ProblemCode::Unexpected, false),
        ] {
            let error = rejected(status);
            assert_eq!(error.problem().code, code, "{status}");
            let expected = if is_definite {
                Submission::NotExecuted(error.problem())
            } else {
                Submission::Ambiguous(Problem::new(ProblemCode::OutcomeUnknown, error.details()))
            };
            assert_eq!(error.submission(), expected, "{status}");
        }
    }

    #[test]
    fn what_may_have_been_executed_is_never_called_not_executed() {
        let request = None;
        for error in [
            SeamError::Ambiguous { cause: LostCause::Timeout, request: None, source: None },
            SeamError::Ambiguous { cause: LostCause::Body, request: None, source: None },
            SeamError::Unavailable { status: 502, request: None, retry_after: None },
            SeamError::Unavailable { status: 302, request: None, retry_after: None },
            SeamError::Undecodable { path: "action_attempt".into(), reason: "missing".into(), request },
        ] {
            assert!(
                matches!(error.submission(), Submission::Ambiguous(problem) if problem.code == ProblemCode::OutcomeUnknown)
            );
        }
    }
}
