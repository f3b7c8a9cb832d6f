//! What of the journal goes to the shared record: events in their order, with the rows that their jobs have in the list of
//! attempts. Nothing is kept here about what was shipped: the record's own head says it.

use serde::Serialize;
use sqlx::{FromRow, SqliteConnection};

use super::{
    Journal, JournalError,
    chain::{Flaw, Hash, SealedRow, hex, select_sealed},
    error::explain,
    format,
    genesis::Genesis,
    health,
};
use crate::domain::FactKind;

const NEXT: &str = select_sealed!("WHERE event.seq > ? ORDER BY event.seq LIMIT ?");
const HASH_AT: &str = "SELECT hash FROM event WHERE seq = ?";
const ENDS: &str = "SELECT COALESCE(MIN(seq), 0), COALESCE(MAX(seq), 0), COUNT(*) FROM event";
const WAITING: &str = "SELECT COUNT(*) FROM event WHERE seq > ?";
const ATTEMPT: &str = "SELECT (SELECT MAX(seq) FROM event WHERE job_id = ?1) AS version, job_id, at_us, workspace_id, \
     system_id, encoder_id, encoder_name, subject_kind, subject_id, doors, operator, retry_of, outcome, is_open, \
     attempt_id, request_id, problem_code, problem, ended_us, guest, card_number FROM attempt WHERE job_id = ?1";

/// Some events behind a place in the journal, ready to be shipped.
pub(super) struct Shipment {
    /// What names the stream.
    pub(super) genesis: Hash,
    /// The hash of the event at the place itself; `None` where there is none (any more).
    pub(super) hash_there: Option<Vec<u8>>,
    /// The number of the newest event.
    pub(super) newest: i64,
    /// Events up to this one were removed here.
    pub(super) cut: i64,
    /// The number of the last event in here.
    pub(super) last: Option<i64>,
    /// How many events are behind those in here.
    pub(super) waiting: u64,
    /// JSON, an array of events.
    pub(super) events: String,
    /// How many they are.
    pub(super) count: u64,
    /// JSON, an array of attempts.
    pub(super) attempts: String,
}

/// One event for the record, with what of its payload the record has to act on.
#[derive(Serialize)]
struct Shipped<'a> {
    seq: i64,
    job_id: &'a str,
    job_seq: i64,
    at_us: i64,
    kind: &'a str,
    format: i64,
    payload: &'a str,
    personal: Option<&'a str>,
    personal_salt: Option<String>,
    personal_digest: Option<String>,
    prev_hash: Option<String>,
    hash: Option<String>,
    follow_up: Option<&'static str>,
}

/// One row of the list of attempts.
#[derive(Serialize, FromRow)]
struct Listed {
    version: i64,
    job_id: String,
    at_us: i64,
    workspace_id: String,
    system_id: String,
    encoder_id: String,
    encoder_name: String,
    subject_kind: String,
    subject_id: String,
    doors: String,
    operator: String,
    retry_of: Option<String>,
    outcome: String,
    is_open: bool,
    attempt_id: Option<String>,
    request_id: Option<String>,
    problem_code: Option<String>,
    problem: Option<String>,
    ended_us: Option<i64>,
    guest: Option<String>,
    card_number: Option<String>,
}

impl Journal {
    /// The events behind number `after`, `limit` at most, read in one view of the file.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] for an event that is not what was written: it goes nowhere.
    pub(super) async fn shipment(&self, after: i64, limit: u32) -> Result<Shipment, JournalError> {
        let failed = self.store.failed("read what is to be shipped");
        let mut connection = self.store.questions.acquire().await.map_err(&failed)?;
        let mut view = sqlx::Connection::begin(&mut *connection).await.map_err(&failed)?;
        let shipment = self.read_shipment(&mut view, after, limit).await?;
        view.rollback().await.map_err(failed)?;
        Ok(shipment)
    }

    /// What names this journal in the shared record: the hash that its chain begins with.
    pub(super) async fn genesis(&self) -> Result<Hash, JournalError> {
        let failed = self.store.failed("read the beginning of its chain");
        let mut connection = self.store.questions.acquire().await.map_err(failed)?;
        self.read_genesis(&mut connection).await
    }

    async fn read_genesis(&self, connection: &mut SqliteConnection) -> Result<Hash, JournalError> {
        let failed = |error| explain(self.path(), "read the beginning of its chain", error);
        let genesis = Genesis::read(connection).await.map_err(failed)?;
        let hash = genesis.and_then(|genesis| genesis.hash());
        hash.ok_or_else(|| health::damaged(self.path(), "the beginning of its chain is gone"))
    }

    async fn read_shipment(
        &self,
        view: &mut SqliteConnection,
        after: i64,
        limit: u32,
    ) -> Result<Shipment, JournalError> {
        let failed = |error| explain(self.path(), "read what is to be shipped", error);
        let genesis = self.read_genesis(view).await?;
        let (oldest, newest, _): (i64, i64, i64) = sqlx::query_as(ENDS).fetch_one(&mut *view).await.map_err(failed)?;
        let hash_there = sqlx::query_scalar(HASH_AT).bind(after).fetch_optional(&mut *view).await.map_err(failed)?;
        let rows: Vec<SealedRow> =
            sqlx::query_as(NEXT).bind(after).bind(limit).fetch_all(&mut *view).await.map_err(failed)?;
        let last = rows.last().map(|row| row.seq);
        let waiting: i64 =
            sqlx::query_scalar(WAITING).bind(last.unwrap_or(after)).fetch_one(&mut *view).await.map_err(failed)?;
        let attempts = listed(view, &rows).await.map_err(failed)?;
        let events = rows.iter().map(shipped).collect::<Result<Vec<_>, _>>()?;
        let json = |error: serde_json::Error| failed(sqlx::Error::Encode(error.into()));
        Ok(Shipment {
            genesis,
            hash_there,
            newest,
            cut: oldest.saturating_sub(1),
            last,
            waiting: u64::try_from(waiting).unwrap_or(0),
            count: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            events: serde_json::to_string(&events).map_err(json)?,
            attempts: serde_json::to_string(&attempts).map_err(json)?,
        })
    }
}

fn shipped(row: &SealedRow) -> Result<Shipped<'_>, JournalError> {
    row.check().map_err(|flaw| changed(row, flaw))?;
    let event = &row.event;
    let follow_up = match format::load(event)?.kind {
        FactKind::FollowedUp(said) => Some(said.state.key()),
        FactKind::Intended(_)
        | FactKind::NotExecuted(_)
        | FactKind::Accepted { .. }
        | FactKind::Succeeded { .. }
        | FactKind::Failed(_)
        | FactKind::BecameUncertain(..)
        | FactKind::Learned(_)
        | FactKind::ProvedNotWritten(_)
        | FactKind::LetGo
        | FactKind::Decided { .. }
        | FactKind::Reasked { .. }
        | FactKind::RetentionRan(_)
        | FactKind::Access(_) => None,
    };
    let hexed = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(hex);
    Ok(Shipped {
        seq: row.seq,
        job_id: &event.job_id,
        job_seq: event.job_seq,
        at_us: event.at_us,
        kind: &event.kind,
        format: event.format,
        payload: &event.payload,
        personal: event.personal.as_deref(),
        personal_salt: hexed(&row.personal_salt),
        personal_digest: hexed(&row.personal_digest),
        prev_hash: hexed(&row.prev_hash),
        hash: hexed(&row.hash),
        follow_up,
    })
}

fn changed(row: &SealedRow, flaw: Flaw) -> JournalError {
    let reason = match flaw {
        Flaw::Unsealed => "it was not written by Keydesk",
        Flaw::Content | Flaw::Personal => "it was changed after it was written",
    };
    JournalError::Unreadable { job: row.event.job_id.clone(), job_seq: row.event.job_seq, reason: reason.into() }
}

/// The rows of the jobs of these events, as they stand now.
async fn listed(view: &mut SqliteConnection, rows: &[SealedRow]) -> sqlx::Result<Vec<Listed>> {
    let mut jobs: Vec<&str> = rows.iter().map(|row| row.event.job_id.as_str()).collect();
    jobs.sort_unstable();
    jobs.dedup();
    let mut listed = Vec::with_capacity(jobs.len());
    for job in jobs {
        let row: Option<Listed> = sqlx::query_as(ATTEMPT).bind(job).fetch_optional(&mut *view).await?;
        listed.extend(row.map(Listed::without_nul));
    }
    Ok(listed)
}

impl Listed {
    /// The record's text knows no NUL, which JSON writes in six letters in every column that is JSON.
    fn without_nul(mut self) -> Self {
        let always = [
            &mut self.workspace_id,
            &mut self.system_id,
            &mut self.encoder_id,
            &mut self.encoder_name,
            &mut self.subject_id,
            &mut self.operator,
        ];
        let sometimes = [&mut self.attempt_id, &mut self.request_id, &mut self.guest, &mut self.card_number];
        for text in always.into_iter().chain(sometimes.into_iter().flatten()) {
            *text = visible_nul(text);
        }
        self
    }
}

/// A text that the record can hold.
pub(super) fn visible_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Whether a place in the shared record is also one in this journal.
pub(super) fn agrees(shipment: &Shipment, seq: i64, hash: &[u8]) -> bool {
    if seq == 0 {
        return hash == shipment.genesis.as_slice();
    }
    let known = shipment.hash_there.as_deref();
    // What was removed here cannot be compared any more.
    seq <= shipment.newest && (known == Some(hash) || (known.is_none() && seq <= shipment.cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipment() -> Shipment {
        Shipment {
            genesis: [1; 32],
            hash_there: Some(vec![2; 32]),
            newest: 9,
            cut: 3,
            last: None,
            waiting: 0,
            events: String::new(),
            count: 0,
            attempts: String::new(),
        }
    }

    #[test]
    fn only_a_place_with_the_same_hash_agrees() {
        let removed = Shipment { hash_there: None, ..shipment() };
        assert!(agrees(&shipment(), 0, &[1; 32]) && !agrees(&shipment(), 0, &[2; 32]));
        assert!(agrees(&shipment(), 9, &[2; 32]) && !agrees(&shipment(), 9, &[3; 32]));
        assert!(!agrees(&shipment(), 10, &[2; 32]), "the record is ahead");
        assert!(agrees(&removed, 3, &[3; 32]) && !agrees(&removed, 4, &[3; 32]));
    }

    #[test]
    fn a_nul_is_shipped_as_a_letter() {
        assert_eq!(visible_nul("a\0b"), "a\u{fffd}b");
    }
}
