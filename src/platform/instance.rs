//! One Keydesk per data folder, held by a lock of the kernel: it goes when the process goes, however it goes.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Held for as long as it lives.
#[derive(Debug)]
pub struct InstanceLock {
    _file: fs::File,
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

impl InstanceLock {
    /// Takes the lock of a data folder, which must exist.
    ///
    /// # Errors
    /// [`InstanceError::AlreadyRunning`] while another process holds it; [`InstanceError::Lock`] when nobody could.
    pub fn acquire(folder: &Path) -> Result<Self, InstanceError> {
        let path = folder.join("keydesk.lock");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|source| InstanceError::Lock { path: path.clone(), source })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(InstanceError::AlreadyRunning),
            Err(fs::TryLockError::Error(source)) => Err(InstanceError::Lock { path, source }),
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
    fn an_absent_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = InstanceLock::acquire(&folder.path().join("absent")).unwrap_err();
        assert!(matches!(&error, InstanceError::Lock { path, .. } if path.ends_with("absent/keydesk.lock")), "{error}");
    }
}
