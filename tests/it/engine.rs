//! The engine from a click to the end of the card, over real HTTP, with a real journal.

use std::time::Duration;

use keydesk::{
    domain::{
        AccessMethodKind, Blocker, Confirm, Decision, FactKind, Issued, JobId, Outcome, ProblemCode, Query, Subject,
        Tab,
    },
    engine::{
        Command, EncodeOrder, Event, Keep, Link, Moment, Opening, Session, Snapshot, Stage, TokenTrouble,
        WelcomeTrouble, start,
    },
    journal::{AttemptFilter, Journal},
    keychain::Keychain,
    sandbox::{AttemptFault, Fault, SandboxConfig},
};
use secrecy::{ExposeSecret, SecretString};

use crate::desk::{Setup, TestDesk, config};

const ENCODE: &str = "/acs/encoders/encode_credential";

#[tokio::test(flavor = "multi_thread")]
async fn a_click_becomes_a_card() {
    let mut desk = TestDesk::ready().await;
    let subject = desk.card_of("Amelia Hart");
    let job = desk.order(subject.clone(), "Front Desk 1");
    let (moments, view) = desk.until(job, Moment::Ended).await;
    assert_eq!(moments, [Moment::Recorded, Moment::Sent, Moment::Accepted, Moment::Ended]);
    let Stage::Succeeded { card: Some(card), proof: None } = view.stage else { panic!("{:?}", view.stage) };
    assert!(card.credential.card_number.is_some());
    assert_eq!(desk.control().encode_count(subject.id()), 1);
    let written = desk
        .wait("the row", |snapshot| {
            snapshot.catalog.card(&subject).is_some_and(|row| row.card_number == card.credential.card_number)
        })
        .await;
    assert!(matches!(written.catalog.card(&subject).unwrap().issued, Issued::Yes(Some(_))));
    let rows = desk.journal().await.attempts(&AttemptFilter::default()).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].job, rows[0].outcome), (job, Outcome::Succeeded));
    assert_eq!(rows[0].guest.as_ref().unwrap().full_name(), "Amelia Hart");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intent_is_on_disk_before_the_request_arrives() {
    let mut desk = TestDesk::ready().await;
    desk.control().fail_next(ENCODE, Fault::Hang);
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Sent).await;
    let facts = desk.journal().await.facts(job).await.unwrap();
    assert_eq!(facts.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_type_is_told_and_recorded() {
    let mut desk = TestDesk::ready().await;
    let subject = desk.card_of("Maya Okafor");
    for (error_type, code) in [
        ("no_credential_on_encoder", ProblemCode::NoCard),
        ("no_card_on_encoder", ProblemCode::NoCard),
        ("encoding_interrupted", ProblemCode::CardRemovedEarly),
        ("incompatible_card_format", ProblemCode::IncompatibleCard),
        ("encoder_not_online", ProblemCode::EncoderOffline),
        ("bridge_disconnected", ProblemCode::BridgeDisconnected),
        ("credential_cannot_be_reissued", ProblemCode::CannotBeReissued),
        ("uncategorized_error", ProblemCode::Uncategorized),
        ("invented_tomorrow", ProblemCode::Uncategorized),
        ("credential_deleted", ProblemCode::CredentialDeleted),
    ] {
        let encoder = desk.encoder("Front Desk 1");
        desk.sandbox.fail_next_encode(encoder.as_str(), error_type);
        let job = desk.order(subject.clone(), "Front Desk 1");
        let (_, view) = desk.until(job, Moment::Ended).await;
        let Stage::Failed(problem) = &view.stage else { panic!("{error_type}: {:?}", view.stage) };
        assert_eq!(problem.code, code, "{error_type}");
        assert_eq!(problem.details.error_type.as_deref(), Some(error_type));
    }
    let filter = AttemptFilter { failed_only: true, ..AttemptFilter::default() };
    assert_eq!(desk.journal().await.attempts(&filter).await.unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_encoder_is_not_sure_until_a_person_says_so() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 1");
    for error_type in ["encoder_communication_timeout", "action_attempt_expired"] {
        desk.sandbox.fail_next_encode(encoder.as_str(), error_type);
        let subject = desk.card_of("Maya Okafor");
        let job = desk.order(subject.clone(), "Front Desk 1");
        let (_, view) = desk.until(job, Moment::BecameUncertain).await;
        assert!(matches!(view.stage, Stage::Uncertain(..)), "{:?}", view.stage);
        let second = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
        assert_eq!(desk.event().await, Event::Refused { job: second, blocker: Blocker::EncoderBusy });
        desk.send(Command::Decide(job, Decision::NotWritten));
        let (_, view) = desk.until(job, Moment::Ended).await;
        assert_eq!(view.stage, Stage::Decided(Decision::NotWritten));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_is_proved_by_the_credential_and_never_sent_again() {
    let mut desk = TestDesk::ready().await;
    let subject = desk.card_of("Amelia Hart");
    desk.control().fail_next(ENCODE, Fault::ResetAfter);
    let job = desk.order(subject.clone(), "Front Desk 1");
    let (moments, view) = desk.until(job, Moment::Ended).await;
    assert!(moments.contains(&Moment::BecameUncertain));
    assert!(matches!(view.stage, Stage::Succeeded { proof: Some(_), .. }), "{:?}", view.stage);
    assert_eq!(desk.control().encode_count(subject.id()), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_by_status_are_definite() {
    let mut desk = TestDesk::ready().await;
    let subject = desk.card_of("Amelia Hart");
    for (fault, code) in [
        (Fault::Forbidden, ProblemCode::NotFound),
        (Fault::NotFound, ProblemCode::NotFound),
        (Fault::RateLimited { retry_after_s: Some(1) }, ProblemCode::SlowDown),
    ] {
        desk.control().fail_next(ENCODE, fault);
        let job = desk.order(subject.clone(), "Front Desk 1");
        let (_, view) = desk.until(job, Moment::Ended).await;
        let Stage::NotExecuted(problem) = &view.stage else { panic!("{:?}", view.stage) };
        assert_eq!(problem.code, code);
    }
    assert_eq!(desk.control().encode_count(subject.id()), 3, "each press is one request");
    assert_eq!(desk.control().credential(subject.id()).unwrap()["is_issued"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_one_banner_and_no_more_calls() {
    let mut desk = TestDesk::ready().await;
    desk.control().fail_next(ENCODE, Fault::Unauthorized);
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert!(matches!(&view.stage, Stage::NotExecuted(problem) if problem.code == ProblemCode::TokenRejected));
    desk.wait("the banner", |snapshot| matches!(snapshot.session, Session::Connected { token_rejected: true, .. }))
        .await;
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    assert_eq!(desk.event().await, Event::Refused { job, blocker: Blocker::TokenRejected });
}

#[tokio::test(flavor = "multi_thread")]
async fn one_encoder_one_job_and_two_encoders_side_by_side() {
    let slow = SandboxConfig { encode_ms: 400..=400, ..SandboxConfig::default() };
    let mut desk = TestDesk::open(Setup { sandbox: slow, ..Setup::default() }).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    while !matches!(desk.event().await, Event::Loaded(_)) {}
    let first = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    let refused = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    assert_eq!(desk.event().await, Event::Refused { job: refused, blocker: Blocker::EncoderBusy });
    let second = desk.order(desk.card_of("Maya Okafor"), "Front Desk 2");
    let mut ended = Vec::new();
    while ended.len() < 2 {
        if let Event::Job { job, moment: Moment::Ended } = desk.event().await {
            assert!(matches!(job.stage, Stage::Succeeded { .. }), "{:?}", job.stage);
            ended.push(job.job);
        }
    }
    ended.sort();
    assert_eq!(ended, [first, second]);
    let control = desk.control();
    assert!(control.count("/action_attempts/list") > 0, "two pending attempts share their looks");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_written_card_is_not_written_again_without_a_yes() {
    let mut desk = TestDesk::ready().await;
    while !matches!(desk.event().await, Event::Loaded(_)) {}
    let subject = desk.card_of("Lucía Fernández");
    let job = desk.order(subject.clone(), "Front Desk 1");
    assert_eq!(desk.event().await, Event::ConfirmFirst { job, confirms: vec![Confirm::Replaces] });
    let job = desk.order_confirmed(subject.clone(), "Front Desk 1", vec![Confirm::Replaces]);
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert!(matches!(view.stage, Stage::Succeeded { .. }), "{:?}", view.stage);
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_goes_on_through_faults() {
    let mut desk = TestDesk::ready().await;
    let control = desk.control();
    control.fail_next("/action_attempts/get", Fault::RateLimited { retry_after_s: None });
    control.fail_next("/action_attempts/get", Fault::ServerError);
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert!(matches!(view.stage, Stage::Succeeded { proof: None, .. }), "{:?}", view.stage);
}

#[tokio::test(flavor = "multi_thread")]
async fn letting_go_keeps_watching() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 1");
    desk.control().next_encode(encoder.as_str(), AttemptFault::NeverEnds);
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Accepted).await;
    desk.send(Command::StopWaiting(job));
    let (_, view) = desk.until(job, Moment::LetGo).await;
    assert_eq!(view.stage, Stage::LetGo);
    desk.send(Command::Decide(job, Decision::Written));
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert_eq!(view.stage, Stage::Decided(Decision::Written));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_guest_door_and_number() {
    let mut desk = TestDesk::ready().await;
    for (number, text) in [(1, "natarajan 508"), (2, "lucia"), (3, "高橋")] {
        let query = Query { number, text: text.to_owned(), tab: Tab::All, ..Query::default() };
        desk.send(Command::Find(query.clone()));
        let snapshot = desk.wait(text, |snapshot| snapshot.found.query == query).await;
        assert!(!snapshot.found.rows.is_empty(), "{text}");
        assert_eq!(snapshot.found.generation, snapshot.catalog.generation);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn access_methods_that_wait_for_a_card_stand_in_the_list_and_can_be_made() {
    let mut desk = TestDesk::ready().await;
    let snapshot = desk.handle.snapshot();
    let is_method = |subject: &Subject| matches!(subject, Subject::AccessMethod(_));
    let row = snapshot.catalog.cards.iter().find(|card| is_method(&card.subject) && card.is_ready).unwrap();
    assert_eq!(row.kind, AccessMethodKind::Card);
    assert!(row.guest.is_some() && row.doors.is_some());
    let job = desk.order(row.subject.clone(), "Front Desk 1");
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert!(matches!(view.stage, Stage::Succeeded { .. }), "{:?}", view.stage);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_picks_up_an_open_job_and_sends_nothing() {
    let mut desk = TestDesk::ready().await;
    let subject = desk.card_of("Amelia Hart");
    let encoder = desk.encoder("Front Desk 1");
    desk.control().next_encode(encoder.as_str(), AttemptFault::NeverEnds);
    let job = desk.order(subject.clone(), "Front Desk 1");
    desk.until(job, Moment::Accepted).await;
    let TestDesk { handle, sandbox, folder } = desk;
    assert!(handle.send(Command::Shutdown));
    let mut first = handle;
    while first.next_event().await.is_some_and(|event| event != Event::Stopped) {}
    drop(first);
    let mut desk = TestDesk::open_at(Setup { folder, ..Setup::default() }, sandbox);
    let snapshot = desk.wait("the job", |snapshot| !snapshot.jobs.is_empty()).await;
    assert_eq!((snapshot.jobs[0].job, &snapshot.jobs[0].stage), (job, &Stage::Waiting));
    assert_eq!(desk.control().encode_count(subject.id()), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_token_names_its_workspace_before_it_is_kept() {
    let setup = Setup::default();
    let sandbox = keydesk::sandbox::Sandbox::start(setup.sandbox.clone()).await.unwrap();
    let keychain = setup.keychain.clone();
    let mut handle = start(config(&setup, sandbox.endpoint(), Opening::Keyring), || {});
    handle.wait_for(|snapshot| snapshot.session == Session::Welcome(None)).await.unwrap();
    let connect = |text: &str| Command::Connect { token: SecretString::from(text), workspace: None };
    assert!(handle.send(connect("seam_pk_x")));
    let refused = Session::Welcome(Some(WelcomeTrouble::Token(TokenTrouble::PublishableKey)));
    handle.wait_for(|snapshot| snapshot.session == refused).await.unwrap();
    assert!(handle.send(connect("seam_wrong_key")));
    handle
        .wait_for(|snapshot| {
            matches!(&snapshot.session, Session::Welcome(Some(WelcomeTrouble::Seam(problem)))
                if problem.code == ProblemCode::TokenRejected)
        })
        .await
        .unwrap();
    assert!(handle.send(connect(sandbox.api_key())));
    handle.wait_for(|snapshot| matches!(&snapshot.session, Session::Confirming { encoders: 3, .. })).await.unwrap();
    assert!(keychain.load(sandbox.endpoint()).await.unwrap().is_none());
    assert!(handle.send(Command::ConfirmConnect(Keep::InKeyring)));
    handle.wait_for(|snapshot| matches!(snapshot.session, Session::Connected { .. })).await.unwrap();
    let kept = keychain.load(sandbox.endpoint()).await.unwrap().unwrap();
    assert_eq!(kept.token.expose_secret(), sandbox.api_key());
    assert!(handle.send(Command::ForgetToken));
    handle.wait_for(|snapshot| snapshot.session == Session::Welcome(None)).await.unwrap();
    while keychain.load(sandbox.endpoint()).await.unwrap().is_some() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn out_of_reach_is_said_and_recovers_by_itself() {
    let mut desk = TestDesk::ready().await;
    while !matches!(desk.event().await, Event::Loaded(_)) {}
    desk.control().fail_next("/acs/systems/list", Fault::ServerError);
    desk.control().switch_on("/acs/systems/list", Fault::ServerError);
    desk.send(Command::Refresh);
    let snapshot = desk.wait("the trouble", |snapshot| snapshot.link.trouble().is_some()).await;
    assert!(!snapshot.catalog.cards.is_empty(), "the old lists stay");
    desk.control().clear_faults();
    desk.wait("the recovery", |snapshot| snapshot.link == Link::Up).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_in_no_file_that_the_desk_wrote() {
    let mut desk = TestDesk::ready().await;
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    let token = desk.sandbox.api_key().to_owned();
    let folder = desk.folder.clone();
    desk.close().await;
    let mut files = 0;
    for entry in
        std::fs::read_dir(folder.path()).unwrap().chain(std::fs::read_dir(folder.path().join("locks")).unwrap())
    {
        let path = entry.unwrap().path();
        if path.is_file() {
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            let holds_token = bytes.windows(token.len()).any(|window| window == token.as_bytes());
            assert!(!holds_token, "{}", path.display());
        }
    }
    assert!(files >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_keyring_has_its_own_screen() {
    struct NoKeyring;
    impl keydesk::keychain::Vault for NoKeyring {
        fn read(&self, _: &str) -> Result<Option<keydesk::keychain::SecretBytes>, keydesk::keychain::KeychainError> {
            Err(keydesk::keychain::KeychainError::Missing { source: "none".into() })
        }
        fn write(&self, _: &str, _: &[u8]) -> Result<(), keydesk::keychain::KeychainError> {
            Err(keydesk::keychain::KeychainError::Missing { source: "none".into() })
        }
        fn remove(&self, _: &str) -> Result<(), keydesk::keychain::KeychainError> {
            Err(keydesk::keychain::KeychainError::Missing { source: "none".into() })
        }
    }
    let keychain = Keychain::new(std::sync::Arc::new(NoKeyring), std::time::Duration::from_secs(5));
    let setup = Setup { keychain, ..Setup::default() };
    let mut handle = start(config(&setup, "http://127.0.0.1:9", Opening::Keyring), || {});
    let snapshot = handle.wait_for(|snapshot| matches!(snapshot.session, Session::Welcome(Some(_)))).await.unwrap();
    assert_eq!(
        snapshot.session,
        Session::Welcome(Some(WelcomeTrouble::KeyringRead(keydesk::engine::KeyringTrouble::Missing)))
    );
}

/// What a person is told after pressing the button for a practice guest: at once, or after looking into it.
async fn told(desk: &mut TestDesk, guest: &str) -> ProblemCode {
    let job = desk.order(desk.card_of(guest), "Front Desk 1");
    loop {
        let event = desk.event().await;
        if let Event::Job { job: view, moment: Moment::Ended | Moment::BecameUncertain } = &event
            && let Stage::Failed(problem) | Stage::NotExecuted(problem) | Stage::Uncertain(_, problem) = &view.stage
        {
            return problem.code;
        }
        let has_come_to_nothing = matches!(&event, Event::Refused { job: refused, .. } if *refused == job)
            || matches!(&event, Event::Job { moment: Moment::Ended, .. });
        assert!(!has_come_to_nothing, "{guest}: {event:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_the_problem_table_can_be_practised() {
    for (guest, code) in [
        ("Practice: no card", ProblemCode::NoCard),
        ("Practice: no card, other spelling", ProblemCode::NoCard),
        ("Practice: card removed too early", ProblemCode::CardRemovedEarly),
        ("Practice: wrong kind of card", ProblemCode::IncompatibleCard),
        ("Practice: encoder offline", ProblemCode::EncoderOffline),
        ("Practice: encoder silent, card not written", ProblemCode::EncoderTimeout),
        ("Practice: Bridge unreachable", ProblemCode::BridgeDisconnected),
        ("Practice: card already made", ProblemCode::CannotBeReissued),
        ("Practice: card deleted", ProblemCode::CredentialDeleted),
        ("Practice: Seam gave up waiting", ProblemCode::AttemptExpired),
        ("Practice: lock system refused", ProblemCode::Uncategorized),
        ("Practice: reply lost, nothing written", ProblemCode::OutcomeUnknown),
        ("Practice: key refused", ProblemCode::TokenRejected),
        ("Practice: not found", ProblemCode::NotFound),
        ("Practice: something unexpected", ProblemCode::Unexpected),
        ("Practice: slow down", ProblemCode::SlowDown),
    ] {
        let mut desk = TestDesk::ready().await;
        assert_eq!(told(&mut desk, guest).await, code, "{guest}");
    }
    for (guest, code) in
        [("Practice: network down", ProblemCode::NotSent), ("Practice: Seam in trouble", ProblemCode::SeamTrouble)]
    {
        let mut desk = TestDesk::ready().await;
        desk.order(desk.card_of(guest), "Front Desk 1");
        let has_code = |snapshot: &Snapshot| snapshot.link.trouble().is_some_and(|problem| problem.code == code);
        desk.wait(guest, has_code).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_while_the_reply_is_under_way_still_writes_the_attempt_down() {
    let mut desk = TestDesk::ready().await;
    desk.control().fail_next(ENCODE, Fault::Slow(Duration::from_millis(300)));
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Sent).await;
    let folder = desk.folder.clone();
    desk.close().await;
    let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
    let facts = journal.facts(job).await.unwrap();
    assert!(matches!(facts[1].kind, FactKind::Accepted { .. }), "{facts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forgetting_the_key_loses_no_attempt_and_keeps_the_encoder_held() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 1");
    desk.control().next_encode(encoder.as_str(), AttemptFault::NeverEnds);
    desk.control().fail_next(ENCODE, Fault::Slow(Duration::from_millis(300)));
    let (first, second) = (desk.card_of("Amelia Hart"), desk.card_of("Maya Okafor"));
    let job = desk.order(first, "Front Desk 1");
    desk.until(job, Moment::Sent).await;
    desk.send(Command::ForgetToken);
    desk.until(job, Moment::Accepted).await;
    let journal = desk.journal().await;
    while journal.facts(job).await.unwrap().len() < 2 {
        tokio::task::yield_now().await;
    }
    desk.wait("the first screen", |snapshot| matches!(snapshot.session, Session::Welcome(None))).await;
    let token = SecretString::from(desk.sandbox.api_key());
    desk.send(Command::Connect { token, workspace: None });
    desk.wait("the question", |snapshot| matches!(snapshot.session, Session::Confirming { .. })).await;
    desk.send(Command::ConfirmConnect(Keep::ThisSession));
    let snapshot = desk.wait("the job", |snapshot| !snapshot.jobs.is_empty() && !snapshot.encoders.is_empty()).await;
    assert_eq!((snapshot.jobs[0].job, &snapshot.jobs[0].stage), (job, &Stage::Waiting));
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    let refused = desk.order(second, "Front Desk 1");
    while desk.event().await != (Event::Refused { job: refused, blocker: Blocker::EncoderBusy }) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_new_key_leaves_the_working_one_alone() {
    let mut desk = TestDesk::ready().await;
    desk.send(Command::ReplaceToken);
    desk.send(Command::Connect { token: SecretString::from("seam_wrong_key"), workspace: None });
    desk.wait("the refusal", |snapshot| {
        matches!(&snapshot.session, Session::Welcome(Some(WelcomeTrouble::Seam(problem)))
            if problem.code == ProblemCode::TokenRejected)
    })
    .await;
    desk.send(Command::CancelConnect);
    let is_back = |snapshot: &Snapshot| matches!(snapshot.session, Session::Connected { token_rejected: false, .. });
    desk.wait("the way back", is_back).await;
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert!(matches!(view.stage, Stage::Succeeded { .. }), "{:?}", view.stage);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_does_not_touch_a_job_that_another_process_follows() {
    let mut first = TestDesk::ready().await;
    let encoder = first.encoder("Front Desk 1");
    first.control().next_encode(encoder.as_str(), AttemptFault::NeverEnds);
    let subject = first.card_of("Amelia Hart");
    let job = first.order(subject.clone(), "Front Desk 1");
    first.until(job, Moment::Accepted).await;
    let setup = Setup { folder: first.folder.clone(), ..Setup::default() };
    let token = SecretString::from(first.sandbox.api_key());
    let opening = Opening::Token { token, workspace: None, source: keydesk::engine::TokenSource::Environment };
    let mut second = start(config(&setup, first.sandbox.endpoint(), opening), || {});
    let snapshot = second.wait_for(|snapshot| snapshot.catalog.progress.is_complete).await.unwrap();
    assert!(snapshot.jobs.is_empty());
    let order = EncodeOrder { job: JobId::generate(), subject, encoder, confirmed: vec![], retry_of: None };
    assert!(second.send(Command::Encode(order)));
    while !matches!(second.next_event().await.unwrap(), Event::Refused { blocker: Blocker::EncoderBusy, .. }) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_journal_is_refused_in_words_and_saved_on_one_press() {
    let mut desk = TestDesk::ready().await;
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    let (folder, opening) = (desk.folder.clone(), desk.opening());
    let path = folder.path().join("journal.sqlite");
    desk.send(Command::Shutdown);
    while desk.event().await != Event::Stopped {}
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..100].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let setup = Setup { folder, ..Setup::default() };
    desk.handle = desk.start_again(&setup, opening);
    let is_damaged =
        |snapshot: &Snapshot| matches!(snapshot.session, Session::Welcome(Some(WelcomeTrouble::JournalDamaged(_))));
    desk.wait("the refusal", is_damaged).await;
    desk.send(Command::RecoverJournal);
    let snapshot = desk.wait("the new journal", |snapshot| snapshot.recovered.is_some()).await;
    assert_eq!(snapshot.recovered.as_ref().unwrap().lost, 0);
    desk.wait("work", |snapshot| matches!(snapshot.session, Session::Connected { .. })).await;
    let rows = desk.journal().await.attempts(&AttemptFilter::default()).await.unwrap();
    assert_eq!((rows.len(), rows[0].job, rows[0].outcome), (1, job, Outcome::Succeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_did_not_open_is_opened_at_the_next_look_with_the_key_that_waits_for_it() {
    let mut desk = TestDesk::ready().await;
    let (folder, opening) = (desk.folder.clone(), desk.opening());
    let path = folder.path().join("journal.sqlite");
    desk.send(Command::Shutdown);
    while desk.event().await != Event::Stopped {}
    for end in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(folder.path().join(format!("journal.sqlite{end}"))));
    }
    std::fs::create_dir(&path).unwrap();
    let setup = Setup { folder, ..Setup::default() };
    desk.handle = desk.start_again(&setup, opening);
    let is_shut = |snapshot: &Snapshot| matches!(snapshot.session, Session::Welcome(Some(WelcomeTrouble::Journal(_))));
    desk.wait("the refusal", is_shut).await;
    std::fs::remove_dir(&path).unwrap();
    desk.send(Command::RetryKeyring);
    desk.wait("work", |snapshot| matches!(snapshot.session, Session::Connected { .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_takes_nothing_stops_a_press_and_is_tried_again_by_itself() {
    let mut desk = TestDesk::open(Setup { speed: 20, ..Setup::default() }).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    let subject = desk.card_of("Amelia Hart");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(desk.folder.path().join("journal.sqlite"));
    let mut file = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
    for table in ["probe", "event"] {
        let refuse =
            format!("CREATE TRIGGER no_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
        sqlx::query(sqlx::AssertSqlSafe(refuse)).execute(&mut file).await.unwrap();
    }
    let job = desk.order(subject.clone(), "Front Desk 1");
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert!(matches!(&ended.stage, Stage::NotExecuted(problem) if problem.code == ProblemCode::JournalUnwritable));
    desk.wait("the band", |snapshot| snapshot.journal_trouble.is_some()).await;
    assert_eq!(desk.control().encode_count(subject.id()), 0);
    for table in ["probe", "event"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("DROP TRIGGER no_{table}"))).execute(&mut file).await.unwrap();
    }
    desk.wait("the recovery", |snapshot| snapshot.journal_trouble.is_none()).await;
    let job = desk.order(subject.clone(), "Front Desk 1");
    let (_, ended) = desk.until(job, Moment::Ended).await;
    assert!(matches!(ended.stage, Stage::Succeeded { .. }), "{:?}", ended.stage);
}
