//! Desks of which something is exported: the program's own folder with a journal in it.

use std::{
    path::{Path, PathBuf},
    process::Output,
};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        Desk, Details, Fact, FactKind, Guest, Intent, Issued, JobId, Operator, Problem, ProblemCode, Subject,
        UncertainReason,
    },
    journal::Journal,
};

use super::hostile_names;
use crate::program::{complaint, keydesk};

/// Where the program of this folder keeps its journal.
pub fn journal_of(folder: &Path) -> PathBuf {
    assert_eq!(run(folder, &["attempts"]).status.code(), Some(0));
    let found = ["data/journal.sqlite", "journal.sqlite"].map(|name| folder.join(name));
    found.into_iter().find(|path| path.parent().unwrap().is_dir()).unwrap()
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    keydesk(folder).env("TZ", "Europe/Berlin").args(arguments).output().unwrap()
}

pub fn done(folder: &Path, arguments: &[&str]) -> Output {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", complaint(&output));
    output
}

/// One attempt a minute from ten o'clock on, under this name; by turns a failure, a card, and what nobody knows.
async fn seed(journal: &Journal, names: &[String]) {
    let start: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
    for (name, number) in names.iter().zip(0_i64..) {
        let (job, at) = (JobId::generate(), start + SignedDuration::from_mins(number));
        let intent = Intent {
            job,
            subject: Subject::Credential(format!("cred_{number}").as_str().into()),
            encoder: format!("enc_{}", number % 2).as_str().into(),
            encoder_name: format!("Front Desk {}", number % 2 + 1).into(),
            system: "sys_1".into(),
            workspace: "ws_1".into(),
            card_name: "Guest card".into(),
            guest: Some(Guest::new(name.as_str())),
            doors: vec!["412".into(), "Pool".into()],
            operator: Operator(["Mia", "Tom", "Eva"][usize::try_from(number % 3).unwrap()].into()),
            desk: Desk(format!("desk-{}", number % 2).into()),
            issued_before: Issued::No,
            card_number_before: None,
            server_time: None,
            retry_of: None,
        };
        let details = Details { message: Some(format!("a card of {name}").into()), ..Details::default() };
        let problem = |code| Problem::new(code, details);
        let end = match number % 3 {
            0 => FactKind::Failed(problem(ProblemCode::CardRemovedEarly)),
            1 => FactKind::Succeeded { card: None, credential: None, proof: None },
            _ => FactKind::BecameUncertain(UncertainReason::EncoderSilent, problem(ProblemCode::EncoderTimeout)),
        };
        journal.record(&Fact { job, at, kind: FactKind::Intended(Box::new(intent)) }).await.unwrap();
        journal.record(&Fact { job, at: at + SignedDuration::from_secs(3), kind: end }).await.unwrap();
    }
}

pub async fn desk(names: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&journal_of(folder.path())).await.unwrap();
    seed(&journal, names).await;
    journal.close().await;
    folder
}

pub fn plain_names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("Lucía {number}")).collect()
}

/// Leaves a desk for the script that reads its export with another program's reader.
#[tokio::test]
#[ignore = "for .ci/export"]
async fn a_desk_for_the_scripts() {
    let folder = PathBuf::from(std::env::var_os("KEYDESK_DESK").expect("where to"));
    let journal = Journal::open(&journal_of(&folder)).await.unwrap();
    let mut names = hostile_names();
    names.extend(plain_names(1_200));
    seed(&journal, &names).await;
    journal.close().await;
}
