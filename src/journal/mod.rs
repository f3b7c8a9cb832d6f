//! The append-only record of every attempt to make a card, in SQLite.
//!
//! Two tables: events, one row per [`Fact`], never changed, each sealed by a hash over itself and the event before it; and
//! attempts, one row per job as its events leave it, with counts of them, written in the same transaction. What is about a
//! guest stands in columns of its own, which can be erased alone without breaking the chain; what is older than it is kept
//! goes from the beginning, and an event says so. One connection writes, and a fact is on the disk when
//! [`Journal::record`] returns. What was changed or damaged is refused, or named by [`Journal::verify`], and never read as
//! something else; [`Journal::recover`] saves the rest. This room may use `domain`; only `engine` writes here.

mod access;
mod activity;
mod append;
mod attempts;
mod backup;
mod carve;
mod chain;
mod change;
mod cut;
mod error;
pub mod export;
mod file;
mod format;
mod genesis;
mod health;
mod histories;
mod log;
mod outbox;
mod project;
mod questions;
mod recover;
mod replay;
mod rest;
mod retention;
pub(crate) mod rows;
mod salvage;
mod share;
pub mod shared;
mod store;
mod support;
mod verdict;
mod verify;
mod writing;

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use jiff::Timestamp;

pub use attempts::AttemptFilter;
pub use error::JournalError;
pub use questions::{Mark, Questions};
pub use recover::Recovery;
pub use retention::Retention;
pub use support::{JournalState, RecordedEvent};
pub use verdict::{Break, Fault, Head, Intact, Verdict};

use chain::{SealedRow, select_sealed};

use crate::domain::{ActionAttemptId, AttemptRow, EncoderHistory, EncoderId, Fact, JobId};

const EVENTS_OF_JOB: &str = select_sealed!("WHERE job_id = ? ORDER BY job_seq");
const EVENTS_OF_OPEN_JOBS: &str =
    select_sealed!("JOIN attempt USING (job_id) WHERE is_open = 1 ORDER BY attempt.at_us, attempt.job_id, job_seq");
const JOB_OF_ATTEMPT: &str = "SELECT job_id FROM \
     (SELECT job_id, attempt_id FROM attempt ORDER BY at_us DESC, job_id DESC LIMIT ?2) WHERE attempt_id = ?1 LIMIT 1";
/// How often, and after what pause, an opening that met another one is tried again.
const OPEN_TRIES: u32 = 20;
const OPEN_PAUSE: Duration = Duration::from_millis(100);

/// How many of the newest jobs are asked whose an attempt is: an answer that names an old one is not about a new one either,
/// but nobody hands out answers that old.
const JOBS_ASKED: i64 = 1_000;

/// The open journal. Clones share the file.
#[derive(Debug, Clone)]
pub struct Journal {
    store: store::Store,
    /// Whether the disk is known to hold the next job to its end.
    has_room: Arc<AtomicBool>,
}

impl Journal {
    /// Opens the journal at this path and brings its schema up to date, of which a copy is kept beside it before; makes
    /// folder and file where they are missing, for this user alone. Before anything is written, the log is looked through
    /// and, of a file of up to 64 MiB, every page.
    ///
    /// # Errors
    /// [`JournalError::Unwritable`], [`JournalError::NetworkShare`], [`JournalError::NewerSchema`],
    /// [`JournalError::NoBackup`], [`JournalError::Corrupt`], [`JournalError::InUse`], [`JournalError::DiskFull`].
    pub async fn open(path: &Path) -> Result<Self, JournalError> {
        let mut tries = 0;
        loop {
            match store::Store::open(path).await {
                Ok(store) => return Ok(Self::of(store)),
                // Two first starts at once make the file together, and one of them has to look again.
                Err(JournalError::InUse { .. } | JournalError::Failed { .. }) if tries < OPEN_TRIES => tries += 1,
                Err(error) => return Err(error),
            }
            tokio::time::sleep(OPEN_PAUSE).await;
        }
    }

    fn of(store: store::Store) -> Self {
        Self { store, has_room: Arc::default() }
    }

    /// Opens a journal only to read it, also while another process writes to it. Neither its schema nor a row of it can
    /// change through this; SQLite may leave its empty side files beside it.
    ///
    /// # Errors
    /// [`JournalError::OlderSchema`] for a journal that would have to be brought up to date, [`JournalError::Empty`] for
    /// one whose first start was cut off, and those of
    /// [`open`](Self::open) that have to do with reading.
    pub async fn open_read_only(path: &Path) -> Result<Self, JournalError> {
        Ok(Self::of(store::Store::open_read_only(path).await?))
    }

    /// Saves what is readable of a damaged journal into a new one at the same path. The damaged file stays beside it, byte
    /// for byte, and so do its side files. Until the new journal is whole, the damaged one stays where it is.
    ///
    /// Saved are all events that can be read, say what their hash says and can be understood. They are numbered anew,
    /// without gaps, in a chain of their own, whose beginning names the damaged file, the last event that was saved of it
    /// with its hash, and the numbers that are missing; [`verify`](Self::verify) gives that out. An event of which only the
    /// personal part is damaged is saved as if that had been erased.
    ///
    /// # Errors
    /// [`JournalError::Healthy`] where nothing is wrong, [`JournalError::InUse`] while another process has the file open
    /// as far as SQLite's locks tell, [`JournalError::NewerSchema`], and what keeps the disk from taking the new files.
    pub async fn recover(path: &Path) -> Result<Recovery, JournalError> {
        recover::recover(path).await
    }

    /// Walks along the chain from its beginning to its end in bounded memory, tells the list of attempts once more from
    /// the events, and looks through every page and index.
    ///
    /// It finds whatever was changed, removed, moved or added by anybody who did not compute all hashes from there to the
    /// end anew. The file alone cannot tell of somebody who did, nor that its newest events are gone when the counter of
    /// events and the list of attempts were taken back with them, as an older copy of the whole file or a torn log does.
    /// For that the head has to be written down elsewhere: a later chain must hold the same hash at the same row.
    ///
    /// # Errors
    /// [`JournalError::Corrupt`] where SQLite cannot find its way, [`JournalError::Unreadable`] for a row that is what it
    /// was but that this Keydesk cannot understand.
    pub async fn verify(&self) -> Result<Verdict, JournalError> {
        verify::verify(&self.store).await
    }

    /// Attempts that match, the newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn attempts(&self, filter: &AttemptFilter) -> Result<Vec<AttemptRow>, JournalError> {
        let rows = attempts::select(&self.store.readers, filter).await.map_err(self.store.failed("list attempts"))?;
        rows.into_iter().map(attempts::read).collect()
    }

    /// What became true about a job, in order; empty for a job that the journal does not know.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] for a row that cannot be understood.
    pub async fn facts(&self, job: JobId) -> Result<Vec<Fact>, JournalError> {
        let rows = sqlx::query_as(EVENTS_OF_JOB).bind(job.to_string()).fetch_all(&self.store.readers).await;
        let rows: Vec<SealedRow> = rows.map_err(self.store.failed("read a job"))?;
        rows.iter().zip(1..).map(|(row, place)| understood(row, place)).collect()
    }

    /// The facts of every job that has not ended, the oldest job first.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] for a row that cannot be understood: an open job is never passed over.
    pub async fn open_jobs(&self) -> Result<Vec<Vec<Fact>>, JournalError> {
        let rows = sqlx::query_as(EVENTS_OF_OPEN_JOBS).fetch_all(&self.store.readers).await;
        let rows: Vec<SealedRow> = rows.map_err(self.store.failed("read open jobs"))?;
        let jobs = rows.chunk_by(|one, next| one.event.job_id == next.event.job_id);
        jobs.map(|job| job.iter().zip(1..).map(|(row, place)| understood(row, place)).collect()).collect()
    }

    /// The job that Seam's attempt belongs to, among the newest thousand.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn job_of_attempt(&self, attempt: &ActionAttemptId) -> Result<Option<JobId>, JournalError> {
        let found = sqlx::query_scalar::<_, String>(JOB_OF_ATTEMPT).bind(attempt.as_str()).bind(JOBS_ASKED);
        let found =
            found.fetch_optional(&self.store.readers).await.map_err(self.store.failed("look for an attempt"))?;
        Ok(found.as_deref().and_then(format::job_id))
    }

    /// What is known about each encoder that was ever used at this desk. Rows from the future, which a wrong clock
    /// wrote, do not count.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn encoder_histories(&self, now: Timestamp) -> Result<HashMap<EncoderId, EncoderHistory>, JournalError> {
        histories::all(&self.store.readers, now).await.map_err(self.store.failed("read encoder histories"))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.store.path
    }

    /// Waits for what is being written and closes the file.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

/// The fact of the row that must be the job's event number `place`, if it is that and says what it said when it was
/// written.
fn understood(row: &SealedRow, place: i64) -> Result<Fact, JournalError> {
    let job = || row.event.job_id.clone();
    if row.event.job_seq != place {
        return Err(JournalError::Unreadable { job: job(), job_seq: place, reason: "it is missing".into() });
    }
    let reason = match row.check() {
        Ok(()) => return format::load(&row.event),
        Err(chain::Flaw::Unsealed) => "it was not written by Keydesk",
        Err(chain::Flaw::Content | chain::Flaw::Personal) => "it was changed after it was written",
    };
    Err(JournalError::Unreadable { job: job(), job_seq: place, reason: reason.into() })
}
