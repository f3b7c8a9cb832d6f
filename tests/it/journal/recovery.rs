//! Recovery: what was readable is there again, what was not is counted, and the damaged file stays.

use std::{fs, path::Path};

use keydesk::{
    domain::{AttemptRow, FactKind, JobId, Problem, ProblemCode},
    journal::{AttemptFilter, Journal, JournalError, Recovery, Verdict},
};
use sqlx::Connection;

use super::{fact, intended, open, opening::write_first_schema, raw, run, succeeded};

async fn all_rows(journal: &Journal) -> Vec<AttemptRow> {
    journal.attempts(&AttemptFilter { limit: 10_000, ..AttemptFilter::default() }).await.unwrap()
}

/// The page on which this event lies is filled with what SQLite cannot read.
async fn spoil_page_of(path: &Path, seq: i64) {
    let mut file = raw(path).await;
    let words: String =
        sqlx::query_scalar("SELECT hex(hash) FROM event WHERE seq = ?").bind(seq).fetch_one(&mut file).await.unwrap();
    file.close().await.unwrap();
    let hash: Vec<u8> =
        (0..32).map(|place| u8::from_str_radix(&words[place * 2..place * 2 + 2], 16).unwrap()).collect();
    let mut bytes = fs::read(path).unwrap();
    // The next row names the hash too: the first place is not always the row's own, but it is one of the two.
    let at = bytes.windows(32).position(|window| window == hash).unwrap() / 4096 * 4096;
    bytes[at..at + 4096].fill(0xa5);
    fs::write(path, bytes).unwrap();
}

async fn damaged() -> (tempfile::TempDir, Journal, Vec<AttemptRow>) {
    let (folder, journal) = open().await;
    for step in 0..100 {
        run(&journal, step * 10, 5, "enc_1", succeeded()).await;
    }
    journal.record(&intended(JobId::generate(), 5000)).await.unwrap();
    let rows = all_rows(&journal).await;
    journal.close().await;
    spoil_page_of(journal.path(), 77).await;
    (folder, journal, rows)
}

fn assert_counted(recovery: &Recovery, of: u64) {
    assert_eq!(recovery.saved + recovery.lost, of, "{recovery:?}");
    assert!(recovery.saved > 0 && recovery.lost > 0, "{recovery:?}");
}

#[tokio::test]
async fn what_is_readable_is_saved_and_the_damaged_file_stays_byte_for_byte() {
    let (_folder, journal, rows) = damaged().await;
    let bytes = fs::read(journal.path()).unwrap();
    let error = Journal::open(journal.path()).await.unwrap_err();
    assert!(matches!(&error, JournalError::Corrupt { .. }), "{error:?}");
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_counted(&recovery, 201);
    assert_eq!(fs::read(&recovery.kept).unwrap(), bytes);
    let again = Journal::open(journal.path()).await.unwrap();
    let saved = all_rows(&again).await;
    assert!(
        saved
            .iter()
            .all(|row| rows.iter().any(|before| { before == row || (before.job == row.job && row.outcome.is_open()) }))
    );
    let Verdict::Intact(intact) = again.verify().await.unwrap() else { panic!("broken") };
    assert_eq!((intact.rows, &intact.head), (recovery.saved, &recovery.head));
    let continues: serde_json::Value = serde_json::from_str(&intact.continues.unwrap()).unwrap();
    assert_eq!(continues["file"], recovery.kept.file_name().unwrap().to_str().unwrap());
    assert_eq!(continues["gaps"][0][0], *recovery.gaps[0].start());
    assert_eq!(continues["last"]["seq"], 201);
    let open = again.open_jobs().await.unwrap();
    assert_eq!(open.len() as u64, recovery.open);
    again.record(&intended(JobId::generate(), 9000)).await.unwrap();
    again.close().await;
    assert!(matches!(Journal::recover(journal.path()).await, Err(JournalError::Healthy { .. })));
}

#[tokio::test]
async fn a_damaged_journal_of_the_first_schema_is_saved_too() {
    let (folder, journal, _rows) = {
        let (folder, journal) = open().await;
        for step in 0..100 {
            run(&journal, step * 10, 5, "enc_1", succeeded()).await;
        }
        let old = folder.path().join("old.sqlite");
        write_first_schema(&old, &journal).await;
        (folder, journal, old)
    };
    let old = folder.path().join("old.sqlite");
    let mut bytes = fs::read(&old).unwrap();
    let middle = bytes.windows(8).rposition(|window| window == b"accepted" || window == b"intended").unwrap();
    bytes[middle / 4096 * 4096..][..4096].fill(0);
    fs::write(&old, &bytes).unwrap();
    assert!(matches!(Journal::open(&old).await, Err(JournalError::Corrupt { .. })));
    let recovery = Journal::recover(&old).await.unwrap();
    assert_counted(&recovery, 200);
    let again = Journal::open(&old).await.unwrap();
    for facts in again.open_jobs().await.unwrap() {
        let before = journal.facts(facts[0].job).await.unwrap();
        assert!(before.starts_with(&facts), "an end may be lost, nothing may change");
    }
    assert!(matches!(again.verify().await.unwrap(), Verdict::Intact(_)));
}

#[tokio::test]
async fn a_healthy_journal_and_one_in_use_are_left_alone() {
    let (_folder, journal) = open().await;
    run(&journal, 0, 5, "enc_1", succeeded()).await;
    assert!(matches!(Journal::recover(journal.path()).await, Err(JournalError::Healthy { .. })));
    let mut file = raw(journal.path()).await;
    for statement in ["DROP TRIGGER event_keeps_its_words", "UPDATE event SET at_us = 0 WHERE seq = 2"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let files = || fs::read_dir(journal.path().parent().unwrap()).unwrap().count();
    let before = files();
    let error = Journal::recover(journal.path()).await.unwrap_err();
    assert!(matches!(&error, JournalError::InUse { .. }), "{error:?}");
    assert_eq!(files(), before, "no copy stays");
    journal.close().await;
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_eq!((recovery.saved, recovery.lost, recovery.open), (1, 1, 1));
    assert!(matches!(
        Journal::recover(&journal.path().with_file_name("none")).await,
        Err(JournalError::Healthy { .. })
    ));
}

#[tokio::test]
async fn a_job_without_its_beginning_is_kept_and_counted() {
    let (_folder, journal) = open().await;
    let job = JobId::generate();
    for fact in [intended(job, 0), fact(job, 1, FactKind::LetGo)] {
        journal.record(&fact).await.unwrap();
    }
    journal.close().await;
    let mut file = raw(journal.path()).await;
    for statement in ["DROP TRIGGER event_keeps_its_words", "UPDATE event SET at_us = 0 WHERE seq = 1"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_eq!((recovery.saved, recovery.lost, recovery.headless, recovery.open), (1, 1, 1, 0));
    let again = Journal::open(journal.path()).await.unwrap();
    assert_eq!(again.facts(job).await.unwrap(), [fact(job, 1, FactKind::LetGo)]);
    assert!(matches!(again.verify().await.unwrap(), Verdict::Intact(_)));
}

#[tokio::test]
async fn a_damaged_name_costs_no_event() {
    let (_folder, journal) = open().await;
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    journal.close().await;
    let mut file = raw(journal.path()).await;
    for statement in ["DROP TRIGGER event_erases_only", "UPDATE event SET personal = replace(personal, 'Luc', 'Luk')"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_eq!((recovery.saved, recovery.lost, recovery.erased), (2, 0, 1));
    let again = Journal::open(journal.path()).await.unwrap();
    assert_eq!(again.facts(job).await.unwrap().len(), 2);
    let verdict = again.verify().await.unwrap();
    assert!(matches!(&verdict, Verdict::Intact(intact) if intact.erased == 1), "{verdict:?}");
}

/// Nothing leads to the rows any more: SQLite does not even know that this is a database.
#[tokio::test]
async fn events_are_found_without_a_schema_and_across_pages() {
    let (_folder, journal) = open().await;
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    let long = Problem::noticed(ProblemCode::NoCard, "no card ".repeat(3000).as_str());
    let mut facts = journal.facts(job).await.unwrap();
    let other = JobId::generate();
    let others = [intended(other, 20), fact(other, 30, FactKind::Failed(long))];
    for fact in &others {
        journal.record(fact).await.unwrap();
    }
    journal.close().await;
    let mut bytes = fs::read(journal.path()).unwrap();
    bytes[..4096].fill(0);
    fs::write(journal.path(), bytes).unwrap();
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_eq!((recovery.saved, recovery.lost, recovery.open), (4, 0, 0));
    let again = Journal::open(journal.path()).await.unwrap();
    facts.extend(others);
    let found = [again.facts(job).await.unwrap(), again.facts(other).await.unwrap()].concat();
    assert_eq!(found, facts);
}

/// How much of the log belongs to its present round; what follows is left from the rounds before.
fn live_bytes(log: &[u8]) -> usize {
    let salts = &log[16..24];
    let frames = log[32..].chunks_exact(24 + 4096).take_while(|frame| frame[8..16] == *salts).count();
    32 + frames * (24 + 4096)
}

/// A bit in the log makes SQLite forget every transaction from there on, which must not go unnoticed.
#[tokio::test]
async fn transactions_behind_a_damaged_frame_are_not_forgotten() {
    let (_folder, journal) = open().await;
    let log = journal.path().with_file_name("journal.sqlite-wal");
    let job = JobId::generate();
    journal.record(&intended(job, 0)).await.unwrap();
    for step in 1..20 {
        journal.record(&fact(job, step * 10, FactKind::LetGo)).await.unwrap();
    }
    let (file, mut frames) = (fs::read(journal.path()).unwrap(), fs::read(&log).unwrap());
    let rows = all_rows(&journal).await;
    journal.close().await;
    let middle = live_bytes(&frames) / 2;
    frames[middle] ^= 1;
    fs::write(journal.path(), file).unwrap();
    fs::write(&log, frames).unwrap();
    assert!(matches!(Journal::open(journal.path()).await, Err(JournalError::Corrupt { .. })));
    let recovery = Journal::recover(journal.path()).await.unwrap();
    assert_eq!((recovery.saved, recovery.lost), (20, 0));
    let again = Journal::open(journal.path()).await.unwrap();
    assert_eq!(all_rows(&again).await, rows);
}

/// The last transaction may be torn: nobody was told that it was on the disk.
#[tokio::test]
async fn a_log_that_ends_in_the_middle_of_a_write_is_no_damage() {
    let (_folder, journal) = open().await;
    let log = journal.path().with_file_name("journal.sqlite-wal");
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    let (file, frames) = (fs::read(journal.path()).unwrap(), fs::read(&log).unwrap());
    journal.close().await;
    let live = live_bytes(&frames);
    let mut torn = frames.clone();
    torn.truncate(live - 100);
    let mut unordered = frames;
    let last = live - 4096 - 24 - 200;
    unordered[last] ^= 1;
    for log_bytes in [torn, unordered] {
        fs::write(journal.path(), &file).unwrap();
        fs::write(&log, log_bytes).unwrap();
        let again = Journal::open(journal.path()).await.unwrap();
        assert_eq!(again.facts(job).await.unwrap(), [intended(job, 0)]);
        again.close().await;
    }
}
