//! The facts of one job, in the order in which they became true. The journal keeps them; replaying them rebuilds the job.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use super::{
    AccessFact, ActionAttemptId, CredentialId, Desk, Disproof, EncoderId, Evidence, FollowUp, Guest, Issued,
    IssuedCard, JobId, Operator, Problem, Proof, RequestId, Subject, SystemId, WorkspaceId,
};

/// What a clerk asked for, written down before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The job.
    pub job: JobId,
    /// The credential or access method to write.
    pub subject: Subject,
    /// The encoder that shall write it.
    pub encoder: EncoderId,
    /// Its name at that time.
    pub encoder_name: Arc<str>,
    /// Its lock system.
    pub system: SystemId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The card's display name.
    pub card_name: Arc<str>,
    /// Who the card is for.
    pub guest: Option<Guest>,
    /// The doors it opens, by name.
    pub doors: Vec<Arc<str>>,
    /// Who pressed the button.
    pub operator: Operator,
    /// Where.
    pub desk: Desk,
    /// Whether it had been written before.
    pub issued_before: Issued,
    /// The card number before, for the comparison after a lost reply.
    pub card_number_before: Option<Arc<str>>,
    /// The server's clock shortly before the request, which `issued_at` is compared with after a lost reply.
    pub server_time: Option<Timestamp>,
    /// The job that this one tries again.
    pub retry_of: Option<JobId>,
}

/// Why the outcome of a job is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UncertainReason {
    /// The request may have arrived, the reply did not.
    ReplyLost,
    /// The attempt stays pending for longer than anybody holds a card.
    PendingTooLong,
    /// Seam does not know the attempt any more.
    AttemptGone,
    /// The program stopped between sending and knowing.
    Interrupted,
    /// The encoder did not answer in time (`encoder_communication_timeout`, `action_attempt_expired`).
    EncoderSilent,
}

/// What a person says about an outcome that the program cannot settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// "The card works."
    Written,
    /// "No card was made."
    NotWritten,
}

/// Something that became true about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The job.
    pub job: JobId,
    /// When, by this desk's clock in UTC.
    pub at: Timestamp,
    /// What.
    pub kind: FactKind,
}

/// What became true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// A clerk asked for it; nothing was sent.
    Intended(Box<Intent>),
    /// Nothing was sent, or Seam refused before doing anything.
    NotExecuted(Problem),
    /// Seam took it on.
    Accepted {
        /// The attempt to follow.
        attempt: ActionAttemptId,
        /// The `seam-request-id` of the reply.
        request: Option<RequestId>,
        /// From the first byte of the request to the reply.
        round_trip: Option<Duration>,
    },
    /// The card was written.
    Succeeded {
        /// The card, where Seam described it.
        card: Option<Box<IssuedCard>>,
        /// The credential that was written, where it is known without the card.
        credential: Option<CredentialId>,
        /// What settled it, when it had been unknown.
        proof: Option<Proof>,
    },
    /// The attempt ended without a card that one may hand out.
    Failed(Problem),
    /// Nobody knows.
    BecameUncertain(UncertainReason, Problem),
    /// Something was found out about an outcome that nobody knows, and it does not settle it.
    Learned(Evidence),
    /// It is proved that no card was written.
    ProvedNotWritten(Disproof),
    /// The clerk stopped waiting; the encoder may still write.
    LetGo,
    /// A person settled what the program could not.
    Decided {
        /// What they said.
        decision: Decision,
        /// Who said it.
        operator: Operator,
    },
    /// Seam was asked once more about an attempt that had ended here.
    Reasked {
        /// What it says now.
        answer: Reasked,
        /// The `seam-request-id` of the answer.
        request: Option<RequestId>,
    },
    /// Somebody says what is done about a failure. The job may be another desk's.
    FollowedUp(FollowUp),
    /// What is too old was erased or removed. Not about a job: its id names the run.
    RetentionRan(RetentionRun),
    /// Something about who works at this desk. Not about a job: its id names the event.
    Access(AccessFact),
}

impl FactKind {
    /// Whether the job is over with it.
    pub fn is_end(&self) -> bool {
        match self {
            Self::NotExecuted(_)
            | Self::Succeeded { .. }
            | Self::Failed(_)
            | Self::ProvedNotWritten(_)
            | Self::Decided { .. } => true,
            Self::Intended(_)
            | Self::Accepted { .. }
            | Self::BecameUncertain(..)
            | Self::Learned(_)
            | Self::LetGo
            | Self::Reasked { .. }
            | Self::FollowedUp(_)
            | Self::RetentionRan(_)
            | Self::Access(_) => false,
        }
    }
}

/// What Seam says about an attempt that had ended here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reasked {
    /// Still under way.
    Pending,
    /// The card was written.
    Succeeded(Option<Box<IssuedCard>>),
    /// It failed.
    Failed(Problem),
    /// Seam does not know it any more.
    Gone,
}

/// What one run of retention did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRun {
    /// Names and card numbers of events before this moment were erased.
    pub erased_before: Timestamp,
    /// In how many events.
    pub erased: u64,
    /// How many events were removed.
    pub removed: u64,
    /// Where the chain begins since then, when events were removed.
    pub cut: Option<Cut>,
}

/// The last event that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Its number.
    pub seq: u64,
    /// Its hash, as lower-case hexadecimal: what the first event that is left names as the one before it.
    pub hash: Arc<str>,
}
