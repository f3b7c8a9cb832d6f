//! What can go wrong with the journal, in sentences that a person can act on.

use std::path::PathBuf;

use crate::domain::JobId;

/// Why the journal could not be opened, written or read. No sentence holds a guest's name or a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The folder or the file cannot be made or written.
    #[error("the journal {} cannot be written: check that this user may write there", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the operating system or SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The path names a share on another computer, where SQLite cannot lock.
    #[error("the journal {} lies on a network share: choose a folder on this computer", path.display())]
    NetworkShare {
        /// The file.
        path: PathBuf,
    },
    /// A later Keydesk wrote this file.
    #[error("the journal {} was written by a later Keydesk: install that version or a later one", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The schema that this Keydesk does not know.
        version: i64,
    },
    /// The file is no journal, or it is damaged.
    #[error("the journal {} is damaged: move the file away to start a new one, and keep it for support", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another program keeps the file locked.
    #[error("the journal {} is in use by another program: close it and try again", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no room for another row.
    #[error("the disk that holds the journal {} is full: make room on it", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A fact about a job whose intent was never written down.
    #[error("job {0} has no intent in the journal")]
    UnknownJob(JobId),
    /// A row that this Keydesk cannot understand.
    #[error("row {job_seq} of job {job} in the journal cannot be understood: {reason}")]
    Unreadable {
        /// The job.
        job: String,
        /// Which of its rows, from 1; 0 for its row in the list of attempts.
        job_seq: i64,
        /// Where it goes wrong. Never the value.
        reason: String,
    },
    /// Anything else.
    #[error("the journal {} failed while it was to {operation}", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What was to be done, as a verb.
        operation: &'static str,
        /// What SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
