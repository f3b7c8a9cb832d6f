//! One job at a time per encoder, across every window and command line of this machine.
//!
//! A kernel file lock per encoder: it ends with the process that holds it, however that ends.

use std::{
    fs::{File, TryLockError},
    io,
    path::PathBuf,
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
        std::fs::create_dir_all(&self.folder)?;
        let name: String = encoder.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let path = self.folder.join(format!("{name}.lock"));
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(EncoderLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
