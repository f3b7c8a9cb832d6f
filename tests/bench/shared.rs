//! The shared record with a million attempts of fifty desks over twelve months. Needs a server and an empty database on it:
//! KEYDESK_BENCH_POSTGRES is its URL for a role that may make roles, PGPASSWORD the password, KEYDESK_BENCH_ROWS how many.

use std::{
    env,
    future::Future,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        ActivityFilter, Desk, Fact, FactKind, Guest, Intent, Issued, JobId, Operator, OutcomeFilter, ProblemCode,
        Subject,
    },
    journal::{
        Journal, Mark, Questions,
        shared::{SharedAddress, SharedAdmin, SharedRecord, ship},
    },
};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, PgConnection, Row, postgres::PgConnectOptions};

const ROUNDS: usize = 15;
const SHIPPED: usize = 1_000;
/// 2026 began at this moment.
const BEGIN_US: i64 = 1_767_225_600_000_000;
const YEAR_US: i64 = 365 * 86_400_000_000;
/// Through the trigger that counts, as shipping goes; what is left out is the way there and the events.
const SEED: &str = "INSERT INTO keydesk.attempt (stream_id, version, job_id, at_us, workspace_id, system_id, encoder_id, \
     encoder_name, subject_kind, subject_id, doors, operator, desk, outcome, is_open, problem_code, ended_us, guest) \
     SELECT 1, n, md5(n::text)::uuid, us, 'ws', 'sys', 'enc_' || n % 60, 'Encoder ' || n % 60, 'credential', \
     'cred_' || n % 40000, '[\"412\"]', 'Clerk ' || n % 120, 'Desk ' || n % 50, \
     CASE WHEN n % 9 = 0 THEN 'failed' WHEN n % 5003 = 0 THEN 'uncertain' ELSE 'succeeded' END, \
     n % 9 <> 0 AND n % 5003 = 0, CASE WHEN n % 9 = 0 THEN CASE n % 2 WHEN 0 THEN $6 ELSE $7 END END, \
     us + 2000000 + n % 3000000, 'Guest ' || n % 30000 \
     FROM (SELECT n, $3 + (n * ($4 / $5)) AS us FROM generate_series($1::bigint, $2::bigint) AS n) AS x";

pub(super) fn run() {
    let Ok(url) = env::var("KEYDESK_BENCH_POSTGRES") else {
        println!("THE SHARED RECORD WAS NOT MEASURED: KEYDESK_BENCH_POSTGRES names no server");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(measure(&url));
}

async fn measure(url: &str) {
    let rows: i64 = env::var("KEYDESK_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let password: Option<SecretString> = env::var("PGPASSWORD").ok().map(Into::into);
    let address: SharedAddress = url.parse().unwrap();
    let admin = SharedAdmin::connect(&address, password.as_ref()).await.unwrap();
    admin.init().await.unwrap();
    let mut raw: PgConnectOptions = url.parse().unwrap();
    if let Some(password) = &password {
        raw = raw.password(password.expose_secret());
    }
    let mut raw = PgConnection::connect_with(&raw).await.unwrap();
    seed(&mut raw, rows).await;
    let record = admin.record();
    ask(&record, rows).await;
    export(&record, &mut raw).await;
    shipping(&admin, &address).await;
}

async fn seed(raw: &mut PgConnection, rows: i64) {
    let began = Instant::now();
    let months =
        "SELECT count(keydesk.make_month(NULL, $1 + day * 86400000000)) FROM generate_series(0::bigint, 366) AS day";
    let _: i64 = sqlx::query_scalar(months).bind(BEGIN_US).fetch_one(&mut *raw).await.unwrap();
    for from in (0..rows).step_by(50_000) {
        let to = (from + 50_000).min(rows) - 1;
        let seeding = sqlx::query(SEED).bind(from).bind(to).bind(BEGIN_US).bind(YEAR_US).bind(rows);
        let seeding = seeding.bind(ProblemCode::ALL[0].key()).bind(ProblemCode::ALL[1].key());
        seeding.execute(&mut *raw).await.unwrap();
    }
    sqlx::raw_sql("VACUUM ANALYZE keydesk.attempt; ").execute(&mut *raw).await.unwrap();
    sqlx::raw_sql("VACUUM ANALYZE keydesk.counts").execute(&mut *raw).await.unwrap();
    println!("{rows} attempts seeded in bulk at the server, not shipped: {:.0} s", began.elapsed().as_secs_f64());
}

/// Medians and 95th of 100 of a question.
async fn timed<F: Future>(what: &str, mut question: impl FnMut(usize) -> F) {
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS {
        let began = Instant::now();
        let _ = question(round).await;
        times.push(began.elapsed());
    }
    times.sort();
    let at = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1].as_secs_f64() * 1_000.0;
    println!("{what:<44} median {:8.1} ms   p95 {:8.1} ms", at(50), at(95));
}

async fn ask(record: &SharedRecord, rows: i64) {
    let year =
        ActivityFilter { since: Some(at(BEGIN_US)), until: Some(at(BEGIN_US + YEAR_US)), ..ActivityFilter::default() };
    // As a property one hour east of Greenwich has them.
    let month = |month: i64| format!("{}-{:02}-01T00:00:00+01:00", 2026 + (month - 1) / 12, (month - 1) % 12 + 1);
    let months: Vec<Timestamp> = (1..=13).map(|number| month(number).parse().unwrap()).collect();
    let week = ActivityFilter { since: Some(at(BEGIN_US + YEAR_US - 7 * 86_400_000_000)), ..year.clone() };
    let days: Vec<Timestamp> = (0..=7).map(|day| at(BEGIN_US + YEAR_US - day * 86_400_000_000)).rev().collect();
    timed("open Activity, 7 days", |_| open(record, &week, &days)).await;
    timed("open Activity, 12 months", |_| open(record, &year, &months)).await;
    let filters = [
        ("desk", ActivityFilter { desk: Some(Desk("Desk 7".into())), ..year.clone() }),
        ("encoder", ActivityFilter { encoder: Some("enc_7".into()), ..year.clone() }),
        ("operator", ActivityFilter { operator: Some(Operator("Clerk 7".into())), ..year.clone() }),
        ("failures", ActivityFilter { outcome: OutcomeFilter::Failures, ..year.clone() }),
        ("unsettled", ActivityFilter { outcome: OutcomeFilter::Unsettled, ..year.clone() }),
        ("cause", ActivityFilter { cause: Some(ProblemCode::ALL[0]), ..year.clone() }),
    ];
    for (name, filter) in &filters {
        timed(&format!("12 months by {name}"), |_| open(record, filter, &months)).await;
    }
    timed("scroll: 100 rows anywhere", |round| {
        let offset = u64::try_from(rows).unwrap() * round as u64 / ROUNDS as u64;
        record.page(&year, offset, 100)
    })
    .await;
    timed("scroll: the last 100 rows", |_| record.page(&year, u64::try_from(rows - 100).unwrap(), 100)).await;
    timed("what there is to choose from", |_| record.choices()).await;
    timed("unsettled", |_| record.unsettled(50)).await;
    let some = record.page(&year, 1_000, 1).await.unwrap().remove(0);
    timed("related", |_| record.related(&some, 20)).await;
}

async fn open(record: &SharedRecord, filter: &ActivityFilter, bars: &[Timestamp]) {
    record.overview(filter, bars).await.unwrap();
    record.page(filter, 0, 100).await.unwrap();
}

fn at(us: i64) -> Timestamp {
    Timestamp::from_microsecond(us).unwrap()
}

/// Everything through `after`, against one bare statement that hands over the same columns.
async fn export(record: &SharedRecord, raw: &mut PgConnection) {
    let began = Instant::now();
    let bare = sqlx::query("SELECT * FROM keydesk.attempt ORDER BY at_us DESC, job_id DESC").fetch_all(&mut *raw).await;
    let bare = (bare.unwrap().iter().map(|row| row.len()).max(), began.elapsed()).1;
    let (began, mut mark, mut read) = (Instant::now(), None, 0_usize);
    loop {
        let rows = record.after(&ActivityFilter::default(), mark, 1_000).await.unwrap();
        let Some(last) = rows.last() else { break };
        mark = Some(Mark::from(last));
        read += rows.len();
    }
    let took = began.elapsed();
    let ratio = took.as_secs_f64() / bare.as_secs_f64();
    println!(
        "export of {read} rows: {:.1} s, one bare SELECT {:.1} s, ratio {ratio:.2}",
        took.as_secs_f64(),
        bare.as_secs_f64()
    );
}

async fn shipping(admin: &SharedAdmin, address: &SharedAddress) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
    for number in 0..SHIPPED {
        let begin = at(BEGIN_US) + SignedDuration::from_secs(i64::try_from(number).unwrap() * 60);
        for fact in attempt(begin) {
            journal.record(&fact).await.unwrap();
        }
    }
    let login = admin.add_desk(&format!("Bench {}", uuid::Uuid::new_v4())).await.unwrap();
    let desk = SharedRecord::connect(&address.with_login(&login.login), login.password.as_ref()).await.unwrap();
    let began = Instant::now();
    ship(&journal, &desk).await.unwrap();
    let each = began.elapsed().as_secs_f64() / SHIPPED as f64;
    println!("shipping after an outage: {:.0} attempts a second, of two events each", 1.0 / each);
    for fact in attempt(at(BEGIN_US)) {
        journal.record(&fact).await.unwrap();
    }
    let began = Instant::now();
    ship(&journal, &desk).await.unwrap();
    println!("shipping one attempt as it happens: {:.1} ms", began.elapsed().as_secs_f64() * 1_000.0);
}

fn attempt(at: Timestamp) -> [Fact; 2] {
    let job = JobId::generate();
    let intent = Intent {
        job,
        subject: Subject::Credential("cred".into()),
        encoder: "enc".into(),
        encoder_name: "Encoder".into(),
        system: "sys".into(),
        workspace: "ws".into(),
        card_name: "Card".into(),
        guest: Some(Guest::new("Guest")),
        doors: vec!["412".into()],
        operator: Operator("Clerk".into()),
        desk: Desk("Bench".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: None,
        retry_of: None,
    };
    let end = FactKind::Succeeded { card: None, credential: None, proof: None };
    let later = at + SignedDuration::try_from(Duration::from_secs(3)).unwrap();
    [Fact { job, at, kind: FactKind::Intended(Box::new(intent)) }, Fact { job, at: later, kind: end }]
}
