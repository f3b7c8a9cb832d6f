//! Activity as a clerk sees it: their own attempts at this desk, to the last one.

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{Desk as DeskName, Fact, FactKind, Guest, Intent, Issued, JobId, Operator, Subject},
    journal::Journal,
};

use super::{real::Desk, *};
use crate::{
    access::{BOS, staffed},
    desk::Setup,
};

/// More than come with the first answer, and more than a question for rows brings.
const ATTEMPTS: u32 = 130;

fn made(nth: u32, at: Timestamp) -> [Fact; 2] {
    let job = JobId::generate();
    let intent = Intent {
        job,
        subject: Subject::Credential(format!("card-{nth}").into()),
        encoder: "enc-1".into(),
        encoder_name: "Front Desk 1".into(),
        system: "system-1".into(),
        workspace: "workspace-1".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new(format!("Guest {nth}"))),
        doors: vec![],
        operator: Operator("Bo".into()),
        desk: DeskName("front".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: None,
        retry_of: None,
    };
    let end = FactKind::Succeeded { card: None, credential: None, proof: None };
    [Fact { job, at, kind: FactKind::Intended(Box::new(intent)) }, Fact { job, at, kind: end }]
}

/// Lays so many attempts of Bo's into the desk's record, of which guest 1's is the oldest.
fn lay(setup: &Setup) {
    let began = Timestamp::now() - SignedDuration::from_mins(10);
    let facts: Vec<_> =
        (1..=ATTEMPTS).flat_map(|nth| made(nth, began + SignedDuration::from_secs(nth.into()))).collect();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let journal = Journal::open(&setup.folder.path().join("journal.sqlite")).await.unwrap();
        journal.record_all(&facts).await.unwrap();
        journal.close().await;
    });
}

#[test]
fn a_clerk_comes_to_the_last_of_many_attempts_of_their_own() {
    let setup = staffed();
    lay(&setup);
    let mut desk = Desk::open(&setup);
    desk.until("the locked desk", Desk::is_locked);
    desk.enter(BOS);
    desk.until_says("Bo is signed in");
    desk.until_says("Amelia Hart");
    desk.with_ctrl(Key::Num2);
    // Ten minutes ago may have been yesterday.
    desk.click("7 days");
    desk.until("the newest", |desk| desk.says("Guest 130"));
    assert!(!desk.words().iter().any(|word| word.contains(", Guest 1,")), "{:?}", desk.words());
    desk.harness.get_by_label("Attempts").focus();
    desk.harness.run_steps(3);
    desk.press(Key::End);
    desk.until("the oldest", |desk| desk.words().iter().any(|word| word.contains(", Guest 1,")));
    desk.harness.run_steps(90);
    assert!(!desk.says("Bringing up to date…"), "{:?}", desk.words());
}
