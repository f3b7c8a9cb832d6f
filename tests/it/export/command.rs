//! `keydesk attempts --format …` and `keydesk report` from outside.

use std::{io::Read as _, path::Path, process::Stdio};

use jiff::Timestamp;
use keydesk::{
    domain::{Decision, Fact, FactKind, JobId, Operator},
    journal::Journal,
};
use serde_json::Value;
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};

use super::{
    desk::{desk, done, journal_of, plain_names, run},
    hostile_names, in_a_sheet, objects,
};
use crate::program::{complaint, keydesk, lines};

#[tokio::test]
async fn a_sheet_and_json_lines_of_the_program_say_the_same() {
    let names = hostile_names();
    let folder = desk(&names).await;
    let told = lines(&done(folder.path(), &["attempts", "--format", "jsonl", "--guests"]));
    let file = folder.path().join("attempts.csv");
    let written = done(folder.path(), &["attempts", "--format", "csv", "--guests", "--output", file.to_str().unwrap()]);
    assert!(complaint(&written).contains(&format!("{} attempts were written", names.len())), "{written:?}");
    let bytes = std::fs::read(&file).unwrap();
    let sheet = objects(&bytes);
    assert_eq!((told.len(), sheet.len()), (names.len(), names.len()));
    for (line, cells) in told.iter().zip(&sheet) {
        cells.iter().for_each(|(name, cell)| assert_eq!(*cell, in_a_sheet(&line[name]), "{name}"));
    }
    assert_eq!(told.last().unwrap()["at_local"], "2026-11-24T11:00:00+01:00");
    let piped = done(folder.path(), &["attempts", "--format", "csv", "--guests"]).stdout;
    assert_eq!(["\u{feff}".as_bytes(), &piped].concat(), bytes, "a pipe gets the same without the mark");
    let array = done(folder.path(), &["attempts", "--format", "json", "--guests"]).stdout;
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&array).unwrap(), told);
}

#[tokio::test]
async fn names_are_given_when_they_are_asked_for_and_everything_comes_without_a_limit() {
    let folder = desk(&plain_names(150)).await;
    for format in ["csv", "json", "jsonl"] {
        let bare = done(folder.path(), &["attempts", "--format", format]);
        let text = String::from_utf8(bare.stdout).unwrap();
        assert!(!text.contains("Luc") && text.contains("card-removed-early"), "{format}: {text}");
        assert_eq!(text.matches("\"desk-").count(), 150, "{format}");
    }
    let as_ever = lines(&done(folder.path(), &["attempts", "--json"]));
    assert_eq!((as_ever.len(), as_ever[0]["guest"].as_str()), (100, Some("Lucía 149")));
    assert!(as_ever.iter().any(|line| line["error_message"].is_string()));
    let table = String::from_utf8(done(folder.path(), &["attempts", "--limit", "7"]).stdout).unwrap();
    assert_eq!(table.lines().count(), 8);
}

#[tokio::test]
async fn a_filter_takes_what_it_says() {
    let folder = desk(&plain_names(60)).await;
    let count = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["attempts", "--format", "jsonl"].iter().chain(arguments).copied().collect();
        lines(&done(folder.path(), &arguments)).len()
    };
    assert_eq!(count(&[]), 60);
    assert_eq!(count(&["--encoder", "front desk 2"]), 30);
    assert_eq!(count(&["--encoder", "enc_0", "--operator", "Mia"]), 10);
    assert_eq!(count(&["--desk", "desk-1"]), 30);
    assert_eq!(count(&["--outcome", "encoded"]), 20);
    assert_eq!(count(&["--outcome", "unsettled"]), 20);
    assert_eq!(count(&["--failed"]), 40);
    assert_eq!(count(&["--failed", "--cause", "encoder-timeout"]), 20);
    assert_eq!(count(&["--since", "2026-11-24T10:50:00Z"]), 10);
    assert_eq!(count(&["--since", "2026-11-24T11:50:00+01:00", "--until", "2026-11-24T10:55:00Z"]), 5);
    assert_eq!(count(&["--since", "2026-11-24", "--until", "2026-11-24"]), 60);
    assert_eq!(count(&["--until", "2026-11-23"]), 0);
    assert_eq!(count(&["--limit", "3"]), 3);
}

#[tokio::test]
async fn what_cannot_be_meant_is_said() {
    let folder = desk(&plain_names(3)).await;
    for (arguments, words) in [
        (&["--since", "24.11.2026"][..], "write it as today, 2026-11-24"),
        (&["--since", "2026-11-24T18:00"], "write it as today"),
        (&["--since", "2026-11-24", "--until", "2026-11-23"], "--until is not after --since"),
        (&["--encoder", "Bar"], "there are attempts of: \"Front Desk 1\", \"Front Desk 2\""),
        (&["--operator", "Nobody"], "\"Eva\", \"Mia\", \"Tom\""),
        (&["--outcome", "good"], "all, encoded, failures, unsettled"),
        (&["--cause", "bad-luck"], "card-removed-early"),
        (&["--failed", "--outcome", "all"], "cannot be used with"),
        (&["--json", "--format", "csv"], "cannot be used with"),
        (&["--output", "x.csv"], "--output goes with --format"),
    ] {
        let arguments: Vec<&str> = ["attempts"].iter().chain(arguments).copied().collect();
        let output = run(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", complaint(&output));
        assert!(complaint(&output).contains(words), "{arguments:?}: {}", complaint(&output));
        assert!(output.stdout.is_empty());
    }
}

#[tokio::test]
async fn no_export_replaces_the_journal_and_a_journal_of_an_earlier_keydesk_is_left_as_it_is() {
    let folder = desk(&plain_names(3)).await;
    let path = journal_of(folder.path());
    let over = run(folder.path(), &["attempts", "--format", "csv", "--output", path.to_str().unwrap()]);
    assert_eq!(over.status.code(), Some(3), "{}", complaint(&over));
    assert!(complaint(&over).contains("choose another name"), "{}", complaint(&over));
    assert_eq!(lines(&done(folder.path(), &["attempts", "--json"])).len(), 3);
    make_older(&path).await;
    let bytes = std::fs::read(&path).unwrap();
    let older = run(folder.path(), &["attempts"]);
    assert_eq!(older.status.code(), Some(3), "{}", complaint(&older));
    assert!(complaint(&older).contains("start Keydesk once to bring it up to date"), "{}", complaint(&older));
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "reading brings nothing up to date");
}

/// As a Keydesk left it that knew one step less of the schema.
async fn make_older(journal: &Path) {
    let mut file = SqliteConnectOptions::new().filename(journal).connect().await.unwrap();
    let newest = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
    assert_eq!(sqlx::query(newest).execute(&mut file).await.unwrap().rows_affected(), 1);
    file.close().await.unwrap();
}

#[tokio::test]
async fn a_journal_is_listed_while_a_desk_has_it_open() {
    let folder = desk(&plain_names(3)).await;
    let journal = Journal::open(&journal_of(folder.path())).await.unwrap();
    let row = lines(&done(folder.path(), &["attempts", "--json"])).remove(0);
    let job = JobId(row["job_id"].as_str().unwrap().parse().unwrap());
    let kind = FactKind::Decided { decision: Decision::Written, operator: Operator("Mia".into()) };
    journal.record(&Fact { job, at: Timestamp::now(), kind }).await.unwrap();
    let row = lines(&done(folder.path(), &["attempts", "--json"])).remove(0);
    assert_eq!(row["outcome"], "decided-written");
    journal.close().await;
}

#[tokio::test]
async fn whoever_closes_the_pipe_has_seen_enough() {
    let folder = desk(&plain_names(300)).await;
    let mut command = keydesk(folder.path());
    command.args(["attempts", "--format", "jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    let mut first = [0; 16];
    running.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = running.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), complaint(&ended).as_str()), (Some(0), ""));
}

#[tokio::test]
async fn a_shift_is_summed_up_on_a_page_and_in_a_sheet() {
    let folder = desk(&plain_names(60)).await;
    let page = done(folder.path(), &["report", "--since", "2026-11-24T10:30:00Z", "--encoder", "Front Desk 1"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("Cards made         5, of these again 0\nFailed             10 of 15 (67 %"), "{page}");
    assert!(page.contains("2026-11-24 11:30 to") && page.contains("Front Desk 1"), "{page}");
    assert!(!page.contains("Luc") && !page.contains("Front Desk 2"), "{page}");
    let sheet = done(folder.path(), &["report", "--since", "2026-11-24", "--format", "csv"]).stdout;
    assert!(String::from_utf8(sheet).unwrap().contains("\"all\",\"\",\"attempts\",60\r\n"));
    let before = done(folder.path(), &["report", "--until", "today", "--since", "2020-01-01"]).stdout;
    assert!(String::from_utf8(before).unwrap().starts_with("Shift report\n"));
}

#[test]
fn practice_has_a_record_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let none = done(folder.path(), &["--practice", "attempts", "--format", "csv"]);
    assert!(none.stdout.is_empty() && complaint(&none).contains("no journal yet"), "{none:?}");
    let listed = done(folder.path(), &["--practice", "credentials", "--json", "--search", "amelia 412"]);
    let id = lines(&listed)[0]["acs_credential_id"].as_str().unwrap().to_owned();
    done(folder.path(), &["--practice", "encode", "--encoder", "Front Desk 1", "--credential", &id]);
    assert_eq!(lines(&done(folder.path(), &["--practice", "attempts", "--format", "jsonl"])).len(), 1);
    let real = done(folder.path(), &["attempts", "--format", "jsonl"]);
    assert!(real.stdout.is_empty(), "{real:?}");
}
