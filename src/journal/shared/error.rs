//! What can go wrong between a desk and the shared record, in sentences that a person can act on.

use std::time::Duration;

use super::AddressError;
use crate::journal::JournalError;

/// Why the shared record was not reached, or did not take or give something. Nothing in it holds a password or a guest's
/// name, neither for show nor for logs: of what the server says only its code is kept, since its words quote values.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SharedError {
    /// The address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// No answer.
    #[error("the shared record does not answer: {reason}")]
    Away {
        /// What the network says.
        reason: String,
    },
    /// It took too long.
    #[error("the shared record did not answer within {} s", limit.as_secs())]
    Slow {
        /// How long it had.
        limit: Duration,
    },
    /// It may be another computer that answers.
    #[error(
        "the shared record cannot be trusted: {reason}; ask for its root certificate, and name it with sslrootcert"
    )]
    Untrusted {
        /// What is wrong with its certificate.
        reason: String,
    },
    /// The server does not encrypt, and the address insists on it. Nothing was said to it.
    #[error("the shared record offers no encryption, and its address asks for it: nothing was sent")]
    Unencrypted,
    /// Wrong login or password.
    #[error("the shared record refuses this desk's login or password: set it with `keydesk shared password`")]
    Refused,
    /// The login may not do that.
    #[error("this login may not do that in the shared record: ask whoever looks after it for the right to")]
    NotAllowed,
    /// There is no record in this database, or an older one.
    #[error("this database holds no shared record that this Keydesk can use: run `keydesk shared init`")]
    NotPrepared,
    /// A later Keydesk prepared it.
    #[error("the shared record was prepared by a later Keydesk: install that version or a later one")]
    NewerSchema,
    /// The stream, or an attempt in it, was shipped by another desk.
    #[error("these events are in the shared record already, as another desk's: was this journal copied from there?")]
    NotThisDesk,
    /// There is a desk of that name.
    #[error("there is a desk of this name in the shared record already")]
    DeskKnown,
    /// There is no desk of that name.
    #[error("there is no desk of this name in the shared record")]
    DeskUnknown,
    /// The record holds events that this journal does not.
    #[error(
        "the shared record holds events of this desk that its journal does not (record: {theirs}, journal: {ours}): the \
         journal was restored from an older copy; nothing was shipped, so that nothing is overwritten. Put the newer journal \
         back, or run `keydesk journal recover` on a copy to go on in a chain of its own"
    )]
    OlderCopy {
        /// The last event in the record.
        theirs: i64,
        /// The last event in the journal.
        ours: i64,
    },
    /// Somebody else has shipped events of this journal meanwhile, and others than these.
    #[error("the shared record has moved on in the meantime: the next try looks again")]
    MovedOn,
    /// An event is not what its hash says.
    #[error("an event is not what its hash says, and the shared record does not take it: run `keydesk journal verify`")]
    Damaged,
    /// Its events lie in more months than the record makes for one desk.
    #[error(
        "the shared record takes no more months that lie far from today: set this desk's clock. A journal of many years \
         ships once whoever looks after the record has raised this desk's odd_months"
    )]
    ClockFarOff,
    /// The desk's own journal does not answer.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Anything else.
    #[error("the shared record failed while it was to {operation} ({code})")]
    Failed {
        /// What was to be done, as a verb.
        operation: &'static str,
        /// The server's code, or what kind of failure it was.
        code: String,
    },
}

impl SharedError {
    /// Whether it may be over in a while without anybody doing anything.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Away { .. } | Self::Slow { .. } | Self::MovedOn => true,
            // A serialization failure, a deadlock, a lock that took too long: classes 40 and 55, and 57 for a shutdown.
            Self::Failed { code, .. } => ["40", "55", "57", "53", "08"].iter().any(|class| code.starts_with(class)),
            Self::Address(_)
            | Self::Untrusted { .. }
            | Self::Unencrypted
            | Self::Refused
            | Self::NotAllowed
            | Self::NotPrepared
            | Self::NewerSchema
            | Self::NotThisDesk
            | Self::DeskKnown
            | Self::DeskUnknown
            | Self::OlderCopy { .. }
            | Self::Damaged
            | Self::ClockFarOff
            | Self::Journal(_) => false,
        }
    }
}

/// An error of the library, without the server's words. Codes: postgresql.org/docs/current/errcodes-appendix.html.
#[expect(clippy::wildcard_enum_match_arm, reason = "the library's errors, most of which are not for a person")]
pub(super) fn explain(operation: &'static str, error: sqlx::Error) -> SharedError {
    match error {
        sqlx::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(distrust) => SharedError::Untrusted { reason: distrust.to_string() },
            None => SharedError::Away { reason: error.kind().to_string() },
        },
        // The library has no other sign for it.
        sqlx::Error::Tls(error) if error.to_string().contains("does not support TLS") => SharedError::Unencrypted,
        sqlx::Error::Tls(error) => SharedError::Untrusted { reason: error.to_string() },
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            SharedError::Away { reason: "no connection came about in time".into() }
        }
        sqlx::Error::Protocol(_) => SharedError::Away { reason: "the connection broke".into() },
        sqlx::Error::Database(error) => by_code(operation, error.code().as_deref().unwrap_or_default()),
        error => SharedError::Failed { operation, code: kind(&error).into() },
    }
}

fn by_code(operation: &'static str, code: &str) -> SharedError {
    match code {
        "28P01" | "28000" => SharedError::Refused,
        "42501" => SharedError::NotAllowed,
        "3D000" | "3F000" | "42P01" | "42883" | "42703" | "KD007" => SharedError::NotPrepared,
        "KD001" => SharedError::MovedOn,
        "KD002" | "KD004" => SharedError::NotThisDesk,
        "KD003" => SharedError::Damaged,
        "KD005" => SharedError::DeskKnown,
        "KD006" => SharedError::ClockFarOff,
        "57014" => SharedError::Slow { limit: super::QUERY_LIMIT },
        "57P01" | "57P02" | "57P03" | "57P05" | "53300" => {
            SharedError::Away { reason: "it is shutting down, starting, or has no room".into() }
        }
        code => SharedError::Failed { operation, code: code.to_owned() },
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's errors, most of which are not for a person")]
fn kind(error: &sqlx::Error) -> &'static str {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "a column cannot be read",
        sqlx::Error::RowNotFound => "an answer is missing",
        _ => "the library",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_says_in_words_goes_nowhere() {
        let quoting = sqlx::Error::Protocol("unexpected: Lucía Fernández".into());
        let told = explain("append", quoting);
        assert!(!format!("{told} {told:?}").contains("Lucía"), "{told:?}");
        let told = explain("append", sqlx::Error::Decode("Lucía".into()));
        assert!(!format!("{told} {told:?}").contains("Lucía"), "{told:?}");
    }

    #[test]
    fn each_code_has_its_meaning() {
        assert!(matches!(by_code("x", "28P01"), SharedError::Refused));
        assert!(matches!(by_code("x", "42501"), SharedError::NotAllowed));
        assert!(matches!(by_code("x", "42P01"), SharedError::NotPrepared));
        assert!(matches!(by_code("x", "KD002"), SharedError::NotThisDesk));
        assert!(by_code("x", "40P01").is_passing() && by_code("x", "57P01").is_passing());
        assert!(!by_code("x", "KD003").is_passing() && !by_code("x", "23505").is_passing());
    }
}
