//! A filter as a condition, on attempts or on their counts.

use jiff::Timestamp;
use sqlx::{Postgres, QueryBuilder};

use super::buckets::{earliest, latest};
use crate::{
    domain::{ActivityFilter, OutcomeFilter},
    journal::{activity::microseconds, outbox::visible_nul},
};

/// The moments between which the filter takes attempts, in microseconds.
pub(super) fn range(filter: &ActivityFilter) -> (i64, i64) {
    let bound = |at: Option<Timestamp>, open: i64| at.map_or(open, microseconds);
    (bound(filter.since, earliest()), bound(filter.until, latest()))
}

/// Everything but the time. Attempts and counts name these columns alike; the alias is said before the dot.
pub(super) fn push_choices(query: &mut QueryBuilder<Postgres>, alias: &str, filter: &ActivityFilter) {
    let named = [
        ("desk", filter.desk.as_ref().map(|desk| visible_nul(&desk.0))),
        ("encoder_id", filter.encoder.as_ref().map(|encoder| visible_nul(encoder.as_str()))),
        ("operator", filter.operator.as_ref().map(|operator| visible_nul(&operator.0))),
        ("problem_code", filter.cause.map(|cause| cause.key().to_owned())),
    ];
    for (column, value) in named {
        if let Some(value) = value {
            query.push(format_args!(" AND {alias}.{column} = ")).push_bind(value);
        }
    }
    if filter.outcome != OutcomeFilter::All {
        let mut keys = query.push(format_args!(" AND {alias}.outcome IN (")).separated(", ");
        for outcome in filter.outcome.outcomes() {
            keys.push_bind(outcome.key());
        }
        query.push(")");
    }
}

/// The whole filter, on attempts.
pub(super) fn push_all(query: &mut QueryBuilder<Postgres>, filter: &ActivityFilter) {
    if let Some(since) = filter.since {
        query.push(" AND a.at_us >= ").push_bind(microseconds(since));
    }
    if let Some(until) = filter.until {
        query.push(" AND a.at_us < ").push_bind(microseconds(until));
    }
    push_choices(query, "a", filter);
}
