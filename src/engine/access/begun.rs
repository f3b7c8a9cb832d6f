//! One try on the disk: counted before its PIN is checked, and taken back once that was right.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// What a right PIN is worth to the count it was typed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// Its own try, no more: whoever guesses at somebody else's PIN is not freed by their own.
    Itself,
    /// All of them.
    All,
}

/// What has to be on the disk before a PIN is checked, and what once it was right.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) path: PathBuf,
    pub(super) before: Vec<u8>,
    pub(super) taken_back: Vec<u8>,
    pub(super) cleared: Vec<u8>,
}

impl Begun {
    pub(super) fn write(&self) -> io::Result<()> {
        replace(&self.path, &self.draft(), &self.before)
    }

    fn draft(&self) -> PathBuf {
        self.path.with_extension("tmp")
    }

    /// A count that stays too high until the next PIN is no reason to refuse a right one.
    pub(super) fn forgive(&self, worth: Worth) {
        let bytes = match worth {
            Worth::Itself => &self.taken_back,
            Worth::All => &self.cleared,
        };
        if let Err(error) = replace(&self.path, &self.draft(), bytes) {
            tracing::warn!(%error, "the count of wrong PINs could not be set back");
        }
    }
}

/// Writes a draft beside the file, brings that to the disk, and renames it.
pub(super) fn replace(path: &Path, draft: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(draft, path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
