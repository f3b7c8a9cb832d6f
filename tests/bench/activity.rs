//! What a supervisor waits for, with a million attempts in the journal, and what those cost the desk that writes.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use jiff::{Timestamp, tz::TimeZone};
use keydesk::{
    domain::{ActivityFilter, ActivityQuery, Desk, Fact, Operator, OutcomeFilter, Period, ProblemCode},
    journal::{Journal, Mark, Questions},
};
use sqlx::{
    ConnectOptions as _, Row as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    hotel::{Hotel, encoder_id, fill, operator_name},
    measure::Samples,
};

const ATTEMPTS: usize = 1_000_000;
const ROUNDS: usize = 20;
const PAGE: u32 = 100;
const APPENDED: usize = 200;

pub fn run() {
    let attempts = std::env::var("KEYDESK_BENCH_ATTEMPTS").ok().and_then(|count| count.parse().ok());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        // On the disk that the build is on: a temporary folder may be memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = folder.path().join("journal.sqlite");
        let journal = Journal::open(&path).await.unwrap();
        let hotel = hotel(attempts.unwrap_or(ATTEMPTS), 1);
        seed(&journal, &hotel).await;
        opening(&journal, hotel.until).await;
        filters(&journal, hotel.until).await;
        reading(&journal).await;
        appending(&journal, folder.path(), hotel.until).await;
        journal.close().await;
    });
}

fn hotel(attempts: usize, seed: u64) -> Hotel {
    Hotel { attempts, until: "2026-11-24T12:00:00Z".parse().unwrap(), desk: Desk("Front Desk".into()), seed }
}

async fn seed(journal: &Journal, hotel: &Hotel) {
    let start = Instant::now();
    fill(journal, hotel).await;
    let (took, size) = (start.elapsed().as_secs_f64(), std::fs::metadata(journal.path()).unwrap().len() >> 20);
    let rate = hotel.attempts as f64 / took;
    println!("{} attempts written in {took:.1} s ({rate:.0} a second), {size} MiB", hotel.attempts);
}

fn query(query: &ActivityQuery, now: Timestamp) -> (ActivityFilter, Vec<Timestamp>) {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    (query.filter(now, &zone), query.period.bars(now, &zone))
}

fn periods(now: Timestamp) -> [(&'static str, Period); 4] {
    let last = now.to_zoned_datetime(TimeZone::UTC).date();
    let year = Period::Custom { first: last.yesterday().unwrap().with().year(last.year() - 1).build().unwrap(), last };
    [("today", Period::Today), ("7 days", Period::Days(7)), ("30 days", Period::Days(30)), ("12 months", year)]
}

async fn sample<F: Future<Output = ()>>(what: &str, work: impl Fn() -> F) {
    let mut samples = Vec::new();
    for round in 0..ROUNDS + 2 {
        let start = Instant::now();
        work().await;
        if round >= 2 {
            samples.push(start.elapsed());
        }
    }
    Samples::of(samples).report_p95(what);
}

async fn opening(journal: &Journal, now: Timestamp) {
    for (name, period) in periods(now) {
        let (filter, bars) = query(&ActivityQuery { period, ..ActivityQuery::default() }, now);
        let (filter, bars) = (&filter, &bars[..]);
        sample(&format!("open Activity, {name}"), || async move {
            journal.overview(filter, bars).await.unwrap();
            journal.choices().await.unwrap();
            journal.unsettled(50).await.unwrap();
            journal.page(filter, 0, PAGE).await.unwrap();
        })
        .await;
    }
}

fn choices(period: Period) -> Vec<(&'static str, ActivityQuery)> {
    let all = || ActivityQuery { period, ..ActivityQuery::default() };
    let (encoder, operator) = (Some(encoder_id(2).into()), Some(Operator(operator_name(3).into())));
    vec![
        ("everything", all()),
        ("one desk", ActivityQuery { desk: Some(Desk("Front Desk".into())), ..all() }),
        ("one encoder", ActivityQuery { encoder: encoder.clone(), ..all() }),
        ("one operator", ActivityQuery { operator: operator.clone(), ..all() }),
        ("encoded", ActivityQuery { outcome: OutcomeFilter::Encoded, ..all() }),
        ("failures", ActivityQuery { outcome: OutcomeFilter::Failures, ..all() }),
        ("unsettled", ActivityQuery { outcome: OutcomeFilter::Unsettled, ..all() }),
        ("one cause", ActivityQuery { cause: Some(ProblemCode::EncoderOffline), ..all() }),
        ("encoder and operator", ActivityQuery { encoder: encoder.clone(), operator: operator.clone(), ..all() }),
        (
            "encoder, operator and failures",
            ActivityQuery { encoder, operator, outcome: OutcomeFilter::Failures, ..all() },
        ),
    ]
}

async fn filters(journal: &Journal, now: Timestamp) {
    for (period_name, period) in periods(now).into_iter().skip(2) {
        for (name, chosen) in choices(period) {
            let (filter, bars) = query(&chosen, now);
            let (filter, bars) = (&filter, &bars[..]);
            sample(&format!("{period_name}, {name}: counts and first page"), || async move {
                journal.overview(filter, bars).await.unwrap();
                journal.page(filter, 0, PAGE).await.unwrap();
            })
            .await;
            let total = journal.overview(filter, &[]).await.unwrap().total;
            let end = total.saturating_sub(u64::from(PAGE));
            sample(&format!("{period_name}, {name}: page at the very end of {total}"), || async move {
                let page = journal.page(filter, end, PAGE).await.unwrap();
                assert_eq!(page.len() as u64, total.min(u64::from(PAGE)));
            })
            .await;
        }
    }
}

const BARE: &str = "SELECT job_id, at_us, encoder_id, encoder_name, subject_kind, subject_id, guest, doors, operator, desk, \
     outcome, problem, attempt_id, request_id, card_number, ended_us, retry_of, follow_up FROM attempt \
     ORDER BY at_us DESC, job_id DESC";

/// Everything through marks, against one statement that reads the same columns.
async fn reading(journal: &Journal) {
    let start = Instant::now();
    let (mut mark, mut count) = (None, 0);
    loop {
        let rows = journal.after(&ActivityFilter::default(), mark, 1_000).await.unwrap();
        let Some(last) = rows.last() else { break };
        (mark, count) = (Some(Mark::from(last)), count + rows.len());
    }
    let ours = start.elapsed();
    let start = Instant::now();
    let bare = bare_read(&mut connect(journal.path()).await).await;
    let alone = start.elapsed();
    assert_eq!(count, bare);
    let ratio = ours.as_secs_f64() / alone.as_secs_f64();
    println!("all {count} rows through marks: {ours:.1?}; one bare SELECT: {alone:.1?}; {ratio:.2} x");
}

/// Every column of every row as it comes, made into nothing.
async fn bare_read(connection: &mut SqliteConnection) -> usize {
    let statement = sqlx::query(BARE);
    let mut rows = statement.fetch(connection);
    let (mut count, mut bytes) = (0, 0);
    while let Some(row) = std::future::poll_fn(|context| rows.as_mut().poll_next(context)).await {
        let row = row.unwrap();
        count += 1;
        bytes += [0, 2, 3, 4, 5, 7, 8, 9, 10].iter().map(|place| row.get::<&str, _>(*place).len()).sum::<usize>();
        bytes += [6, 11, 12, 13, 14, 16, 17]
            .iter()
            .filter_map(|place| row.get::<Option<&str>, _>(*place).map(str::len))
            .sum::<usize>();
        std::hint::black_box((row.get::<i64, _>(1), row.get::<Option<i64>, _>(15)));
    }
    std::hint::black_box(bytes);
    count
}

async fn connect(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    options.disable_statement_logging().connect().await.unwrap()
}

/// An attempt is three durable facts: its intent, its acceptance, its end. Against each attempt stand three durable inserts of
/// a row as long as an event.
async fn appending(journal: &Journal, folder: &Path, until: Timestamp) {
    let attempts: Vec<Vec<Fact>> =
        hotel(APPENDED * 2, 2).attempts().filter(|facts| facts.len() == 3).take(APPENDED).collect();
    let (mut facts, mut rooms, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let mut file = connect(&folder.join("bare.sqlite")).await;
    sqlx::query("CREATE TABLE row (id INTEGER PRIMARY KEY, words TEXT)").execute(&mut file).await.unwrap();
    let words = "x".repeat(event_bytes(journal.path()).await);
    for (attempt, day) in attempts.iter().zip(1_i64..) {
        journal.make_room().await.unwrap();
        let start = Instant::now();
        for fact in attempt {
            let at = until + (fact.at - attempt[0].at) + jiff::SignedDuration::from_secs(day * 30);
            journal.record(&Fact { at, ..fact.clone() }).await.unwrap();
        }
        facts.push(start.elapsed());
        let start = Instant::now();
        journal.make_room().await.unwrap();
        rooms.push(start.elapsed());
        let start = Instant::now();
        for _ in 0..3 {
            sqlx::query("INSERT INTO row (words) VALUES (?)").bind(&words).execute(&mut file).await.unwrap();
        }
        bare.push(start.elapsed());
    }
    say_appended(facts, rooms, bare);
}

fn say_appended(facts: Vec<Duration>, rooms: Vec<Duration>, bare: Vec<Duration>) {
    let rate = |samples: &[Duration]| samples.len() as f64 / samples.iter().sum::<Duration>().as_secs_f64();
    let whole: Vec<_> = facts.iter().zip(&rooms).map(|(fact, room)| *fact + *room).collect();
    let (ours, whole, alone) = (rate(&facts), rate(&whole), rate(&bare));
    println!(
        "attempts written: {ours:.0} a second, {whole:.0} with the room that is made after each; three bare durable inserts: {alone:.0}"
    );
    println!("attempts against bare inserts: {:.2} x; with the room made: {:.2} x", ours / alone, whole / alone);
    Samples::of(facts).report_p95("the three facts of an attempt");
    Samples::of(rooms).report_p95("making room after it");
    Samples::of(bare).report_p95("three bare durable inserts");
}

async fn event_bytes(path: &Path) -> usize {
    const LENGTH: &str = "SELECT CAST(AVG(length(job_id) + length(kind) + length(payload) + \
         COALESCE(length(personal) + length(personal_salt) + length(personal_digest), 0) + 64 + 24) AS INTEGER) \
         FROM (SELECT * FROM event ORDER BY seq DESC LIMIT 3000)";
    let length: i64 = sqlx::query_scalar(LENGTH).fetch_one(&mut connect(path).await).await.unwrap();
    usize::try_from(length).unwrap()
}
