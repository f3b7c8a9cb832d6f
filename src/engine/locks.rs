//! One job at a time per encoder, across every window and command line of this machine.
//!
//! A kernel file lock per encoder: it ends with the process that holds it, however that ends.

use std::{
    fs::{DirBuilder, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::domain::EncoderId;

/// Where the locks lie.
#[derive(Debug, Clone)]
pub(super) struct Locks {
    folder: PathBuf,
}

/// Held as long as the encoder is busy with a job of this process.
#[derive(Debug)]
pub(super) struct EncoderLock {
    _file: File,
}

impl Locks {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Takes the encoder; `None` when another process of this machine holds it.
    pub(super) fn take(&self, encoder: &EncoderId) -> io::Result<Option<EncoderLock>> {
        make_folder(&self.folder)?;
        let name: String = encoder.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let path = self.folder.join(format!("{name}.lock"));
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(EncoderLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// For this user alone, as everything in the data folder.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_locks_are_their_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let held = Locks::new(folder.path().join("locks")).take(&"e1".into()).unwrap();
        let mode = |path: &str| {
            let file = std::fs::metadata(folder.path().join(path)).unwrap();
            std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o777
        };
        assert_eq!((mode("locks"), mode("locks/e1.lock")), (0o700, 0o600));
        drop(held);
    }

    #[test]
    fn an_encoder_is_held_once_and_free_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let locks = Locks::new(folder.path().join("locks"));
        let held = locks.take(&"e/1".into()).unwrap();
        assert!(held.is_some());
        assert!(locks.take(&"e/1".into()).unwrap().is_none());
        assert!(locks.take(&"e2".into()).unwrap().is_some());
        drop(held);
        assert!(locks.take(&"e/1".into()).unwrap().is_some());
    }
}
