//! Walking the chain from its beginning to its end, a few hundred rows at a time.

use std::path::Path;

use sqlx::{Connection, FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use super::{
    JournalError,
    chain::{self, Flaw, Hash, SealedRow, select_sealed},
    cut::CutRow,
    error::explain,
    format,
    genesis::Genesis,
    health::{self, Look},
    replay,
    store::Store,
    verdict::{Break, Fault, Head, Intact, Verdict},
};

const NEXT_ROWS: &str = select_sealed!("WHERE event.seq > ? ORDER BY event.seq LIMIT 256");
const FOLLOWER: &str = "SELECT prev_hash FROM event WHERE seq > ? ORDER BY seq LIMIT 1";
const COUNTER: &str = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
/// Among how many numbers the one is looked for under which a row was written.
const NUMBERS: i64 = 10_000_000;

/// Why a walk ends early.
enum Stop {
    Broken(Break),
    Failed(JournalError),
}

impl From<Break> for Stop {
    fn from(broken: Break) -> Self {
        Self::Broken(broken)
    }
}

/// On a connection of its own, which only reads.
pub(super) async fn verify(store: &Store) -> Result<Verdict, JournalError> {
    let mut connection = store.reader().await?;
    let walked = Walk { path: &store.path, connection: &mut connection }.walk().await;
    let _ = connection.close().await;
    match walked {
        Ok(intact) => Ok(Verdict::Intact(intact)),
        Err(Stop::Broken(broken)) => Ok(Verdict::Broken(broken)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// One verification, in one view of the file.
struct Walk<'a> {
    path: &'a Path,
    connection: &'a mut SqliteConnection,
}

/// How far the walk has come.
struct Place {
    last: i64,
    head: Hash,
    rows: u64,
    erased: u64,
    /// Where the chain was cut, until an event says that it was.
    unnamed: Option<CutRow>,
}

impl Walk<'_> {
    async fn walk(&mut self) -> Result<Intact, Stop> {
        sqlx::query("BEGIN").execute(&mut *self.connection).await.map_err(|error| self.failed(error))?;
        let genesis = Genesis::read(self.connection).await.map_err(|error| self.failed(error))?;
        let beginning = |fault| Break { row: Some(0), job: None, fault };
        let genesis = genesis.ok_or_else(|| beginning(Fault::Beginning))?;
        let head = genesis.hash().ok_or_else(|| beginning(Fault::Beginning))?;
        let cut = CutRow::newest(self.connection).await.map_err(|error| self.failed(error))?;
        let mut place = Place { last: 0, head, rows: 0, erased: 0, unnamed: cut.clone() };
        if let Some(cut) = &cut {
            let unreadable = || Break { row: Some(cut.seq), job: None, fault: Fault::Cut };
            (place.last, place.head) = (cut.seq, cut.head().ok_or_else(unreadable)?);
        }
        replay::begin(self.connection).await.map_err(|error| self.failed(error))?;
        while self.advance(&mut place).await? {}
        if let Some(cut) = &place.unnamed {
            return Err(Break { row: Some(cut.seq), job: None, fault: Fault::Cut }.into());
        }
        self.check_counter(&place).await?;
        self.check_attempts().await?;
        self.check_counts().await?;
        health::look(self.path, self.connection, Look::Whole).await.map_err(Stop::Failed)?;
        let head = Head { seq: place.last, hash: chain::hex(&place.head) };
        let Place { rows, erased, .. } = place;
        let cut = cut.map(|cut| cut.named());
        Ok(Intact { rows, erased, sealed_to: genesis.sealed_to, cut, head, continues: genesis.continues })
    }

    /// The next few rows; `false` at the end.
    async fn advance(&mut self, place: &mut Place) -> Result<bool, Stop> {
        let rows = sqlx::query(NEXT_ROWS).bind(place.last).fetch_all(&mut *self.connection).await;
        let rows = rows.map_err(|error| self.failed(error))?;
        for row in &rows {
            let row = read(row, place.last)?;
            self.check(&row, place).await?;
            let fact = format::load(&row.event).map_err(Stop::Failed)?;
            place.unnamed = place.unnamed.take().filter(|cut| !cut.is_named_by(&fact));
            let replayed = replay::tell(self.connection, &fact).await.map_err(|error| self.failed(error))?;
            if !replayed {
                return Err(Break { row: None, job: Some(fact.job), fault: Fault::Attempt }.into());
            }
        }
        Ok(!rows.is_empty())
    }

    async fn check(&mut self, row: &SealedRow, place: &mut Place) -> Result<(), Stop> {
        let broken = |fault| Break { row: Some(row.seq), job: format::job_id(&row.event.job_id), fault };
        let next = place.last.saturating_add(1);
        if row.seq > next {
            return Err(Break { row: Some(next), job: None, fault: Fault::Removed { to: row.seq - 1 } }.into());
        }
        if row.seq < next {
            return Err(broken(Fault::Unreadable).into());
        }
        match row.check() {
            Ok(()) if row.prev_hash.as_deref() == Some(&place.head) => {}
            // The row fits itself and names another predecessor: it is the predecessor that is not what it was.
            Ok(()) => return Err(self.replaced(place.last).await?.into()),
            Err(Flaw::Unsealed) => return Err(broken(Fault::Inserted).into()),
            Err(Flaw::Personal) => return Err(broken(Fault::Personal).into()),
            Err(Flaw::Content) => return Err(broken(self.misfit(row, place.head).await?).into()),
        }
        place.head = row.hash.as_deref().and_then(|hash| hash.try_into().ok()).unwrap_or(place.head);
        place.last = row.seq;
        place.rows += 1;
        place.erased += u64::from(row.is_erased());
        Ok(())
    }

    /// Why a row's hash is not that of what it says.
    async fn misfit(&mut self, row: &SealedRow, head: Hash) -> Result<Fault, Stop> {
        if let Some(from) = (1..NUMBERS.min(self.highest().await?.saturating_add(1))).find(|seq| row.fits_at(*seq)) {
            return Ok(Fault::Moved { from });
        }
        let follower = sqlx::query_scalar(FOLLOWER).bind(row.seq).fetch_optional(&mut *self.connection).await;
        let follower: Option<Option<Vec<u8>>> = follower.map_err(|error| self.failed(error))?;
        let is_followed = follower.flatten().is_some_and(|prev| Some(prev) == row.hash);
        let follows = row.prev_hash.as_deref() == Some(&head);
        Ok(if follows || is_followed { Fault::Edited } else { Fault::Inserted })
    }

    async fn replaced(&mut self, row: i64) -> Result<Break, Stop> {
        let job = sqlx::query_scalar("SELECT job_id FROM event WHERE seq = ?").bind(row);
        let job = job.fetch_optional(&mut *self.connection).await.map_err(|error| self.failed(error))?;
        let job: String = match job {
            Some(job) => job,
            None if row == 0 => return Ok(Break { row: Some(0), job: None, fault: Fault::Beginning }),
            None => return Ok(Break { row: Some(row), job: None, fault: Fault::Cut }),
        };
        Ok(Break { row: Some(row), job: format::job_id(&job), fault: Fault::Edited })
    }

    async fn highest(&mut self) -> Result<i64, Stop> {
        let highest = sqlx::query_scalar("SELECT COALESCE(MAX(seq), 0) FROM event").fetch_one(&mut *self.connection);
        highest.await.map_err(|error| self.failed(error))
    }

    async fn check_counter(&mut self, place: &Place) -> Result<(), Stop> {
        let counter = sqlx::query_scalar(COUNTER).fetch_optional(&mut *self.connection).await;
        let counter: i64 = counter.map_err(|error| self.failed(error))?.unwrap_or(0);
        let broken = |row, fault| Err(Break { row: Some(row), job: None, fault }.into());
        match counter.cmp(&place.last) {
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Less => broken(place.last, Fault::Counter),
            std::cmp::Ordering::Greater => broken(place.last + 1, Fault::Removed { to: counter }),
        }
    }

    async fn check_attempts(&mut self) -> Result<(), Stop> {
        let differing = replay::first_difference(self.connection).await.map_err(|error| self.failed(error))?;
        match differing {
            Some(job) => Err(Break { row: None, job: format::job_id(&job), fault: Fault::Attempt }.into()),
            None => Ok(()),
        }
    }

    async fn check_counts(&mut self) -> Result<(), Stop> {
        let differ = replay::counts_differ(self.connection).await.map_err(|error| self.failed(error))?;
        if differ { Err(Break { row: None, job: None, fault: Fault::Counts }.into()) } else { Ok(()) }
    }

    fn failed(&self, error: sqlx::Error) -> Stop {
        Stop::Failed(explain(self.path, "walk along its chain", error))
    }
}

/// Columns of another type than was written are damage, and name their row all the same.
fn read(row: &SqliteRow, last: i64) -> Result<SealedRow, Stop> {
    SealedRow::from_row(row).map_err(|_| {
        let seq = row.try_get("seq").unwrap_or(last.saturating_add(1));
        Break { row: Some(seq), job: None, fault: Fault::Unreadable }.into()
    })
}
