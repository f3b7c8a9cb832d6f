//! The list of attempts, kept in step with the facts.

use sqlx::SqliteConnection;

use super::change::Change;
use crate::domain::{
    ActionAttemptId, Fact, FactKind, FollowUpState, Guest, Intent, JobId, Outcome, Problem, Reasked, RequestId, Subject,
};

const INSERT: &str = "INSERT INTO attempt (job_id, at_us, workspace_id, system_id, encoder_id, encoder_name, \
     subject_kind, subject_id, doors, operator, desk, retry_of, guest, outcome, is_open, ended_us, attempt_id, request_id, \
     card_number, problem_code, problem, follow_up) \
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const UPDATE: &str = "UPDATE attempt SET outcome = ?2, is_open = ?3, \
     ended_us = CASE WHEN ?11 THEN COALESCE(ended_us, ?4) ELSE COALESCE(?4, ended_us) END, \
     attempt_id = COALESCE(?5, attempt_id), request_id = COALESCE(?6, request_id), \
     card_number = COALESCE(?7, card_number), \
     problem_code = CASE WHEN ?8 THEN ?9 ELSE problem_code END, problem = CASE WHEN ?8 THEN ?10 ELSE problem END \
     WHERE job_id = ?1";
const NAME: &str = "UPDATE attempt SET attempt_id = COALESCE(?2, attempt_id), request_id = COALESCE(?3, request_id) \
     WHERE job_id = ?1";
const EXPLAIN: &str = "UPDATE attempt SET \
     problem_code = CASE WHEN outcome = 'failed' THEN ?2 ELSE problem_code END, \
     problem = CASE WHEN outcome = 'failed' THEN ?3 ELSE problem END WHERE job_id = ?1";
const FOLLOW: &str = "UPDATE attempt SET follow_up = ?2 WHERE job_id = ?1";

/// Brings the row of the fact's job up to date. `false` when there is no row to bring up to date.
pub(super) async fn project(connection: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
    match &fact.kind {
        FactKind::Intended(intent) => insert(connection, intent, fact.at, Change::default()).await,
        FactKind::FollowedUp(follow_up) => follow(connection, fact.job, follow_up.state).await,
        FactKind::RetentionRan(_) | FactKind::Access(_) => Ok(true),
        FactKind::Reasked { answer: Reasked::Failed(problem), .. } => explain(connection, fact.job, problem).await,
        FactKind::NotExecuted(_)
        | FactKind::Accepted { .. }
        | FactKind::Succeeded { .. }
        | FactKind::Failed(_)
        | FactKind::BecameUncertain(..)
        | FactKind::Learned(_)
        | FactKind::ProvedNotWritten(_)
        | FactKind::LetGo
        | FactKind::Decided { .. }
        | FactKind::Reasked { .. } => Change::of(fact).apply(connection, fact).await,
    }
}

/// The row of a new job as all these facts leave it, which costs the indexes much less than one fact after another.
pub(super) async fn project_all(
    connection: &mut SqliteConnection,
    intent: &Intent,
    facts: &[&Fact],
) -> sqlx::Result<bool> {
    let Some((first, later)) = facts.split_first() else { return Ok(true) };
    let change = later.iter().fold(Change::default(), |change, fact| change.then(Change::of(fact)));
    insert(connection, intent, first.at, change).await
}

/// The job may be another desk's, which this list does not hold.
async fn follow(connection: &mut SqliteConnection, job: JobId, state: FollowUpState) -> sqlx::Result<bool> {
    sqlx::query(FOLLOW).bind(job.to_string()).bind(state.key()).execute(connection).await.map(|_| true)
}

async fn explain(connection: &mut SqliteConnection, job: JobId, problem: &Problem) -> sqlx::Result<bool> {
    let words = Change { problem: Some(problem), ..Change::default() }.problem_words()?;
    let explained = sqlx::query(EXPLAIN).bind(job.to_string()).bind(problem.code.key()).bind(words);
    Ok(explained.execute(connection).await?.rows_affected() == 1)
}

async fn insert(
    connection: &mut SqliteConnection,
    intent: &Intent,
    at: jiff::Timestamp,
    change: Change<'_>,
) -> sqlx::Result<bool> {
    let doors = serde_json::to_string(&intent.doors).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let outcome = change.outcome.unwrap_or(Outcome::Open);
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
        .bind(outcome.key())
        .bind(outcome.is_open())
        .bind(change.ended)
        .bind(change.attempt.map(ActionAttemptId::as_str))
        .bind(change.request.map(RequestId::as_str))
        .bind(change.number)
        .bind(change.problem.map(|problem| problem.code.key()))
        .bind(change.problem_words()?)
        .bind(change.follow_up.map(FollowUpState::key))
        .execute(connection)
        .await?;
    Ok(inserted.rows_affected() == 1)
}

pub(super) fn subject_kind(subject: &Subject) -> &'static str {
    match subject {
        Subject::Credential(_) => "credential",
        Subject::AccessMethod(_) => "access_method",
    }
}

impl Change<'_> {
    async fn apply(self, connection: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
        let Some(outcome) = self.outcome else { return self.name(connection, fact).await };
        let updated = sqlx::query(UPDATE)
            .bind(fact.job.to_string())
            .bind(outcome.key())
            .bind(outcome.is_open())
            .bind(self.ended)
            .bind(self.attempt.map(ActionAttemptId::as_str))
            .bind(self.request.map(RequestId::as_str))
            .bind(self.number)
            .bind(self.sets_problem())
            .bind(self.problem.map(|problem| problem.code.key()))
            .bind(self.problem_words()?)
            .bind(self.keeps_end)
            .execute(connection)
            .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// What changes no outcome touches no index.
    async fn name(self, connection: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
        let named = sqlx::query(NAME)
            .bind(fact.job.to_string())
            .bind(self.attempt.map(ActionAttemptId::as_str))
            .bind(self.request.map(RequestId::as_str));
        Ok(named.execute(connection).await?.rows_affected() == 1)
    }
}
