//! Which rows match a filter, and by which index they are found. The index is named, since the planner knows nothing of how
//! often a value occurs before the file was analysed.

use sqlx::{QueryBuilder, Sqlite};

use super::super::attempts::failures;
use crate::domain::{ActivityFilter, Desk, EncoderId, Operator, OutcomeFilter, ProblemCode};

/// Where the kept counts for a filter stand in the table `tally`: of what, and its name.
pub(super) fn tally(filter: &ActivityFilter) -> Option<(i64, &str)> {
    match (&filter.encoder, &filter.operator) {
        (None, None) => Some((0, "")),
        (Some(encoder), None) => Some((1, encoder.as_str())),
        (None, Some(operator)) => Some((2, &operator.0)),
        // Of each pair there are few enough to be counted.
        (Some(_), Some(_)) => None,
    }
}

/// The index with the fewest rows beside those that match, in the order of time.
fn index(filter: &ActivityFilter) -> &'static str {
    match filter {
        ActivityFilter { cause: Some(_), .. } => "attempt_by_cause",
        ActivityFilter { outcome: OutcomeFilter::Unsettled, .. } => "attempt_open",
        ActivityFilter { outcome: OutcomeFilter::Failures, .. } => "attempt_failures",
        ActivityFilter { operator: Some(_), .. } => "attempt_by_operator",
        ActivityFilter { encoder: Some(_), .. } => "attempt_by_encoder",
        ActivityFilter { desk: Some(_), .. } => "attempt_by_desk",
        ActivityFilter { .. } => "attempt_by_time",
    }
}

pub(super) fn push_table(query: &mut QueryBuilder<Sqlite>, filter: &ActivityFilter) {
    query.push(" attempt INDEXED BY ").push(index(filter));
}

/// Everything but the time, behind a condition.
pub(super) fn push_matches(query: &mut QueryBuilder<Sqlite>, filter: &ActivityFilter) {
    query.push(match filter.outcome {
        OutcomeFilter::All => "",
        OutcomeFilter::Encoded => " AND outcome IN ('succeeded', 'decided-written')",
        OutcomeFilter::Failures => concat!(" AND outcome IN ", failures!()),
        OutcomeFilter::Unsettled => " AND is_open = 1",
    });
    for (column, value) in [
        (" AND desk = ", filter.desk.as_ref().map(|Desk(name)| name.as_ref())),
        (" AND encoder_id = ", filter.encoder.as_ref().map(EncoderId::as_str)),
        (" AND operator = ", filter.operator.as_ref().map(|Operator(name)| name.as_ref())),
        (" AND problem_code = ", filter.cause.map(ProblemCode::key)),
    ] {
        if let Some(value) = value {
            query.push(column).push_bind(value.to_owned());
        }
    }
}
