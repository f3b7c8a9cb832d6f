//! What every record of attempts answers, held against the attempts themselves: the same story for each of them.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{ActivityFilter, AttemptRow, Bar, Fact, JobId, Outcome, OutcomeFilter, Overview, ProblemCode, Took},
    journal::{Mark, Questions},
};

/// Asks everything that can be asked of a record that holds these facts and no others.
pub async fn story(record: &impl Questions, facts: &[Fact]) {
    let rows = rows(facts);
    for filter in filters(&rows) {
        let matching: Vec<_> = rows.iter().filter(|row| matches(row, &filter)).cloned().collect();
        overviews(record, &filter, &matching).await;
        pages(record, &filter, &matching).await;
        everything(record, &filter, &matching).await;
    }
    choices(record, &rows).await;
    unsettled(record, &rows).await;
    one_by_one(record, &rows, facts).await;
}

/// What the list says of these facts, the newest first.
pub fn rows(facts: &[Fact]) -> Vec<AttemptRow> {
    let mut jobs: Vec<(JobId, Vec<Fact>)> = Vec::new();
    for fact in facts {
        match jobs.iter_mut().find(|(job, _)| *job == fact.job) {
            Some((_, facts)) => facts.push(fact.clone()),
            None => jobs.push((fact.job, vec![fact.clone()])),
        }
    }
    let mut rows: Vec<_> = jobs.iter().map(|(_, facts)| super::replay(facts)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.job)));
    rows
}

fn matches(row: &AttemptRow, filter: &ActivityFilter) -> bool {
    filter.since.is_none_or(|since| row.at >= since)
        && filter.until.is_none_or(|until| row.at < until)
        && filter.desk.as_ref().is_none_or(|desk| row.desk == *desk)
        && filter.encoder.as_ref().is_none_or(|encoder| row.encoder == *encoder)
        && filter.operator.as_ref().is_none_or(|operator| row.operator == *operator)
        && filter.outcome.takes(row.outcome)
        && filter.cause.is_none_or(|cause| row.problem.as_ref().is_some_and(|problem| problem.code == cause))
}

/// Every combination of what can be chosen; the times go around among whole hours, ragged ones and none.
fn filters(rows: &[AttemptRow]) -> Vec<ActivityFilter> {
    let first = |choose: fn(&AttemptRow) -> String| rows.iter().map(choose).min();
    let desk = first(|row| row.desk.0.to_string());
    let encoder = first(|row| row.encoder.as_str().to_owned());
    let operator = first(|row| row.operator.0.to_string());
    let cause = rows.iter().find_map(|row| row.problem.as_ref()).map(|problem| problem.code);
    let mut times = times(rows).into_iter().cycle();
    let mut filters = Vec::new();
    for choice in 0..16 {
        let chosen = |bit: u32| choice >> bit & 1 == 1;
        for outcome in OutcomeFilter::ALL {
            let (since, until) = times.next().unwrap();
            filters.push(ActivityFilter {
                since,
                until,
                desk: desk.clone().filter(|_| chosen(0)).map(|name| keydesk::domain::Desk(name.into())),
                encoder: encoder.clone().filter(|_| chosen(1)).map(Into::into),
                operator: operator.clone().filter(|_| chosen(2)).map(|name| keydesk::domain::Operator(name.into())),
                outcome,
                cause: cause.filter(|_| chosen(3)),
            });
        }
    }
    filters.push(ActivityFilter { encoder: Some("nobody's".into()), ..ActivityFilter::default() });
    filters
}

type Times = (Option<Timestamp>, Option<Timestamp>);

fn times(rows: &[AttemptRow]) -> Vec<Times> {
    let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return vec![(None, None)] };
    let whole = |at: Timestamp| Timestamp::from_second(at.as_second().div_euclid(3600) * 3600).unwrap();
    let (middle, hours) = (rows[rows.len() / 2].at, |hours| SignedDuration::from_hours(hours));
    vec![
        (None, None),
        (Some(oldest.at), Some(newest.at)),
        (Some(whole(oldest.at) + hours(1)), Some(whole(newest.at))),
        (Some(middle), None),
        (None, Some(middle + SignedDuration::from_nanos(1))),
        (Some(middle - SignedDuration::from_mins(10)), Some(middle + SignedDuration::from_mins(10))),
        (Some(newest.at), Some(oldest.at)),
    ]
}

async fn overviews(record: &impl Questions, filter: &ActivityFilter, rows: &[AttemptRow]) {
    let (since, until) = (filter.since.unwrap_or(Timestamp::UNIX_EPOCH), filter.until.unwrap_or(Timestamp::MAX));
    let step = SignedDuration::from_mins(90);
    let bars: Vec<_> = (0..8).filter_map(|place| since.checked_add(step * place).ok()).chain([until]).collect();
    for bars in [&[][..], &bars] {
        let counted = record.overview(filter, bars).await.unwrap();
        assert_eq!(counted, overview(rows, bars), "{filter:?} {bars:?}");
    }
}

fn count(rows: &[AttemptRow], so: impl Fn(&AttemptRow) -> bool) -> u64 {
    rows.iter().filter(|row| so(row)).count() as u64
}

fn overview(rows: &[AttemptRow], bars: &[Timestamp]) -> Overview {
    let mut causes: Vec<(Option<ProblemCode>, u64)> = Vec::new();
    let causes_of = rows.iter().filter(|row| row.outcome.is_failure());
    for cause in causes_of.map(|row| row.problem.as_ref().map(|problem| problem.code)) {
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, count)) => *count += 1,
            None => causes.push((cause, 1)),
        }
    }
    causes.sort_by_key(|(cause, count)| (std::cmp::Reverse(*count), cause.map(ProblemCode::key)));
    let bar = |ends: &[Timestamp]| {
        let (from, until) = (ends[0], ends[1]);
        let lies = |row: &AttemptRow| row.at >= from && row.at < until;
        let encoded = count(rows, |row| lies(row) && row.outcome.is_encoded());
        Bar { from, until, encoded, failed: count(rows, |row| lies(row) && row.outcome.is_failure()) }
    };
    Overview {
        total: rows.len() as u64,
        encoded: count(rows, |row| row.outcome.is_encoded()),
        failed: count(rows, |row| row.outcome.is_failure()),
        took: took(rows),
        bars: bars.windows(2).map(bar).collect(),
        causes,
    }
}

fn took(rows: &[AttemptRow]) -> Option<Took> {
    let cards = rows.iter().filter(|row| row.outcome == Outcome::Succeeded);
    let mut spans: Vec<Duration> = cards.filter_map(|row| row.duration).take(10_000).collect();
    spans.sort_unstable();
    let at = |share: f64| spans.get((share * spans.len() as f64).ceil() as usize - 1).copied();
    (!spans.is_empty()).then(|| Took { median: at(0.5).unwrap(), p95: at(0.95).unwrap(), of: spans.len() as u64 })
}

async fn pages(record: &impl Questions, filter: &ActivityFilter, rows: &[AttemptRow]) {
    let count = rows.len();
    for offset in [0, 1, count / 2, count.saturating_sub(3), count, count + 5] {
        let page = record.page(filter, offset as u64, 7).await.unwrap();
        let expected: Vec<_> = rows.iter().skip(offset).take(7).cloned().collect();
        assert_eq!(page, expected, "{filter:?} from {offset} of {count}");
    }
}

async fn everything(record: &impl Questions, filter: &ActivityFilter, rows: &[AttemptRow]) {
    let (mut read, mut mark) = (Vec::new(), None);
    loop {
        let next = record.after(filter, mark, 41).await.unwrap();
        assert!(next.len() <= 41);
        let Some(last) = next.last() else { break };
        mark = Some(Mark::from(last));
        read.extend(next);
    }
    assert_eq!(read, rows, "{filter:?}");
}

async fn choices(record: &impl Questions, rows: &[AttemptRow]) {
    let chosen = record.choices().await.unwrap();
    let sorted = |of: &dyn Fn(&AttemptRow) -> String| {
        let mut names: Vec<_> = rows.iter().map(of).collect();
        names.sort();
        names.dedup();
        names
    };
    let desks: Vec<_> = chosen.desks.iter().map(|desk| desk.0.to_string()).collect();
    let operators: Vec<_> = chosen.operators.iter().map(|operator| operator.0.to_string()).collect();
    assert_eq!(desks, sorted(&|row| row.desk.0.to_string()));
    assert_eq!(operators, sorted(&|row| row.operator.0.to_string()));
    let mut encoders: Vec<_> = Vec::new();
    for id in sorted(&|row| row.encoder.as_str().to_owned()) {
        let latest = rows.iter().find(|row| row.encoder.as_str() == id).unwrap();
        encoders.push((latest.encoder_name.to_string(), id));
    }
    encoders.sort();
    let named = chosen.encoders.iter().map(|encoder| (encoder.name.to_string(), encoder.id.as_str().to_owned()));
    assert_eq!(named.collect::<Vec<_>>(), encoders);
}

async fn unsettled(record: &impl Questions, rows: &[AttemptRow]) {
    let unknown = rows.iter().filter(|row| matches!(row.outcome, Outcome::Uncertain | Outcome::LetGo));
    let unknown: Vec<_> = unknown.cloned().collect();
    assert_eq!(record.unsettled(1_000).await.unwrap(), unknown);
    assert_eq!(record.unsettled(1).await.unwrap(), unknown[..unknown.len().min(1)]);
}

async fn one_by_one(record: &impl Questions, rows: &[AttemptRow], facts: &[Fact]) {
    for row in rows.iter().step_by(rows.len() / 7 + 1) {
        let own: Vec<_> = facts.iter().filter(|fact| fact.job == row.job).cloned().collect();
        assert_eq!(record.details(row.job).await.unwrap(), Some((row.clone(), own)));
        for limit in [3, 20, 1_000] {
            let related = record.related(row, limit).await.unwrap();
            assert_eq!(related, relatives(row, rows, limit as usize), "{limit} of {row:?}");
        }
    }
    assert_eq!(record.details(JobId::generate()).await.unwrap(), None);
}

fn relatives(row: &AttemptRow, rows: &[AttemptRow], limit: usize) -> Vec<AttemptRow> {
    let is_kin =
        |other: &&AttemptRow| other.subject == row.subject || other.guest.is_some() && other.guest == row.guest;
    let is_near = |other: &&AttemptRow| {
        other.encoder == row.encoder && other.at.duration_since(row.at).abs() <= SignedDuration::from_hours(1)
    };
    let others = || rows.iter().filter(|other| other.job != row.job);
    let kin = others().filter(is_kin);
    let near = others().filter(|other| !is_kin(other)).filter(is_near);
    kin.chain(near).take(limit).cloned().collect()
}
