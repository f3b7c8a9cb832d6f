//! Rows, the newest first: at a place in the list, behind a mark, or those that nobody knows the outcome of.

use sqlx::{QueryBuilder, SqliteConnection};

use super::{
    super::{
        Mark,
        attempts::{Understood, columns},
    },
    counts, route,
    stretch::{HOUR, Stretch},
};
use crate::domain::ActivityFilter;

const UNSETTLED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM attempt INDEXED BY attempt_open WHERE is_open = 1 AND outcome IN ('uncertain', 'let-go') \
     ORDER BY at_us DESC, job_id DESC LIMIT ?"
);
/// Each end alone is one step in the index; asked for together they would be a scan.
const ENDS: &str = "SELECT (SELECT MIN(at_us) FROM attempt), (SELECT MAX(at_us) FROM attempt)";
/// Up to this offset, counting costs more than stepping over rows.
const FEW: u64 = 1_000;

pub(super) async fn at(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    offset: u64,
    limit: u32,
) -> sqlx::Result<Vec<Understood>> {
    let (until, rest) = match route::tally(filter).filter(|_| offset > FEW) {
        Some(of) => find_hour(connection, filter, of, offset).await?,
        None => (Stretch::of(filter).until, offset),
    };
    let mut query = select(filter, until);
    query.push(" ORDER BY at_us DESC, job_id DESC LIMIT ").push_bind(limit);
    query.push(" OFFSET ").push_bind(i64::try_from(rest).unwrap_or(i64::MAX));
    query.build_query_as().fetch_all(connection).await
}

/// The end of an hour that the row with this number lies in or before, and how many rows are left to step over there.
async fn find_hour(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    of: (i64, &str),
    offset: u64,
) -> sqlx::Result<(i64, u64)> {
    let all = Stretch::of(filter);
    let (Some(hours), [_, newest]) = all.divide() else { return Ok((all.until, offset)) };
    let newer: u64 = match newest {
        Some(rest) => {
            counts::count(connection, filter, &[rest]).await?.iter().map(|count| count.attempts.unsigned_abs()).sum()
        }
        None => 0,
    };
    let Some(mut rest) = offset.checked_sub(newer) else { return Ok((all.until, offset)) };
    let Some(Stretch { mut from, mut until }) = within(connection, hours).await? else {
        return Ok((all.until, offset));
    };
    while until - from > 1 {
        let middle = from + (until - from) / 2;
        let sum = counts::sum(connection, filter, of, Stretch { from: middle, until }).await?;
        match rest.checked_sub(sum) {
            Some(left) => (rest, until) = (left, middle),
            None => from = middle,
        }
    }
    Ok((until * HOUR, rest))
}

/// Those hours between the oldest and the newest attempt.
async fn within(connection: &mut SqliteConnection, hours: Stretch) -> sqlx::Result<Option<Stretch>> {
    let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(ENDS).fetch_one(connection).await?;
    let known = first.zip(last).map(|(first, last)| Stretch {
        from: hours.from.max(first.div_euclid(HOUR)),
        until: hours.until.min(last.div_euclid(HOUR) + 1),
    });
    Ok(known.filter(|known| !known.is_empty()))
}

pub(super) async fn after(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    mark: Option<Mark>,
    limit: u32,
) -> sqlx::Result<Vec<Understood>> {
    // Of two bounds on the same column SQLite may take either to find its way, so there is one: up to the mark's moment.
    let until = Stretch::of(filter).until;
    let until = mark.map_or(until, |mark| until.min(mark.at.as_microsecond().saturating_add(1)));
    let mut query = select(filter, until);
    if let Some(Mark { at, job }) = mark {
        query.push(" AND (at_us, job_id) < (").push_bind(at.as_microsecond());
        query.push(", ").push_bind(job.to_string()).push(")");
    }
    query.push(" ORDER BY at_us DESC, job_id DESC LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(connection).await
}

/// The rows that match and are older than this microsecond.
fn select(filter: &ActivityFilter, until: i64) -> QueryBuilder<sqlx::Sqlite> {
    let mut query = QueryBuilder::new(concat!("SELECT ", columns!(), " FROM"));
    route::push_table(&mut query, filter);
    query.push(" WHERE at_us >= ").push_bind(Stretch::of(filter).from).push(" AND at_us < ").push_bind(until);
    route::push_matches(&mut query, filter);
    query
}

pub(super) async fn unsettled(connection: &mut SqliteConnection, limit: u32) -> sqlx::Result<Vec<Understood>> {
    sqlx::query_as(UNSETTLED).bind(limit).fetch_all(connection).await
}
