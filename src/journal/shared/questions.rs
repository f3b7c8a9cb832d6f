//! What a supervisor asks, answered by the record of all desks.

use jiff::Timestamp;
use sqlx::{Connection, PgConnection, Postgres, QueryBuilder, Transaction, pool::PoolConnection};

use super::{
    SharedError, SharedRecord, asked,
    buckets::{HOUR, Level, Stretch, cover},
    filter::{push_all, range},
    overview::{buckets, overview},
    row::{NEWEST_FIRST, Row, SELECT, fetch, read_all},
};
use crate::{
    domain::{
        ActivityFilter, AttemptRow, Choices, Desk, EncoderChoice, EncoderId, Fact, FactKind, JobId, Operator, Overview,
        Subject,
    },
    journal::{Mark, Questions, chain::SealedRow, outbox::visible_nul, understood},
};

/// One view of the record for all statements of a question.
const VIEW: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Up to so many rows are passed over one by one.
const FEW: u64 = 500;
const DESKS: &str = "SELECT desk FROM keydesk.counts WHERE level = 2 GROUP BY desk HAVING sum(n) > 0";
const OPERATORS: &str = "SELECT operator FROM keydesk.counts WHERE level = 2 GROUP BY operator HAVING sum(n) > 0";
const ENCODERS: &str = "SELECT e.encoder_id, a.encoder_name FROM (SELECT encoder_id FROM keydesk.counts WHERE level = 2 \
     GROUP BY encoder_id HAVING sum(n) > 0) AS e CROSS JOIN LATERAL (SELECT encoder_name FROM keydesk.attempt \
     WHERE encoder_id = e.encoder_id ORDER BY at_us DESC, job_id DESC LIMIT 1) AS a";
const UNSETTLED: &str = " AND a.is_open AND a.outcome IN ('uncertain', 'let-go')";
const FACTS: &str = "SELECT e.seq, e.job_id::text AS job_id, e.job_seq, e.at_us, e.kind, e.format, e.payload, e.personal, \
     e.personal_salt, e.personal_digest, e.prev_hash, e.hash FROM keydesk.event e WHERE e.job_id = $1::uuid \
     AND (e.stream_id = (SELECT stream_id FROM keydesk.attempt WHERE job_id = $1::uuid)) = $2 \
     ORDER BY e.stream_id, e.job_seq";

impl SharedRecord {
    async fn connection(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        self.pool.acquire().await
    }
}

async fn view(connection: &mut PgConnection) -> sqlx::Result<Transaction<'_, Postgres>> {
    connection.begin_with(VIEW).await
}

impl Questions for SharedRecord {
    type Error = SharedError;

    async fn overview(&self, filter: &ActivityFilter, bars: &[Timestamp]) -> Result<Overview, SharedError> {
        let counting = async {
            let mut connection = self.connection().await?;
            let mut view = view(&mut connection).await?;
            let counted = overview(&mut view, filter, bars).await?;
            view.commit().await?;
            Ok(counted)
        };
        asked("count attempts", counting).await
    }

    async fn page(&self, filter: &ActivityFilter, offset: u64, limit: u32) -> Result<Vec<AttemptRow>, SharedError> {
        let reading = async {
            let mut connection = self.connection().await?;
            let mut view = view(&mut connection).await?;
            let Some((until, rest)) = locate(&mut view, filter, offset).await? else { return Ok(Vec::new()) };
            let mut query = QueryBuilder::new(SELECT);
            push_all(&mut query, filter);
            if let Some(until) = until {
                query.push(" AND a.at_us < ").push_bind(until);
            }
            query.push(NEWEST_FIRST).push(" LIMIT ").push_bind(i64::from(limit));
            query.push(" OFFSET ").push_bind(i64::try_from(rest).unwrap_or(i64::MAX));
            let rows = fetch(query, &mut view).await?;
            view.commit().await?;
            Ok(rows)
        };
        Ok(read_all(asked("list attempts", reading).await?))
    }

    async fn after(
        &self,
        filter: &ActivityFilter,
        mark: Option<Mark>,
        limit: u32,
    ) -> Result<Vec<AttemptRow>, SharedError> {
        let mut query = QueryBuilder::new(SELECT);
        push_all(&mut query, filter);
        if let Some(Mark { at, job }) = mark {
            // The first condition alone tells the server which months it need not look at.
            query.push(" AND a.at_us <= ").push_bind(at.as_microsecond());
            query.push(" AND (a.at_us, a.job_id) < (").push_bind(at.as_microsecond());
            query.push(", ").push_bind(job.to_string()).push("::uuid)");
        }
        self.newest(query, limit).await
    }

    async fn choices(&self) -> Result<Choices, SharedError> {
        let reading = async {
            let mut connection = self.connection().await?;
            let desks: Vec<String> = sqlx::query_scalar(DESKS).fetch_all(&mut *connection).await?;
            let operators: Vec<String> = sqlx::query_scalar(OPERATORS).fetch_all(&mut *connection).await?;
            let encoders: Vec<(String, String)> = sqlx::query_as(ENCODERS).fetch_all(&mut *connection).await?;
            Ok((desks, operators, encoders))
        };
        let (mut desks, mut operators, encoders) = asked("list what there is to choose from", reading).await?;
        desks.sort();
        operators.sort();
        let chosen = |(id, name): (String, String)| EncoderChoice { id: EncoderId::new(id), name: name.into() };
        let mut encoders: Vec<EncoderChoice> = encoders.into_iter().map(chosen).collect();
        encoders.sort_by(|one, two| one.name.cmp(&two.name).then_with(|| one.id.as_str().cmp(two.id.as_str())));
        Ok(Choices {
            desks: desks.into_iter().map(|desk| Desk(desk.into())).collect(),
            encoders,
            operators: operators.into_iter().map(|operator| Operator(operator.into())).collect(),
        })
    }

    async fn unsettled(&self, limit: u32) -> Result<Vec<AttemptRow>, SharedError> {
        let mut query = QueryBuilder::new(SELECT);
        query.push(UNSETTLED);
        self.newest(query, limit).await
    }

    async fn details(&self, job: JobId) -> Result<Option<(AttemptRow, Vec<Fact>)>, SharedError> {
        let reading = async {
            let mut connection = self.connection().await?;
            let mut view = view(&mut connection).await?;
            let mut query = QueryBuilder::new(SELECT);
            query.push(" AND a.job_id = ").push_bind(job.to_string()).push("::uuid");
            let row = fetch(query, &mut view).await?;
            let own = events(&mut view, job, true).await?;
            let elsewhere = events(&mut view, job, false).await?;
            view.commit().await?;
            Ok((row, own, elsewhere))
        };
        let (row, own, elsewhere) = asked("read an attempt", reading).await?;
        let Some(row) = read_all(row).pop() else { return Ok(None) };
        Ok(Some((row, facts(&own, &elsewhere)?)))
    }

    async fn related(&self, row: &AttemptRow, limit: u32) -> Result<Vec<AttemptRow>, SharedError> {
        let mut related = self.newest(about_the_same(row, limit), limit).await?;
        let room = limit.saturating_sub(u32::try_from(related.len()).unwrap_or(u32::MAX));
        if room > 0 {
            let near = self.newest(on_the_encoder(row), limit).await?;
            let known: Vec<JobId> = related.iter().map(|row| row.job).collect();
            related.extend(near.into_iter().filter(|row| !known.contains(&row.job)).take(room as usize));
        }
        Ok(related)
    }
}

impl SharedRecord {
    async fn newest(&self, mut query: QueryBuilder<Postgres>, limit: u32) -> Result<Vec<AttemptRow>, SharedError> {
        query.push(NEWEST_FIRST).push(" LIMIT ").push_bind(i64::from(limit));
        let reading = async { fetch(query, &mut *self.connection().await?).await };
        let rows: Vec<Row> = asked("list attempts", reading).await?;
        Ok(read_all(rows))
    }
}

/// Before which moment row number `offset` is, and how many rows are to be passed over from there. The counts lead from
/// months to days to hours. `None` when there are no so many.
async fn locate(
    connection: &mut PgConnection,
    filter: &ActivityFilter,
    offset: u64,
) -> sqlx::Result<Option<(Option<i64>, u64)>> {
    if offset <= FEW {
        return Ok(Some((None, offset)));
    }
    let (since, until) = range(filter);
    let (mut stretches, mut rest) = (cover(since, until), offset);
    loop {
        let found = holding(buckets(connection, &stretches, filter).await?, &mut rest);
        let Some(bucket) = found else { return Ok(None) };
        if rest <= FEW || matches!(bucket.level, Level::Single | Level::Hour) {
            return Ok(Some((Some(bucket.until), rest)));
        }
        stretches = bucket.divided();
    }
}

/// The bucket that holds a row, and the row's number in it.
fn holding(buckets: Vec<(Stretch, u64)>, rest: &mut u64) -> Option<Stretch> {
    for (bucket, n) in buckets {
        if *rest < n {
            return Some(bucket);
        }
        *rest -= n;
    }
    None
}

/// Each half from an index of its own: a guest has few attempts, and so has a subject.
fn about_the_same(row: &AttemptRow, limit: u32) -> QueryBuilder<Postgres> {
    let (kind, id) = match &row.subject {
        Subject::Credential(id) => ("credential", id.as_str()),
        Subject::AccessMethod(id) => ("access_method", id.as_str()),
    };
    let mut query = QueryBuilder::new(SELECT);
    query.push(" AND a.job_id <> ").push_bind(row.job.to_string()).push("::uuid");
    query.push(" AND (a.job_id, a.at_us) IN ((SELECT job_id, at_us FROM keydesk.attempt WHERE subject_id = ");
    query.push_bind(visible_nul(id)).push(" AND subject_kind = ").push_bind(kind);
    query.push(" ORDER BY at_us DESC LIMIT ").push_bind(i64::from(limit) + 1).push(")");
    if let Some(guest) = &row.guest {
        query.push(" UNION ALL (SELECT job_id, at_us FROM keydesk.attempt WHERE guest = ");
        query.push_bind(visible_nul(guest.full_name()));
        query.push(" ORDER BY at_us DESC LIMIT ").push_bind(i64::from(limit) + 1).push(")");
    }
    query.push(")");
    query
}

fn on_the_encoder(row: &AttemptRow) -> QueryBuilder<Postgres> {
    let at = row.at.as_microsecond();
    let mut query = QueryBuilder::new(SELECT);
    query.push(" AND a.job_id <> ").push_bind(row.job.to_string()).push("::uuid");
    query.push(" AND a.encoder_id = ").push_bind(visible_nul(row.encoder.as_str()));
    query.push(" AND a.at_us BETWEEN ").push_bind(at - HOUR).push(" AND ").push_bind(at + HOUR);
    query
}

async fn events(connection: &mut PgConnection, job: JobId, is_own: bool) -> sqlx::Result<Vec<SealedRow>> {
    sqlx::query_as(FACTS).bind(job.to_string()).bind(is_own).fetch_all(connection).await
}

/// The facts of the job's own desk, and what other desks said about it, where its time puts it.
fn facts(own: &[SealedRow], elsewhere: &[SealedRow]) -> Result<Vec<Fact>, SharedError> {
    let first = own.first().map_or(1, |row| row.event.job_seq);
    let mut facts =
        own.iter().zip(first..).map(|(row, place)| understood(row, place)).collect::<Result<Vec<_>, _>>()?;
    for row in elsewhere {
        let fact = understood(row, row.event.job_seq)?;
        if matches!(fact.kind, FactKind::FollowedUp(_)) && !facts.contains(&fact) {
            let place = facts.iter().rposition(|earlier| earlier.at <= fact.at).map_or(facts.len(), |last| last + 1);
            facts.insert(place, fact);
        }
    }
    Ok(facts)
}
