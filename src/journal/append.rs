//! Adding an event at the end of the chain, together with what it changes in the list of attempts.

use sqlx::{Connection, SqliteConnection};

use super::{
    attempts,
    chain::{self, PersonalSeal},
    format::{self, EventRow, Stored},
};
use crate::domain::Fact;

const NEXT: &str = "SELECT \
     1 + MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0), \
             COALESCE((SELECT MAX(seq) FROM event), 0)) AS seq, \
     1 + COALESCE((SELECT MAX(job_seq) FROM event WHERE job_id = ?1), 0) AS job_seq, \
     COALESCE((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), (SELECT hash FROM genesis)) AS prev_hash, \
     EXISTS (SELECT 1 FROM event WHERE job_id = ?1 AND at_us = ?2 AND kind = ?3 AND payload = ?4) AS is_known";
const INSERT: &str = "INSERT INTO event (seq, job_id, job_seq, at_us, kind, format, payload, personal, personal_salt, \
     personal_digest, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Where the next event goes.
#[derive(Debug, sqlx::FromRow)]
struct Next {
    /// One more than any event ever had, so that what is cut off at the end leaves a gap.
    seq: i64,
    job_seq: i64,
    prev_hash: Vec<u8>,
    is_known: bool,
}

/// `false` for a fact without an intent, of which nothing is kept.
pub(super) async fn append(connection: &mut SqliteConnection, fact: &Fact, stored: Stored) -> sqlx::Result<bool> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let is_kept = add(&mut transaction, row(fact, stored), None).await?.is_none()
        || attempts::project(&mut transaction, fact).await?;
    if is_kept {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(is_kept)
}

fn row(fact: &Fact, stored: Stored) -> EventRow {
    EventRow {
        job_id: fact.job.to_string(),
        job_seq: 0,
        at_us: fact.at.as_microsecond(),
        kind: stored.kind.to_owned(),
        format: format::VERSION,
        payload: stored.payload,
        personal: stored.personal,
    }
}

/// Seals the row at the end of the chain, and gives its hash; `None` when it is there already. A row that was sealed
/// before, in another file, keeps the seal of its personal part.
pub(super) async fn add(
    connection: &mut SqliteConnection,
    mut row: EventRow,
    personal: Option<PersonalSeal>,
) -> sqlx::Result<Option<chain::Hash>> {
    let next = sqlx::query_as(NEXT).bind(&row.job_id).bind(row.at_us).bind(&row.kind).bind(&row.payload);
    let next: Next = next.fetch_one(&mut *connection).await?;
    if next.is_known {
        return Ok(None);
    }
    row.job_seq = next.job_seq;
    let personal = personal.map_or_else(|| PersonalSeal::fresh(row.personal.as_deref()), Ok)?;
    let hash = chain::event_hash(next.seq, &row, personal.digest.as_deref(), &next.prev_hash);
    insert(connection, next, row, personal, hash).await?;
    Ok(Some(hash))
}

async fn insert(
    connection: &mut SqliteConnection,
    next: Next,
    row: EventRow,
    personal: PersonalSeal,
    hash: chain::Hash,
) -> sqlx::Result<()> {
    let inserting = sqlx::query(INSERT)
        .bind(next.seq)
        .bind(row.job_id)
        .bind(row.job_seq)
        .bind(row.at_us)
        .bind(row.kind)
        .bind(row.format)
        .bind(row.payload)
        .bind(row.personal)
        .bind(personal.salt)
        .bind(personal.digest)
        .bind(next.prev_hash)
        .bind(&hash[..]);
    inserting.execute(connection).await.map(drop)
}
