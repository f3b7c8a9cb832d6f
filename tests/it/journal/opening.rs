//! Opening: what is kept before a schema changes, and what a reader leaves alone.

use std::{
    borrow::Cow,
    fs,
    future::poll_fn,
    path::{Path, PathBuf},
    pin::pin,
    task::{Context, Poll},
};

use keydesk::{
    domain::{AccessFact, ActivityFilter, FactKind, FollowUp, FollowUpState, JobId, Operator, ProblemCode},
    journal::{AttemptFilter, Journal, JournalError, Questions, Verdict},
};
use sqlx::{
    Connection, SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

use super::{fact, failed, intended, open, raw, run, story::story, succeeded};

const FIRST_SCHEMA: &str = include_str!("../../../assets/migrations/sqlite/0001_journal.sql");

const SECOND_SCHEMA: &str = include_str!("../../../assets/migrations/sqlite/0002_chain.sql");
/// The columns that the list of attempts had then.
const ATTEMPTS: &str = "INSERT INTO attempt SELECT job_id, at_us, workspace_id, system_id, encoder_id, encoder_name, \
     subject_kind, subject_id, doors, operator, desk, retry_of, outcome, is_open, attempt_id, request_id, problem_code, \
     problem, ended_us, guest, card_number FROM later.attempt";

/// A journal as the first Keydesk wrote it: the same rows, without a chain.
pub(super) async fn write_first_schema(path: &Path, from: &Journal) {
    let first = Migration::new(1, "journal".into(), MigrationType::Simple, FIRST_SCHEMA.into_sql_str(), false);
    let mut file = raw(path).await;
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut file).await.unwrap();
    Migrator { migrations: Cow::Owned(vec![first]), ..Migrator::DEFAULT }.run(&mut file).await.unwrap();
    sqlx::query("ATTACH ? AS later").bind(from.path().to_str()).execute(&mut file).await.unwrap();
    for statement in [
        "INSERT INTO event SELECT seq, job_id, job_seq, at_us, kind, format, payload, personal FROM later.event",
        ATTEMPTS,
    ] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
}

/// A journal as the second Keydesk wrote it: a chain, and nothing that is counted.
async fn write_second_schema(path: &Path, from: &Journal) {
    let migration = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    let both = vec![migration(1, "journal", FIRST_SCHEMA), migration(2, "chain", SECOND_SCHEMA)];
    let mut file = raw(path).await;
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut file).await.unwrap();
    Migrator { migrations: Cow::Owned(both), ..Migrator::DEFAULT }.run(&mut file).await.unwrap();
    sqlx::query("ATTACH ? AS later").bind(from.path().to_str()).execute(&mut file).await.unwrap();
    for statement in [
        "INSERT INTO event SELECT * FROM later.event ORDER BY seq",
        "INSERT INTO genesis SELECT * FROM later.genesis",
        ATTEMPTS,
    ] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
}

#[tokio::test]
async fn a_journal_of_the_second_schema_is_counted_with_what_is_done_about_its_failures() {
    let (folder, journal) = open().await;
    let mut facts = Vec::new();
    for step in 0..120 {
        let job = JobId::generate();
        let end = if step % 3 == 0 { failed(ProblemCode::NoCard) } else { succeeded() };
        facts.extend([intended(job, step * 700_000), fact(job, step * 700_000 + 4_000, end)]);
    }
    for (place, state) in [(0, FollowUpState::Open), (0, FollowUpState::InHand), (6, FollowUpState::Solved)] {
        let follow_up = FollowUp { state, note: None, operator: Operator("Ben".into()) };
        facts.push(fact(facts[place].job, 90_000_000 + facts.len() as i64, FactKind::FollowedUp(follow_up)));
    }
    journal.record_all(&facts).await.unwrap();
    let old = folder.path().join("old/journal.sqlite");
    fs::create_dir(folder.path().join("old")).unwrap();
    write_second_schema(&old, &journal).await;
    assert!(matches!(Journal::open_read_only(&old).await, Err(JournalError::OlderSchema { .. })));
    let again = Journal::open(&old).await.unwrap();
    let followed = again.after(&ActivityFilter::default(), None, 1_000).await.unwrap();
    let followed: Vec<_> = followed.iter().rev().filter_map(|row| row.follow_up).collect();
    assert_eq!(followed, [FollowUpState::InHand, FollowUpState::Solved]);
    story(&again, &facts).await;
    let (before, after) = (journal.verify().await.unwrap(), again.verify().await.unwrap());
    assert!(matches!(&after, Verdict::Intact(_)) && before == after, "{after:?}");
    assert_eq!(copies(old.parent().unwrap()).len(), 1);
}

/// A journal as the Keydesk before this one wrote it: nothing tells where the events are of who worked at the desk.
async fn back_to_third_schema(journal: &Journal) {
    journal.close().await;
    let mut file = raw(journal.path()).await;
    for statement in ["DROP INDEX event_access", "DELETE FROM _sqlx_migrations WHERE version = 4"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
}

#[tokio::test]
async fn a_journal_of_the_third_schema_tells_who_worked_here_as_before() {
    let (_folder, journal) = open().await;
    let left = |by: &str| AccessFact::KioskLeft { by: Operator(by.into()) };
    for (at, by) in [(0, "Mia"), (1_000, "Bo")] {
        journal.record(&fact(JobId::generate(), at, FactKind::Access(left(by)))).await.unwrap();
        run(&journal, at + 1, 5, "enc_1", succeeded()).await;
    }
    let (told, before) = (journal.access(None, 10).await.unwrap(), journal.verify().await.unwrap());
    back_to_third_schema(&journal).await;
    let path = journal.path();
    assert!(matches!(Journal::open_read_only(path).await, Err(JournalError::OlderSchema { .. })));
    let again = Journal::open(path).await.unwrap();
    assert_eq!(again.access(None, 10).await.unwrap(), told);
    assert_eq!(told.iter().map(|(_, fact)| fact.clone()).collect::<Vec<_>>(), [left("Bo"), left("Mia")]);
    assert_eq!(again.verify().await.unwrap(), before);
    again.record(&fact(JobId::generate(), 2_000, FactKind::Access(left("Ada")))).await.unwrap();
    assert_eq!(again.access(None, 1).await.unwrap()[0].1, left("Ada"));
    let indexed = "SELECT COUNT(*) FROM event INDEXED BY event_access WHERE kind = 'access'";
    let indexed: i64 = sqlx::query_scalar(indexed).fetch_one(&mut raw(path).await).await.unwrap();
    assert_eq!(indexed, 3, "those of cards are in no index for this");
    let [copy] = &copies(path.parent().unwrap())[..] else { panic!("one copy") };
    assert!(copy.file_name().unwrap().to_str().unwrap().starts_with("journal.sqlite.v3-"), "{}", copy.display());
}

pub(super) fn copies(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut copies: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "backup")).collect();
    copies.sort();
    copies
}

/// A journal of the first schema beside one of this Keydesk, which holds the same.
async fn first_schema() -> (tempfile::TempDir, PathBuf, Journal) {
    let (folder, journal) = open().await;
    for step in 0..300 {
        run(&journal, step * 10, 5, "enc_1", succeeded()).await;
    }
    let old = folder.path().join("old/journal.sqlite");
    fs::create_dir(folder.path().join("old")).unwrap();
    write_first_schema(&old, &journal).await;
    (folder, old, journal)
}

#[tokio::test]
async fn a_journal_of_the_first_schema_is_kept_then_sealed() {
    let (_folder, path, same) = first_schema().await;
    let before = Journal::open_read_only(&path).await.unwrap_err();
    assert!(matches!(&before, JournalError::OlderSchema { .. }), "{before:?}");
    let journal = Journal::open(&path).await.unwrap();
    let verdict = journal.verify().await.unwrap();
    assert!(
        matches!(&verdict, Verdict::Intact(intact) if (intact.rows, intact.sealed_to) == (600, 600)),
        "{verdict:?}"
    );
    let all = AttemptFilter { limit: 1000, ..AttemptFilter::default() };
    let rows = journal.attempts(&all).await.unwrap();
    assert_eq!(rows, same.attempts(&all).await.unwrap());
    assert_eq!(journal.facts(rows[7].job).await.unwrap(), same.facts(rows[7].job).await.unwrap());
    journal.record(&intended(JobId::generate(), 90_000)).await.unwrap();
    assert!(matches!(journal.verify().await.unwrap(), Verdict::Intact(intact) if intact.rows == 601));
    let [copy] = &copies(path.parent().unwrap())[..] else { panic!("one copy") };
    assert!(copy.file_name().unwrap().to_str().unwrap().starts_with("journal.sqlite.v1-"), "{}", copy.display());
    let events: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM event").fetch_one(&mut raw(copy).await).await.unwrap();
    assert_eq!(events, 600);
    journal.close().await;
    Journal::open(&path).await.unwrap().close().await;
    assert_eq!(copies(path.parent().unwrap()).len(), 1, "nothing to bring up to date, nothing to keep");
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_the_owners_alone_and_the_newest_three_stay() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path, _same) = first_schema().await;
    let folder = path.parent().unwrap();
    for day in 1..=4 {
        fs::write(folder.join(format!("journal.sqlite.v0-2026010{day}T000000.000000Z.backup")), "").unwrap();
    }
    fs::write(folder.join("other.sqlite.v0-20250101T000000.000000Z.backup"), "").unwrap();
    Journal::open(&path).await.unwrap();
    let names: Vec<_> =
        copies(folder).iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names[0].starts_with("journal.sqlite.v0-20260103") && names[1].starts_with("journal.sqlite.v0-20260104"));
    assert!(names[3].starts_with("other"), "another file's copies are not ours");
    let mode = fs::metadata(folder.join(&names[2])).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// A name to which SQLite's endings can be added, and the copy's cannot.
#[tokio::test]
async fn without_a_copy_the_schema_stays_as_it_is() {
    let (_folder, path, same) = first_schema().await;
    let path = path.with_file_name("j".repeat(240));
    write_first_schema(&path, &same).await;
    let error = Journal::open(&path).await.unwrap_err();
    assert!(matches!(&error, JournalError::NoBackup { .. }), "{error:?}");
    assert!(error.to_string().contains("no copy of it can be kept"), "{error}");
    let mut file = raw(&path).await;
    let version: i64 =
        sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&mut file).await.unwrap();
    assert_eq!(version, 1);
}

#[tokio::test]
async fn a_sealing_that_was_interrupted_is_done_at_the_next_start_and_a_lost_beginning_is_damage() {
    let (_folder, journal) = open().await;
    run(&journal, 0, 5, "enc_1", succeeded()).await;
    journal.close().await;
    let mut file = raw(journal.path()).await;
    for statement in ["DROP TRIGGER genesis_stays", "DELETE FROM genesis"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    let error = Journal::open(journal.path()).await.unwrap_err();
    assert!(matches!(&error, JournalError::Corrupt { .. }), "{error:?}");
    for statement in [
        "DROP TRIGGER event_is_sealed_once",
        "DROP TRIGGER event_erases_only",
        "UPDATE event SET personal_salt = NULL, personal_digest = NULL, prev_hash = NULL, hash = NULL",
    ] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let again = Journal::open(journal.path()).await.unwrap();
    let verdict = again.verify().await.unwrap();
    assert!(matches!(&verdict, Verdict::Intact(intact) if (intact.rows, intact.sealed_to) == (2, 2)), "{verdict:?}");
}

#[tokio::test]
async fn a_reader_works_beside_a_writer_and_writes_nothing() {
    let (_folder, journal) = open().await;
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    let reader = Journal::open_read_only(journal.path()).await.unwrap();
    assert!(matches!(reader.verify().await.unwrap(), Verdict::Intact(intact) if intact.rows == 2));
    assert_eq!(reader.facts(job).await.unwrap().len(), 2);
    assert!(reader.record(&intended(JobId::generate(), 9)).await.is_err());
    assert!(!reader.is_writable().await);
    run(&journal, 10, 5, "enc_1", succeeded()).await;
    assert!(matches!(reader.verify().await.unwrap(), Verdict::Intact(intact) if intact.rows == 4));
    reader.close().await;
    journal.close().await;
    let before = fs::read(journal.path()).unwrap();
    let reader = Journal::open_read_only(journal.path()).await.unwrap();
    reader.verify().await.unwrap();
    reader.close().await;
    assert_eq!(fs::read(journal.path()).unwrap(), before);
}

#[tokio::test]
async fn a_later_schema_is_left_alone_by_a_reader_too() {
    let (_folder, journal) = open().await;
    journal.close().await;
    let mut file = raw(journal.path()).await;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)";
    sqlx::query(later).execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let bytes = fs::read(journal.path()).unwrap();
    for error in [
        Journal::open(journal.path()).await.unwrap_err(),
        Journal::open_read_only(journal.path()).await.unwrap_err(),
        Journal::recover(journal.path()).await.unwrap_err(),
    ] {
        assert!(matches!(&error, JournalError::NewerSchema { version: 9999, .. }), "{error:?}");
    }
    assert_eq!(fs::read(journal.path()).unwrap(), bytes);
}

/// Gives the work up when it waits once more than so many times.
async fn give_up_after(waits: usize, work: impl Future) {
    let (mut work, mut waited) = (pin!(work), 0);
    let step = |context: &mut Context<'_>| {
        let is_over = work.as_mut().poll(context).is_ready() || waited == waits;
        waited += 1;
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    };
    poll_fn(step).await;
}

#[tokio::test]
async fn a_closed_journal_is_whole_in_its_file_whenever_work_on_it_was_given_up_before() {
    for waits in 0..10 {
        let (_folder, journal) = open().await;
        journal.make_room().await.unwrap();
        give_up_after(waits, journal.make_room()).await;
        journal.close().await;
        let beside = fs::read_dir(journal.path().parent().unwrap()).unwrap();
        let names: Vec<_> = beside.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["journal.sqlite"], "given up after {waits} waits");
    }
}

#[tokio::test]
async fn a_file_that_lost_its_pages_but_not_its_log_is_damaged() {
    let (_folder, journal) = open().await;
    run(&journal, 0, 5, "enc_1", succeeded()).await;
    let log = fs::read(journal.path().with_file_name("journal.sqlite-wal")).unwrap();
    journal.close().await;
    fs::write(journal.path(), "").unwrap();
    fs::write(journal.path().with_file_name("journal.sqlite-wal"), &log).unwrap();
    let error = Journal::open(journal.path()).await.unwrap_err();
    assert!(matches!(&error, JournalError::Corrupt { .. }), "{error:?}");
    assert!(error.to_string().contains("keydesk journal recover"), "{error}");
    assert_eq!(fs::read(journal.path().with_file_name("journal.sqlite-wal")).unwrap(), log);
}
