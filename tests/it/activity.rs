//! What a supervisor sees, from the real engine over a real journal, while cards are made.

use std::{fs, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use keydesk::{
    domain::{
        ActivityQuery, Decision, Desk, Fact, FactKind, FollowUpState, Guest, Intent, Issued, JobId, Operator, Outcome,
        OutcomeFilter, Problem, ProblemCode, Reasked, Scope, Subject,
    },
    engine::{
        ActivityTrouble, Command, ExportFormat, ExportOrder, ExportState, FollowUpOrder, Moment, Snapshot, Stage,
    },
    journal::{Journal, Retention},
    sandbox::AttemptFault,
};

use crate::desk::{Setup, TestDesk};

fn fault(error_type: &str) -> AttemptFault {
    AttemptFault::Error { error_type: error_type.to_owned(), written: false }
}

/// A failure on this encoder.
async fn failed(desk: &mut TestDesk, guest: &str, encoder: &str, error_type: &str) -> JobId {
    let id = desk.encoder(encoder);
    assert!(desk.control().next_encode(id.as_str(), fault(error_type)));
    let job = desk.order(desk.card_of(guest), encoder);
    desk.until(job, Moment::Ended).await;
    assert!(desk.send(Command::Dismiss(job)));
    job
}

async fn made(desk: &mut TestDesk, guest: &str, encoder: &str) -> JobId {
    let job = desk.order(desk.card_of(guest), encoder);
    desk.until(job, Moment::Ended).await;
    assert!(desk.send(Command::Dismiss(job)));
    job
}

fn counts(snapshot: &Snapshot) -> Option<(u64, u64, u64)> {
    let view = snapshot.activity.as_ref().filter(|view| !view.is_loading)?;
    Some((view.overview.total, view.overview.encoded, view.overview.failed))
}

#[tokio::test(flavor = "multi_thread")]
async fn activity_follows_what_happens_while_somebody_looks() {
    let mut desk = TestDesk::ready().await;
    assert!(desk.send(Command::ShowActivity(ActivityQuery::default())));
    desk.wait("an empty day", |snapshot| counts(snapshot) == Some((0, 0, 0))).await;
    let job = made(&mut desk, "Amelia Hart", "Front Desk 1").await;
    let lost = failed(&mut desk, "Maya Okafor", "Front Desk 2", "no_credential_on_encoder").await;
    let snapshot = desk.wait("both", |snapshot| counts(snapshot) == Some((2, 1, 1))).await;
    let view = snapshot.activity.as_ref().unwrap();
    assert_eq!(view.rows.iter().map(|row| row.job).collect::<Vec<_>>(), [lost, job], "the newest first");
    assert_eq!(view.overview.causes, [(Some(ProblemCode::NoCard), 1)]);
    assert_eq!(view.overview.bars.iter().map(|bar| bar.encoded + bar.failed).sum::<u64>(), 2);
    assert_eq!(view.choices.encoders.len(), 2);
    assert!(view.overview.took.is_some());

    let failures = ActivityQuery { outcome: OutcomeFilter::Failures, ..ActivityQuery::default() };
    assert!(desk.send(Command::ShowActivity(failures.clone())));
    let snapshot = desk
        .wait("failures alone", |snapshot| {
            snapshot.activity.as_ref().is_some_and(|view| view.query == failures && !view.is_loading)
        })
        .await;
    assert_eq!(snapshot.activity.as_ref().unwrap().rows.iter().map(|row| row.job).collect::<Vec<_>>(), [lost]);

    assert!(desk.send(Command::ShowRows { offset: 1, limit: 10 }));
    desk.wait("no second row", |snapshot| snapshot.activity.as_ref().unwrap().offset == 1).await;
    assert!(desk.send(Command::HideActivity));
    desk.wait("nothing to look at", |snapshot| snapshot.activity.is_none()).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_failures_in_a_row_are_a_pattern() {
    let mut desk = TestDesk::ready().await;
    for _ in 0..3 {
        failed(&mut desk, "Maya Okafor", "Front Desk 2", "encoder_not_online").await;
    }
    assert!(desk.send(Command::ShowActivity(ActivityQuery::default())));
    let snapshot = desk.wait("the counts", |snapshot| counts(snapshot) == Some((3, 0, 3))).await;
    let patterns = &snapshot.activity.as_ref().unwrap().patterns;
    assert_eq!((patterns[0].failed, patterns[0].in_row, patterns[0].evidence.len()), (3, 3, 3), "{patterns:?}");
    let encoder = desk.encoder("Front Desk 2");
    let in_row = |snapshot: &Snapshot| snapshot.encoder(&encoder).map(|view| view.history.failures_in_row);
    desk.wait("the encoder's history", |snapshot| in_row(snapshot) == Some(3)).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_tells_where_its_time_went_and_what_was_done_about_it() {
    let mut desk = TestDesk::ready().await;
    let job = failed(&mut desk, "Maya Okafor", "Front Desk 2", "encoding_interrupted").await;
    let other = made(&mut desk, "Maya Okafor", "Front Desk 1").await;
    assert!(desk.send(Command::ShowAttempt(job)));
    let snapshot = desk.wait("the attempt", |snapshot| snapshot.attempt.is_some()).await;
    let details = snapshot.attempt.as_ref().unwrap();
    assert_eq!(details.row.outcome, Outcome::Failed);
    assert!(details.is_own);
    assert!(details.related.iter().any(|row| row.job == other), "the same guest's other attempt");
    let times = details.times;
    let parts = [times.ours, times.network, times.waiting].map(|part| part.expect("each part is recorded"));
    let (sum, total) = (parts.iter().sum::<Duration>(), times.total.unwrap());
    assert!(sum <= total + Duration::from_millis(1) && total <= sum + Duration::from_millis(1), "{times:?}");

    let note = Some("Showed Jun how to hold it".into());
    assert!(desk.send(Command::FollowUp(FollowUpOrder { job, state: FollowUpState::InHand, note })));
    let snapshot = desk
        .wait("the follow-up", |snapshot| {
            snapshot.attempt.as_ref().is_some_and(|details| details.row.follow_up == Some(FollowUpState::InHand))
        })
        .await;
    let last = snapshot.attempt.as_ref().unwrap().facts.last().unwrap().clone();
    let FactKind::FollowedUp(follow_up) = last.kind else { panic!("{last:?}") };
    assert_eq!(follow_up.note.as_deref(), Some("Showed Jun how to hold it"));
    assert_eq!(&*follow_up.operator.0, "mk");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seam_may_change_its_mind() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 2");
    assert!(desk.control().next_encode(encoder.as_str(), fault("no_credential_on_encoder")));
    // The failure is still on the screen: nobody has put it away.
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 2");
    desk.until(job, Moment::Ended).await;
    assert!(desk.send(Command::ShowAttempt(job)));
    let snapshot = desk.wait("the attempt", |snapshot| snapshot.attempt.is_some()).await;
    let attempt = snapshot.attempt.as_ref().unwrap().row.attempt.clone().unwrap();

    assert!(desk.send(Command::AskSeamAgain(job)));
    let says = |snapshot: &Snapshot| {
        let facts = snapshot.attempt.as_ref().map(|details| details.facts.clone()).unwrap_or_default();
        let answer = |kind| if let FactKind::Reasked { answer, .. } = kind { Some(answer) } else { None };
        facts.into_iter().rev().find_map(|fact| answer(fact.kind))
    };
    desk.wait("the same answer", |snapshot| matches!(says(snapshot), Some(Reasked::Failed(_)))).await;
    let result = desk.control().cards_of("Maya Okafor").first().and_then(|id| desk.control().credential(id)).unwrap();
    assert!(desk.control().change_mind(attempt.as_str(), Ok(result)));
    assert!(desk.send(Command::AskSeamAgain(job)));
    desk.wait("the other answer", |snapshot| {
        snapshot.attempt.as_ref().is_some_and(|details| details.row.outcome == Outcome::Succeeded)
    })
    .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_later_answer_takes_a_card_back_or_makes_a_guess_certain() {
    let mut desk = TestDesk::ready().await;
    let job = made(&mut desk, "Amelia Hart", "Front Desk 1").await;
    assert!(desk.send(Command::ShowAttempt(job)));
    let snapshot = desk.wait("the attempt", |snapshot| snapshot.attempt.is_some()).await;
    let attempt = snapshot.attempt.as_ref().unwrap().row.attempt.clone().unwrap();
    for error_type in ["encoder_communication_timeout", "no_credential_on_encoder"] {
        assert!(desk.control().change_mind(attempt.as_str(), Err(error_type)));
        let before = desk.handle.snapshot().attempt.as_ref().unwrap().facts.len();
        assert!(desk.send(Command::AskSeamAgain(job)));
        let snapshot = desk
            .wait("its answer", |snapshot| snapshot.attempt.as_ref().is_some_and(|seen| seen.facts.len() > before))
            .await;
        assert_eq!(snapshot.attempt.as_ref().unwrap().row.outcome, Outcome::Succeeded, "{error_type}");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsettled_attempt_stays_on_top_until_it_is_decided() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 2");
    assert!(desk.control().next_encode(encoder.as_str(), fault("encoder_communication_timeout")));
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 2");
    let stage = |snapshot: &Snapshot| snapshot.jobs.iter().find(|view| view.job == job).map(|view| view.stage.clone());
    desk.wait("an outcome that nobody knows", |snapshot| matches!(stage(snapshot), Some(Stage::Uncertain(..)))).await;
    assert!(desk.send(Command::ShowActivity(ActivityQuery::default())));
    let is_on_top = |snapshot: &Snapshot| {
        snapshot.activity.as_ref().is_some_and(|view| view.unsettled.iter().any(|row| row.job == job))
    };
    desk.wait("the unsettled one", is_on_top).await;
    assert!(desk.send(Command::Decide(job, Decision::NotWritten)));
    desk.wait("nothing on top", |snapshot| !is_on_top(snapshot) && snapshot.activity.is_some()).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_what_the_filter_shows() {
    let mut desk = TestDesk::ready().await;
    made(&mut desk, "Amelia Hart", "Front Desk 1").await;
    let lost = failed(&mut desk, "Maya Okafor", "Front Desk 2", "no_credential_on_encoder").await;
    let path = desk.folder.path().join("failures.csv");
    let filter = keydesk::domain::ActivityFilter { outcome: OutcomeFilter::Failures, ..Default::default() };
    let order = ExportOrder {
        path: path.clone(),
        format: ExportFormat::Csv,
        scope: Scope::ThisDesk,
        filter,
        with_guests: false,
    };
    assert!(desk.send(Command::Export(order.clone())));
    let snapshot = desk
        .wait("its end", |snapshot| snapshot.export.as_ref().is_some_and(|export| export.state != ExportState::Running))
        .await;
    let export = snapshot.export.clone().unwrap();
    assert_eq!((export.state, export.written), (ExportState::Done, 1));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(&lost.to_string()) && !text.contains("Okafor"), "{text}");

    assert!(desk.send(Command::DismissExport));
    desk.wait("the end was seen", |snapshot| snapshot.export.is_none()).await;
    let nowhere = ExportOrder { path: desk.folder.path().join("no/such/folder.csv"), ..order };
    assert!(desk.send(Command::Export(nowhere)));
    desk.wait("a sentence", |snapshot| {
        snapshot.export.as_ref().is_some_and(|export| matches!(export.state, ExportState::Failed(_)))
    })
    .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_shared_record_all_desks_are_this_one_with_a_sentence() {
    let mut desk = TestDesk::ready().await;
    made(&mut desk, "Amelia Hart", "Front Desk 1").await;
    let query = ActivityQuery { scope: Scope::AllDesks, ..ActivityQuery::default() };
    assert!(desk.send(Command::ShowActivity(query)));
    let snapshot = desk.wait("the counts", |snapshot| counts(snapshot) == Some((1, 1, 0))).await;
    let trouble = snapshot.activity.as_ref().unwrap().trouble.clone();
    assert!(matches!(trouble, Some(ActivityTrouble::SharedAway(_))), "{trouble:?}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_too_old_are_erased_a_while_after_the_start() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let retention = Some(Retention { erase_names_after: 1, keep_for: 12 });
    let setup = || Setup { folder: Arc::clone(&folder), retention, speed: 60, ..Setup::default() };
    let job = JobId::generate();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
    let at = Timestamp::now() - SignedDuration::from_hours(50);
    journal.record(&Fact { job, at, kind: FactKind::Intended(Box::new(intent(job))) }).await.unwrap();
    let problem = Problem::noticed(ProblemCode::NoCard, "none");
    journal.record(&Fact { job, at, kind: FactKind::Failed(problem) }).await.unwrap();
    journal.close().await;

    let mut desk = TestDesk::open(setup()).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    assert!(desk.send(Command::ShowAttempt(job)));
    desk.wait("the attempt without its guest", |snapshot| {
        snapshot.attempt.as_ref().is_some_and(|seen| seen.row.guest.is_none() && seen.row.outcome == Outcome::Failed)
    })
    .await;
    desk.close().await;
}

fn intent(job: JobId) -> Intent {
    Intent {
        job,
        subject: Subject::Credential("cred_1".into()),
        encoder: "enc_1".into(),
        encoder_name: "Front Desk 1".into(),
        system: "sys_1".into(),
        workspace: "ws_1".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new("Lucía Fernández")),
        doors: vec!["412".into()],
        operator: Operator("mk".into()),
        desk: Desk("front".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: None,
        retry_of: None,
    }
}
