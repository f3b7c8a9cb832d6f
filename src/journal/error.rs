//! What can go wrong with the journal, in sentences that a person can act on.

use std::path::{Path, PathBuf};

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
    /// An earlier Keydesk wrote this file, and it was opened only for reading.
    #[error("the journal {} was written by an earlier Keydesk: start Keydesk once to bring it up to date", path.display())]
    OlderSchema {
        /// The file.
        path: PathBuf,
    },
    /// There is nothing in this file, and it was opened only for reading.
    #[error(
        "the journal {} is empty: Keydesk was cut off while it made it, before any card was tried, or the file was emptied \
         since",
        path.display()
    )]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A journal is only brought up to date once there is a copy of it.
    #[error(
        "the journal {} has to be brought up to date, and no copy of it can be kept beside it: make room on the disk and \
         check that this user may write there",
        path.display()
    )]
    NoBackup {
        /// The file.
        path: PathBuf,
        /// What the operating system or SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A journal was to be recovered that nothing is wrong with.
    #[error("the journal {} is not damaged: nothing was done", path.display())]
    Healthy {
        /// The file.
        path: PathBuf,
    },
    /// The file is no journal, or it is damaged.
    #[error(
        "the journal {} is damaged: close Keydesk and run `keydesk journal recover`, which saves what is readable and \
         keeps the damaged file",
        path.display()
    )]
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

/// `SQLITE_IOERR_SHMSIZE`: the index beside the write-ahead log cannot grow, for which a disk without room is the cause.
const IOERR_SHMSIZE: i32 = 4874;

/// SQLite's primary result codes (sqlite.org/rescode.html), as what a person can do about them.
pub(super) fn explain(path: &Path, operation: &'static str, error: sqlx::Error) -> JournalError {
    let (path, code, is_full) = (path.to_path_buf(), primary_code(&error), code(&error) == Some(IOERR_SHMSIZE));
    let source = Box::new(error);
    match code {
        _ if is_full => JournalError::DiskFull { path, source },
        Some(5 | 6) => JournalError::InUse { path, source },
        Some(3 | 8 | 10 | 14 | 23) => JournalError::Unwritable { path, source },
        Some(11 | 26) => JournalError::Corrupt { path, source },
        Some(13) => JournalError::DiskFull { path, source },
        _ => JournalError::Failed { path, operation, source },
    }
}

/// Whether something had to be written where nothing may be.
pub(super) fn is_read_only(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(8)
}

fn primary_code(error: &sqlx::Error) -> Option<i32> {
    code(error).map(|code| code & 0xff)
}

fn code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error().and_then(|database| database.code())?.parse().ok()
}
