//! Every answer of the record against the same, counted by hand from the desks' own lists.

use std::{cmp::Reverse, collections::HashMap, time::Duration};

use jiff::Timestamp;
use keydesk::{
    domain::{ActivityFilter, AttemptRow, Bar, Outcome, OutcomeFilter, Overview, ProblemCode, Took},
    journal::{AttemptFilter, Mark, Questions, shared::ship},
};

use super::{
    Server, Shared,
    desk::{after, any_attempt, attempt, intended, intent, journal, start, succeeded, write},
    shared_with,
};

/// Three desks with a few hundred attempts, and all their rows, the newest first.
async fn hotel() -> (Server, keydesk::journal::shared::SharedRecord, Vec<AttemptRow>) {
    let server = Server::open().await;
    let (mut chance, mut rows) = (fastrand::Rng::with_seed(11), Vec::new());
    for desk in ["Front Desk 1", "Front Desk 2", "Back Office"] {
        let (record, _) = server.desk(desk).await;
        let (_folder, journal) = journal().await;
        for _ in 0..250 {
            write(&journal, &any_attempt(&mut chance, desk)).await;
        }
        ship(&journal, &record).await.unwrap();
        rows.extend(journal.attempts(&AttemptFilter { limit: 10_000, ..AttemptFilter::default() }).await.unwrap());
    }
    rows.sort_by_key(|row| Reverse((row.at, row.job.0)));
    let (reader, _) = server.supervisor().await;
    (server, reader, rows)
}

fn matches(row: &AttemptRow, filter: &ActivityFilter) -> bool {
    filter.since.is_none_or(|since| row.at >= since)
        && filter.until.is_none_or(|until| row.at < until)
        && filter.desk.as_ref().is_none_or(|desk| row.desk == *desk)
        && filter.encoder.as_ref().is_none_or(|encoder| row.encoder == *encoder)
        && filter.operator.as_ref().is_none_or(|operator| row.operator == *operator)
        && filter.cause.is_none_or(|cause| row.problem.as_ref().is_some_and(|problem| problem.code == cause))
        && filter.outcome.takes(row.outcome)
}

/// The value that so many of 100 do not exceed.
fn rank(spans: &[Duration], percent: usize) -> Duration {
    spans[(spans.len() * percent).div_ceil(100) - 1]
}

fn counted(rows: &[&AttemptRow], bars: &[Timestamp]) -> Overview {
    let count =
        |rows: &[&AttemptRow], of: fn(Outcome) -> bool| rows.iter().filter(|row| of(row.outcome)).count() as u64;
    let mut spans: Vec<Duration> =
        rows.iter().filter(|row| row.outcome == Outcome::Succeeded).filter_map(|row| row.duration).collect();
    spans.sort();
    let mut causes: HashMap<Option<ProblemCode>, u64> = HashMap::new();
    for row in rows.iter().filter(|row| row.outcome.is_failure()) {
        *causes.entry(row.problem.as_ref().map(|problem| problem.code)).or_default() += 1;
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(cause, count)| (Reverse(*count), cause.map(ProblemCode::key)));
    let bar = |ends: &[Timestamp]| {
        let within: Vec<_> = rows.iter().copied().filter(|row| row.at >= ends[0] && row.at < ends[1]).collect();
        let (encoded, failed) = (count(&within, Outcome::is_encoded), count(&within, Outcome::is_failure));
        Bar { from: ends[0], until: ends[1], encoded, failed }
    };
    Overview {
        total: rows.len() as u64,
        encoded: count(rows, Outcome::is_encoded),
        failed: count(rows, Outcome::is_failure),
        took: (!spans.is_empty()).then(|| Took {
            median: rank(&spans, 50),
            p95: rank(&spans, 95),
            of: spans.len() as u64,
        }),
        bars: bars.windows(2).map(bar).collect(),
        causes,
    }
}

/// A follow-up is not in a desk's own list.
fn plain(rows: Vec<AttemptRow>) -> Vec<AttemptRow> {
    let without = |row: AttemptRow| {
        let shown = |text: &str| text.replace('\0', "\u{fffd}");
        let guest = row.guest.map(|guest| keydesk::domain::Guest::new(shown(guest.full_name())));
        AttemptRow { follow_up: None, guest, ..row }
    };
    rows.into_iter().map(without).collect()
}

fn filters() -> Vec<ActivityFilter> {
    let all = ActivityFilter::default();
    let (since, until) =
        (Some(after(start(), 36 * 3_600_000 + 7)), Some(after(start(), 30 * 24 * 3_600_000 + 123_456)));
    let mut filters = vec![
        all.clone(),
        ActivityFilter { since, until, ..all.clone() },
        ActivityFilter { since, ..all.clone() },
        ActivityFilter { until, ..all.clone() },
        ActivityFilter { since: until, until: since, ..all.clone() },
        ActivityFilter { since, until: since.map(|at| after(at, 1_000_000)), ..all.clone() },
        ActivityFilter { desk: Some(keydesk::domain::Desk("Front Desk 2".into())), since, until, ..all.clone() },
        ActivityFilter { desk: Some(keydesk::domain::Desk("nobody".into())), ..all.clone() },
        ActivityFilter { encoder: Some("enc_1".into()), ..all.clone() },
        ActivityFilter { operator: Some(keydesk::domain::Operator("Óscar".into())), since, ..all.clone() },
        ActivityFilter { cause: Some(ProblemCode::ALL[3]), ..all.clone() },
    ];
    for outcome in OutcomeFilter::ALL {
        filters.push(ActivityFilter { outcome, since, until, encoder: Some("enc_0".into()), ..all.clone() });
        filters.push(ActivityFilter { outcome, ..all.clone() });
    }
    filters
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn every_answer_is_what_counting_by_hand_gives() {
    let (_server, record, rows) = hotel().await;
    let rows = plain(rows);
    let by =
        |start: Timestamp, hours: i64, count: i64| (0..count).map(move |bar| after(start, bar * hours * 3_600_000));
    let days: Vec<Timestamp> = by("2026-10-31T23:00:00Z".parse().unwrap(), 24, 30).collect();
    let odd: Vec<Timestamp> = by("2026-11-01T18:15:00Z".parse().unwrap(), 7, 9).collect();
    for filter in filters() {
        let expected: Vec<&AttemptRow> = rows.iter().filter(|row| matches(row, &filter)).collect();
        for bars in [&days[..], &odd[..], &[]] {
            assert_eq!(record.overview(&filter, bars).await.unwrap(), counted(&expected, bars), "{filter:?}");
        }
        for offset in [0, 1, 40, 499, 501, 620, expected.len().saturating_sub(1), expected.len(), 5_000] {
            let page = record.page(&filter, offset as u64, 25).await.unwrap();
            let part: Vec<AttemptRow> = expected.iter().skip(offset).take(25).map(|row| (*row).clone()).collect();
            assert!(plain(page.clone()) == part, "{filter:?} from {offset}: {} of {}", page.len(), part.len());
        }
        let (mut read, mut mark) = (Vec::new(), None);
        loop {
            let some = record.after(&filter, mark, 37).await.unwrap();
            let Some(last) = some.last() else { break };
            mark = Some(Mark::from(last));
            read.extend(some);
        }
        assert!(plain(read).iter().eq(expected.iter().copied()), "{filter:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn choices_unsettled_and_details_are_what_the_desks_wrote() {
    let (_server, record, rows) = hotel().await;
    let choices = record.choices().await.unwrap();
    assert_eq!(
        choices.desks.iter().map(|desk| desk.0.as_ref()).collect::<Vec<_>>(),
        ["Back Office", "Front Desk 1", "Front Desk 2"]
    );
    assert_eq!(choices.operators.iter().map(|who| who.0.as_ref()).collect::<Vec<_>>(), ["Mia", "Noor", "Óscar"]);
    assert_eq!(
        choices.encoders.iter().map(|encoder| encoder.name.as_ref()).collect::<Vec<_>>(),
        ["Encoder enc_0", "Encoder enc_1", "Encoder enc_2"]
    );
    let waits = |row: &&AttemptRow| matches!(row.outcome, Outcome::Uncertain | Outcome::LetGo);
    let expected: Vec<_> = rows.iter().filter(waits).take(20).map(|row| row.job).collect();
    let unsettled = record.unsettled(20).await.unwrap();
    assert_eq!(unsettled.iter().map(|row| row.job).collect::<Vec<_>>(), expected);
    let (row, facts) = record.details(rows[0].job).await.unwrap().unwrap();
    assert_eq!((row.job, facts[0].at), (rows[0].job, rows[0].at));
    assert!(record.details(keydesk::domain::JobId::generate()).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn facts_come_back_as_they_were_and_a_changed_one_is_refused() {
    let facts = attempt("Front Desk 1", "enc_1", start(), succeeded());
    let Shared { record, _server: server } = shared_with(&facts).await;
    assert_eq!(record.details(facts[0].job).await.unwrap().unwrap().1, facts);
    let mut raw = server.raw_admin().await;
    sqlx::query("ALTER TABLE keydesk.event DISABLE TRIGGER USER").execute(&mut raw).await.unwrap();
    for table in ["event_2026_10"] {
        let disable = format!("ALTER TABLE keydesk.{table} DISABLE TRIGGER USER");
        sqlx::query(sqlx::AssertSqlSafe(disable)).execute(&mut raw).await.unwrap();
    }
    let change = "UPDATE keydesk.event SET payload = replace(payload, 'Mia', 'Eve')";
    sqlx::query(change).execute(&mut raw).await.unwrap();
    assert!(record.details(facts[0].job).await.is_err());
    assert!(record.verify().await.unwrap()[0].head.is_err());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn related_are_the_same_guest_and_subject_first_and_then_the_encoder_within_an_hour() {
    let fact = |minutes: i64, encoder: &str, guest: &str, subject: &str| {
        let job = keydesk::domain::JobId::generate();
        let mut intent = intent(job, "Front Desk 1", encoder);
        intent.guest = Some(keydesk::domain::Guest::new(guest));
        intent.subject = keydesk::domain::Subject::Credential(subject.into());
        intended(after(start(), minutes * 60_000), intent)
    };
    let facts = [
        fact(0, "enc_1", "Ana", "cred_1"),
        fact(-900, "enc_2", "Ana", "cred_2"),
        fact(-800, "enc_2", "Ben", "cred_1"),
        fact(30, "enc_1", "Cleo", "cred_3"),
        fact(59, "enc_1", "Ana", "cred_4"),
        fact(61, "enc_1", "Dan", "cred_5"),
        fact(-60, "enc_1", "Eva", "cred_6"),
        fact(5, "enc_2", "Fay", "cred_7"),
    ];
    let shared = shared_with(&facts).await;
    let (row, _) = shared.record.details(facts[0].job).await.unwrap().unwrap();
    let related = |limit| {
        let (record, row) = (shared.record.clone(), row.clone());
        async move { record.related(&row, limit).await.unwrap().iter().map(|row| row.job).collect::<Vec<_>>() }
    };
    let jobs = |numbers: &[usize]| numbers.iter().map(|number| facts[*number].job).collect::<Vec<_>>();
    assert_eq!(related(10).await, jobs(&[4, 2, 1, 3, 6]));
    assert_eq!(related(4).await, jobs(&[4, 2, 1, 3]));
    assert_eq!(related(2).await, jobs(&[4, 2]));
}
