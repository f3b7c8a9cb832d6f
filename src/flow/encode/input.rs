//! What a job hears and what it asks for.

use std::time::Duration;

use crate::domain::{ActionAttemptId, AttemptReport, CardOnEncoder, Decision, Fact, Operator, Problem, SubjectState};

/// How sending the request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// Seam answered with an attempt.
    Reply(AttemptReport),
    /// Certainly nothing was done: not sent, or refused.
    NotExecuted(Problem),
    /// It may have been done; the reply is lost or unreadable.
    Ambiguous(Problem),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The fact asked for is durable.
    Recorded,
    /// The fact asked for could not be made durable.
    RecordFailed(String),
    /// The request was made.
    Submitted(Submission),
    /// An answer about the attempt. One about another attempt is ignored.
    Observed(AttemptReport),
    /// Seam does not know the attempt (404).
    Gone,
    /// A look at the attempt or the subject went wrong; nothing is known.
    Trouble {
        /// What Seam asks to wait.
        retry_after: Option<Duration>,
        /// A random number in 0..1.
        jitter: f64,
    },
    /// What a read of the subject says.
    Read(Box<SubjectState>),
    /// Seam does not know the subject any more (403, 404).
    SubjectGone,
    /// The moment of the last [`Effect::WakeAt`] has come.
    Due,
    /// The same, but nobody may ask at the moment: Seam refuses the token. Time stands still for the job.
    Parked,
    /// A person wants the card on the encoder to be read.
    ReadCard,
    /// It was read.
    CardRead(Box<CardOnEncoder>),
    /// It could not be read.
    CardUnread(Problem),
    /// The clerk pressed "Stop waiting".
    StopWaiting,
    /// A person settles an unknown outcome.
    Decide(Decision, Operator),
}

/// Something to do, in the order given; a record must be durable before the next effect begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Make the fact durable, then answer with `Recorded` or `RecordFailed`.
    Record(Fact),
    /// Send the encode request, once. The program never repeats it.
    Send,
    /// Ask about the attempt, once.
    Poll(ActionAttemptId),
    /// Read the credential or access method, and its events where the record alone proves nothing; once.
    ReadSubject,
    /// Read the card that lies on the encoder, once and not earlier than this time since the program started.
    ReadCard {
        /// When a request that was cut off cannot be worked on any more.
        not_before: Duration,
    },
    /// Come back with `Due` at this time since the program started. A later one replaces an earlier one.
    WakeAt(Duration),
    /// Tell whoever listens.
    Notify(Moment),
}

/// Moments that must not be missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The intent is on disk.
    Recorded,
    /// The request is on its way.
    Sent,
    /// Seam took it on.
    Accepted,
    /// The clerk stopped waiting.
    LetGo,
    /// Nobody knows.
    BecameUncertain,
    /// Something was found out that does not settle it.
    Learned,
    /// The job is over.
    Ended,
}
