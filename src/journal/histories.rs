//! What the attempts say about each encoder. Every question is answered from one index, however long the list is.

use std::{collections::HashMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use sqlx::SqlitePool;

use crate::domain::{EncoderHistory, EncoderId, LastFailure, ProblemCode};

/// Steps from one encoder to the next through the index, without reading what lies between.
const ENCODERS: &str = "WITH RECURSIVE known (id) AS (SELECT MIN(encoder_id) FROM attempt UNION ALL \
     SELECT (SELECT MIN(encoder_id) FROM attempt WHERE encoder_id > known.id) FROM known WHERE known.id IS NOT NULL) \
     SELECT id FROM known WHERE id IS NOT NULL";
const SUCCESSES: &str = "SELECT ended_us, at_us FROM attempt WHERE encoder_id = ?1 AND outcome = 'succeeded' \
     AND ended_us <= ?2 ORDER BY ended_us DESC LIMIT ?3";
const FAILURES: &str = "SELECT COUNT(*) FROM attempt WHERE encoder_id = ?1 AND outcome = 'failed' \
     AND ended_us > ?2 AND ended_us <= ?3";
const LAST_FAILURE: &str = "SELECT ended_us, problem_code FROM attempt WHERE encoder_id = ?1 AND outcome = 'failed' \
     AND ended_us > ?2 AND ended_us <= ?3 ORDER BY ended_us DESC LIMIT 1";

/// Over how many of the last successes "usual" is the median.
const RECENT: i64 = 20;
/// With fewer successes than this, nothing is usual.
const ENOUGH: usize = 3;
/// How far ahead of `now` a row may lie: clocks are set back by moments, and by years only when they were wrong.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn all(readers: &SqlitePool, now: Timestamp) -> sqlx::Result<HashMap<EncoderId, EncoderHistory>> {
    let latest = now.saturating_add(AHEAD).map_or(i64::MAX, Timestamp::as_microsecond);
    let encoders: Vec<String> = sqlx::query_scalar(ENCODERS).fetch_all(readers).await?;
    let mut histories = HashMap::with_capacity(encoders.len());
    for encoder in encoders {
        let history = one(readers, &encoder, latest).await?;
        histories.insert(EncoderId::new(encoder), history);
    }
    Ok(histories)
}

async fn one(readers: &SqlitePool, encoder: &str, latest: i64) -> sqlx::Result<EncoderHistory> {
    let successes: Vec<(i64, i64)> =
        sqlx::query_as(SUCCESSES).bind(encoder).bind(latest).bind(RECENT).fetch_all(readers).await?;
    let last_success = successes.first().map(|(ended, _)| *ended);
    let after = last_success.unwrap_or(i64::MIN);
    let count: i64 = sqlx::query_scalar(FAILURES).bind(encoder).bind(after).bind(latest).fetch_one(readers).await?;
    let last: Option<(i64, Option<String>)> =
        sqlx::query_as(LAST_FAILURE).bind(encoder).bind(after).bind(latest).fetch_optional(readers).await?;
    Ok(EncoderHistory {
        last_success: last_success.and_then(moment),
        last_failure: last.and_then(|(at, key)| Some(LastFailure { at: moment(at)?, code: cause(key.as_deref()) })),
        failures_in_row: u32::try_from(count).unwrap_or(u32::MAX),
        usual: median(successes.iter().map(|(ended, at)| ended.saturating_sub(*at)).collect()),
    })
}

fn moment(microseconds: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(microseconds).ok()
}

fn cause(key: Option<&str>) -> ProblemCode {
    key.and_then(ProblemCode::from_key).unwrap_or(ProblemCode::Unexpected)
}

/// The middle of the times, the mean of both middles for an even count. Times that ran backwards do not count.
fn median(mut spans: Vec<i64>) -> Option<Duration> {
    spans.retain(|span| *span >= 0);
    spans.sort_unstable();
    let upper = *spans.get(spans.len() / 2)?;
    let lower = *spans.get((spans.len() - 1) / 2)?;
    let middle = lower + (upper - lower) / 2;
    (spans.len() >= ENOUGH).then_some(Duration::from_micros(u64::try_from(middle).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_three_are_not_usual() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![1, 2]), None);
        assert_eq!(median(vec![5, 1, 2]), Some(Duration::from_micros(2)));
        assert_eq!(median(vec![4, 1, 2, 8]), Some(Duration::from_micros(3)));
        assert_eq!(median(vec![-4, 1, 2]), None);
    }
}
