//! Why there is no file, in sentences that a person can act on.

use std::{
    error::Error,
    io,
    path::{Path, PathBuf},
};

/// Why an export was not completed. No sentence holds a guest's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A person stopped it.
    #[error("the export was stopped; no file was written")]
    Cancelled,
    /// There is no room.
    #[error("the disk that shall hold {} is full: make room on it, or choose another one", path.display())]
    DiskFull {
        /// The target.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The target cannot be written or replaced.
    #[error(
        "{} cannot be written: check that its folder is there, that this user may write there, and that no other program \
         has it open",
        path.display()
    )]
    Unwritable {
        /// The target.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A folder, a device or a database stands where the file should be.
    #[error("{} is nothing that an export may replace: choose another name", path.display())]
    NotReplaceable {
        /// The target.
        path: PathBuf,
    },
    /// Nobody reads what is written.
    #[error("nobody reads the export any more")]
    Closed,
    /// The record does not answer, in its own words.
    #[error("{0}")]
    Record(Box<dyn Error + Send + Sync>),
}

impl ExportError {
    pub(super) fn at(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            return Self::DiskFull { path, source };
        }
        if source.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Unwritable { path, source } }
    }
}

/// What interrupts the writing, before it is known where to.
#[derive(Debug)]
pub(super) enum Broken {
    Cancelled,
    Record(Box<dyn Error + Send + Sync>),
    Write(io::Error),
}

impl Broken {
    pub(super) fn at(self, path: &Path) -> ExportError {
        match self {
            Self::Cancelled => ExportError::Cancelled,
            Self::Record(error) => ExportError::Record(error),
            Self::Write(error) => ExportError::at(path, error),
        }
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}
