//! One Keydesk per data folder, held by a lock of the kernel: it goes when the process goes, however it goes.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::handoff;

/// How long the running instance may take to show its window: a person still waits for that.
const PATIENCE: Duration = Duration::from_secs(2);

/// Held for as long as it lives.
#[derive(Debug)]
pub struct InstanceLock {
    _file: fs::File,
}

/// What a start comes to.
#[derive(Debug)]
pub enum Start {
    /// This is the one, for as long as it keeps the lock.
    First(InstanceLock),
    /// Another one runs, and has shown its window.
    HandedOver,
}

/// Why this is not the one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstanceError {
    /// Another one runs.
    #[error("Keydesk is already running on this computer: look for its window, or name another folder with --data-dir")]
    AlreadyRunning,
    /// The lock file cannot be made, or the file system has no locks.
    #[error("the file {} cannot be locked: choose another folder with --data-dir", path.display())]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

impl Start {
    /// Takes the lock of a data folder, which must exist, or has the one that holds it show its window.
    ///
    /// # Errors
    /// [`InstanceError::AlreadyRunning`] when that one does not answer; [`InstanceError::Lock`] when nobody could have it.
    pub fn begin(folder: &Path) -> Result<Self, InstanceError> {
        Self::within(folder, PATIENCE)
    }

    fn within(folder: &Path, patience: Duration) -> Result<Self, InstanceError> {
        match InstanceLock::acquire(folder) {
            Err(InstanceError::AlreadyRunning) => {}
            first => return first.map(Self::First),
        }
        match handoff::ask(folder, patience) {
            Ok(()) => Ok(Self::HandedOver),
            Err(error) => {
                tracing::info!(%error, "the running instance did not show itself");
                // It may have ended while it was asked.
                InstanceLock::acquire(folder).map(Self::First)
            }
        }
    }
}

impl InstanceLock {
    /// Takes the lock of a data folder, which must exist.
    ///
    /// # Errors
    /// [`InstanceError::AlreadyRunning`] while another process holds it; [`InstanceError::Lock`] when nobody could.
    pub fn acquire(folder: &Path) -> Result<Self, InstanceError> {
        let (path, file) = Self::open(folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(InstanceError::AlreadyRunning),
            Err(fs::TryLockError::Error(source)) => Err(InstanceError::Lock { path, source }),
        }
    }

    /// Takes the lock of a data folder, which must exist, as soon as nobody else holds it. The kernel wakes this thread then;
    /// whoever holds it is not told.
    ///
    /// # Errors
    /// [`InstanceError::Lock`] when nobody could have it.
    pub fn wait(folder: &Path) -> Result<Self, InstanceError> {
        let (path, file) = Self::open(folder)?;
        file.lock().map_err(|source| InstanceError::Lock { path, source })?;
        Ok(Self { _file: file })
    }

    fn open(folder: &Path) -> Result<(PathBuf, fs::File), InstanceError> {
        let path = folder.join("keydesk.lock");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(file) => Ok((path, file)),
            Err(source) => Err(InstanceError::Lock { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_start_is_refused_until_the_first_ends() {
        let folder = tempfile::tempdir().unwrap();
        let first = InstanceLock::acquire(folder.path()).unwrap();
        assert!(matches!(InstanceLock::acquire(folder.path()), Err(InstanceError::AlreadyRunning)));
        drop(first);
        assert!(InstanceLock::acquire(folder.path()).is_ok());
    }

    #[test]
    fn a_second_start_has_the_first_show_itself() {
        let folder = tempfile::tempdir().unwrap();
        let first = Start::begin(folder.path()).unwrap();
        assert!(matches!(first, Start::First(_)));
        let _heard = handoff::Handoff::listen(folder.path(), handoff::Summons::answer).unwrap();
        let patience = Duration::from_secs(60);
        assert!(matches!(Start::within(folder.path(), patience), Ok(Start::HandedOver)));
    }

    #[test]
    fn a_first_that_does_not_answer_is_told_of_as_ever() {
        let folder = tempfile::tempdir().unwrap();
        let _first = InstanceLock::acquire(folder.path()).unwrap();
        let second = Start::within(folder.path(), Duration::ZERO);
        assert!(matches!(second, Err(InstanceError::AlreadyRunning)));
    }

    #[test]
    fn one_that_ends_while_it_is_asked_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let first = std::sync::Mutex::new(Some(InstanceLock::acquire(folder.path()).unwrap()));
        let ends = move |_unanswered| drop(first.lock().unwrap().take());
        let _heard = handoff::Handoff::listen(folder.path(), ends).unwrap();
        let second = Start::within(folder.path(), Duration::from_millis(300));
        assert!(matches!(second, Ok(Start::First(_))), "{second:?}");
    }

    #[test]
    fn one_that_waits_comes_after_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let first = InstanceLock::acquire(folder.path()).unwrap();
        let path = folder.path().to_owned();
        let waiting = std::thread::spawn(move || InstanceLock::wait(&path));
        drop(first);
        let second = waiting.join().unwrap().unwrap();
        assert!(matches!(InstanceLock::acquire(folder.path()), Err(InstanceError::AlreadyRunning)));
        drop(second);
    }

    #[test]
    fn an_absent_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = InstanceLock::acquire(&folder.path().join("absent")).unwrap_err();
        assert!(matches!(&error, InstanceError::Lock { path, .. } if path.ends_with("absent/keydesk.lock")), "{error}");
    }
}
