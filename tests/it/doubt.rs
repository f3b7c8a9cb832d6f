//! Outcomes that nobody reported, from the lost answer to the verdict, over real HTTP with a real journal.

use std::time::Duration;

use keydesk::{
    domain::Outcome,
    domain::{
        AttemptWord, Blocker, CardFound, Decision, Disproof, FactKind, JobId, Proof, RecordWord, Subject,
        UncertainReason,
    },
    engine::{Command, Event, JobView, Keep, Moment, Session, Snapshot, Stage},
    sandbox::{AttemptFault, Fault},
};
use secrecy::SecretString;

use crate::desk::{Setup, TestDesk};

const ENCODE: &str = "/acs/encoders/encode_credential";
const RECORD: &str = "/acs/credentials/get";

/// A desk on which a minute passes in little more than a second.
async fn quick_desk() -> TestDesk {
    let mut desk = TestDesk::open(Setup { speed: 50, ..Setup::default() }).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    desk
}

fn view(snapshot: &Snapshot, job: JobId) -> Option<&JobView> {
    snapshot.jobs.iter().find(|view| view.job == job)
}

/// An order whose reply is lost or says nothing, up to the doubt.
async fn in_doubt(desk: &mut TestDesk, subject: &Subject) -> JobId {
    let job = desk.order(subject.clone(), "Front Desk 1");
    desk.until(job, Moment::BecameUncertain).await;
    job
}

async fn kinds(desk: &TestDesk, job: JobId) -> Vec<FactKind> {
    desk.journal().await.facts(job).await.unwrap().into_iter().map(|fact| fact.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blank_card_on_the_encoder_proves_that_nothing_was_written_and_one_press_makes_it() {
    let mut desk = quick_desk().await;
    let subject = desk.card_of("Amelia Hart");
    desk.control().fail_next(ENCODE, Fault::ResetBefore);
    let job = in_doubt(&mut desk, &subject).await;
    desk.wait("the first look", |snapshot| {
        view(snapshot, job).is_some_and(|view| view.evidence.record == RecordWord::Unchanged)
    })
    .await;
    let second = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    while desk.event().await != (Event::Refused { job: second, blocker: Blocker::EncoderBusy }) {}
    assert!(desk.send(Command::ReadCard(job)));
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert_eq!(ended.stage, Stage::NotWritten(Disproof::CardBlank));
    assert_eq!(desk.control().encode_count(subject.id()), 1);
    let facts = kinds(&desk, job).await;
    assert!(matches!(facts.last(), Some(FactKind::ProvedNotWritten(Disproof::CardBlank))), "{facts:?}");
    let rows = desk.journal().await.attempts(&keydesk::journal::AttemptFilter::default()).await.unwrap();
    assert_eq!(rows[0].outcome, Outcome::NotWritten);
    let again = desk.order(subject.clone(), "Front Desk 1");
    let (_, made) = desk.until(again, Moment::Ended).await;
    assert!(matches!(made.stage, Stage::Succeeded { .. }), "{:?}", made.stage);
    assert_eq!(desk.control().encode_count(subject.id()), 2, "one request a press");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_carries_what_was_asked_for_proves_the_write_although_no_record_can_be_read() {
    let mut desk = quick_desk().await;
    let (subject, control) = (desk.card_of("Amelia Hart"), desk.control());
    control.fail_next(ENCODE, Fault::ResetAfter);
    control.switch_on(RECORD, Fault::ServerError);
    let job = in_doubt(&mut desk, &subject).await;
    assert!(desk.send(Command::ReadCard(job)));
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert!(matches!(ended.stage, Stage::Succeeded { proof: Some(Proof::CardRead { .. }), .. }), "{:?}", ended.stage);
    assert_eq!(control.encode_count(subject.id()), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_proves_the_write_where_the_record_lags_behind() {
    let mut desk = quick_desk().await;
    let (subject, control) = (desk.card_of("Amelia Hart"), desk.control());
    control.fail_next(ENCODE, Fault::ResetAfter);
    control.switch_on(RECORD, Fault::Stale);
    let job = in_doubt(&mut desk, &subject).await;
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert!(
        matches!(ended.stage, Stage::Succeeded { proof: Some(Proof::Announced { at: Some(_) }), .. }),
        "{:?}",
        ended.stage
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_method_is_proved_by_its_own_record_and_events() {
    for (path, fault) in [("/nothing", Fault::Stale), ("/access_methods/get", Fault::Stale)] {
        let mut desk = quick_desk().await;
        let is_ready = |subject: &Subject| matches!(subject, Subject::AccessMethod(_));
        let snapshot = desk.handle.snapshot();
        let row = snapshot.catalog.cards.iter().find(|card| is_ready(&card.subject) && card.is_ready).unwrap();
        desk.control().fail_next(ENCODE, Fault::ResetAfter);
        desk.control().switch_on(path, fault);
        let job = in_doubt(&mut desk, &row.subject).await;
        let (_, ended) = desk.until(job, Moment::Ended).await;
        let Stage::Succeeded { proof: Some(proof), .. } = &ended.stage else { panic!("{path}: {:?}", ended.stage) };
        let is_told_by_record = matches!(proof, Proof::IssuedAfterwards { .. });
        assert!(matches!(proof, Proof::Announced { .. }) || is_told_by_record, "{proof:?}");
        assert!(!is_told_by_record || path != "/access_methods/get", "an old record proves nothing: {proof:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_never_ends_stays_open_with_its_evidence_until_a_person_decides() {
    let mut desk = quick_desk().await;
    let (subject, encoder) = (desk.card_of("Amelia Hart"), desk.encoder("Front Desk 1"));
    desk.control().next_encode(encoder.as_str(), AttemptFault::NeverEnds);
    let job = in_doubt(&mut desk, &subject).await;
    assert!(desk.send(Command::ReadCard(job)));
    let read = desk.wait("the card", |snapshot| view(snapshot, job).is_some_and(|view| view.evidence.card.is_some()));
    let snapshot = read.await;
    let shown = view(&snapshot, job).unwrap();
    assert!(matches!(shown.stage, Stage::Uncertain(UncertainReason::PendingTooLong, _)), "{:?}", shown.stage);
    assert_eq!(shown.evidence.attempt, AttemptWord::Pending);
    assert_eq!(shown.evidence.card, Some(CardFound::NotOurs(Disproof::CardBlank)));
    assert!(desk.send(Command::Decide(job, Decision::NotWritten)));
    desk.until(job, Moment::Ended).await;
    let facts = kinds(&desk, job).await;
    let Some(FactKind::Decided { decision: Decision::NotWritten, operator }) = facts.last() else {
        panic!("{facts:?}")
    };
    assert_eq!(&*operator.0, "mk", "who said so is on record");
    assert!(facts.iter().any(|kind| matches!(kind, FactKind::Learned(_))), "{facts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_card_on_the_encoder_is_said_and_settles_nothing() {
    let mut desk = quick_desk().await;
    let (subject, encoder) = (desk.card_of("Amelia Hart"), desk.encoder("Front Desk 1"));
    desk.control().fail_next(ENCODE, Fault::ResetBefore);
    desk.control().take_card_away(encoder.as_str());
    let job = in_doubt(&mut desk, &subject).await;
    assert!(desk.send(Command::ReadCard(job)));
    let said = |snapshot: &Snapshot| view(snapshot, job).is_some_and(|view| view.card_trouble.is_some());
    let snapshot = desk.wait("the trouble", said).await;
    assert!(matches!(view(&snapshot, job).unwrap().stage, Stage::Uncertain(..)));
    desk.control().lay_blank_card(encoder.as_str());
    assert!(desk.send(Command::ReadCard(job)));
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert_eq!(ended.stage, Stage::NotWritten(Disproof::CardBlank));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_in_the_middle_parks_the_job_until_there_is_another() {
    let mut desk = TestDesk::ready().await;
    let (subject, control) = (desk.card_of("Amelia Hart"), desk.control());
    control.switch_on("/action_attempts/get", Fault::Unauthorized);
    let job = desk.order(subject.clone(), "Front Desk 1");
    desk.until(job, Moment::Accepted).await;
    desk.wait("the refusal", |snapshot| matches!(snapshot.session, Session::Connected { token_rejected: true, .. }))
        .await;
    let parked =
        |snapshot: &Snapshot| view(snapshot, job).is_some_and(|view| view.is_parked && view.stage == Stage::Waiting);
    desk.wait("the parked job", parked).await;
    let asked = control.count("/action_attempts/get");
    control.clear_faults();
    assert!(desk.send(Command::ReplaceToken));
    let token = SecretString::from(desk.sandbox.api_key());
    assert!(desk.send(Command::Connect { token, workspace: None }));
    desk.wait("the question", |snapshot| matches!(snapshot.session, Session::Confirming { .. })).await;
    assert_eq!(control.count("/action_attempts/get"), asked, "nobody asked with the refused key");
    assert!(desk.send(Command::ConfirmConnect(Keep::ThisSession)));
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert!(matches!(ended.stage, Stage::Succeeded { proof: None, .. }), "{:?}", ended.stage);
    assert_eq!(control.encode_count(subject.id()), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_something_else_and_an_old_one_are_asked_again() {
    let mut desk = quick_desk().await;
    for fault in [Fault::OtherAttempt, Fault::Stale, Fault::Twice, Fault::BrokenJson, Fault::TruncatedBody] {
        desk.control().fail_next("/action_attempts/get", fault.clone());
        let subject = desk.card_of("Lucía Fernández");
        desk.control().change_access(subject.id());
        let confirmed = vec![keydesk::domain::Confirm::Replaces];
        let job = desk.order_confirmed(subject, "Front Desk 1", confirmed);
        let (_, ended) = desk.until(job, Moment::Ended).await;
        assert!(matches!(ended.stage, Stage::Succeeded { proof: None, .. }), "{fault:?}: {:?}", ended.stage);
        assert!(desk.send(Command::Dismiss(job)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_intent_is_looked_into_after_the_next_start_and_never_sent() {
    let mut desk = TestDesk::ready().await;
    let subject = desk.card_of("Amelia Hart");
    desk.control().fail_next(ENCODE, Fault::Hang);
    let job = desk.order(subject.clone(), "Front Desk 1");
    desk.until(job, Moment::Sent).await;
    // The copy is what a kill would have left: the intent, and nothing about an answer.
    let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        std::fs::copy(desk.folder.path().join(name), folder.path().join(name)).unwrap();
    }
    let TestDesk { sandbox, handle, folder: _first } = desk;
    drop(handle);
    let mut desk = TestDesk::open_at(Setup { folder, ..Setup::default() }, sandbox);
    let picked_up = |snapshot: &Snapshot| {
        view(snapshot, job).is_some_and(|view| {
            view.is_resumed && matches!(view.stage, Stage::Uncertain(UncertainReason::Interrupted, _))
        })
    };
    desk.wait("the job", picked_up).await;
    desk.wait("the first look", |snapshot| {
        view(snapshot, job).is_some_and(|view| view.evidence.record == RecordWord::Unchanged)
    })
    .await;
    assert_eq!(desk.control().encode_count(subject.id()), 1);
    assert_eq!(desk.control().credential(subject.id()).unwrap()["is_issued"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_hours_out_of_date_proves_nothing_wrong() {
    for hours in [-5, 5] {
        let mut desk = quick_desk().await;
        let subject = desk.card_of("Amelia Hart");
        desk.control().skew_date(hours * 3_600);
        desk.control().fail_next(ENCODE, Fault::ResetBefore);
        let job = in_doubt(&mut desk, &subject).await;
        desk.wait("the first look", |snapshot| {
            view(snapshot, job).is_some_and(|view| view.evidence.record == RecordWord::Unchanged)
        })
        .await;
        assert!(desk.send(Command::ReadCard(job)));
        let (_, ended) = desk.until(job, Moment::Ended).await;
        assert_eq!(ended.stage, Stage::NotWritten(Disproof::CardBlank), "{hours} h");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letting_go_of_a_silent_attempt_becomes_a_question_by_itself() {
    let mut desk = quick_desk().await;
    let encoder = desk.encoder("Front Desk 1");
    desk.control().next_encode(encoder.as_str(), AttemptFault::NeverEnds);
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Accepted).await;
    assert!(desk.send(Command::StopWaiting(job)));
    let (_, shown) = desk.until(job, Moment::BecameUncertain).await;
    assert!(matches!(shown.stage, Stage::Uncertain(UncertainReason::PendingTooLong, _)));
    let waited = jiff::Timestamp::now().duration_since(shown.started_at);
    assert!(waited > jiff::SignedDuration::from_millis(1_500), "ninety seconds pass fifty times as fast, not at once");
    assert!(Duration::try_from(waited).unwrap() < Duration::from_secs(60));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_names_an_attempt_from_before_the_start_is_taken_for_lost() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 1");
    desk.control().next_encode(encoder.as_str(), AttemptFault::error("no_credential_on_encoder"));
    let failed = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(failed, Moment::Ended).await;
    let TestDesk { sandbox, handle, folder } = desk;
    drop(handle);
    let mut desk = TestDesk::open_at(Setup { folder, ..Setup::default() }, sandbox);
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    desk.control().fail_next(ENCODE, Fault::OtherAttempt);
    let subject = desk.card_of("Amelia Hart");
    let job = in_doubt(&mut desk, &subject).await;
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert!(matches!(ended.stage, Stage::Succeeded { proof: Some(_), .. }), "{:?}", ended.stage);
}
