//! A file that takes its name once it is complete.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use super::ExportError;

const MARK: &str = "\u{feff}";
/// How a database begins (sqlite.org/fileformat2.html): a slip of the hand must not replace a journal.
const DATABASE: &[u8] = b"SQLite format 3\0";
const NAME_TRIES: u32 = 100;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A file beside its target; removed unless it is finished.
#[derive(Debug)]
pub(super) struct Draft {
    /// As it was asked for: the words of a person.
    asked: PathBuf,
    target: PathBuf,
    path: PathBuf,
    file: Option<File>,
}

impl Draft {
    /// A link is followed, not replaced.
    pub(super) fn beside(target: &Path, has_mark: bool) -> Result<Self, ExportError> {
        let asked = target.to_path_buf();
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf());
        let failed = |source| ExportError::at(&asked, source);
        if !may_replace(&target).map_err(failed)? {
            return Err(ExportError::NotReplaceable { path: asked });
        }
        let (path, file) = create(folder_of(&target)).map_err(failed)?;
        let mut draft = Self { asked, target, path, file: Some(file) };
        if has_mark {
            draft.write_all(MARK.as_bytes()).map_err(|source| ExportError::at(&draft.asked, source))?;
        }
        Ok(draft)
    }

    /// Brings it to the disk and puts it in its place.
    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        let finished = self.file.take().map_or(Ok(()), |file| file.sync_all());
        let finished = finished.and_then(|()| fs::rename(&self.path, &self.target));
        finished.map_err(|source| ExportError::at(&self.asked, source))?;
        self.path.clear();
        // The file is there; that its name is on the disk as well is one power cut's difference.
        #[cfg(unix)]
        let _ = File::open(folder_of(&self.target)).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            // Windows removes no file that is open.
            drop(self.file.take());
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether nothing stands there, or a file that is no database.
fn may_replace(target: &Path) -> io::Result<bool> {
    match fs::metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(target.file_name().is_some()),
        Err(error) => return Err(error),
        Ok(found) if !found.is_file() => return Ok(false),
        Ok(_) => {}
    }
    let mut start = Vec::new();
    // A file that may not be read may still be replaced.
    let read = File::open(target).and_then(|file| file.take(DATABASE.len() as u64).read_to_end(&mut start));
    Ok(read.is_err() || start != DATABASE)
}

/// A new file of a name that nobody has, for this user alone.
fn create(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut tries = 0;
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".keydesk-{}-{number}.tmp", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < NAME_TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}
