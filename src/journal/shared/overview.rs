//! Counting what matches, from the counts that are kept.

use std::{cmp::Reverse, collections::HashMap, time::Duration};

use jiff::Timestamp;
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::{
    buckets::{Level, Signed, Stretch, sum},
    filter::{push_choices, range},
};
use crate::{
    domain::{ActivityFilter, Bar, Outcome, Overview, ProblemCode, Took},
    journal::activity::microseconds,
};

/// Once for each stretch, from the index: the offset keeps the server from turning it round. To be followed by more
/// conditions and `OFFSET 0)`.
const COUNTS: &str = " FROM s CROSS JOIN LATERAL (SELECT * FROM keydesk.counts c \
     WHERE c.level = s.level AND c.bucket_us >= s.start AND c.bucket_us < s.stop";
/// The same for attempts that are counted one by one.
const SINGLE: &str = " FROM s CROSS JOIN LATERAL (SELECT outcome, problem_code FROM keydesk.attempt a \
     WHERE s.level = -1 AND a.at_us >= s.start AND a.at_us < s.stop";
/// How many of the newest cards tell how long a card takes.
const TIMED: i64 = 10_000;

/// So many attempts with this outcome and cause, in this bar.
#[derive(Debug, sqlx::FromRow)]
struct Counted {
    bar: i32,
    outcome: String,
    problem_code: String,
    n: i64,
}

pub(super) async fn overview(
    connection: &mut PgConnection,
    filter: &ActivityFilter,
    bars: &[Timestamp],
) -> sqlx::Result<Overview> {
    let stretches = in_bars(filter, bars);
    let counted = count(connection, &stretches, filter).await?;
    let took = took(connection, filter).await?;
    Ok(told(&counted, bars, took))
}

/// What has to be counted, with the bar that it belongs to; -1 for time that is in none.
fn in_bars(filter: &ActivityFilter, bars: &[Timestamp]) -> Vec<(Signed, i32)> {
    let (since, until) = range(filter);
    let moments: Vec<i64> = bars.iter().map(|at| microseconds(*at).clamp(since, until.max(since))).collect();
    let (first, last) = (moments.first().copied().unwrap_or(until), moments.last().copied().unwrap_or(until));
    let outside = [(since, first, -1), (last, until, -1)];
    let inside = moments.windows(2).zip(0..).map(|(ends, bar)| (ends[0], ends[1], bar));
    let all = outside.into_iter().chain(inside);
    all.flat_map(|(from, until, bar)| sum(from, until).into_iter().map(move |part| (part, bar))).collect()
}

async fn count(
    connection: &mut PgConnection,
    stretches: &[(Signed, i32)],
    filter: &ActivityFilter,
) -> sqlx::Result<Vec<Counted>> {
    let mut query = begin(stretches);
    query.push(
        "SELECT bar, outcome, problem_code, sum(n)::bigint AS n FROM (SELECT s.bar, c.outcome, c.problem_code, \
         sum(c.n * s.sign)::bigint AS n",
    );
    query.push(COUNTS);
    push_choices(&mut query, "c", filter);
    query.push(
        " OFFSET 0) AS c GROUP BY 1, 2, 3 UNION ALL SELECT s.bar, a.outcome, coalesce(a.problem_code, ''), \
         sum(s.sign)::bigint",
    );
    query.push(SINGLE);
    push_choices(&mut query, "a", filter);
    query.push(" OFFSET 0) AS a GROUP BY 1, 2, 3) AS parts GROUP BY 1, 2, 3");
    query.build_query_as().fetch_all(connection).await
}

/// How many there are in each bucket of these stretches, the newest bucket first; those without any are left out.
pub(super) async fn buckets(
    connection: &mut PgConnection,
    stretches: &[Stretch],
    filter: &ActivityFilter,
) -> sqlx::Result<Vec<(Stretch, u64)>> {
    let all: Vec<(Signed, i32)> =
        stretches.iter().map(|stretch| Signed { stretch: *stretch, sign: 1 }).zip(0..).collect();
    let mut query = begin(&all);
    query.push("SELECT s.bar, c.bucket_us, sum(c.n)::bigint").push(COUNTS);
    push_choices(&mut query, "c", filter);
    query.push(" OFFSET 0) AS c GROUP BY 1, 2 UNION ALL SELECT s.bar, s.start, count(*)").push(SINGLE);
    push_choices(&mut query, "a", filter);
    query.push(" OFFSET 0) AS a GROUP BY 1, 2 ORDER BY 2 DESC");
    let rows: Vec<(i32, i64, i64)> = query.build_query_as().fetch_all(connection).await?;
    let buckets = rows.into_iter().filter_map(|(place, from, n)| {
        let stretch = *stretches.get(usize::try_from(place).ok()?)?;
        let bucket = if stretch.level == Level::Single { stretch } else { Stretch::bucket(stretch.level, from) };
        u64::try_from(n).ok().filter(|n| *n > 0).map(|n| (bucket, n))
    });
    Ok(buckets.collect())
}

/// The stretches as a table `s`, read once.
fn begin(stretches: &[(Signed, i32)]) -> QueryBuilder<Postgres> {
    let moments = |of: fn(&Stretch) -> i64| stretches.iter().map(|(part, _)| of(&part.stretch)).collect::<Vec<i64>>();
    let mut query = QueryBuilder::new("WITH s AS MATERIALIZED (SELECT * FROM unnest(");
    query.push_bind(stretches.iter().map(|(part, _)| part.stretch.level.key()).collect::<Vec<i32>>());
    query.push(", ").push_bind(moments(|stretch| stretch.from));
    query.push(", ").push_bind(moments(|stretch| stretch.until));
    query.push(", ").push_bind(stretches.iter().map(|(_, bar)| *bar).collect::<Vec<i32>>());
    query.push(", ").push_bind(stretches.iter().map(|(part, _)| part.sign).collect::<Vec<i32>>());
    query.push(") AS s (level, start, stop, bar, sign)) ");
    query
}

/// The middle and the 95th of 100 by nearest rank, over the newest cards.
async fn took(connection: &mut PgConnection, filter: &ActivityFilter) -> sqlx::Result<Option<Took>> {
    // What ended with a card has no cause and is no failure: nothing would be found, after a look at all of them.
    if filter.cause.is_some() || !filter.outcome.takes(Outcome::Succeeded) {
        return Ok(None);
    }
    let mut query = QueryBuilder::<Postgres>::new(
        "SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY us), percentile_disc(0.95) WITHIN GROUP (ORDER BY us) \
         FROM (SELECT a.ended_us - a.at_us AS us FROM keydesk.attempt a WHERE a.outcome = 'succeeded' AND a.ended_us >= a.at_us",
    );
    super::filter::push_all(&mut query, filter);
    query.push(super::row::NEWEST_FIRST).push(" LIMIT ").push_bind(TIMED).push(") AS newest");
    let (of, median, p95): (i64, Option<i64>, Option<i64>) = query.build_query_as().fetch_one(connection).await?;
    let span = |us: Option<i64>| us.and_then(|us| u64::try_from(us).ok()).map(Duration::from_micros);
    let (of, median, p95) = (u64::try_from(of).unwrap_or(0), span(median), span(p95));
    Ok(median.zip(p95).map(|(median, p95)| Took { median, p95, of }))
}

fn told(counted: &[Counted], bars: &[Timestamp], took: Option<Took>) -> Overview {
    let empty = bars.windows(2).map(|ends| Bar { from: ends[0], until: ends[1], encoded: 0, failed: 0 });
    let mut overview = Overview { bars: empty.collect(), took, ..Overview::default() };
    let mut causes: HashMap<Option<ProblemCode>, u64> = HashMap::new();
    for Counted { bar, outcome, problem_code, n } in counted {
        let (n, Some(outcome)) = (u64::try_from(*n).unwrap_or(0), Outcome::from_key(outcome)) else { continue };
        let encoded = if outcome.is_encoded() { n } else { 0 };
        let failed = if outcome.is_failure() { n } else { 0 };
        overview.total += n;
        overview.encoded += encoded;
        overview.failed += failed;
        if let Some(bar) = usize::try_from(*bar).ok().and_then(|bar| overview.bars.get_mut(bar)) {
            bar.encoded += encoded;
            bar.failed += failed;
        }
        if failed > 0 {
            *causes.entry(cause(problem_code)).or_default() += failed;
        }
    }
    overview.causes = causes.into_iter().collect();
    overview.causes.sort_by_key(|(cause, n)| (Reverse(*n), cause.map(ProblemCode::key)));
    overview
}

/// A cause that this Keydesk does not know is unexpected.
fn cause(key: &str) -> Option<ProblemCode> {
    (!key.is_empty()).then(|| ProblemCode::from_key(key).unwrap_or(ProblemCode::Unexpected))
}
