//! What is on record about who works at a desk, and `keydesk journal access`.

use std::{process::Output, sync::Arc};

use keydesk::{
    domain::{AccessFact, Deed, FollowUpState, JobId, Setting, SettingKey},
    engine::{Command, EngineConfig, FollowUpOrder, OpenPractice, Opening, Practice, start},
    journal::{Journal, Verdict},
    seam::Endpoint,
};
use secrecy::SecretString;

use super::{BOS, WRONG, bo, connected, kiosk, name, refused, sign_in, staffed, told, typed};
use crate::{
    desk::{Setup, TestDesk, config},
    program::{complaint, keydesk, lines},
};

#[tokio::test]
async fn what_happens_before_a_journal_is_open_is_written_once_it_is() {
    let setup = staffed();
    let sandbox = keydesk::sandbox::Sandbox::start(setup.sandbox.clone()).await.unwrap();
    let token = sandbox.api_key().to_owned();
    let folder = setup.folder.clone();
    // No token that works, and so no journal: the PIN is wrong all the same.
    let mut desk = TestDesk::open_at(Setup { token: Some("seam_nonsense".into()), ..setup }, sandbox);
    refused(&mut desk, Command::SignIn(typed(Some("Bo"), WRONG))).await;
    assert!(!folder.path().join("journal.sqlite").exists());
    assert!(desk.send(Command::SignIn(typed(Some("Mia"), super::MIAS))));
    desk.wait("Mia", |snapshot| snapshot.duty.is_supervisor()).await;
    assert!(desk.send(Command::Connect { token: secrecy::SecretString::from(token), workspace: None }));
    desk.wait("the question", |snapshot| matches!(snapshot.session, keydesk::engine::Session::Confirming { .. })).await;
    assert!(desk.send(Command::ConfirmConnect(keydesk::engine::Keep::ThisSession)));
    connected(&mut desk).await;
    let wrong = AccessFact::PinRefused { who: Some(name("Bo")), in_row: 1, pause: std::time::Duration::ZERO };
    assert_eq!(told(&desk, 2).await, [wrong, AccessFact::SignedIn(super::mia())]);
    desk.close().await;
}

#[tokio::test]
async fn in_the_practice_hotel_the_desks_own_record_tells_of_its_people_and_settings() {
    let setup = staffed();
    let sandbox = keydesk::sandbox::Sandbox::start(setup.sandbox.clone()).await.unwrap();
    let (address, token) = (sandbox.endpoint().to_owned(), sandbox.api_key().to_owned());
    let practice: OpenPractice = Arc::new(move || {
        let endpoint = Endpoint::resolve(Some(&address), None).unwrap();
        let token = SecretString::from(token.clone());
        Box::pin(async { Ok(Practice { endpoint, token, desk_encoder: "Front Desk 1", guard: Box::new(()) }) })
    });
    let config = EngineConfig { practice, ..config(&setup, sandbox.endpoint(), Opening::Practice) };
    let mut desk = TestDesk { handle: start(config, || {}), sandbox, folder: setup.folder };
    connected(&mut desk).await;
    assert!(!desk.folder.path().join("journal.sqlite").exists(), "there is nothing to tell");
    sign_in(&mut desk, "Bo", BOS).await;
    let job = JobId::generate();
    let order = FollowUpOrder { job, state: FollowUpState::Solved, note: None };
    assert!(desk.send(Command::FollowUp(order)));
    desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    assert!(desk.send(Command::Approve(typed(None, super::MIAS))));
    desk.wait("the end of it", |snapshot| snapshot.approval.is_none()).await;
    assert!(desk.send(Command::Set(Setting::UiSounds(true))));
    let own = told(&desk, 2).await;
    let changed = AccessFact::SettingChanged { key: SettingKey::UiSounds, by: name("Bo") };
    assert_eq!(own, [AccessFact::SignedIn(bo()), changed]);
    let practised = Journal::open(&desk.folder.path().join("practice.sqlite")).await.unwrap();
    let facts = practised.access(None, 1_000).await.unwrap();
    practised.close().await;
    let about: Vec<_> = facts.iter().map(|(_, fact)| fact).collect();
    let approved = AccessFact::Approved {
        deed: Deed::FollowUp,
        approver: name("Mia"),
        operator: Some(name("Bo")),
        job: Some(job),
    };
    assert_eq!(about, [&approved]);
    desk.close().await;
}

#[tokio::test]
async fn the_record_is_whole_with_it() {
    let mut desk = TestDesk::open(kiosk(true)).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert!(desk.send(Command::Lock));
    told(&desk, 3).await;
    let journal = desk.journal().await;
    let Verdict::Intact(intact) = journal.verify().await.unwrap() else { panic!("it is broken") };
    assert_eq!(intact.rows, 3);
    assert!(journal.open_jobs().await.unwrap().is_empty());
    journal.close().await;
    desk.close().await;
}

fn listed(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let output = keydesk(folder).args(["journal", "access"]).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    output
}

#[tokio::test]
async fn a_supervisor_lists_who_worked_here() {
    let folder = tempfile::tempdir().unwrap();
    listed(folder.path(), &[]);
    let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert!(desk.send(Command::Set(Setting::UiSounds(true))));
    for fact in told(&desk, 2).await {
        let kind = keydesk::domain::FactKind::Access(fact);
        let (job, at) = (keydesk::domain::JobId::generate(), jiff::Timestamp::now());
        journal.record(&keydesk::domain::Fact { job, at, kind }).await.unwrap();
    }
    journal.close().await;
    let told = lines(&listed(folder.path(), &["--json"]));
    let brief: Vec<(&str, &str)> =
        told.iter().map(|line| (line["event"].as_str().unwrap(), line["operator"].as_str().unwrap())).collect();
    assert_eq!(brief, [("setting-changed", "Bo"), ("signed-in", "Bo")], "the newest first");
    assert_eq!(told[0]["setting"], SettingKey::UiSounds.name());
    assert_eq!(told[1]["role"], bo().role.key());
    let table = listed(folder.path(), &["--since", "1h", "--limit", "1"]);
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.contains("setting-changed") && !table.contains("signed-in"), "{table}");
    assert_eq!(lines(&listed(folder.path(), &["--json", "--since", "2099-01-01"])).len(), 0);
    desk.close().await;
}
