//! The list of attempts: one row per job as its events leave it, read.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqlitePool, sqlite::SqliteRow};

use super::{JournalError, format};
use crate::domain::{
    AccessMethodId, ActionAttemptId, AttemptRow, CredentialId, Desk, EncoderId, FollowUpState, Guest, JobId, Operator,
    Outcome, RequestId, Subject,
};

/// Which attempts to list. The default lists the newest hundred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptFilter {
    /// At most so many rows.
    pub limit: u32,
    /// Only those for which [`Outcome::is_failure`] holds.
    pub failed_only: bool,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// On this encoder.
    pub encoder: Option<EncoderId>,
    /// This job alone.
    pub job: Option<JobId>,
}

impl Default for AttemptFilter {
    fn default() -> Self {
        Self { limit: 100, failed_only: false, since: None, until: None, encoder: None, job: None }
    }
}

/// Every column of [`Row`], of a table that is called `attempt`.
macro_rules! columns {
    () => {
        "attempt.job_id, attempt.at_us, attempt.encoder_id, attempt.encoder_name, attempt.subject_kind, \
         attempt.subject_id, attempt.guest, attempt.doors, attempt.operator, attempt.desk, attempt.outcome, \
         attempt.problem, attempt.attempt_id, attempt.request_id, attempt.card_number, attempt.ended_us, \
         attempt.retry_of, attempt.follow_up"
    };
}
pub(super) use columns;

/// The outcomes for which [`Outcome::is_failure`] holds, in the words of the index over them.
macro_rules! failures {
    () => {
        "('uncertain', 'let-go', 'failed', 'not-executed', 'not-written', 'decided-not-written')"
    };
}
pub(super) use failures;

const SELECT: &str = concat!("SELECT ", columns!(), " FROM attempt WHERE 1");

#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    job_id: String,
    at_us: i64,
    encoder_id: String,
    encoder_name: String,
    subject_kind: String,
    subject_id: String,
    guest: Option<String>,
    doors: String,
    operator: String,
    desk: String,
    outcome: String,
    problem: Option<String>,
    attempt_id: Option<String>,
    request_id: Option<String>,
    card_number: Option<String>,
    ended_us: Option<i64>,
    retry_of: Option<String>,
    follow_up: Option<String>,
}

pub(super) async fn select(readers: &SqlitePool, filter: &AttemptFilter) -> sqlx::Result<Vec<Row>> {
    let mut query = QueryBuilder::<Sqlite>::new(SELECT);
    if let Some(job) = filter.job {
        query.push(" AND job_id = ").push_bind(job.to_string());
    }
    if let Some(encoder) = &filter.encoder {
        query.push(" AND encoder_id = ").push_bind(encoder.as_str());
    }
    if filter.failed_only {
        query.push(concat!(" AND outcome IN ", failures!()));
    }
    if let Some(since) = filter.since {
        query.push(" AND at_us >= ").push_bind(since.as_microsecond());
    }
    if let Some(until) = filter.until {
        query.push(" AND at_us < ").push_bind(until.as_microsecond());
    }
    query.push(" ORDER BY at_us DESC, job_id DESC LIMIT ").push_bind(filter.limit);
    query.build_query_as().fetch_all(readers).await
}

/// A row that is understood while SQLite looks for the next one.
#[derive(Debug)]
pub(super) struct Understood(pub(super) Result<AttemptRow, JournalError>);

impl<'r> sqlx::FromRow<'r, SqliteRow> for Understood {
    fn from_row(row: &'r SqliteRow) -> sqlx::Result<Self> {
        Row::from_row(row).map(|row| Self(read(row)))
    }
}

pub(super) fn read(row: Row) -> Result<AttemptRow, JournalError> {
    let unreadable =
        |reason: &str| JournalError::Unreadable { job: row.job_id.clone(), job_seq: 0, reason: reason.into() };
    let at = Timestamp::from_microsecond(row.at_us).map_err(|_| unreadable("its time is out of range"))?;
    let outcome = Outcome::from_key(&row.outcome).ok_or_else(|| unreadable("its outcome is not known"))?;
    let problem = row.problem.as_deref().map(serde_json::from_str).transpose();
    let problem = problem.map_err(|_| unreadable("its problem is no JSON"))?.map(format::problem_from);
    let span = row.ended_us.map(|ended| ended.saturating_sub(row.at_us));
    Ok(AttemptRow {
        job: format::job_id(&row.job_id).ok_or_else(|| unreadable("its job is no id"))?,
        doors: serde_json::from_str(&row.doors).map_err(|_| unreadable("its doors are no JSON"))?,
        duration: span.and_then(|span| u64::try_from(span).ok()).map(Duration::from_micros),
        subject: match row.subject_kind.as_str() {
            "credential" => Subject::Credential(CredentialId::new(row.subject_id)),
            "access_method" => Subject::AccessMethod(AccessMethodId::new(row.subject_id)),
            _ => return Err(unreadable("its subject is not known")),
        },
        at,
        encoder: EncoderId::new(row.encoder_id),
        encoder_name: row.encoder_name.into(),
        guest: row.guest.map(Guest::new),
        operator: Operator(row.operator.into()),
        desk: Desk(row.desk.into()),
        outcome,
        problem,
        attempt: row.attempt_id.map(ActionAttemptId::new),
        request: row.request_id.map(RequestId::new),
        card_number: row.card_number.map(Arc::from),
        retry_of: row.retry_of.as_deref().and_then(format::job_id),
        follow_up: row.follow_up.as_deref().and_then(FollowUpState::from_key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_over_failures_holds_what_is_a_failure() {
        let failures: Vec<_> =
            Outcome::ALL.into_iter().filter(|outcome| outcome.is_failure()).map(Outcome::key).collect();
        let mut listed: Vec<_> =
            failures!().trim_matches(['(', ')']).split(", ").map(|key| key.trim_matches('\'')).collect();
        listed.sort_unstable_by_key(|key| failures.iter().position(|failure| failure == key));
        assert_eq!(listed, failures);
    }
}
