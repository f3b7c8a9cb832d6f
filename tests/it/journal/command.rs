//! `keydesk journal` from outside.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;
use sqlx::Connection;

use super::{Journal, raw, run, succeeded};

fn keydesk(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keydesk"));
    for variable in ["SEAM_API_KEY", "SEAM_PERSONAL_ACCESS_TOKEN", "SEAM_WORKSPACE_ID", "SEAM_ENDPOINT"] {
        command.env_remove(variable);
    }
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").arg("--data-dir").arg(folder);
    command.arg("journal").args(arguments).output().unwrap()
}

/// Where the program keeps its journal, after it was asked about one that is not there.
fn journal_of(folder: &Path) -> std::path::PathBuf {
    let nothing = keydesk(folder, &["verify"]);
    assert_eq!(nothing.status.code(), Some(0), "{nothing:?}");
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("no journal yet"));
    let found = ["data/journal.sqlite", "journal.sqlite"].map(|name| folder.join(name));
    found.into_iter().find(|path| path.parent().unwrap().is_dir()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn a_journal_is_verified_while_it_is_open_and_recovered_once_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = journal_of(folder.path());
    let journal = Journal::open(&path).await.unwrap();
    let job = run(&journal, 0, 5, "enc_1", succeeded()).await;
    let fine = keydesk(folder.path(), &["verify", "--json"]);
    assert_eq!(fine.status.code(), Some(0), "{fine:?}");
    assert_eq!((&json(&fine)["intact"], &json(&fine)["rows"]), (&true.into(), &2.into()));
    let head = json(&fine)["head"]["hash"].as_str().unwrap().to_owned();
    let spoken = keydesk(folder.path(), &["verify"]);
    assert!(String::from_utf8_lossy(&spoken.stdout).contains(&format!("Head: 2 {head}")), "{spoken:?}");
    let healthy = keydesk(folder.path(), &["recover"]);
    assert_eq!(healthy.status.code(), Some(3), "{healthy:?}");

    let mut file = raw(&path).await;
    for statement in ["DROP TRIGGER event_keeps_its_words", "UPDATE event SET at_us = 0 WHERE seq = 2"] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    let broken = keydesk(folder.path(), &["verify", "--json"]);
    assert_eq!(broken.status.code(), Some(3), "{broken:?}");
    assert_eq!((&json(&broken)["row"], &json(&broken)["fault"]), (&2.into(), &"edited".into()));
    assert_eq!(json(&broken)["job_id"], job.to_string());
    let sentence = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(
        sentence.contains("row 2") && sentence.contains(&job.to_string()) && !sentence.contains("Luc"),
        "{sentence}"
    );
    let busy = keydesk(folder.path(), &["recover"]);
    assert_eq!(busy.status.code(), Some(3), "{busy:?}");
    assert!(String::from_utf8_lossy(&busy.stderr).contains("in use by another program"), "{busy:?}");

    journal.close().await;
    let recovered = keydesk(folder.path(), &["recover", "--json"]);
    assert_eq!(recovered.status.code(), Some(0), "{recovered:?}");
    assert_eq!((&json(&recovered)["saved"], &json(&recovered)["lost"]), (&1.into(), &1.into()));
    assert!(Path::new(json(&recovered)["kept"].as_str().unwrap()).is_file());
    let again = keydesk(folder.path(), &["verify", "--json"]);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    assert_eq!(json(&again)["continues"]["gaps"], serde_json::json!([[2, 2]]));
}

#[tokio::test]
async fn an_empty_journal_is_no_journal_of_an_earlier_keydesk() {
    let folder = tempfile::tempdir().unwrap();
    let path = journal_of(folder.path());
    std::fs::write(&path, "").unwrap();
    let verified = keydesk(folder.path(), &["verify"]);
    let told = keydesk(folder.path(), &["access"]);
    assert_eq!((verified.status.code(), told.status.code()), (Some(3), Some(0)), "{verified:?} {told:?}");
    for said in [verified.stderr, told.stderr] {
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.contains("before any card was tried") && !said.contains("earlier Keydesk"), "{said}");
    }
}
