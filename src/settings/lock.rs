//! One change of a settings file at a time, across every window and command line of this machine.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{SettingsError, file};

/// Longer than any change takes: it is one small file that is read and written.
const PATIENCE: Duration = Duration::from_secs(10);
/// The kernel has no lock that is waited for a while only, so it is asked for again and again.
const PAUSE: Duration = Duration::from_millis(5);

/// Nobody else changes the file while this lives. The kernel takes it back from a process that ends, however it ends.
#[derive(Debug)]
pub(super) struct Alone {
    _file: File,
}

impl Alone {
    /// Waits for whoever changes the file now. Blocks: never where somebody waits for the next frame.
    ///
    /// # Errors
    /// When the lock cannot be made, or another process keeps it.
    pub(super) fn with(path: &Path) -> Result<Self, SettingsError> {
        Self::within(path, PATIENCE)
    }

    pub(super) fn within(path: &Path, patience: Duration) -> Result<Self, SettingsError> {
        let path = file::followed(path);
        let write = |source| SettingsError::Write { path: path.clone(), source };
        file::make_folder(file::folder(&path)).map_err(write)?;
        let lock = file::beside(&path, "lock");
        let failed = |source| SettingsError::Lock { path: lock.clone(), source };
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&lock).map_err(failed)?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => {
                    return Err(SettingsError::Busy { path });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
    }
}
