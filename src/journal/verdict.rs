//! What a walk along the chain finds, in words.

use std::fmt;

use crate::domain::{Cut, JobId};

/// The last event of the chain: who writes down both has an anchor outside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 in a journal without events.
    pub seq: i64,
    /// Its hash in lower-case hexadecimal; that of the chain's beginning in a journal without events.
    pub hash: String,
}

/// What [`Journal::verify`](super::Journal::verify) finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was changed since it was written, as far as the file alone can tell.
    Intact(Intact),
    /// The first thing that does not fit.
    Broken(Break),
}

/// A chain without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intact {
    /// Events.
    pub rows: u64,
    /// Events whose personal part was erased.
    pub erased: u64,
    /// Events up to this number are older than the chain: they were sealed when it began, not when they were written.
    pub sealed_to: i64,
    /// The last event that was removed for its age, if one was: the chain begins behind it.
    pub cut: Option<Cut>,
    /// Where the chain ends.
    pub head: Head,
    /// JSON about the damaged file that this one continues, as it stood when it was recovered.
    pub continues: Option<String>,
}

/// The first row that does not fit, and in which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The event's number; 0 for the chain's beginning, `None` for a row in the list of attempts.
    pub row: Option<i64>,
    /// Its job, where that can be told.
    pub job: Option<JobId>,
    /// In which way.
    pub fault: Fault,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It says something else than when it was written.
    Edited,
    /// It is gone, and so are those that follow it up to this number.
    Removed {
        /// The last one that is gone.
        to: i64,
    },
    /// It is the event that was written as another number.
    Moved {
        /// The number under which it was written.
        from: i64,
    },
    /// It was not written by Keydesk, or it belongs to another journal.
    Inserted,
    /// Its personal part is not the one that was written, or only half erased.
    Personal,
    /// Its columns cannot be read.
    Unreadable,
    /// The beginning of the chain is gone or says something else.
    Beginning,
    /// It is the last of those that are gone from the beginning, and no run of retention says so.
    Cut,
    /// The counter of events stands lower than the last event, or is gone.
    Counter,
    /// The list of attempts says something else than the events.
    Attempt,
    /// The counts that are kept are not those of the list of attempts.
    Counts,
}

impl Fault {
    /// A stable name, for scripts.
    pub fn key(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Removed { .. } => "removed",
            Self::Moved { .. } => "moved",
            Self::Inserted => "inserted",
            Self::Personal => "personal",
            Self::Unreadable => "unreadable",
            Self::Beginning => "beginning",
            Self::Cut => "cut",
            Self::Counter => "counter",
            Self::Attempt => "attempt",
            Self::Counts => "counts",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited => f.write_str("was changed after it was written"),
            Self::Removed { to } => write!(f, "was removed, together with all up to row {to}"),
            Self::Moved { from } => write!(f, "was written as row {from} and moved here"),
            Self::Inserted => f.write_str("was not written by Keydesk into this journal"),
            Self::Personal => f.write_str("holds other personal words than were written, or half of them"),
            Self::Unreadable => f.write_str("cannot be read"),
            Self::Beginning => f.write_str("was changed: the beginning of the chain is not the one that was written"),
            Self::Cut => f.write_str("and all before it were removed, and no run of retention says so"),
            Self::Counter => f.write_str("stands above the counter of rows, which was changed"),
            Self::Attempt => f.write_str("says something else in the list of attempts than in its events"),
            Self::Counts => f.write_str("the counts of attempts are not those of the list of attempts"),
        }
    }
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, self.job) {
            (None, None) if self.fault == Fault::Counts => self.fault.fmt(f),
            (Some(row), Some(job)) => write!(f, "row {row} of the journal, of job {job}, {}", self.fault),
            (Some(row), None) => write!(f, "row {row} of the journal {}", self.fault),
            (None, Some(job)) => write!(f, "job {job} {}", self.fault),
            (None, None) => write!(f, "a job without an id {}", self.fault),
        }
    }
}
