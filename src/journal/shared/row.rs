//! Rows of the record as the domain's.

use sqlx::{PgConnection, Postgres, QueryBuilder};

use crate::{
    domain::{AttemptRow, FollowUpState},
    journal::{JournalError, attempts},
};

/// Every column of a row, from `keydesk.attempt` as `a`.
pub(super) const SELECT: &str = "SELECT a.job_id::text AS job_id, a.at_us, a.encoder_id, a.encoder_name, a.subject_kind, \
     a.subject_id, a.guest, a.doors, a.operator, a.desk, a.outcome, a.problem, a.attempt_id, a.request_id, a.card_number, \
     a.ended_us, a.retry_of, a.follow_up FROM keydesk.attempt a WHERE true";
/// The newest first.
pub(super) const NEWEST_FIRST: &str = " ORDER BY a.at_us DESC, a.job_id DESC";

/// A row of the list of attempts, with what the record adds to a desk's own.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    #[sqlx(flatten)]
    row: attempts::Row,
    follow_up: Option<String>,
}

pub(super) async fn fetch(mut query: QueryBuilder<Postgres>, connection: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    query.build_query_as().fetch_all(connection).await
}

/// What another desk wrote and nobody can read is left out, so that it does not hide the others.
pub(super) fn read_all(rows: Vec<Row>) -> Vec<AttemptRow> {
    let warned =
        |row| read(row).inspect_err(|error| tracing::warn!(%error, "an attempt in the shared record is left out"));
    rows.into_iter().filter_map(|row| warned(row).ok()).collect()
}

fn read(row: Row) -> Result<AttemptRow, JournalError> {
    let follow_up = row.follow_up.as_deref().and_then(FollowUpState::from_key);
    Ok(AttemptRow { follow_up, ..attempts::read(row.row)? })
}
