//! What waits for a supervisor's PIN: it happens once, or not at all, and both names are on record.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use keydesk::{
    domain::{
        AccessFact, ActivityFilter, Blocker, Card, Confirm, Deed, Desktop, Duty, FollowUpState, JobId, Operator, Role,
        Scope, Setting, SettingKey, Subject, assess,
    },
    engine::{
        Asked, AskedAttempt, BundleOrder, Command, Event, ExportFormat, ExportOrder, FollowUpOrder, Moment, PinRefused,
        Session, Snapshot,
    },
    journal::AttemptFilter,
};

use secrecy::SecretString;

use super::{BOS, MIAS, WRONG, bo, connected, kiosk, mia, name, person, refused, sign_in, staffed, told, typed};
use crate::desk::{Setup, TestDesk};

/// Bo's desk, with an order for a card whose time is over and everything that it has to be said yes to.
async fn expired(setup: Setup) -> (TestDesk, impl Fn(&TestDesk) -> JobId) {
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    let snapshot = sign_in(&mut desk, "Bo", BOS).await;
    let encoder = snapshot.encoders.iter().find(|view| &*view.encoder.name == "Front Desk 1").unwrap();
    let judged = |card: &Card| assess(Some(card), Some(&encoder.encoder), None, Desktop::default(), Timestamp::now());
    let is_over = |card: &&Card| judged(card).is_allowed() && judged(card).confirms.contains(&Confirm::Expired);
    let card = snapshot.catalog.cards.iter().find(is_over).expect("a card whose time is over");
    let (subject, confirms) = (card.subject.clone(), judged(card).confirms);
    (desk, move |desk: &TestDesk| desk.order_confirmed(subject.clone(), "Front Desk 1", confirms.clone()))
}

/// The next answer to this order that is none of its moments.
async fn refusal(desk: &mut TestDesk, job: JobId) -> Blocker {
    loop {
        match desk.event().await {
            Event::Refused { job: refused, blocker } if refused == job => return blocker,
            Event::Job { job: view, moment } if view.job == job => panic!("it was made: {moment:?}"),
            Event::Job { .. }
            | Event::Refused { .. }
            | Event::ConfirmFirst { .. }
            | Event::NotApproved(_)
            | Event::Loaded(_)
            | Event::Stopped => {}
        }
    }
}

#[tokio::test]
async fn an_expired_card_is_made_with_a_supervisors_pin_once_and_both_names_are_on_record() {
    let (mut desk, order) = expired(staffed()).await;
    let job = order(&desk);
    desk.wait("the question", |snapshot| snapshot.approval == Some(Deed::EncodeExpired)).await;
    assert!(desk.handle.snapshot().jobs.is_empty());
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert_eq!(view.job, job);
    assert_eq!(desk.handle.snapshot().approval, None);
    // The same PIN once more approves nothing.
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    let facts = told(&desk, 2).await;
    let approved = AccessFact::Approved {
        deed: Deed::EncodeExpired,
        approver: name("Mia"),
        operator: Some(name("Bo")),
        job: Some(job),
    };
    assert_eq!(facts, [AccessFact::SignedIn(bo()), approved]);
    let journal = desk.journal().await;
    let rows = journal.attempts(&AttemptFilter::default()).await.unwrap();
    assert_eq!((rows.len(), &rows[0].operator), (1, &Operator("Bo".into())));
    journal.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_wrong_pin_or_a_clerks_approves_nothing_and_can_be_tried_again() {
    let (mut desk, order) = expired(staffed()).await;
    let job = order(&desk);
    desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    let wrong = PinRefused::Wrong { next_at: None };
    assert_eq!(refused(&mut desk, Command::Approve(typed(None, WRONG))).await, wrong);
    assert_eq!(refused(&mut desk, Command::Approve(typed(None, BOS))).await, wrong, "only supervisors' are tried");
    assert_eq!(refused(&mut desk, Command::Approve(typed(Some("Bo"), BOS))).await, PinRefused::NotSupervisor);
    assert!(desk.handle.snapshot().jobs.is_empty());
    assert!(desk.send(Command::Approve(typed(Some("Mia"), MIAS))));
    desk.until(job, Moment::Ended).await;
    desk.close().await;
}

#[tokio::test]
async fn what_nobody_approves_is_refused_and_can_be_asked_for_again() {
    let (mut desk, order) = expired(staffed()).await;
    let first = order(&desk);
    let second = order(&desk);
    assert_eq!(refusal(&mut desk, second).await, Blocker::NotApproved, "one thing at a time");
    assert!(desk.handle.snapshot().approval.is_some());
    assert!(desk.send(Command::CancelApproval));
    assert_eq!(refusal(&mut desk, first).await, Blocker::NotApproved);
    let third = order(&desk);
    desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    // Somebody else at the desk did not ask for it.
    assert!(desk.send(Command::SignIn(typed(Some("Mia"), MIAS))));
    assert_eq!(refusal(&mut desk, third).await, Blocker::NotApproved);
    assert_eq!(desk.handle.snapshot().approval, None);
    desk.close().await;
}

#[tokio::test]
async fn what_waits_for_two_minutes_waits_no_longer() {
    let (mut desk, order) = expired(Setup { speed: 600, ..staffed() }).await;
    let started = tokio::time::Instant::now();
    let job = order(&desk);
    assert_eq!(refusal(&mut desk, job).await, Blocker::NotApproved);
    assert!(started.elapsed() >= Duration::from_millis(200), "two minutes are 200 ms here");
    desk.close().await;
}

/// The next word that something was not approved.
async fn not_approved(desk: &mut TestDesk) -> Deed {
    loop {
        if let Event::NotApproved(deed) = desk.event().await {
            return deed;
        }
    }
}

#[tokio::test]
async fn whoever_asked_hears_that_it_was_not_approved_whatever_the_reason() {
    let ask = || Command::Set(Setting::KeepMonths(6));
    let mut desk = TestDesk::open(Setup { speed: 600, ..staffed() }).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert!(desk.send(ask()));
    assert_eq!(not_approved(&mut desk).await, Deed::Change(SettingKey::KeepMonths), "nobody came in two minutes");
    desk.close().await;
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    let others = [Command::CancelApproval, Command::SignIn(typed(Some("Mia"), MIAS)), Command::Lock];
    for other in others {
        if desk.handle.snapshot().duty != Duty::SignedIn(bo()) {
            sign_in(&mut desk, "Bo", BOS).await;
        }
        let why = format!("{other:?}");
        assert!(desk.send(ask()) && desk.send(other));
        assert_eq!(not_approved(&mut desk).await, Deed::Change(SettingKey::KeepMonths), "{why}");
    }
    desk.close().await;
}

#[tokio::test]
async fn a_pin_approves_what_it_was_typed_for_and_nothing_that_came_after_it() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert!(desk.send(Command::Set(Setting::KeepMonths(6))));
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    // While the PIN is being checked, something else is asked for in its place.
    assert!(desk.send(Command::CancelApproval));
    assert!(desk.send(Command::ForgetToken));
    desk.wait("the check", |snapshot| snapshot.pin.is_checking).await;
    let snapshot = desk.wait("its end", |snapshot| !snapshot.pin.is_checking).await;
    assert_eq!(snapshot.approval, Some(Deed::ChangeToken), "it still waits");
    assert_eq!(snapshot.settings.loaded.settings.journal.keep_months, 12);
    connected(&mut desk).await;
    desk.close().await;
}

#[tokio::test]
async fn settings_and_notes_are_approved_too_in_the_name_of_who_asked() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert!(desk.send(Command::Set(Setting::KeepMonths(6))));
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    desk.wait("the setting", |snapshot| snapshot.settings.loaded.settings.journal.keep_months == 6).await;
    let about = JobId::generate();
    let order = FollowUpOrder { job: about, state: FollowUpState::Solved, note: None };
    assert!(desk.send(Command::FollowUp(order)));
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    let facts = told(&desk, 4).await;
    let approved = |deed, job| AccessFact::Approved { deed, approver: name("Mia"), operator: Some(name("Bo")), job };
    assert_eq!(
        facts,
        [
            AccessFact::SignedIn(bo()),
            approved(Deed::Change(SettingKey::KeepMonths), None),
            AccessFact::SettingChanged { key: SettingKey::KeepMonths, by: name("Bo") },
            approved(Deed::FollowUp, Some(about)),
        ]
    );
    desk.close().await;
}

#[tokio::test]
async fn whoever_approves_is_told_what_exactly_and_no_pin_until_it_is_over() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let encoder = desk.encoder("Front Desk 2");
    let pin = || SecretString::from("258014");
    let ada = person("Ada", Role::Supervisor);
    let path = desk.folder.path().join("a.zip");
    let bundle = BundleOrder { path: path.clone(), with_guests: true, about: vec![] };
    let orders = [
        (Command::AddOperator { person: ada.clone(), pin: pin() }, Asked::AddOperator(ada.clone())),
        (
            Command::ChangeRole { who: name("Bo"), role: Role::Supervisor, pin: Some(pin()) },
            Asked::ChangeRole(person("Bo", Role::Supervisor)),
        ),
        (Command::ChangePin { who: name("Mia"), pin: pin(), present: None }, Asked::ChangePin(name("Mia"))),
        (Command::RemoveOperator(name("Mia")), Asked::RemoveOperator(name("Mia"))),
        (Command::Set(Setting::KeepMonths(6)), Asked::Set(Setting::KeepMonths(6))),
        (Command::SaveBundle(bundle), Asked::Bundle { path: path.to_string_lossy().into(), with_guests: true }),
    ];
    for (command, asked) in orders {
        assert!(desk.send(command));
        let snapshot = desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
        assert_eq!(snapshot.asked.as_deref(), Some(&asked));
        assert!(!format!("{:?}", snapshot.asked).contains("258014"));
        assert!(desk.send(Command::CancelApproval));
        let snapshot = desk.wait("the end of it", |snapshot| snapshot.approval.is_none()).await;
        assert_eq!(snapshot.asked, None);
    }
    // The first encoder is anybody's choice, another one a supervisor's.
    assert!(desk.send(Command::BindEncoder(encoder.clone())));
    desk.wait("the encoder", |snapshot| snapshot.binding.is_some()).await;
    assert!(desk.send(Command::BindEncoder(desk.encoder("Front Desk 1"))));
    let snapshot = desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    assert_eq!(snapshot.asked.as_deref(), Some(&Asked::BindEncoder("Front Desk 1".into())));
    desk.close().await;
}

#[tokio::test]
async fn a_card_that_waits_for_approval_is_named_until_the_desk_rests() {
    let (mut desk, order) = expired(staffed()).await;
    order(&desk);
    let snapshot = desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    let Some(Asked::Encode { guest: Some(guest), .. }) = snapshot.asked.as_deref() else {
        panic!("{:?}", snapshot.asked)
    };
    assert!(snapshot.catalog.cards.iter().any(|card| card.guest.as_ref() == Some(guest)));
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    assert_eq!((&snapshot.asked, snapshot.approval), (&None, None));
    desk.close().await;
}

#[tokio::test]
async fn a_kiosk_is_left_with_a_supervisors_pin_alone_whoever_is_signed_in() {
    for sign_in_first in [false, true] {
        let mut desk = TestDesk::open(kiosk(sign_in_first)).await;
        connected(&mut desk).await;
        if sign_in_first {
            sign_in(&mut desk, "Mia", MIAS).await;
        }
        assert!(desk.send(Command::LeaveKiosk));
        desk.wait("the question", |snapshot| snapshot.approval == Some(Deed::LeaveKiosk)).await;
        assert!(!desk.handle.snapshot().may_leave);
        assert_eq!(refused(&mut desk, Command::Approve(typed(None, BOS))).await, PinRefused::Wrong { next_at: None });
        assert!(desk.send(Command::Approve(typed(None, MIAS))));
        desk.wait("the way out", |snapshot| snapshot.may_leave).await;
        let facts = told(&desk, if sign_in_first { 5 } else { 4 }).await;
        assert_eq!(facts[0], AccessFact::KioskBegun);
        assert_eq!(facts.last(), Some(&AccessFact::KioskLeft { by: name("Mia") }));
        assert_eq!(facts.contains(&AccessFact::SignedIn(mia())), sign_in_first);
        desk.close().await;
    }
}

#[tokio::test]
async fn an_address_that_could_be_read_as_another_is_refused_at_once_and_nothing_waits() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let at = |address: &str| Some(address.into());
    for (setting, why) in [
        (Setting::Endpoint(at("https://evil.example/@connect.getseam.com")), "connection.endpoint must be an address"),
        (Setting::Endpoint(at("https://connect.getseam.com@evil.example")), "connection.endpoint must be an address"),
        (Setting::Proxy(at("http://me:canary@proxy.example")), "must hold neither user name nor password"),
        (
            Setting::SharedJournal(at(
                "postgres://desk@records.hotel.example/keydesk?host=evil.example&sslmode=require",
            )),
            "two hosts",
        ),
    ] {
        assert!(desk.send(Command::Set(setting)));
        let snapshot = desk.wait("the reason", |snapshot| says(snapshot, why)).await;
        assert_eq!((snapshot.approval, &snapshot.asked), (None, &None), "{why}");
        assert!(!snapshot.settings.trouble.as_deref().unwrap_or_default().contains("canary"));
    }
    let fit = "postgres://desk@records.hotel.example/keydesk?sslmode=verify-full";
    assert!(desk.send(Command::Set(Setting::SharedJournal(at(fit)))));
    let snapshot = desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    assert_eq!(snapshot.asked.as_deref(), Some(&Asked::Set(Setting::SharedJournal(at(fit)))), "as it was typed");
    desk.close().await;
}

fn says(snapshot: &Snapshot, why: &str) -> bool {
    snapshot.settings.trouble.as_deref().is_some_and(|trouble| trouble.contains(why))
}

#[tokio::test]
async fn a_card_that_is_another_one_by_the_time_of_its_approval_is_not_made_and_that_is_said() {
    let (mut desk, order) = expired(staffed()).await;
    let job = order(&desk);
    let snapshot = desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
    let Some(Asked::Encode { guest, card_name, .. }) = snapshot.asked.as_deref() else {
        panic!("{:?}", snapshot.asked)
    };
    let is_it = |card: &&Card| card.guest == *guest && card.name == *card_name;
    let shown = snapshot.catalog.cards.iter().find(is_it).unwrap().subject.clone();
    let Subject::Credential(id) = &shown else { panic!("{shown:?}") };
    assert!(desk.control().rename_credential(id.as_str(), "Master key"));
    assert!(desk.send(Command::Refresh));
    let is_renamed =
        |snapshot: &Snapshot| snapshot.catalog.card(&shown).is_some_and(|card| &*card.name == "Master key");
    let snapshot = desk.wait("another name in the lists", is_renamed).await;
    assert_eq!(snapshot.approval, Some(Deed::EncodeExpired));
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    assert_eq!(refusal(&mut desk, job).await, Blocker::NotApproved);
    assert_eq!(not_approved(&mut desk).await, Deed::EncodeExpired);
    let snapshot = desk.wait("the word", |snapshot| snapshot.approval_lapsed).await;
    assert!(snapshot.approval.is_none() && snapshot.asked.is_none() && snapshot.jobs.is_empty());
    assert!(desk.send(Command::CancelApproval));
    desk.wait("that it was seen", |snapshot| !snapshot.approval_lapsed).await;
    assert_eq!(told(&desk, 1).await, [AccessFact::SignedIn(bo())], "nobody approved anything");
    desk.close().await;
}

#[tokio::test]
async fn a_card_that_is_in_no_list_waits_for_nobody_since_nobody_would_see_whose_it_is() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let stranger = Subject::Credential("nowhere".into());
    let job = desk.order_confirmed(stranger, "Front Desk 1", vec![Confirm::Expired]);
    assert_eq!(refusal(&mut desk, job).await, Blocker::NoCardChosen);
    assert_eq!(desk.handle.snapshot().approval, None);
    desk.close().await;
}

#[tokio::test]
async fn a_supervisor_sees_which_attempt_which_workspace_and_which_rows_it_is_about() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    let snapshot = sign_in(&mut desk, "Bo", BOS).await;
    let Session::Connected { workspace, .. } = &snapshot.session else { panic!("{:?}", snapshot.session) };
    let job = JobId::generate();
    let note: Arc<str> = "New battery".into();
    let follow_up = FollowUpOrder { job, state: FollowUpState::Solved, note: Some(" New battery ".into()) };
    let filter = ActivityFilter { operator: Some(name("Bo")), ..ActivityFilter::default() };
    let path = desk.folder.path().join("a.csv");
    let export = ExportOrder {
        path: path.clone(),
        format: ExportFormat::Csv,
        scope: Scope::ThisDesk,
        filter: filter.clone(),
        with_guests: true,
    };
    let token = SecretString::from("seam_apikey1_token");
    for (command, asked) in [
        (
            Command::FollowUp(follow_up),
            Asked::FollowUp {
                attempt: AskedAttempt { job, known: None },
                state: FollowUpState::Solved,
                note: Some(note),
            },
        ),
        (
            Command::Export(export),
            Asked::Export {
                scope: Scope::ThisDesk,
                filter,
                path: path.to_string_lossy().into(),
                format: ExportFormat::Csv,
                with_guests: true,
            },
        ),
        (Command::Connect { token, workspace: Some("ws".into()) }, Asked::Connect(Some("ws".into()))),
        (Command::ForgetToken, Asked::LeaveWorkspace(Arc::clone(&workspace.name))),
    ] {
        assert!(desk.send(command));
        let snapshot = desk.wait("the question", |snapshot| snapshot.approval.is_some()).await;
        assert_eq!(snapshot.asked.as_deref(), Some(&asked));
        assert!(desk.send(Command::CancelApproval));
        desk.wait("the end of it", |snapshot| snapshot.approval.is_none()).await;
    }
    desk.close().await;
}
