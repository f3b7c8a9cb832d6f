//! The journal on a real disk: what goes in comes out, and what cannot be used is refused in words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "where a helper fails, its test has failed")]

mod access;
pub mod activity;
mod any;
mod command;
mod damage;
mod first_start;
mod opening;
mod recovery;
mod retention;
pub mod story;
mod tampering;

use std::{path::Path, time::Duration};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        AttemptRow, Decision, Desk, Details, EncoderId, Fact, FactKind, Guest, Intent, Issued, JobId, Operator,
        Outcome, Problem, ProblemCode, Proof, Reasked, Subject, UncertainReason,
    },
    journal::{AttemptFilter, Journal, JournalError, Verdict},
};
use proptest::{collection::vec, prelude::*};
use sqlx::{Connection, SqliteConnection};

pub fn start() -> Timestamp {
    "2026-11-23T10:00:00.000001Z".parse().unwrap()
}

fn after(milliseconds: i64) -> Timestamp {
    start() + SignedDuration::from_millis(milliseconds)
}

async fn open() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("data/desk/journal.sqlite")).await.unwrap();
    (folder, journal)
}

fn intent(job: JobId) -> Intent {
    Intent {
        job,
        subject: Subject::Credential("cred_1".into()),
        encoder: "enc_1".into(),
        encoder_name: "Front Desk 1".into(),
        system: "sys_1".into(),
        workspace: "ws_1".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new("Lucía Fernández")),
        doors: vec!["412".into(), "Pool".into()],
        operator: Operator("Mia".into()),
        desk: Desk("desk-1".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: Some("2026-11-23T13:40:59Z".parse().unwrap()),
        retry_of: None,
    }
}

fn fact(job: JobId, milliseconds: i64, kind: FactKind) -> Fact {
    Fact { job, at: after(milliseconds), kind }
}

fn intended(job: JobId, milliseconds: i64) -> Fact {
    fact(job, milliseconds, FactKind::Intended(Box::new(intent(job))))
}

fn failed(code: ProblemCode) -> FactKind {
    let details = Details { request: Some("req_f".into()), http_status: Some(200), ..Details::default() };
    FactKind::Failed(Problem::new(code, details))
}

fn succeeded() -> FactKind {
    FactKind::Succeeded { card: None, credential: None, proof: None }
}

/// An attempt from its press to its end.
async fn run(journal: &Journal, milliseconds: i64, takes: i64, encoder: &str, end: FactKind) -> JobId {
    let job = JobId::generate();
    let intent = Intent { encoder: encoder.into(), ..intent(job) };
    journal.record(&fact(job, milliseconds, FactKind::Intended(Box::new(intent)))).await.unwrap();
    journal.record(&fact(job, milliseconds + takes, end)).await.unwrap();
    job
}

#[tokio::test]
async fn an_attempt_belongs_to_the_job_whose_reply_named_it() {
    let (_folder, journal) = open().await;
    let accepted = |id: &str| FactKind::Accepted { attempt: id.into(), request: None, round_trip: None };
    let first = run(&journal, 0, 10, "enc_1", accepted("att_1")).await;
    let second = run(&journal, 20, 10, "enc_1", accepted("att_2")).await;
    assert_eq!(journal.job_of_attempt(&"att_1".into()).await.unwrap(), Some(first));
    assert_eq!(journal.job_of_attempt(&"att_2".into()).await.unwrap(), Some(second));
    assert_eq!(journal.job_of_attempt(&"att_3".into()).await.unwrap(), None);
}

async fn rows(journal: &Journal, filter: AttemptFilter) -> Vec<JobId> {
    journal.attempts(&filter).await.unwrap().into_iter().map(|row| row.job).collect()
}

/// What the row must say, told once more from the facts.
fn replay(facts: &[Fact]) -> AttemptRow {
    let FactKind::Intended(intent) = &facts[0].kind else { panic!("no intent") };
    let mut row = AttemptRow {
        job: facts[0].job,
        at: facts[0].at,
        encoder: intent.encoder.clone(),
        encoder_name: intent.encoder_name.clone(),
        subject: intent.subject.clone(),
        guest: intent.guest.clone(),
        doors: intent.doors.clone(),
        operator: intent.operator.clone(),
        desk: intent.desk.clone(),
        outcome: Outcome::Open,
        problem: None,
        attempt: None,
        request: None,
        card_number: None,
        duration: None,
        retry_of: intent.retry_of,
        follow_up: None,
    };
    for fact in &facts[1..] {
        let trouble = |row: &mut AttemptRow, problem: &Problem| {
            row.attempt = problem.details.attempt.clone().or(row.attempt.take());
            row.request = problem.details.request.clone().or(row.request.take());
            row.problem = Some(problem.clone());
        };
        match &fact.kind {
            FactKind::Intended(_) => panic!("two intents"),
            FactKind::NotExecuted(problem) => {
                trouble(&mut row, problem);
                row.outcome = Outcome::NotExecuted;
            }
            FactKind::Failed(problem) => {
                trouble(&mut row, problem);
                row.outcome = Outcome::Failed;
            }
            FactKind::BecameUncertain(_, problem) => {
                trouble(&mut row, problem);
                row.outcome = Outcome::Uncertain;
            }
            FactKind::Accepted { attempt, request, .. } => {
                row.attempt = Some(attempt.clone());
                row.request = request.clone().or(row.request.take());
            }
            FactKind::Succeeded { card, proof, .. } => {
                let proved = match proof {
                    Some(Proof::IssuedAfterwards { card_number, .. }) => card_number.clone(),
                    Some(Proof::CardRead { card_number }) => card_number.clone(),
                    Some(Proof::AttemptEnded | Proof::Announced { .. }) | None => None,
                };
                let written = card.as_ref().and_then(|card| card.credential.card_number.clone());
                row.card_number = written.or(proved).or(row.card_number.take());
                row.problem = None;
                row.outcome = Outcome::Succeeded;
            }
            FactKind::Learned(_) => {}
            FactKind::ProvedNotWritten(_) => row.outcome = Outcome::NotWritten,
            FactKind::LetGo => row.outcome = Outcome::LetGo,
            FactKind::Decided { decision, .. } => row.outcome = Outcome::Decided(*decision),
            FactKind::FollowedUp(follow_up) => row.follow_up = Some(follow_up.state),
            FactKind::Reasked { answer, .. } => reasked(&mut row, fact.at, answer),
            FactKind::RetentionRan(_) | FactKind::Access(_) => {}
        }
        if fact.kind.is_end() {
            row.duration = Some(Duration::try_from(fact.at.duration_since(row.at)).unwrap());
        }
    }
    row
}

fn reasked(row: &mut AttemptRow, at: Timestamp, answer: &Reasked) {
    match answer {
        Reasked::Pending | Reasked::Gone => {}
        Reasked::Succeeded(card) => {
            let number = card.as_ref().and_then(|card| card.credential.card_number.clone());
            row.card_number = number.or(row.card_number.take());
            row.problem = None;
            row.outcome = Outcome::Succeeded;
            row.duration.get_or_insert(Duration::try_from(at.duration_since(row.at)).unwrap());
        }
        Reasked::Failed(problem) if row.outcome == Outcome::Failed => row.problem = Some(problem.clone()),
        Reasked::Failed(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn facts_come_back_and_the_list_is_their_replay(
        first in any::any_intent(JobId(uuid::Uuid::from_u128(7))),
        later in vec(any::any_later_kind(), 0..8),
    ) {
        let job = JobId(uuid::Uuid::from_u128(7));
        let facts: Vec<_> =
            std::iter::once(first).chain(later).zip(0..).map(|(kind, step)| fact(job, step * 250, kind)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (read, rows, verdict) = runtime.block_on(async {
            let (_folder, journal) = open().await;
            for fact in &facts {
                journal.record(fact).await.unwrap();
            }
            let read = journal.facts(job).await.unwrap();
            let rows = journal.attempts(&AttemptFilter::default()).await.unwrap();
            let verdict = journal.verify().await.unwrap();
            journal.close().await;
            (read, rows, verdict)
        });
        prop_assert!(matches!(verdict, Verdict::Intact(_)), "the list is told again from the events: {verdict:?}");
        prop_assert_eq!(rows, vec![replay(&facts)]);
        prop_assert_eq!(read, facts);
    }
}

#[tokio::test]
async fn what_is_recorded_is_there_for_another_process_and_after_a_start() {
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    journal.record(&intended(job, 0)).await.unwrap();
    let other = Journal::open(journal.path()).await.unwrap();
    assert_eq!(other.facts(job).await.unwrap(), [intended(job, 0)]);
    other.close().await;
    journal.close().await;
    let again = Journal::open(journal.path()).await.unwrap();
    assert_eq!(again.open_jobs().await.unwrap(), [[intended(job, 0)]]);
}

#[tokio::test]
async fn the_same_fact_twice_is_one_fact_and_a_fact_without_an_intent_is_none() {
    let (_folder, journal) = open().await;
    let (job, stranger) = (JobId::generate(), JobId::generate());
    let facts = [intended(job, 0), fact(job, 5, failed(ProblemCode::NoCard))];
    for fact in facts.iter().chain(&facts) {
        journal.record(fact).await.unwrap();
    }
    assert_eq!(journal.facts(job).await.unwrap(), facts);
    let refused = journal.record(&fact(stranger, 0, FactKind::LetGo)).await;
    assert!(matches!(refused, Err(JournalError::UnknownJob(id)) if id == stranger));
    assert_eq!(journal.facts(stranger).await.unwrap(), []);
}

#[tokio::test]
async fn jobs_without_an_end_are_open_in_the_order_of_their_intents() {
    let (_folder, journal) = open().await;
    let waiting = FactKind::Accepted { attempt: "att_1".into(), request: None, round_trip: None };
    let silent = Problem::noticed(ProblemCode::OutcomeUnknown, "no reply");
    let second = run(&journal, 200, 1, "enc_1", waiting).await;
    let first = run(&journal, 100, 1, "enc_1", FactKind::BecameUncertain(UncertainReason::ReplyLost, silent)).await;
    let third = run(&journal, 300, 1, "enc_2", FactKind::LetGo).await;
    let decided = FactKind::Decided { decision: Decision::Written, operator: Operator("Mia".into()) };
    for end in [
        succeeded(),
        failed(ProblemCode::NoCard),
        decided,
        FactKind::NotExecuted(Problem::noticed(ProblemCode::NotSent, "")),
    ] {
        run(&journal, 50, 1, "enc_1", end).await;
    }
    let open: Vec<_> = journal.open_jobs().await.unwrap().iter().map(|facts| (facts[0].job, facts.len())).collect();
    assert_eq!(open, [(first, 2), (second, 2), (third, 2)]);
}

#[tokio::test]
async fn the_list_is_filtered_and_newest_first() {
    let (_folder, journal) = open().await;
    let a = run(&journal, 0, 10, "enc_1", succeeded()).await;
    let b = run(&journal, 1000, 10, "enc_2", failed(ProblemCode::NoCard)).await;
    let c = run(&journal, 2000, 10, "enc_1", failed(ProblemCode::EncoderOffline)).await;
    let all = AttemptFilter::default;
    assert_eq!(rows(&journal, all()).await, [c, b, a]);
    assert_eq!(rows(&journal, AttemptFilter { limit: 1, ..all() }).await, [c]);
    assert_eq!(rows(&journal, AttemptFilter { failed_only: true, ..all() }).await, [c, b]);
    assert_eq!(rows(&journal, AttemptFilter { encoder: Some("enc_1".into()), ..all() }).await, [c, a]);
    assert_eq!(rows(&journal, AttemptFilter { encoder: Some("' OR 1=1 --".into()), ..all() }).await, []);
    assert_eq!(
        rows(&journal, AttemptFilter { since: Some(after(1000)), until: Some(after(2000)), ..all() }).await,
        [b]
    );
    assert_eq!(rows(&journal, AttemptFilter { job: Some(a), ..all() }).await, [a]);
    assert_eq!(rows(&journal, AttemptFilter { job: Some(a), failed_only: true, ..all() }).await, []);
}

#[tokio::test]
async fn an_encoders_history_is_what_its_attempts_say() {
    let (_folder, journal) = open().await;
    for (at, takes) in [(0, 9_000), (10_000, 3_000), (20_000, 5_000)] {
        run(&journal, at, takes, "good", succeeded()).await;
    }
    run(&journal, 5_000, 100, "good", failed(ProblemCode::NoCard)).await;
    run(&journal, 0, 100, "bad", succeeded()).await;
    run(&journal, 1_000, 100, "bad", failed(ProblemCode::NoCard)).await;
    run(&journal, 2_000, 100, "bad", FactKind::NotExecuted(Problem::noticed(ProblemCode::NotSent, ""))).await;
    run(&journal, 3_000, 100, "bad", failed(ProblemCode::EncoderOffline)).await;
    run(&journal, 90_000_000, 100, "bad", succeeded()).await;
    let histories = journal.encoder_histories(after(60_000)).await.unwrap();
    let (good, bad) = (&histories[&EncoderId::from("good")], &histories[&EncoderId::from("bad")]);
    assert_eq!((good.last_success, good.usual), (Some(after(25_000)), Some(Duration::from_secs(5))));
    assert_eq!((good.failures_in_row, &good.last_failure), (0, &None));
    assert_eq!((bad.failures_in_row, bad.usual), (2, None));
    assert_eq!(bad.last_success, Some(after(100)), "a success of tomorrow does not count");
    let last = bad.last_failure.as_ref().unwrap();
    assert_eq!((last.at, last.code), (after(3_100), ProblemCode::EncoderOffline));
    assert_eq!(histories.len(), 2);
}

#[tokio::test]
async fn the_usual_time_looks_at_the_last_twenty_cards() {
    let (_folder, journal) = open().await;
    for step in 0..10 {
        run(&journal, step * 100_000, 60_000, "enc_1", succeeded()).await;
    }
    for step in 10..30 {
        run(&journal, step * 100_000, 4_000, "enc_1", succeeded()).await;
    }
    let histories = journal.encoder_histories(after(10_000_000)).await.unwrap();
    assert_eq!(histories[&EncoderId::from("enc_1")].usual, Some(Duration::from_secs(4)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_see_whole_facts_while_a_job_is_written() {
    let (_folder, journal) = open().await;
    let reader = journal.clone();
    let (done, mut is_done) = tokio::sync::watch::channel(0_usize);
    let reading = tokio::spawn(async move {
        let mut rounds = 0;
        loop {
            let known = *is_done.borrow_and_update();
            let rows = reader.attempts(&AttemptFilter { limit: 1000, ..AttemptFilter::default() }).await.unwrap();
            assert!(rows.len() >= known, "{} of {known}", rows.len());
            for row in rows.iter().take(3) {
                let facts = reader.facts(row.job).await.unwrap();
                assert!(!facts.is_empty() && (row.outcome == Outcome::Open || facts.len() == 2));
            }
            rounds += 1;
            if known == 60 {
                return rounds;
            }
        }
    });
    let writers = (0..4_i64).map(|writer| {
        let (journal, done) = (journal.clone(), done.clone());
        async move {
            for step in 0..15_i64 {
                run(&journal, writer * 10_000 + step, 1, "enc_1", succeeded()).await;
                done.send_modify(|count| *count += 1);
            }
        }
    });
    let mut all = tokio::task::JoinSet::new();
    writers.for_each(|writer| drop(all.spawn(writer)));
    all.join_all().await;
    assert!(reading.await.unwrap() > 0);
    assert_eq!(rows(&journal, AttemptFilter { limit: 1000, ..AttemptFilter::default() }).await.len(), 60);
}

async fn raw(path: &Path) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test]
async fn events_cannot_be_changed_or_removed_but_erased_of_what_is_personal() {
    let (_folder, journal) = open().await;
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    let mut file = raw(journal.path()).await;
    for (statement, reason) in [
        ("UPDATE event SET at_us = 0", "never changed"),
        ("UPDATE event SET hash = zeroblob(32)", "never changed"),
        ("UPDATE event SET personal_digest = NULL", "never changed"),
        ("UPDATE event SET personal = '{}'", "only ever erased"),
        ("UPDATE event SET personal = NULL WHERE personal IS NOT NULL", "only ever erased"),
        ("UPDATE event SET personal_salt = zeroblob(16)", "only ever erased"),
        ("DELETE FROM event", "never removed"),
        ("INSERT OR REPLACE INTO event SELECT * FROM event LIMIT 1", "added at the end"),
        (
            "INSERT OR REPLACE INTO event (seq, job_id, job_seq, at_us, kind, format, payload, prev_hash, hash) \
          SELECT 99, job_id, job_seq, 0, kind, format, payload, prev_hash, hash FROM event LIMIT 1",
            "added at the end",
        ),
        (
            "INSERT INTO event (seq, job_id, job_seq, at_us, kind, format, payload) VALUES (99, 'a', 1, 0, '', 1, '')",
            "added sealed",
        ),
        ("UPDATE genesis SET sealed_to = 9", "never changed"),
        ("DELETE FROM genesis", "never removed"),
    ] {
        let refused = sqlx::query(statement).execute(&mut file).await.unwrap_err();
        assert!(refused.to_string().contains(reason), "{statement}: {refused}");
    }
    sqlx::query("UPDATE event SET personal = NULL, personal_salt = NULL").execute(&mut file).await.unwrap();
    let facts = journal.facts(job).await.unwrap();
    let FactKind::Intended(intent) = &facts[0].kind else { panic!("{facts:?}") };
    assert_eq!((&intent.guest, intent.encoder.as_str()), (&None, "enc_1"));
}

#[tokio::test]
async fn personal_words_stand_in_the_personal_columns_alone() {
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    journal.record(&intended(job, 0)).await.unwrap();
    let proof = Proof::IssuedAfterwards { at: None, card_number: Some("Lucía 77".into()) };
    journal
        .record(&fact(job, 1, FactKind::Succeeded { card: None, credential: None, proof: Some(proof) }))
        .await
        .unwrap();
    let mut file = raw(journal.path()).await;
    let payloads: Vec<String> = sqlx::query_scalar("SELECT payload FROM event").fetch_all(&mut file).await.unwrap();
    assert!(payloads.iter().all(|payload| !payload.contains("Lucía")), "{payloads:?}");
    let personal: Vec<String> = sqlx::query_scalar("SELECT personal FROM event").fetch_all(&mut file).await.unwrap();
    assert!(personal.iter().all(|personal| personal.contains("Lucía")), "{personal:?}");
}

#[tokio::test]
async fn a_row_that_cannot_be_understood_is_named_without_its_words() {
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    journal.record(&intended(job, 0)).await.unwrap();
    let mut file = raw(journal.path()).await;
    let insert = "INSERT INTO event (seq, job_id, job_seq, at_us, kind, format, payload, prev_hash, hash) \
         VALUES (2, ?, 2, 0, 'Lucía', 1, '{\"guest\":\"Lucía\"}', zeroblob(32), zeroblob(32))";
    sqlx::query(insert).bind(job.to_string()).execute(&mut file).await.unwrap();
    let error = journal.facts(job).await.unwrap_err();
    assert!(matches!(&error, JournalError::Unreadable { job_seq: 2, .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("Lucía"));
    assert!(journal.open_jobs().await.is_err(), "an open job is never passed over");
}

/// A full disk makes SQLite end the transaction by itself, as this trigger does.
#[tokio::test]
async fn the_journal_goes_on_after_a_write_that_sqlite_gave_up() {
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    journal.record(&intended(job, 0)).await.unwrap();
    let mut file = raw(journal.path()).await;
    let give_up = "CREATE TRIGGER give_up BEFORE INSERT ON event BEGIN SELECT RAISE(ROLLBACK, 'full'); END";
    sqlx::query(give_up).execute(&mut file).await.unwrap();
    assert!(matches!(journal.record(&fact(job, 1, FactKind::LetGo)).await, Err(JournalError::Failed { .. })));
    sqlx::query("DROP TRIGGER give_up").execute(&mut file).await.unwrap();
    journal.record(&fact(job, 1, FactKind::LetGo)).await.unwrap();
    assert_eq!(journal.facts(job).await.unwrap(), [intended(job, 0), fact(job, 1, FactKind::LetGo)]);
}

#[tokio::test]
async fn a_later_schema_is_refused_and_left_alone() {
    let (_folder, journal) = open().await;
    journal.close().await;
    let mut file = raw(journal.path()).await;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)";
    sqlx::query(later).execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let error = Journal::open(journal.path()).await.unwrap_err();
    assert!(matches!(&error, JournalError::NewerSchema { version: 9999, .. }), "{error:?}");
    assert!(error.to_string().contains("later Keydesk"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_journal_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let words = "this is a letter, not a database. ".repeat(400);
    std::fs::write(&path, &words).unwrap();
    let error = Journal::open(&path).await.unwrap_err();
    assert!(matches!(&error, JournalError::Corrupt { .. }), "{error:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), words);
}

#[tokio::test]
async fn a_damaged_file_is_damaged_and_not_empty() {
    let (_folder, journal) = open().await;
    for step in 0..40 {
        run(&journal, step * 10, 1, "enc_1", succeeded()).await;
    }
    journal.close().await;
    let mut bytes = std::fs::read(journal.path()).unwrap();
    let middle = 4096;
    bytes[middle..].fill(0xa5);
    std::fs::write(journal.path(), bytes).unwrap();
    let error = match Journal::open(journal.path()).await {
        Err(error) => error,
        Ok(journal) => journal.attempts(&AttemptFilter::default()).await.unwrap_err(),
    };
    assert!(matches!(&error, JournalError::Corrupt { .. }), "{error:?}");
}

#[tokio::test]
async fn a_place_that_takes_no_file_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    for path in ["file/journal.sqlite", "file/data/journal.sqlite", "."] {
        let error = Journal::open(&folder.path().join(path)).await.unwrap_err();
        assert!(matches!(&error, JournalError::Unwritable { .. }), "{error:?}");
        assert!(error.to_string().contains("cannot be written"), "{error}");
    }
}

#[tokio::test]
async fn a_probe_comes_through_until_the_journal_is_closed() {
    let (_folder, journal) = open().await;
    journal.probe().await.unwrap();
    assert!(journal.is_writable().await);
    journal.close().await;
    assert!(!journal.is_writable().await, "a closed journal takes nothing");
}

#[cfg(unix)]
#[tokio::test]
async fn file_and_folder_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    journal.record(&intended(job, 0)).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = journal.path().parent().unwrap();
    assert_eq!((mode(folder), mode(folder.parent().unwrap())), (0o700, 0o700));
    let files = std::fs::read_dir(folder).unwrap().map(|entry| mode(&entry.unwrap().path()));
    assert_eq!(files.collect::<Vec<_>>(), [0o600; 3], "the file, its log and its index");
}

#[tokio::test]
async fn room_is_really_made_each_time_and_the_next_job_is_written_into_it() {
    let (_folder, journal) = open().await;
    let log = || std::fs::metadata(journal.path().with_file_name("journal.sqlite-wal")).unwrap().len();
    journal.make_room().await.unwrap();
    let first = log();
    assert!(first >= 112 * 1024, "{first} bytes");
    for step in 0..5 {
        run(&journal, step * 100, 5, "enc_1", succeeded()).await;
        let written = std::fs::read(journal.path().with_file_name("journal.sqlite-wal")).unwrap();
        journal.make_room().await.unwrap();
        let now = std::fs::read(journal.path().with_file_name("journal.sqlite-wal")).unwrap();
        let changed = written.iter().zip(&now).filter(|(before, after)| before != after).count();
        assert!(changed > 64 * 1024 || now.len() > written.len(), "only {changed} bytes were written");
        assert!(log() < first * 3, "the log is folded back, not lengthened for ever: {} bytes", log());
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_journal_that_let_go_has_no_file_open_and_goes_on() {
    let (_folder, journal) = open().await;
    let is_open = || {
        let files = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
        files.filter_map(|file| std::fs::read_link(file.path()).ok()).any(|file| file == journal.path())
    };
    for step in 0..3 {
        run(&journal, step * 100, 5, "enc_1", succeeded()).await;
        journal.make_room().await.unwrap();
        assert_eq!(journal.open_jobs().await.unwrap().len(), 0);
        assert!(is_open());
        journal.let_go().await;
        assert!(!is_open(), "pages are kept for as long as a connection is");
    }
    assert_eq!(rows(&journal, AttemptFilter::default()).await.len(), 3);
    assert!(matches!(journal.verify().await.unwrap(), keydesk::journal::Verdict::Intact(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_first_starts_at_once_open_one_journal() {
    for _ in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let mut opening = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let path = path.clone();
            opening.spawn(async move {
                let journal = Journal::open(&path).await.unwrap();
                run(&journal, 0, 5, "enc_1", succeeded()).await;
                journal.close().await;
            });
        }
        opening.join_all().await;
        let journal = Journal::open(&path).await.unwrap();
        assert_eq!(rows(&journal, AttemptFilter::default()).await.len(), 4);
        assert!(matches!(journal.verify().await.unwrap(), keydesk::journal::Verdict::Intact(_)));
    }
}
