//! Making a new journal out of a damaged one.
//!
//! The damaged files are copied aside first and never touched again. The new journal is made under another name and takes
//! the old one's place in one step, so that a desk which is switched off meanwhile finds either of them, and never an
//! empty journal that has forgotten its open jobs.

use std::{
    fs, io,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use super::{
    JournalError, append,
    chain::{self, PersonalSeal, SealedRow},
    file, format, health, replay,
    salvage::{self, Salvaged},
    share,
    store::{Store, newest_schema},
    verdict::{Head, Intact, Verdict},
    verify,
};

const SIDE_FILES: [&str; 2] = ["-wal", "-shm"];
const OPEN: &str = "SELECT COUNT(*) FROM attempt WHERE is_open = 1";
/// Words on another desk's job, on the journal itself and on who works here never had an intent here.
const HEADLESS: &str = "SELECT COUNT(DISTINCT job_id) FROM event WHERE job_id NOT IN (SELECT job_id FROM attempt) \
     AND kind NOT IN ('followed_up', 'retention_ran', 'access')";

/// What a recovery came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Events that were saved.
    pub saved: u64,
    /// Events of which only the personal part was damaged: they are saved without it.
    pub erased: u64,
    /// Events that are known to have been there and could not be saved. Whatever else was written after the last one that
    /// is known is lost as well, and nothing tells of it.
    pub lost: u64,
    /// Their numbers in the damaged file.
    pub gaps: Vec<RangeInclusive<i64>>,
    /// Jobs that go on as far as is known: those whose end is lost among them.
    pub open: u64,
    /// Jobs whose intent is lost: their events are kept, and they are in no list.
    pub headless: u64,
    /// Where the new chain ends.
    pub head: Head,
    /// The damaged file; its side files have the same name with their endings.
    pub kept: PathBuf,
}

pub(super) async fn recover(path: &Path) -> Result<Recovery, JournalError> {
    share::refuse(path)?;
    refuse_healthy(path).await?;
    let kept = file::beside(path, &format!(".damaged-{}", file::stamp()));
    keep(path, &kept).map_err(|error| on_disk(path, error))?;
    let claim = match Store::claim(path).await {
        Ok(claim) => claim,
        Err(error) => {
            // The file is somebody's, and unharmed: its copy is of no use.
            let _ = remove(&kept);
            return Err(error);
        }
    };
    let salvaged = salvage::read(&kept).await;
    let fresh = file::beside(path, ".recovering");
    let recovery = build(&fresh, &kept, salvaged).await?;
    if let Some(claim) = claim {
        let _ = claim.close().await;
    }
    replace(path, &fresh).map_err(|error| on_disk(path, error))?;
    Ok(recovery)
}

/// A journal is healthy when SQLite finds its way in it and its chain is whole.
async fn refuse_healthy(path: &Path) -> Result<(), JournalError> {
    let healthy = || Err(JournalError::Healthy { path: path.into() });
    let found = match health::inspect(path).await {
        Ok(None) if file::size(path) == 0 => return healthy(),
        Ok(None) => return Ok(()),
        Ok(Some(version)) if version < newest_schema() => look(path).await.map(|()| None),
        Ok(Some(_)) => walk(path).await.map(Some),
        Err(error) => Err(error),
    };
    match found {
        Ok(None | Some(Verdict::Intact(_))) => healthy(),
        Ok(Some(Verdict::Broken(_)))
        | Err(JournalError::Corrupt { .. } | JournalError::Unreadable { .. } | JournalError::Failed { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn look(path: &Path) -> Result<(), JournalError> {
    let store = Store::for_reading(path);
    let mut connection = store.reader().await?;
    let looked = health::look(path, &mut connection, health::Look::Whole).await;
    let _ = connection.close().await;
    looked
}

async fn walk(path: &Path) -> Result<Verdict, JournalError> {
    verify::verify(&Store::for_reading(path)).await
}

/// Copies the file and its side files, and waits for the disk.
fn keep(path: &Path, kept: &Path) -> io::Result<()> {
    copy(path, kept)?;
    for ending in SIDE_FILES {
        match copy(&file::beside(path, ending), &file::beside(kept, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(_) | Ok(()) => {}
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = fs::File::open(from)?;
    let mut target = file::create_new(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    let mut files = SIDE_FILES.iter().map(|ending| file::beside(path, ending)).chain([path.to_path_buf()]);
    files.try_for_each(|file| fs::remove_file(file).or_else(allow_missing))
}

fn allow_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// An old log must not lie beside the new file, which SQLite would fold it into; it is among what was kept.
fn replace(path: &Path, fresh: &Path) -> io::Result<()> {
    for ending in SIDE_FILES {
        fs::remove_file(file::beside(path, ending)).or_else(allow_missing)?;
    }
    fs::rename(fresh, path)
}

fn on_disk(path: &Path, error: io::Error) -> JournalError {
    let is_full = error.kind() == io::ErrorKind::StorageFull;
    let (path, source) = (path.into(), error.into());
    if is_full { JournalError::DiskFull { path, source } } else { JournalError::Unwritable { path, source } }
}

/// The new journal, closed and whole.
async fn build(fresh: &Path, kept: &Path, salvaged: Salvaged) -> Result<Recovery, JournalError> {
    // What an interrupted recovery left.
    remove(fresh).map_err(|error| on_disk(fresh, error))?;
    let store = Store::create(fresh).await?;
    let built = fill(&store, kept, salvaged).await;
    store.close().await;
    built
}

async fn fill(store: &Store, kept: &Path, salvaged: Salvaged) -> Result<Recovery, JournalError> {
    let gaps = salvaged.gaps();
    store.seal(Some(&continuation(kept, &salvaged, &gaps))).await?;
    let failed = store.failed("copy what was saved");
    let mut writer = store.writer.acquire().await.map_err(&failed)?;
    let erased = u64::try_from(salvaged.erased.len()).unwrap_or(u64::MAX);
    copy_events(&mut writer, salvaged).await.map_err(&failed)?;
    let (open, headless) = (count(&mut writer, OPEN).await, count(&mut writer, HEADLESS).await);
    drop(writer);
    let Verdict::Intact(Intact { rows, head, .. }) = verify::verify(store).await? else {
        return Err(failed(sqlx::Error::Protocol("the new chain does not hold".into())));
    };
    let lost = gaps.iter().map(|gap| gap.end().abs_diff(*gap.start()) + 1).sum();
    let (open, headless) = (open.map_err(&failed)?, headless.map_err(&failed)?);
    Ok(Recovery { saved: rows, erased, lost, gaps, open, headless, head, kept: kept.into() })
}

/// What the beginning of the new chain says.
fn continuation(kept: &Path, salvaged: &Salvaged, gaps: &[RangeInclusive<i64>]) -> String {
    let last = salvaged.rows.last_key_value();
    let hash = last.and_then(|(_, row)| row.hash.as_deref()).map(chain::hex);
    json!({
        "file": kept.file_name().map(|name| name.to_string_lossy()),
        "saved": salvaged.rows.len(),
        "last": last.map(|(seq, _)| json!({ "seq": seq, "hash": hash })),
        "cut": salvaged.cut,
        "gaps": gaps.iter().map(|gap| [gap.start(), gap.end()]).collect::<Vec<_>>(),
        "erased": salvaged.erased,
    })
    .to_string()
}

async fn copy_events(connection: &mut SqliteConnection, salvaged: Salvaged) -> sqlx::Result<()> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    for row in salvaged.rows.into_values() {
        copy_event(&mut transaction, row).await?;
    }
    transaction.commit().await
}

/// A job whose intent is lost stands in no list; the second intent of a job, which only a damaged file from before the
/// chain can hold, changes none.
async fn copy_event(connection: &mut SqliteConnection, row: SealedRow) -> sqlx::Result<()> {
    let Ok(fact) = format::load(&row.event) else { return Ok(()) };
    let sealed = row.hash.is_some();
    let personal = sealed.then_some(PersonalSeal { salt: row.personal_salt, digest: row.personal_digest });
    append::add(connection, row.event, personal).await?;
    replay::tell(connection, &fact).await.map(drop)
}

async fn count(connection: &mut SqliteConnection, question: &'static str) -> sqlx::Result<u64> {
    let count: i64 = sqlx::query_scalar(question).fetch_one(connection).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}
