//! What is too old: its names go, then its rows, and the chain holds and says so.

use std::{fs, path::Path};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{ActivityFilter, Fact, FactKind, FollowUp, FollowUpState, Guest, Intent, JobId, Operator, RetentionRun},
    journal::{Fault, Intact, Journal, Questions, Retention, Verdict},
};
use sqlx::{AssertSqlSafe, Connection};

use super::{after, fact, intended, intent, open, opening::write_first_schema, raw, run, start, succeeded};

const DAY_MS: i64 = 86_400_000;
const RULES: Retention = Retention { erase_names_after: 30, keep_for: 12 };

/// One attempt a day, from this many days before the start on, each for another guest and with a number on its card.
async fn days(journal: &Journal, first: i64, count: i64) -> Vec<JobId> {
    let mut jobs = Vec::new();
    for day in -first..-first + count {
        let job = JobId::generate();
        let at = day * DAY_MS;
        let guest = Some(Guest::new(format!("Lucía {}", -day)));
        let intent = Intent { guest, card_number_before: Some(format!("Number-{}", -day).into()), ..intent(job) };
        let facts = [fact(job, at, FactKind::Intended(Box::new(intent))), fact(job, at + 5_000, succeeded())];
        journal.record_all(&facts).await.unwrap();
        jobs.push(job);
    }
    jobs
}

async fn intact(journal: &Journal) -> Intact {
    match journal.verify().await.unwrap() {
        Verdict::Intact(intact) => intact,
        Verdict::Broken(broken) => panic!("{broken}"),
    }
}

/// Whether these bytes are in any file of the journal's folder.
fn is_anywhere(path: &Path, words: &str) -> bool {
    let files = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}

async fn shown(journal: &Journal) -> Vec<JobId> {
    let rows = journal.after(&ActivityFilter::default(), None, 10_000).await.unwrap();
    rows.into_iter().map(|row| row.job).collect()
}

#[tokio::test]
async fn old_names_are_erased_and_are_in_none_of_the_files() {
    let (_folder, journal) = open().await;
    let jobs = days(&journal, 40, 40).await;
    let open_job = JobId::generate();
    journal.record(&intended(open_job, -39 * DAY_MS)).await.unwrap();
    let note = |at, note: &str| {
        let follow_up =
            FollowUp { state: FollowUpState::Open, note: Some(note.into()), operator: Operator("Ben".into()) };
        fact(jobs[0], at, FactKind::FollowedUp(follow_up))
    };
    journal.record(&note(-39 * DAY_MS, "an old note")).await.unwrap();
    journal.record(&note(-DAY_MS, "a new note")).await.unwrap();
    assert!(is_anywhere(journal.path(), "Lucía 35"), "or the test finds nothing anywhere");
    let done = journal.retain(&RULES, start()).await.unwrap();
    assert_eq!((done.erased, done.removed, &done.cut), (11, 0, &None), "ten days and a note");
    assert_eq!(done.erased_before, start() - SignedDuration::from_hours(24 * 30));
    for gone in ["Lucía 40", "Lucía 31", "Number-40", "Number-31", "an old note"] {
        assert!(!is_anywhere(journal.path(), gone), "{gone}");
    }
    for kept in ["Lucía 30", "Lucía 1", "Number-30", "a new note", "Lucía Fern"] {
        assert!(is_anywhere(journal.path(), kept), "{kept}");
    }
    let (row, facts) = journal.details(jobs[0]).await.unwrap().unwrap();
    assert_eq!((row.guest, row.card_number, facts.len()), (None, None, 4));
    assert!(journal.details(open_job).await.unwrap().unwrap().0.guest.is_some(), "an open job is kept whole");
    let intact = intact(&journal).await;
    assert_eq!((intact.erased, intact.rows, intact.cut), (11, 84, None));
}

#[tokio::test]
async fn a_run_that_changes_nothing_writes_nothing() {
    let (_folder, journal) = open().await;
    days(&journal, 40, 40).await;
    assert_eq!(journal.retain(&RULES, start()).await.unwrap().erased, 10);
    let before = intact(&journal).await;
    let again = journal.retain(&RULES, start()).await.unwrap();
    assert_eq!((again.erased, again.removed, again.cut), (0, 0, None));
    assert_eq!(intact(&journal).await, before);
}

/// A journal of 500 days, of which the oldest are removed.
async fn cut() -> (tempfile::TempDir, Journal, Vec<JobId>, RetentionRun) {
    let (folder, journal) = open().await;
    let jobs = days(&journal, 500, 500).await;
    let done = journal.retain(&RULES, start()).await.unwrap();
    (folder, journal, jobs, done)
}

#[tokio::test]
async fn the_oldest_rows_are_removed_and_the_chain_begins_behind_them() {
    let (_folder, journal, jobs, done) = cut().await;
    // From 2025-11-23 to the start there are 365 days.
    assert_eq!((done.removed, done.erased), (270, 470));
    let first = intact(&journal).await;
    assert_eq!((first.rows, &first.cut), (731, &done.cut));
    assert_eq!(first.cut.as_ref().unwrap().seq, 270);
    assert_eq!(shown(&journal).await.len(), 365);
    assert_eq!(journal.overview(&ActivityFilter::default(), &[]).await.unwrap().total, 365);
    assert!(journal.details(jobs[134]).await.unwrap().is_none() && journal.facts(jobs[134]).await.unwrap().is_empty());
    assert_eq!(journal.details(jobs[135]).await.unwrap().unwrap().1.len(), 2);
    run(&journal, 10, 5, "enc_1", succeeded()).await;
    let later = journal.retain(&RULES, after(100 * DAY_MS)).await.unwrap();
    assert_eq!(later.removed, 200);
    assert_eq!(intact(&journal).await.cut, later.cut, "the newest cut counts");
    journal.close().await;
    let again = Journal::open(journal.path()).await.unwrap();
    run(&again, 100 * DAY_MS, 5, "enc_1", succeeded()).await;
    assert_eq!(intact(&again).await.cut, later.cut);
}

#[tokio::test]
async fn everything_can_go_and_the_chain_goes_on() {
    let (_folder, journal) = open().await;
    days(&journal, 1_200, 700).await;
    let done = journal.retain(&RULES, start()).await.unwrap();
    assert_eq!(done.removed, 1_400);
    let rows = intact(&journal).await.rows;
    assert!((2..=4).contains(&rows), "{rows} steps of the run are left");
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    assert_eq!(shown(&journal).await, [job]);
    intact(&journal).await;
}

#[tokio::test]
async fn no_job_is_cut_in_two_and_an_open_one_stops_the_cut() {
    let (_folder, journal) = open().await;
    let jobs = days(&journal, 500, 60).await;
    let open_job = JobId::generate();
    journal.record(&intended(open_job, -430 * DAY_MS)).await.unwrap();
    days(&journal, 429, 60).await;
    let solved = FollowUp { state: FollowUpState::Solved, note: None, operator: Operator("Ben".into()) };
    journal.record(&fact(jobs[50], -10 * DAY_MS, FactKind::FollowedUp(solved))).await.unwrap();
    let done = journal.retain(&RULES, start()).await.unwrap();
    assert_eq!(done.cut.unwrap().seq, 100, "up to the job that somebody spoke of ten days ago");
    assert_eq!(journal.details(jobs[50]).await.unwrap().unwrap().1.len(), 3);
    let late = journal.retain(&RULES, after(380 * DAY_MS)).await.unwrap();
    assert_eq!((late.removed, late.cut), (0, None), "never past the open job, nor through the one around it");
    assert_eq!(journal.open_jobs().await.unwrap().len(), 1);
    intact(&journal).await;
}

async fn tampered(statements: &[&str]) -> (Fault, Option<i64>) {
    let (_folder, journal, _, _) = cut().await;
    let mut file = raw(journal.path()).await;
    let guards: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('event', 'cut')")
            .fetch_all(&mut file)
            .await
            .unwrap();
    let drops = guards.iter().map(|guard| format!("DROP TRIGGER {guard}"));
    for statement in drops.chain(statements.iter().map(|statement| (*statement).to_owned())) {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    match journal.verify().await.unwrap() {
        Verdict::Broken(broken) => (broken.fault, broken.row),
        Verdict::Intact(intact) => panic!("{intact:?} after {statements:?}"),
    }
}

#[tokio::test]
async fn a_beginning_that_somebody_else_cut_off_is_found() {
    let cut_off = "INSERT INTO cut SELECT seq, hash, 0, (SELECT job_id FROM cut) FROM event WHERE seq = 300";
    let remove = "DELETE FROM event WHERE seq <= 300";
    let unlist = "DELETE FROM attempt WHERE job_id NOT IN (SELECT job_id FROM event)";
    assert_eq!(tampered(&[cut_off, remove, unlist]).await, (Fault::Cut, Some(300)));
    assert_eq!(tampered(&[remove, unlist]).await, (Fault::Removed { to: 300 }, Some(271)));
    assert_eq!(tampered(&["DELETE FROM cut"]).await, (Fault::Removed { to: 270 }, Some(1)));
    assert_eq!(tampered(&["UPDATE cut SET hash = zeroblob(32)"]).await, (Fault::Cut, Some(270)));
    assert_eq!(tampered(&["UPDATE cut SET hash = x'00'"]).await, (Fault::Cut, Some(270)));
    assert_eq!(tampered(&["UPDATE cut SET job_id = 'somebody'"]).await, (Fault::Cut, Some(270)));
    assert_eq!(tampered(&["DELETE FROM attempt WHERE rowid = 300"]).await.0, Fault::Attempt);
}

#[tokio::test]
async fn only_what_lies_before_a_cut_can_be_removed() {
    let (_folder, journal, _, _) = cut().await;
    let mut file = raw(journal.path()).await;
    for (statement, reason) in [
        ("DELETE FROM event WHERE seq = 271", "never removed"),
        ("DELETE FROM cut", "never removed"),
        ("UPDATE cut SET seq = 400", "never changed"),
        ("INSERT INTO cut VALUES (400, zeroblob(32), 0, '')", "at an event"),
        ("INSERT INTO cut SELECT 400, hash, 0, '' FROM event WHERE seq = 401", "at an event"),
    ] {
        let refused = sqlx::query(statement).execute(&mut file).await.unwrap_err();
        assert!(refused.to_string().contains(reason), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn what_was_removed_for_its_age_is_not_lost_for_a_recovery() {
    let (_folder, journal, _, done) = cut().await;
    let rows = shown(&journal).await;
    journal.close().await;
    let mut file = raw(journal.path()).await;
    for statement in ["DROP TRIGGER event_keeps_its_words", "UPDATE event SET at_us = at_us + 1 WHERE seq = 601"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_eq!((recovery.lost, &recovery.gaps[..]), (1, &[601..=601][..]));
    assert_eq!((recovery.saved, recovery.headless), (730, 1));
    let again = Journal::open(journal.path()).await.unwrap();
    assert_eq!(shown(&again).await.len(), rows.len() - 1);
    let intact = intact(&again).await;
    let continues: serde_json::Value = serde_json::from_str(&intact.continues.unwrap()).unwrap();
    assert_eq!(continues["cut"], done.cut.unwrap().seq);
    assert_eq!(intact.cut, None, "the new chain has its own beginning");
    let later = again.retain(&RULES, after(100 * DAY_MS)).await.unwrap();
    assert!(later.removed > 0);
    assert!(matches!(again.verify().await.unwrap(), Verdict::Intact(intact) if intact.cut == later.cut));
}

#[tokio::test]
async fn copies_from_before_go_when_they_are_as_old_as_the_names() {
    let (_folder, journal) = open().await;
    days(&journal, 3, 3).await;
    let old =
        ["v2-20261001T000000.000000Z.backup", "damaged-20261001T000000.000000Z", "damaged-20261001T000000.000000Z-wal"];
    let young = ["v2-20261120T000000.000000Z.backup", "damaged-20261120T000000.000000Z"];
    let file = |ending: &str| journal.path().with_file_name(format!("journal.sqlite.{ending}"));
    let others = journal.path().with_file_name("other.sqlite.v2-20261001T000000.000000Z.backup");
    old.iter()
        .chain(&young)
        .map(|ending| file(ending))
        .chain([others.clone()])
        .for_each(|path| fs::write(path, "").unwrap());
    journal.retain(&RULES, start()).await.unwrap();
    assert!(old.iter().all(|ending| !file(ending).exists()));
    assert!(young.iter().all(|ending| file(ending).exists()) && others.exists());
}

/// Before this schema SQLite left words behind where rows had lain.
#[tokio::test]
async fn a_journal_of_an_older_schema_is_counted_and_forgets_too() {
    let (folder, journal) = open().await;
    let jobs = days(&journal, 60, 60).await;
    let old = folder.path().join("old/journal.sqlite");
    fs::create_dir(folder.path().join("old")).unwrap();
    write_first_schema(&old, &journal).await;
    let mut file = raw(&old).await;
    for statement in [
        "PRAGMA secure_delete = OFF",
        "UPDATE attempt SET guest = guest || ' of old', desk = desk || ' as it was then'",
        "UPDATE attempt SET guest = replace(guest, ' of old', ''), desk = 'desk-1'",
    ] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let again = Journal::open(&old).await.unwrap();
    super::story::story(&again, &facts_of(&journal, &jobs).await).await;
    intact(&again).await;
    let in_a_month: Timestamp = Timestamp::now() + SignedDuration::from_hours(24 * 60);
    again.retain(&Retention { keep_for: 1_200, ..RULES }, in_a_month).await.unwrap();
    for gone in ["Lucía", "of old", "Number-"] {
        assert!(!is_anywhere(&old, gone), "{gone}");
    }
    intact(&again).await;
}

async fn facts_of(journal: &Journal, jobs: &[JobId]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for job in jobs {
        facts.extend(journal.facts(*job).await.unwrap());
    }
    facts
}
