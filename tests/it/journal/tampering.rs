//! Whatever somebody changes behind the journal's back, the first row that does not fit is named.

use keydesk::{
    domain::{FactKind, JobId, ProblemCode},
    journal::{Break, Fault, Intact, Journal, JournalError, Verdict},
};
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use super::{fact, failed, intended, open, raw, run, succeeded};

/// Five jobs of two events each: rows 1 to 10.
async fn five_jobs(journal: &Journal) -> Vec<JobId> {
    let mut jobs = Vec::new();
    for step in 0..5 {
        jobs.push(run(journal, step * 1000, 10, "enc_1", succeeded()).await);
    }
    jobs
}

/// Takes away what keeps the rows as they are, as somebody with the file in hand can.
async fn unguard(file: &mut SqliteConnection) {
    let guards =
        sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetch_all(&mut *file).await.unwrap();
    for guard in guards {
        let drop = format!("DROP TRIGGER {}", guard.get::<String, _>("name"));
        sqlx::query(AssertSqlSafe(drop)).execute(&mut *file).await.unwrap();
    }
}

/// What a verification says after this was done to the file, and the jobs of its rows.
async fn after_tampering(statements: &[&'static str]) -> (Verdict, Vec<JobId>) {
    let (_folder, journal) = open().await;
    let jobs = five_jobs(&journal).await;
    let mut file = raw(journal.path()).await;
    unguard(&mut file).await;
    for statement in statements {
        sqlx::query(*statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    (journal.verify().await.unwrap(), jobs)
}

async fn first_break(statements: &[&'static str]) -> (Break, Vec<JobId>) {
    match after_tampering(statements).await {
        (Verdict::Broken(broken), jobs) => (broken, jobs),
        (intact, _) => panic!("{intact:?} after {statements:?}"),
    }
}

/// The row, with its job if the row is there, and what is wrong with it.
async fn assert_broken(statements: &[&'static str], row: i64, has_job: bool, fault: Fault) {
    let (broken, jobs) = first_break(statements).await;
    let job = usize::try_from((row - 1) / 2).ok().and_then(|index| jobs.get(index).copied()).filter(|_| has_job);
    assert_eq!(broken, Break { row: Some(row), job, fault }, "{statements:?}");
    let sentence = broken.to_string();
    assert!(sentence.contains(&format!("row {row} ")) && !sentence.contains("Lucía"), "{sentence}");
    assert!(job.is_none_or(|job| sentence.contains(&job.to_string())), "{sentence}");
}

#[tokio::test]
async fn an_untouched_journal_is_intact_and_its_head_moves_with_each_event() {
    let (_folder, journal) = open().await;
    let Verdict::Intact(empty) = journal.verify().await.unwrap() else { panic!("broken") };
    assert_eq!((empty.rows, empty.head.seq, empty.head.hash.len()), (0, 0, 64));
    five_jobs(&journal).await;
    let Verdict::Intact(full) = journal.verify().await.unwrap() else { panic!("broken") };
    assert_eq!((full.rows, full.erased, full.sealed_to, full.head.seq, &full.continues), (10, 0, 0, 10, &None));
    assert_ne!(full.head.hash, empty.head.hash);
}

#[tokio::test]
async fn a_changed_column_is_named() {
    let edits = [
        "UPDATE event SET payload = replace(payload, 'enc_1', 'enc_2') WHERE seq = 5",
        "UPDATE event SET at_us = at_us + 1 WHERE seq = 5",
        "UPDATE event SET kind = 'let_go' WHERE seq = 5",
        "UPDATE event SET format = 2 WHERE seq = 5",
        "UPDATE event SET job_seq = 9 WHERE seq = 5",
        "UPDATE event SET personal_digest = zeroblob(32) WHERE seq = 5",
        "UPDATE event SET hash = zeroblob(32) WHERE seq = 5",
        "UPDATE event SET payload = CAST(x'ff7b' AS TEXT) || payload WHERE seq = 5",
    ];
    for edit in &edits[..7] {
        assert_broken(&[edit], 5, true, Fault::Edited).await;
    }
    assert_broken(&edits[7..], 5, false, Fault::Unreadable).await;
    assert_broken(&["UPDATE event SET hash = NULL WHERE seq = 5"], 5, true, Fault::Inserted).await;
}

#[tokio::test]
async fn removed_rows_are_named_wherever_they_stood() {
    for (statement, first, last) in [
        ("DELETE FROM event WHERE seq = 5", 5, 5),
        ("DELETE FROM event WHERE seq BETWEEN 1 AND 4", 1, 4),
        ("DELETE FROM event WHERE seq = 10", 10, 10),
        ("DELETE FROM event WHERE seq > 6", 7, 10),
        ("DELETE FROM event", 1, 10),
    ] {
        assert_broken(&[statement], first, false, Fault::Removed { to: last }).await;
    }
}

#[tokio::test]
async fn a_cut_end_shows_in_the_counter_in_the_list_and_after_the_next_event() {
    let cut = "DELETE FROM event WHERE seq > 8";
    assert_broken(&[cut, "UPDATE sqlite_sequence SET seq = 3"], 8, false, Fault::Counter).await;
    let (broken, jobs) = first_break(&[cut, "UPDATE sqlite_sequence SET seq = 8"]).await;
    assert_eq!(broken, Break { row: None, job: Some(jobs[4]), fault: Fault::Attempt });
    let (_folder, journal) = open().await;
    five_jobs(&journal).await;
    let mut file = raw(journal.path()).await;
    unguard(&mut file).await;
    sqlx::query(cut).execute(&mut file).await.unwrap();
    run(&journal, 90_000, 10, "enc_1", succeeded()).await;
    let Verdict::Broken(broken) = journal.verify().await.unwrap() else { panic!("intact") };
    assert_eq!(broken, Break { row: Some(9), job: None, fault: Fault::Removed { to: 10 } });
}

#[tokio::test]
async fn rows_that_changed_places_are_named_with_where_they_stood() {
    let swap = [
        "UPDATE event SET seq = -3 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 7",
        "UPDATE event SET seq = 7 WHERE seq = -3",
    ];
    let (broken, jobs) = first_break(&swap).await;
    assert_eq!(broken, Break { row: Some(3), job: Some(jobs[3]), fault: Fault::Moved { from: 7 } });
    let closed_gap = ["DELETE FROM event WHERE seq = 4", "UPDATE event SET seq = 4 WHERE seq = 5"];
    let (broken, jobs) = first_break(&closed_gap).await;
    assert_eq!(broken, Break { row: Some(4), job: Some(jobs[2]), fault: Fault::Moved { from: 5 } });
    assert_broken(
        &["UPDATE event SET at_us = (SELECT at_us FROM event AS other WHERE other.seq = 10 - event.seq) WHERE seq IN (4, 6)"],
        4,
        true,
        Fault::Edited,
    )
    .await;
}

#[tokio::test]
async fn an_added_row_is_named() {
    let unsealed = "INSERT INTO event (job_id, job_seq, at_us, kind, format, payload) SELECT job_id, 3, at_us, 'let_go', 1, '{}' FROM event WHERE seq = 9";
    let (broken, jobs) = first_break(&[unsealed]).await;
    assert_eq!(broken, Break { row: Some(11), job: Some(jobs[4]), fault: Fault::Inserted });
    let made_up = "INSERT INTO event SELECT 11, job_id, 3, at_us, 'let_go', 1, '{}', NULL, NULL, NULL, randomblob(32), randomblob(32) FROM event WHERE seq = 9";
    let (broken, jobs) = first_break(&[made_up]).await;
    assert_eq!(broken, Break { row: Some(11), job: Some(jobs[4]), fault: Fault::Inserted });
}

#[tokio::test]
async fn a_row_that_was_sealed_anew_is_named_by_the_one_behind_it() {
    let (_folder, journal) = open().await;
    let jobs = five_jobs(&journal).await;
    let (_other_folder, other) = open().await;
    five_jobs(&other).await;
    let mut file = raw(journal.path()).await;
    unguard(&mut file).await;
    sqlx::query("ATTACH ? AS other").bind(other.path().to_str()).execute(&mut file).await.unwrap();
    for statement in [
        "DELETE FROM event WHERE seq >= 9",
        "INSERT INTO event SELECT * FROM other.event WHERE seq >= 9",
        "UPDATE event SET hash = (SELECT prev_hash FROM other.event WHERE seq = 9) WHERE seq = 8",
    ] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    let Verdict::Broken(broken) = journal.verify().await.unwrap() else { panic!("intact") };
    assert_eq!(broken, Break { row: Some(8), job: Some(jobs[3]), fault: Fault::Edited });
}

#[tokio::test]
async fn the_end_of_another_journal_does_not_fit() {
    let (_folder, journal) = open().await;
    let jobs = five_jobs(&journal).await;
    let (_other_folder, other) = open().await;
    five_jobs(&other).await;
    let mut file = raw(journal.path()).await;
    unguard(&mut file).await;
    sqlx::query("ATTACH ? AS other").bind(other.path().to_str()).execute(&mut file).await.unwrap();
    for statement in ["DELETE FROM event WHERE seq >= 9", "INSERT INTO event SELECT * FROM other.event WHERE seq >= 9"]
    {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    let Verdict::Broken(broken) = journal.verify().await.unwrap() else { panic!("intact") };
    assert_eq!((broken.row, broken.job), (Some(8), Some(jobs[3])), "where the two chains meet");
}

#[tokio::test]
async fn personal_words_are_erased_without_a_trace_and_changed_with_one() {
    let erased = ["UPDATE event SET personal = NULL, personal_salt = NULL", "UPDATE attempt SET guest = NULL"];
    let (verdict, _) = after_tampering(&erased).await;
    assert!(matches!(verdict, Verdict::Intact(Intact { rows: 10, erased: 5, .. })), "{verdict:?}");
    let (verdict, _) = after_tampering(&erased[..1]).await;
    assert!(matches!(verdict, Verdict::Intact(Intact { erased: 5, .. })), "{verdict:?}");
    for changed in [
        "UPDATE event SET personal = replace(personal, 'Lucía', 'Lucia') WHERE seq = 5",
        "UPDATE event SET personal = NULL WHERE seq = 5",
        "UPDATE event SET personal_salt = NULL WHERE seq = 5",
        "UPDATE event SET personal_salt = zeroblob(16) WHERE seq = 5",
    ] {
        assert_broken(&[changed], 5, true, Fault::Personal).await;
    }
    assert_broken(&["UPDATE event SET personal = '{}' WHERE seq = 6"], 6, true, Fault::Personal).await;
}

#[tokio::test]
async fn the_beginning_of_the_chain_is_part_of_it() {
    for statement in ["UPDATE genesis SET sealed_to = 4", "UPDATE genesis SET continues = '{}'", "DELETE FROM genesis"]
    {
        let (broken, _) = first_break(&[statement]).await;
        assert_eq!(broken, Break { row: Some(0), job: None, fault: Fault::Beginning }, "{statement}");
    }
}

#[tokio::test]
async fn a_list_that_says_something_else_than_the_events_names_the_job() {
    for statement in [
        "UPDATE attempt SET outcome = 'failed' WHERE job_id = (SELECT job_id FROM event WHERE seq = 5)",
        "UPDATE attempt SET is_open = 1 WHERE job_id = (SELECT job_id FROM event WHERE seq = 5)",
        "UPDATE attempt SET guest = 'Lucia' WHERE job_id = (SELECT job_id FROM event WHERE seq = 5)",
        "UPDATE attempt SET ended_us = NULL WHERE job_id = (SELECT job_id FROM event WHERE seq = 5)",
        "DELETE FROM attempt WHERE job_id = (SELECT job_id FROM event WHERE seq = 5)",
    ] {
        let (broken, jobs) = first_break(&[statement]).await;
        assert_eq!(broken, Break { row: None, job: Some(jobs[2]), fault: Fault::Attempt }, "{statement}");
    }
}

#[tokio::test]
async fn a_changed_fact_is_never_given_out() {
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    for fact in [intended(job, 0), fact(job, 1, FactKind::LetGo), fact(job, 2, failed(ProblemCode::NoCard))] {
        journal.record(&fact).await.unwrap();
    }
    let other = JobId::generate();
    journal.record(&intended(other, 5)).await.unwrap();
    let mut file = raw(journal.path()).await;
    unguard(&mut file).await;
    sqlx::query("DELETE FROM event WHERE seq = 2").execute(&mut file).await.unwrap();
    let error = journal.facts(job).await.unwrap_err();
    assert!(matches!(&error, JournalError::Unreadable { job_seq: 2, .. }), "{error}");
    sqlx::query("UPDATE event SET at_us = at_us + 1 WHERE seq = 4").execute(&mut file).await.unwrap();
    let error = journal.facts(other).await.unwrap_err();
    assert!(error.to_string().contains("changed after it was written"), "{error}");
    assert!(journal.open_jobs().await.is_err());
}
