//! The list of attempts, told once more from the events: into a table that lives as long as the connection, and hides the
//! real one from every statement that does not name `main`.

use sqlx::SqliteConnection;

use super::project;
use crate::domain::Fact;

const BEGIN: [&str; 3] = [
    "CREATE TEMP TABLE attempt AS SELECT * FROM main.attempt WHERE 0",
    "CREATE UNIQUE INDEX temp.attempt_told ON attempt (job_id)",
    "PRAGMA temp.cache_size = -4096",
];
/// What is personal counts where both have it, since it is erased from either. Whoever changes what an event does to the
/// list has to tell the list of older journals anew in a migration.
const FIRST_DIFFERENCE: &str = "SELECT job_id FROM main.attempt AS listed FULL JOIN temp.attempt AS told USING (job_id) \
     WHERE listed.outcome IS NULL OR told.outcome IS NULL OR listed.guest <> told.guest \
     OR listed.card_number <> told.card_number \
     OR (listed.outcome, listed.is_open, listed.at_us, listed.ended_us, listed.workspace_id, listed.system_id, \
         listed.encoder_id, listed.encoder_name, listed.subject_kind, listed.subject_id, listed.doors, listed.operator, \
         listed.desk, listed.retry_of, listed.attempt_id, listed.request_id, listed.problem_code, listed.problem, \
         listed.follow_up) \
     IS NOT (told.outcome, told.is_open, told.at_us, told.ended_us, told.workspace_id, told.system_id, \
         told.encoder_id, told.encoder_name, told.subject_kind, told.subject_id, told.doors, told.operator, \
         told.desk, told.retry_of, told.attempt_id, told.request_id, told.problem_code, told.problem, \
         told.follow_up) \
     ORDER BY job_id LIMIT 1";

/// Both sides in the order of the table's key: what stands on one side alone, or differs.
const COUNTS_DIFFER: &str = "WITH one AS (SELECT encoder_id, operator, outcome, COALESCE(problem_code, '') AS cause, \
         (at_us - 3599999999 * (at_us < 0)) / 3600000000 AS hour, desk FROM main.attempt), \
     listed AS ( \
         SELECT 0 AS of, '' AS name, outcome, cause, hour, desk, COUNT(*) AS attempts FROM one GROUP BY 3, 4, 5, 6 \
         UNION ALL SELECT 1, encoder_id, outcome, cause, hour, desk, COUNT(*) FROM one GROUP BY 2, 3, 4, 5, 6 \
         UNION ALL SELECT 2, operator, outcome, cause, hour, desk, COUNT(*) FROM one GROUP BY 2, 3, 4, 5, 6) \
     SELECT (SELECT COUNT(*) FROM listed) <> (SELECT COUNT(*) FROM tally) \
         OR EXISTS (SELECT * FROM listed EXCEPT SELECT of, name, outcome, cause, hour, desk, attempts FROM tally)";

/// An empty list on this connection, which is for nothing else from now on.
pub(super) async fn begin(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    for statement in BEGIN {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}

/// What the next event changes in the list. `false` for a second intent of the same job, which no Keydesk writes; an event
/// whose intent is lost tells nothing.
pub(super) async fn tell(connection: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
    match project::project(connection, fact).await {
        Ok(_) => Ok(true),
        Err(error) if error.as_database_error().is_some_and(|error| error.is_unique_violation()) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The first job about which the list does not say what its events say.
pub(super) async fn first_difference(connection: &mut SqliteConnection) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(FIRST_DIFFERENCE).fetch_optional(connection).await
}

/// Whether the counts that are kept are not those of the list.
pub(super) async fn counts_differ(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar(COUNTS_DIFFER).fetch_one(connection).await
}
