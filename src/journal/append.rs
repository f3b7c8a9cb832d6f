//! Adding events at the end of the chain, together with what they change in the list of attempts.

use std::collections::HashMap;

use sqlx::{Connection, SqliteConnection};

use super::{
    chain::{self, PersonalSeal},
    format::{self, EventRow, Stored},
    project,
};
use crate::domain::{Fact, FactKind, Intent, JobId};

/// One more than any event ever had, so that what is cut off at the end leaves a gap.
const END: &str = "SELECT \
     1 + MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0), \
             COALESCE((SELECT MAX(seq) FROM event), 0)) AS seq, \
     COALESCE((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), (SELECT hash FROM genesis)) AS hash";
const PLACE: &str = "SELECT 1 + COALESCE((SELECT MAX(job_seq) FROM event WHERE job_id = ?1), 0) AS job_seq, \
     EXISTS (SELECT 1 FROM event WHERE job_id = ?1 AND at_us = ?2 AND kind = ?3 AND payload = ?4) AS is_known";
const INSERT: &str = "INSERT INTO event (seq, job_id, job_seq, at_us, kind, format, payload, personal, personal_salt, \
     personal_digest, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Where the next event goes, and the hash of the one before it.
#[derive(Debug, sqlx::FromRow)]
struct End {
    seq: i64,
    hash: Vec<u8>,
}

/// Where an event goes among those of its job.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
struct Place {
    job_seq: i64,
    is_known: bool,
}

/// All of them or none: the job of the first fact that has no intent, if there is one.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    facts: Vec<(&Fact, Stored)>,
) -> sqlx::Result<Result<(), JobId>> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut batch = Batch { end: end(&mut transaction).await?, places: HashMap::new(), begun: Vec::new() };
    for (fact, stored) in facts {
        if !batch.append(&mut transaction, fact, stored).await? {
            transaction.rollback().await?;
            return Ok(Err(fact.job));
        }
    }
    batch.list(&mut transaction).await?;
    transaction.commit().await?;
    Ok(Ok(()))
}

/// Facts that are written in one transaction.
struct Batch<'a> {
    end: End,
    /// Where among `begun` a job is that begins in this transaction.
    places: HashMap<JobId, usize>,
    begun: Vec<Begun<'a>>,
}

/// A job that begins in this transaction, with all that becomes of it there.
struct Begun<'a> {
    intent: &'a Intent,
    facts: Vec<&'a Fact>,
    /// Their kinds and payloads.
    words: Vec<(&'static str, String)>,
}

impl<'a> Batch<'a> {
    /// `false` for a fact that has no intent.
    async fn append(
        &mut self,
        connection: &mut SqliteConnection,
        fact: &'a Fact,
        stored: Stored,
    ) -> sqlx::Result<bool> {
        let row = row(fact, &stored);
        let begun = self.places.get(&fact.job).copied();
        let place = match begun.and_then(|at| self.begun.get(at)) {
            Some(begun) => begun.place(&row),
            None => place(connection, &row).await?,
        };
        if place.is_known {
            return Ok(true);
        }
        let personal = PersonalSeal::fresh(row.personal.as_deref())?;
        write(connection, &mut self.end, EventRow { job_seq: place.job_seq, ..row }, personal).await?;
        match (begun.and_then(|at| self.begun.get_mut(at)), &fact.kind) {
            (None, FactKind::Intended(intent)) if place.job_seq == 1 => {
                self.places.insert(fact.job, self.begun.len());
                let words = vec![(stored.kind, stored.payload)];
                self.begun.push(Begun { intent: intent.as_ref(), facts: vec![fact], words });
                Ok(true)
            }
            (Some(begun), kind) if !matches!(kind, FactKind::Intended(_)) => {
                begun.facts.push(fact);
                begun.words.push((stored.kind, stored.payload));
                Ok(true)
            }
            // A second intent fails here or when the first one is listed.
            (None | Some(_), _) => project::project(connection, fact).await,
        }
    }

    /// Brings the list up to date with the jobs that began.
    async fn list(self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        for begun in self.begun {
            project::project_all(connection, begun.intent, &begun.facts).await?;
        }
        Ok(())
    }
}

impl Begun<'_> {
    fn place(&self, row: &EventRow) -> Place {
        let is_known = self.facts.iter().zip(&self.words).any(|(fact, (kind, payload))| {
            (fact.at.as_microsecond(), *kind, payload.as_str()) == (row.at_us, row.kind.as_str(), row.payload.as_str())
        });
        Place { job_seq: i64::try_from(self.facts.len()).unwrap_or(i64::MAX).saturating_add(1), is_known }
    }
}

fn row(fact: &Fact, stored: &Stored) -> EventRow {
    EventRow {
        job_id: fact.job.to_string(),
        job_seq: 0,
        at_us: fact.at.as_microsecond(),
        kind: stored.kind.to_owned(),
        format: format::VERSION,
        payload: stored.payload.clone(),
        personal: stored.personal.clone(),
    }
}

/// Seals the row at the end of the chain; one that is there already stays as it is. A row that was sealed before, in
/// another file, keeps the seal of its personal part.
pub(super) async fn add(
    connection: &mut SqliteConnection,
    mut row: EventRow,
    personal: Option<PersonalSeal>,
) -> sqlx::Result<()> {
    let place = place(connection, &row).await?;
    if place.is_known {
        return Ok(());
    }
    row.job_seq = place.job_seq;
    let personal = personal.map_or_else(|| PersonalSeal::fresh(row.personal.as_deref()), Ok)?;
    let mut end = end(connection).await?;
    write(connection, &mut end, row, personal).await
}

/// Writes a fact of the journal itself down, in the transaction that this connection is in.
pub(super) async fn add_fact(connection: &mut SqliteConnection, fact: &Fact, stored: &Stored) -> sqlx::Result<()> {
    add(connection, row(fact, stored), None).await?;
    project::project(connection, fact).await.map(drop)
}

async fn end(connection: &mut SqliteConnection) -> sqlx::Result<End> {
    sqlx::query_as(END).fetch_one(connection).await
}

async fn place(connection: &mut SqliteConnection, row: &EventRow) -> sqlx::Result<Place> {
    let place = sqlx::query_as(PLACE).bind(&row.job_id).bind(row.at_us).bind(&row.kind).bind(&row.payload);
    place.fetch_one(connection).await
}

async fn write(
    connection: &mut SqliteConnection,
    end: &mut End,
    row: EventRow,
    personal: PersonalSeal,
) -> sqlx::Result<()> {
    let hash = chain::event_hash(end.seq, &row, personal.digest.as_deref(), &end.hash);
    let before = std::mem::replace(&mut end.hash, hash.to_vec());
    let inserting = sqlx::query(INSERT)
        .bind(end.seq)
        .bind(row.job_id)
        .bind(row.job_seq)
        .bind(row.at_us)
        .bind(row.kind)
        .bind(row.format)
        .bind(row.payload)
        .bind(row.personal)
        .bind(personal.salt)
        .bind(personal.digest)
        .bind(before)
        .bind(hash.to_vec());
    end.seq += 1;
    inserting.execute(connection).await.map(drop)
}
