//! How long a card took.

use std::time::Duration;

use sqlx::{QueryBuilder, SqliteConnection};

use super::{route, stretch::Stretch};
use crate::domain::{ActivityFilter, Outcome, Took};

/// Over how many of the newest cards at most.
const NEWEST: i64 = 10_000;

pub(super) async fn read(connection: &mut SqliteConnection, filter: &ActivityFilter) -> sqlx::Result<Option<Took>> {
    // A success has no cause.
    if filter.cause.is_some() || !filter.outcome.takes(Outcome::Succeeded) {
        return Ok(None);
    }
    let Stretch { from, until } = Stretch::of(filter);
    // One row with all of them is read many times faster than a row for each.
    let mut query = QueryBuilder::new("SELECT group_concat(took) FROM (SELECT ended_us - at_us AS took FROM");
    route::push_table(&mut query, filter);
    query.push(" WHERE at_us >= ").push_bind(from).push(" AND at_us < ").push_bind(until);
    query.push(" AND outcome = 'succeeded' AND ended_us >= at_us");
    route::push_matches(&mut query, filter);
    query.push(" ORDER BY at_us DESC, job_id DESC LIMIT ").push_bind(NEWEST).push(")");
    let all: Option<String> = query.build_query_scalar().fetch_one(connection).await?;
    Ok(all.and_then(|all| took(all.split(',').filter_map(|span| span.parse().ok()).collect())))
}

/// By the nearest rank.
fn took(mut spans: Vec<u64>) -> Option<Took> {
    spans.sort_unstable();
    let at = |percent: usize| {
        let rank = (spans.len() * percent).div_ceil(100);
        spans.get(rank.checked_sub(1)?).copied().map(Duration::from_micros)
    };
    Some(Took { median: at(50)?, p95: at(95)?, of: u64::try_from(spans.len()).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_those_of_values_that_occur() {
        let of = |count: u64| took((1..=count).rev().collect());
        let us = Duration::from_micros;
        assert_eq!(of(0), None);
        assert_eq!(of(1), Some(Took { median: us(1), p95: us(1), of: 1 }));
        assert_eq!(of(4), Some(Took { median: us(2), p95: us(4), of: 4 }));
        assert_eq!(of(100), Some(Took { median: us(50), p95: us(95), of: 100 }));
    }
}
