//! What each fact changes in the list of attempts.

use sqlx::SqliteConnection;

use super::format;
use crate::domain::{
    ActionAttemptId, Fact, FactKind, FollowUpState, Guest, Intent, JobId, Outcome, Problem, Proof, Reasked, RequestId,
    Subject,
};

const INSERT: &str = "INSERT INTO attempt (job_id, at_us, workspace_id, system_id, encoder_id, encoder_name, \
     subject_kind, subject_id, doors, operator, desk, retry_of, outcome, is_open, guest) \
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 1, ?)";
const UPDATE: &str = "UPDATE attempt SET outcome = ?2, is_open = ?3, \
     ended_us = CASE WHEN ?11 THEN COALESCE(ended_us, ?4) ELSE COALESCE(?4, ended_us) END, \
     attempt_id = COALESCE(?5, attempt_id), request_id = COALESCE(?6, request_id), \
     card_number = COALESCE(?7, card_number), \
     problem_code = CASE WHEN ?8 THEN ?9 ELSE problem_code END, problem = CASE WHEN ?8 THEN ?10 ELSE problem END \
     WHERE job_id = ?1";
const NAME: &str = "UPDATE attempt SET attempt_id = COALESCE(?2, attempt_id), request_id = COALESCE(?3, request_id) \
     WHERE job_id = ?1";
/// A failure that is told later explains a failure better. It takes no card back, and overrules neither a proof nor a person.
const EXPLAIN: &str = "UPDATE attempt SET \
     problem_code = CASE WHEN outcome = 'failed' THEN ?2 ELSE problem_code END, \
     problem = CASE WHEN outcome = 'failed' THEN ?3 ELSE problem END WHERE job_id = ?1";
const FOLLOW: &str = "UPDATE attempt SET follow_up = ?2 WHERE job_id = ?1";

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
        FactKind::Reasked { answer: Reasked::Failed(problem), .. } => {
            return explain(connection, fact.job, problem).await;
        }
        FactKind::Reasked { answer: Reasked::Succeeded(card), .. } => {
            let number = card.as_ref().and_then(|card| card.credential.card_number.as_deref());
            Change { number, clears_problem: true, keeps_end: true, ..Change::to(Outcome::Succeeded) }
        }
        FactKind::Reasked { answer: Reasked::Pending | Reasked::Gone, .. } => Change::default(),
        FactKind::FollowedUp(follow_up) => return follow(connection, fact.job, follow_up.state).await,
        FactKind::RetentionRan(_) => return Ok(true),
    };
    change.apply(connection, fact).await
}

/// The job may be another desk's, which this list does not hold.
async fn follow(connection: &mut SqliteConnection, job: JobId, state: FollowUpState) -> sqlx::Result<bool> {
    sqlx::query(FOLLOW).bind(job.to_string()).bind(state.key()).execute(connection).await.map(|_| true)
}

async fn explain(connection: &mut SqliteConnection, job: JobId, problem: &Problem) -> sqlx::Result<bool> {
    let words =
        serde_json::to_string(&format::problem_of(problem)).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let explained = sqlx::query(EXPLAIN).bind(job.to_string()).bind(problem.code.key()).bind(words);
    Ok(explained.execute(connection).await?.rows_affected() == 1)
}

fn proved_number(proof: &Proof) -> Option<&str> {
    match proof {
        Proof::AttemptEnded | Proof::Announced { .. } => None,
        Proof::IssuedAfterwards { card_number, .. } | Proof::CardRead { card_number } => card_number.as_deref(),
    }
}

async fn insert(connection: &mut SqliteConnection, intent: &Intent, at: jiff::Timestamp) -> sqlx::Result<bool> {
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

pub(super) fn subject_kind(subject: &Subject) -> &'static str {
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
    /// Whether the end that is known already stays the end.
    keeps_end: bool,
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
        let Some(outcome) = self.outcome else { return self.name(connection, fact).await };
        let problem = self.problem.map(format::problem_of).map(|problem| serde_json::to_string(&problem)).transpose();
        let updated = sqlx::query(UPDATE)
            .bind(fact.job.to_string())
            .bind(outcome.key())
            .bind(outcome.is_open())
            .bind((!outcome.is_open()).then_some(fact.at.as_microsecond()))
            .bind(self.attempt.map(ActionAttemptId::as_str))
            .bind(self.request.map(RequestId::as_str))
            .bind(self.number)
            .bind(self.problem.is_some() || self.clears_problem)
            .bind(self.problem.map(|problem| problem.code.key()))
            .bind(problem.map_err(|error| sqlx::Error::Encode(error.into()))?)
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
