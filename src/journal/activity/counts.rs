//! How many attempts of a filter lie in stretches of time, by outcome and cause: whole hours from the counts that are kept,
//! the rest from the attempts themselves.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::{route, stretch::Stretch};
use crate::domain::ActivityFilter;

/// So many attempts lie in the stretch with this place.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Count {
    pub(super) place: i64,
    pub(super) outcome: String,
    pub(super) cause: Option<String>,
    pub(super) attempts: i64,
}

/// The counts of each stretch; a stretch without attempts has none.
pub(super) async fn count(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    stretches: &[Stretch],
) -> sqlx::Result<Vec<Count>> {
    let (mut hours, mut rests) = (Vec::new(), Vec::new());
    for (place, stretch) in (0_i64..).zip(stretches) {
        let (whole, ends) =
            if route::tally(filter).is_some() { stretch.divide() } else { (None, [Some(*stretch), None]) };
        hours.extend(whole.map(|whole| (place, whole)));
        rests.extend(ends.into_iter().flatten().map(|rest| (place, rest)));
    }
    let mut counts = Vec::new();
    if let Some(of) = route::tally(filter).filter(|_| !hours.is_empty()) {
        counts.extend(whole_hours(connection, filter, of, &hours).await?);
    }
    if !rests.is_empty() {
        counts.extend(single_attempts(connection, filter, &rests).await?);
    }
    Ok(counts)
}

/// How many attempts there are in these hours.
pub(super) async fn sum(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    of: (i64, &str),
    hours: Stretch,
) -> sqlx::Result<u64> {
    let counts = whole_hours(connection, filter, of, &[(0, hours)]).await?;
    Ok(counts.iter().map(|count| u64::try_from(count.attempts).unwrap_or(0)).sum())
}

async fn whole_hours(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    of: (i64, &str),
    hours: &[(i64, Stretch)],
) -> sqlx::Result<Vec<Count>> {
    let mut query = QueryBuilder::new("WITH RECURSIVE");
    push_stretches(&mut query, hours);
    push_pairs(&mut query, of);
    query.push(" SELECT place, outcome, NULLIF(cause, '') AS cause, COALESCE((");
    push_tally(&mut query, "SELECT SUM(attempts)", of);
    query.push(" AND outcome = pair.outcome AND cause = pair.cause AND hour >= begins AND hour < ends");
    if let Some(desk) = &filter.desk {
        query.push(" AND desk = ").push_bind(desk.0.to_string());
    }
    query.push("), 0) AS attempts FROM pair CROSS JOIN stretch WHERE cause IS NOT NULL");
    if let Some(cause) = filter.cause {
        query.push(" AND cause = ").push_bind(cause.key());
    }
    let mut outcomes = query.push(" AND outcome IN (").separated(", ");
    filter.outcome.outcomes().for_each(|outcome| {
        outcomes.push_bind(outcome.key());
    });
    query.push(")");
    // A condition on the sum would make SQLite count each of them twice.
    let mut counts: Vec<Count> = query.build_query_as().fetch_all(connection).await?;
    counts.retain(|count| count.attempts > 0);
    Ok(counts)
}

/// Every outcome with every cause that there are counts of, found by steps from one to the next.
fn push_pairs(query: &mut QueryBuilder<Sqlite>, of: (i64, &str)) {
    query.push(", known (outcome) AS (");
    push_tally(query, "SELECT MIN(outcome)", of);
    query.push(" UNION ALL SELECT (");
    push_tally(query, "SELECT MIN(outcome)", of);
    query.push(" AND outcome > known.outcome) FROM known WHERE known.outcome IS NOT NULL)");
    query.push(", pair (outcome, cause) AS (SELECT outcome, (");
    push_tally(query, "SELECT MIN(cause)", of);
    query.push(" AND outcome = known.outcome) FROM known WHERE outcome IS NOT NULL UNION ALL SELECT outcome, (");
    push_tally(query, "SELECT MIN(cause)", of);
    query.push(" AND outcome = pair.outcome AND cause > pair.cause) FROM pair WHERE cause IS NOT NULL)");
}

fn push_tally(query: &mut QueryBuilder<Sqlite>, select: &str, (of, name): (i64, &str)) {
    query.push(select).push(" FROM tally WHERE of = ").push_bind(of).push(" AND name = ").push_bind(name.to_owned());
}

fn push_stretches(query: &mut QueryBuilder<Sqlite>, stretches: &[(i64, Stretch)]) {
    query.push(" stretch (place, begins, ends) AS (");
    query.push_values(stretches, |mut row, (place, stretch)| {
        row.push_bind(*place).push_bind(stretch.from).push_bind(stretch.until);
    });
    query.push(")");
}

async fn single_attempts(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    rests: &[(i64, Stretch)],
) -> sqlx::Result<Vec<Count>> {
    let mut query = QueryBuilder::new("WITH");
    push_stretches(&mut query, rests);
    query.push(" SELECT place, outcome, problem_code AS cause, COUNT(*) AS attempts FROM stretch CROSS JOIN");
    route::push_table(&mut query, filter);
    query.push(" WHERE at_us >= begins AND at_us < ends");
    route::push_matches(&mut query, filter);
    query.push(" GROUP BY place, outcome, problem_code");
    query.build_query_as().fetch_all(connection).await
}
