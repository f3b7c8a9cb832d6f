//! A journal that was being made when the desk was switched off.

use std::{fs, path::Path};

use keydesk::journal::{Journal, JournalError, Verdict};
use sqlx::Connection;

use super::{
    open,
    opening::{copies, write_first_schema},
    raw, run, succeeded,
};

/// What begins every rollback journal of SQLite (its file format, section 3).
const ROLLBACK: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

async fn emptied(path: &Path) {
    fs::write(path, "").unwrap();
}

async fn with_a_log_alone(path: &Path) {
    let mut file = raw(path).await;
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
}

async fn to_be_rolled_back(path: &Path) {
    let mut file = raw(path).await;
    sqlx::query("PRAGMA user_version = 1").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let mut rollback = ROLLBACK.to_vec();
    rollback.resize(512, 0);
    fs::write(path.with_file_name("journal.sqlite-journal"), rollback).unwrap();
}

/// What a reader says of it, and that the next start makes a whole journal of it.
async fn begins_again(path: &Path) {
    let error = Journal::open_read_only(path).await.unwrap_err();
    assert!(matches!(&error, JournalError::Empty { .. }), "{error:?}");
    let journal = Journal::open(path).await.unwrap();
    run(&journal, 0, 5, "enc_1", succeeded()).await;
    let verdict = journal.verify().await.unwrap();
    assert!(matches!(&verdict, Verdict::Intact(intact) if intact.rows == 2), "{verdict:?}");
    assert!(copies(path.parent().unwrap()).is_empty(), "nothing is kept of nothing");
}

#[tokio::test]
async fn a_first_start_that_was_cut_off_is_told_from_a_journal_of_an_earlier_keydesk() {
    let folder = || tempfile::tempdir().unwrap();
    let [one, two, three] = [folder(), folder(), folder()];
    let path = |folder: &tempfile::TempDir| folder.path().join("journal.sqlite");
    emptied(&path(&one)).await;
    begins_again(&path(&one)).await;
    with_a_log_alone(&path(&two)).await;
    begins_again(&path(&two)).await;
    to_be_rolled_back(&path(&three)).await;
    begins_again(&path(&three)).await;
}

#[tokio::test]
async fn a_schema_is_brought_up_to_date_whole_or_not_at_all() {
    let (folder, journal) = open().await;
    run(&journal, 0, 5, "enc_1", succeeded()).await;
    let old = folder.path().join("old/journal.sqlite");
    fs::create_dir(old.parent().unwrap()).unwrap();
    write_first_schema(&old, &journal).await;
    // The last step finds its place taken.
    let mut file = raw(&old).await;
    sqlx::query("CREATE TABLE event_access (id INTEGER)").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let error = Journal::open(&old).await.unwrap_err();
    assert!(matches!(&error, JournalError::Failed { .. }), "{error:?}");
    let mut file = raw(&old).await;
    let applied: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations").fetch_all(&mut file).await.unwrap();
    assert_eq!(applied, [1]);
    sqlx::query("DROP TABLE event_access").execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let again = Journal::open(&old).await.unwrap();
    assert!(matches!(again.verify().await.unwrap(), Verdict::Intact(intact) if intact.rows == 2));
}
