//! The list of attempts: one row per job, kept in step with its events, and the questions that it answers.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use super::{JournalError, format};
use crate::domain::{
    AccessMethodId, ActionAttemptId, AttemptRow, CredentialId, Desk, EncoderId, Fact, FactKind, Guest, Intent, JobId,
    Operator, Outcome, Problem, Proof, Reasked, RequestId, Subject,
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

const INSERT: &str = "INSERT INTO attempt (job_id, at_us, workspace_id, system_id, encoder_id, encoder_name, \
     subject_kind, subject_id, doors, operator, desk, retry_of, outcome, is_open, guest) \
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 1, ?)";
const UPDATE: &str = "UPDATE attempt SET outcome = COALESCE(?2, outcome), is_open = COALESCE(?3, is_open), \
     ended_us = COALESCE(?4, ended_us), attempt_id = COALESCE(?5, attempt_id), \
     request_id = COALESCE(?6, request_id), card_number = COALESCE(?7, card_number), \
     problem_code = CASE WHEN ?8 THEN ?9 ELSE problem_code END, problem = CASE WHEN ?8 THEN ?10 ELSE problem END \
     WHERE job_id = ?1";
const SELECT: &str = "SELECT job_id, at_us, encoder_id, encoder_name, subject_kind, subject_id, guest, doors, operator, \
     desk, outcome, problem, attempt_id, request_id, card_number, ended_us, retry_of FROM attempt WHERE 1";

/// Brings the row of the fact's job up to date. `false` when there is no row to bring up to date.
pub(super) async fn project(connection: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
    let change = match &fact.kind {
        FactKind::Intended(intent) => return insert(connection, intent, fact.at).await,
        FactKind::NotExecuted(problem) => Change::to(Outcome::NotExecuted).with_problem(problem),
        FactKind::Accepted { attempt, request, .. } => {
            Change { attempt: Some(attempt), request: request.as_ref(), ..Change::default() }
        }
        FactKind::Succeeded { card, proof, .. } => {
            let written = card.as_ref().and_then(|card| card.credential.card_number.as_deref());
            let number = written.or_else(|| proof.as_ref().and_then(proved_number));
            Change { number, clears_problem: true, ..Change::to(Outcome::Succeeded) }
        }
        FactKind::Failed(problem) => Change::to(Outcome::Failed).with_problem(problem),
        FactKind::BecameUncertain(_, problem) => Change::to(Outcome::Uncertain).with_problem(problem),
        FactKind::Learned(_) => Change::default(),
        FactKind::ProvedNotWritten(_) => Change::to(Outcome::NotWritten),
        FactKind::LetGo => Change::to(Outcome::LetGo),
        FactKind::Decided { decision, .. } => Change::to(Outcome::Decided(*decision)),
        FactKind::Reasked { answer, .. } => reasked(answer),
        FactKind::FollowedUp(_) | FactKind::RetentionRan(_) => return Ok(true),
    };
    change.apply(connection, fact).await
}

fn reasked(answer: &Reasked) -> Change<'_> {
    match answer {
        Reasked::Pending | Reasked::Gone => Change::default(),
        Reasked::Succeeded(card) => {
            let number = card.as_ref().and_then(|card| card.credential.card_number.as_deref());
            Change { number, clears_problem: true, ..Change::to(Outcome::Succeeded) }
        }
        Reasked::Failed(problem) => Change::to(Outcome::Failed).with_problem(problem),
    }
}

fn proved_number(proof: &Proof) -> Option<&str> {
    match proof {
        Proof::AttemptEnded | Proof::Announced { .. } => None,
        Proof::IssuedAfterwards { card_number, .. } | Proof::CardRead { card_number } => card_number.as_deref(),
    }
}

async fn insert(connection: &mut SqliteConnection, intent: &Intent, at: Timestamp) -> sqlx::Result<bool> {
    let doors = serde_json::to_string(&intent.doors).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let inserted = sqlx::query(INSERT)
        .bind(intent.job.to_string())
        .bind(at.as_microsecond())
        .bind(intent.workspace.as_str())
        .bind(intent.system.as_str())
        .bind(intent.encoder.as_str())
        .bind(intent.encoder_name.as_ref())
        .bind(subject_kind(&intent.subject))
        .bind(intent.subject.id())
        .bind(doors)
        .bind(intent.operator.0.as_ref())
        .bind(intent.desk.0.as_ref())
        .bind(intent.retry_of.map(|job| job.to_string()))
        .bind(intent.guest.as_ref().map(Guest::full_name))
        .execute(connection)
        .await?;
    Ok(inserted.rows_affected() == 1)
}

fn subject_kind(subject: &Subject) -> &'static str {
    match subject {
        Subject::Credential(_) => "credential",
        Subject::AccessMethod(_) => "access_method",
    }
}

/// What one fact changes in the row; what it does not name stays.
#[derive(Debug, Default)]
struct Change<'a> {
    outcome: Option<Outcome>,
    attempt: Option<&'a ActionAttemptId>,
    request: Option<&'a RequestId>,
    number: Option<&'a str>,
    problem: Option<&'a Problem>,
    clears_problem: bool,
}

impl<'a> Change<'a> {
    fn to(outcome: Outcome) -> Self {
        Self { outcome: Some(outcome), ..Self::default() }
    }

    fn with_problem(self, problem: &'a Problem) -> Self {
        let (attempt, request) = (problem.details.attempt.as_ref(), problem.details.request.as_ref());
        Self { problem: Some(problem), attempt, request: self.request.or(request), ..self }
    }

    async fn apply(self, connection: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
        let problem = self.problem.map(format::problem_of).map(|problem| serde_json::to_string(&problem)).transpose();
        let ended = self.outcome.filter(|outcome| !outcome.is_open()).map(|_| fact.at.as_microsecond());
        let updated = sqlx::query(UPDATE)
            .bind(fact.job.to_string())
            .bind(self.outcome.map(Outcome::key))
            .bind(self.outcome.map(Outcome::is_open))
            .bind(ended)
            .bind(self.attempt.map(ActionAttemptId::as_str))
            .bind(self.request.map(RequestId::as_str))
            .bind(self.number)
            .bind(self.problem.is_some() || self.clears_problem)
            .bind(self.problem.map(|problem| problem.code.key()))
            .bind(problem.map_err(|error| sqlx::Error::Encode(error.into()))?)
            .execute(connection)
            .await?;
        Ok(updated.rows_affected() == 1)
    }
}

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
        let mut keys = query.push(" AND outcome IN (").separated(", ");
        for outcome in Outcome::ALL.into_iter().filter(|outcome| outcome.is_failure()) {
            keys.push_bind(outcome.key());
        }
        query.push(")");
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
        follow_up: None,
    })
}
