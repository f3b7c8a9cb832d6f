//! The beginning of the chain: what the first event names as the hash before it.

use jiff::Timestamp;
use sqlx::{Connection, SqliteConnection};

use super::{
    chain::{self, Canonical, Hash, PersonalSeal, SealedRow, select_sealed},
    format::EventRow,
};

const GENESIS: &str = "keydesk journal genesis 1";
const READ: &str = "SELECT at_us, sealed_to, continues, hash FROM genesis WHERE id = 1";
const WRITE: &str = "INSERT INTO genesis (id, at_us, sealed_to, continues, hash) VALUES (1, ?, ?, ?, ?)";
const IS_SEALED: &str = "SELECT EXISTS (SELECT 1 FROM event WHERE hash IS NOT NULL)";
const LAST: &str = "SELECT COALESCE(MAX(seq), 0) FROM event";
const NEXT_ROWS: &str = select_sealed!("WHERE seq > ? ORDER BY seq LIMIT 256");
const SEAL: &str =
    "UPDATE event SET personal_salt = ?2, personal_digest = ?3, prev_hash = ?4, hash = ?5 WHERE seq = ?1";

/// The one row that says how the chain begins.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Genesis {
    at_us: i64,
    /// Events up to this one were written before there was a chain, and sealed afterwards.
    pub(super) sealed_to: i64,
    /// What a recovered journal says about the damaged one.
    pub(super) continues: Option<String>,
    pub(super) hash: Vec<u8>,
}

impl Genesis {
    /// `None` in a journal that is still to be sealed.
    pub(super) async fn read(connection: &mut SqliteConnection) -> sqlx::Result<Option<Self>> {
        sqlx::query_as(READ).fetch_optional(connection).await
    }

    /// The hash, if the row still says what it said when it was written.
    pub(super) fn hash(&self) -> Option<Hash> {
        let hash = hash(self.at_us, self.sealed_to, self.continues.as_deref());
        (self.hash == hash).then_some(hash)
    }
}

fn hash(at_us: i64, sealed_to: i64, continues: Option<&str>) -> Hash {
    let canonical = Canonical::of(GENESIS).number(at_us).number(sealed_to);
    canonical.bytes(continues.unwrap_or_default().as_bytes()).hash()
}

/// Begins the chain where it has not begun, and seals the events of a journal from before the chain: all of them or, if
/// it is interrupted, none. `false` for a chain whose beginning is gone, which is no new one.
pub(super) async fn begin(connection: &mut SqliteConnection, continues: Option<&str>) -> sqlx::Result<bool> {
    if Genesis::read(connection).await?.is_some() {
        return Ok(true);
    }
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let has_begun = begin_within(&mut transaction, continues).await?;
    transaction.commit().await?;
    Ok(has_begun)
}

/// [`begin`] within a transaction that is the caller's to end.
pub(super) async fn begin_within(transaction: &mut SqliteConnection, continues: Option<&str>) -> sqlx::Result<bool> {
    // Another process may have been quicker.
    if Genesis::read(transaction).await?.is_some() {
        return Ok(true);
    }
    if sqlx::query_scalar(IS_SEALED).fetch_one(&mut *transaction).await? {
        return Ok(false);
    }
    write(transaction, continues).await?;
    Ok(true)
}

async fn write(connection: &mut SqliteConnection, continues: Option<&str>) -> sqlx::Result<()> {
    let last: i64 = sqlx::query_scalar(LAST).fetch_one(&mut *connection).await?;
    let at_us = Timestamp::now().as_microsecond();
    let hash = hash(at_us, last, continues);
    seal_all(connection, hash).await?;
    let writing = sqlx::query(WRITE).bind(at_us).bind(last).bind(continues).bind(&hash[..]);
    writing.execute(connection).await.map(drop)
}

async fn seal_all(connection: &mut SqliteConnection, mut head: Hash) -> sqlx::Result<()> {
    let mut last = i64::MIN;
    loop {
        let rows: Vec<SealedRow> = sqlx::query_as(NEXT_ROWS).bind(last).fetch_all(&mut *connection).await?;
        for row in &rows {
            head = seal(connection, row.seq, &row.event, head).await?;
        }
        let Some(row) = rows.last() else { return Ok(()) };
        last = row.seq;
    }
}

async fn seal(connection: &mut SqliteConnection, seq: i64, event: &EventRow, prev: Hash) -> sqlx::Result<Hash> {
    let personal = PersonalSeal::fresh(event.personal.as_deref())?;
    let hash = chain::event_hash(seq, event, personal.digest.as_deref(), &prev);
    let sealed = sqlx::query(SEAL).bind(seq).bind(personal.salt).bind(personal.digest).bind(&prev[..]).bind(&hash[..]);
    sealed.execute(connection).await?;
    Ok(hash)
}
