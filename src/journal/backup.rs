//! A copy of the journal beside it, kept before its schema changes; and when what is kept beside it goes.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use sqlx::{ConnectOptions, Connection};

use super::{JournalError, file, store::reading};

/// Copies that stay; older ones go.
const KEPT: usize = 3;
const ENDING: &str = ".backup";

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Keeps a copy of the file with this schema.
///
/// # Errors
/// [`JournalError::NoBackup`].
pub(super) async fn keep(path: &Path, schema: i64) -> Result<(), JournalError> {
    let copy = file::beside(path, &format!(".v{schema}-{}{ENDING}", file::stamp()));
    if let Err(source) = write(path, &copy).await {
        let _ = fs::remove_file(&copy);
        return Err(JournalError::NoBackup { path: path.into(), source });
    }
    // An old copy that cannot be removed is one too many, and harms nobody.
    let _ = forget_oldest(path);
    Ok(())
}

/// SQLite writes into an empty file that is there, and leaves it its rights.
async fn write(path: &Path, copy: &Path) -> Result<(), Failure> {
    let file = file::create_new(copy)?;
    let name = copy.to_str().ok_or("its name is no text")?;
    let mut connection = reading(path).connect().await?;
    let written = sqlx::query("VACUUM INTO ?").bind(name).execute(&mut connection).await;
    let _ = connection.close().await;
    written?;
    Ok(file.sync_all()?)
}

fn forget_oldest(path: &Path) -> io::Result<()> {
    let mut copies = copies(path)?;
    copies.sort_by_key(|(stamp, _)| std::cmp::Reverse(stamp.clone()));
    copies.into_iter().skip(KEPT).try_for_each(|(_, copy)| fs::remove_file(copy))
}

/// Removes what was kept of this file before a moment: copies from before migrations, and damaged files.
pub(super) fn forget_older(path: &Path, than: jiff::Timestamp) -> io::Result<()> {
    let limit = file::stamp_of(than);
    let old = copies(path)?.into_iter().chain(damaged(path)?).filter(|(stamp, _)| *stamp < limit);
    // One that somebody holds open keeps none of the others.
    let removed: Vec<_> = old.map(|(_, copy)| fs::remove_file(copy)).collect();
    removed.into_iter().collect()
}

/// The copies of this file with their moments.
fn copies(path: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    kept(path, ".v", |rest| rest.strip_suffix(ENDING)?.split_once('-').map(|(_, stamp)| stamp))
}

/// The damaged files that recoveries kept, each with its side files, and their moments.
fn damaged(path: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    kept(path, ".damaged-", |rest| Some(rest.trim_end_matches("-wal").trim_end_matches("-shm")))
}

/// The files beside this one whose names go on so, with what is found in the rest of the name.
fn kept(path: &Path, ending: &str, find: fn(&str) -> Option<&str>) -> io::Result<Vec<(String, PathBuf)>> {
    let prefix = format!("{}{ending}", path.file_name().unwrap_or_default().to_string_lossy());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder)? {
        let (name, copy) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        let stamp = name.to_str().and_then(|name| find(name.strip_prefix(&prefix)?));
        copies.extend(stamp.map(|stamp| (stamp.to_owned(), copy)));
    }
    Ok(copies)
}
