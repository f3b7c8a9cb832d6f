//! Who is at the desk: signing in, taking over, and who may sign in.

use std::fs;

use keydesk::{
    domain::{
        AccessFact, ActivityQuery, Blocker, Duty, LockCause, Operator, OperatorChange, People, PinTrouble, Query, Role,
        Scope, Setting,
    },
    engine::{Command, Moment, PinRefused, Snapshot},
    journal::AttemptFilter,
};
use secrecy::SecretString;

use super::{BOS, MIAS, WRONG, bo, connected, fence, kiosk, mia, name, person, refused, sign_in, staffed, told, typed};
use crate::desk::{Setup, TestDesk};

fn secret(digits: &str) -> SecretString {
    SecretString::from(digits)
}

#[tokio::test]
async fn one_person_needs_no_pin_and_never_rests() {
    let mut desk = TestDesk::open(Setup { speed: 6_000, ..Setup::default() }).await;
    let snapshot = desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    assert_eq!(snapshot.duty, Duty::OnePerson(name("mk")));
    assert!(!snapshot.is_resting && snapshot.people.is_empty());
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    // More than an hour by this engine's clock.
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let snapshot = desk.handle.snapshot();
    assert_eq!((snapshot.rests, snapshot.rests_at), (0, None));
    // Locked by hand, it forgets all the same, and nobody has to begin.
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the lists once more", |snapshot| {
        snapshot.rests == 1 && !snapshot.is_resting && snapshot.catalog.progress.is_complete
    });
    assert!(snapshot.await.jobs.is_empty());
    desk.close().await;
}

#[tokio::test]
async fn a_desk_with_people_begins_locked_and_reads_nothing() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    let snapshot = desk.handle.snapshot();
    assert_eq!((&snapshot.duty, snapshot.is_resting), (&Duty::Locked, true));
    assert_eq!(*snapshot.people, [bo(), mia()], "by name");
    assert_eq!(fence(&mut desk).await, Blocker::NobodySignedIn);
    assert!(desk.handle.snapshot().encoders.is_empty());
    let snapshot = sign_in(&mut desk, "Bo", BOS).await;
    assert_eq!(snapshot.duty, Duty::SignedIn(bo()));
    assert!(!snapshot.encoders.is_empty() && !snapshot.is_resting);
    desk.close().await;
}

#[tokio::test]
async fn who_takes_over_finds_what_was_found_and_each_card_is_whose_it_was() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let query = Query { text: "Okafor".into(), ..Query::default() };
    assert!(desk.send(Command::Find(query.clone())));
    desk.wait("the search", |snapshot| snapshot.found.query == query).await;
    let first = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(first, Moment::Accepted).await;
    assert!(desk.send(Command::SignIn(typed(Some("Mia"), MIAS))));
    let snapshot = desk.wait("Mia", |snapshot| snapshot.duty == Duty::SignedIn(mia())).await;
    assert_eq!((&snapshot.found.query, snapshot.rests), (&query, 0));
    assert!(snapshot.jobs.iter().any(|job| job.job == first && job.guest.is_some()));
    desk.until(first, Moment::Ended).await;
    let second = desk.order(desk.card_of("Amelia Hart"), "Front Desk 2");
    desk.until(second, Moment::Ended).await;
    let journal = desk.journal().await;
    let rows = journal.attempts(&AttemptFilter::default()).await.unwrap();
    let by = |job| rows.iter().find(|row| row.job == job).unwrap().operator.clone();
    assert_eq!((by(first), by(second)), (name("Bo"), name("Mia")));
    journal.close().await;
    let switched = AccessFact::Locked { operator: name("Bo"), cause: LockCause::Switch };
    assert_eq!(told(&desk, 3).await, [AccessFact::SignedIn(bo()), switched, AccessFact::SignedIn(mia())]);
    desk.close().await;
}

#[tokio::test]
async fn a_clerk_sees_their_own_attempts_and_no_others() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let mias = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(mias, Moment::Ended).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let bos = desk.order(desk.card_of("Amelia Hart"), "Front Desk 2");
    desk.until(bos, Moment::Ended).await;
    let asked = ActivityQuery { scope: Scope::AllDesks, operator: Some(name("Mia")), ..ActivityQuery::default() };
    assert!(desk.send(Command::ShowActivity(asked.clone())));
    let is_counted = |snapshot: &Snapshot| snapshot.activity.as_ref().is_some_and(|view| !view.is_loading);
    let view = desk.wait("the count", is_counted).await.activity.clone().unwrap();
    assert_eq!((view.overview.total, &view.query), (1, &asked), "the answer is known by what was asked");
    assert_eq!(view.choices.operators, [Operator("Bo".into())]);
    assert!(view.rows.iter().all(|row| row.job == bos));
    assert!(desk.send(Command::ShowAttempt(mias)));
    assert!(desk.send(Command::ShowAttempt(bos)));
    let is_read = |snapshot: &Snapshot| snapshot.attempt.is_some();
    assert_eq!(desk.wait("the attempt", is_read).await.attempt.as_ref().unwrap().row.job, bos);
    assert!(desk.send(Command::HideAttempt));
    assert!(desk.send(Command::ShowAttempt(mias)));
    // The question after it is answered after it.
    assert!(desk.send(Command::ShowActivity(ActivityQuery::default())));
    fence(&mut desk).await;
    desk.wait("the count", is_counted).await;
    assert_eq!(desk.handle.snapshot().attempt, None);
    // Whoever takes over begins with nothing on the screen.
    sign_in(&mut desk, "Mia", MIAS).await;
    assert!(desk.handle.snapshot().activity.is_none());
    assert!(desk.send(Command::ShowAttempt(bos)));
    desk.wait("the attempt", is_read).await;
    desk.close().await;
}

#[tokio::test]
async fn the_first_who_signs_in_is_a_supervisor_and_is_at_the_desk() {
    let mut desk = TestDesk::ready().await;
    let add = |person, digits: &str| Command::AddOperator { person, pin: secret(digits) };
    assert_eq!(refused(&mut desk, add(person("Bo", Role::Clerk), BOS)).await, PinRefused::LastSupervisor);
    let short = PinRefused::NewPin(PinTrouble::TooShort(6));
    assert_eq!(refused(&mut desk, add(person("Mia", Role::Supervisor), "2580")).await, short);
    let simple = PinRefused::NewPin(PinTrouble::TooSimple);
    assert_eq!(refused(&mut desk, add(person("Mia", Role::Supervisor), "123456")).await, simple);
    assert_eq!(refused(&mut desk, add(person("  ", Role::Supervisor), MIAS)).await, PinRefused::NameUnusable);
    let long = "ab".repeat(101);
    assert_eq!(refused(&mut desk, add(person(&long, Role::Supervisor), MIAS)).await, PinRefused::NameUnusable);
    assert!(desk.send(add(person(" Mia ", Role::Supervisor), MIAS)));
    let snapshot = desk.wait("Mia", |snapshot| snapshot.duty == Duty::SignedIn(mia())).await;
    assert_eq!((&*snapshot.people, snapshot.pin.refused.clone()), (&[mia()][..], None));
    assert_eq!(snapshot.settings.loaded.settings.desk.people, Some(People::Several));
    assert!(desk.send(add(person("Bo", Role::Clerk), BOS)));
    desk.wait("Bo", |snapshot| *snapshot.people == [bo(), mia()]).await;
    assert_eq!(refused(&mut desk, add(person("BO", Role::Clerk), "1357")).await, PinRefused::NameTaken);
    assert_eq!(refused(&mut desk, add(person("Bo\u{200b}", Role::Clerk), "1357")).await, PinRefused::NameUnusable);
    assert_eq!(refused(&mut desk, add(person("\u{ff22}o", Role::Clerk), "1357")).await, PinRefused::NameTaken);
    assert!(desk.send(add(person(&"ab".repeat(100), Role::Clerk), "1357")));
    desk.wait("as long a name as files hold", |snapshot| snapshot.people.len() == 3).await;
    let file = fs::read_to_string(desk.folder.path().join("settings.toml")).unwrap();
    assert!(file.contains("argon2id") && !file.contains(MIAS) && !file.contains(BOS), "{file}");
    sign_in(&mut desk, "Bo", BOS).await;
    let added = |by: &str, whom: &str, role| AccessFact::OperatorsChanged {
        by: name(by),
        whom: name(whom),
        change: OperatorChange::Added(role),
    };
    let facts = told(&desk, 5).await;
    assert_eq!(facts[..2], [added("mk", "Mia", Role::Supervisor), AccessFact::SignedIn(mia())]);
    assert_eq!(facts[2], added("Mia", "Bo", Role::Clerk));
    desk.close().await;
}

#[tokio::test]
async fn the_last_supervisor_stays_and_with_the_last_person_the_desk_is_one_persons_again() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let demote = Command::ChangeRole { who: name("Mia"), role: Role::Clerk, pin: None };
    assert_eq!(refused(&mut desk, demote).await, PinRefused::LastSupervisor);
    assert_eq!(refused(&mut desk, Command::RemoveOperator(name("Mia"))).await, PinRefused::LastSupervisor);
    assert!(desk.send(Command::RemoveOperator(name("Bo"))));
    desk.wait("Bo is gone", |snapshot| *snapshot.people == [mia()]).await;
    assert!(desk.send(Command::RemoveOperator(name("Mia"))));
    let snapshot = desk.wait("nobody", |snapshot| snapshot.people.is_empty()).await;
    assert_eq!((&snapshot.duty, snapshot.is_resting), (&Duty::OnePerson(name("mk")), false));
    assert_eq!(snapshot.settings.loaded.settings.desk.people, Some(People::One));
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    desk.close().await;
}

#[tokio::test]
async fn ones_own_pin_is_changed_with_the_present_one_and_without_a_supervisor() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let change = |present: &str, pin: &str| Command::ChangePin {
        who: name("Bo"),
        pin: secret(pin),
        present: Some(secret(present)),
    };
    assert_eq!(refused(&mut desk, change(WRONG, "1357")).await, PinRefused::Wrong { next_at: None });
    assert_eq!(refused(&mut desk, change(BOS, "1111")).await, PinRefused::NewPin(PinTrouble::TooSimple));
    assert!(desk.send(change(BOS, "1357")));
    told(&desk, 3).await;
    let facts = told(&desk, 3).await;
    let changed = AccessFact::OperatorsChanged { by: name("Bo"), whom: name("Bo"), change: OperatorChange::Pin };
    assert_eq!(facts.last(), Some(&changed));
    assert!(desk.send(Command::Lock));
    desk.wait("the lock", |snapshot| snapshot.duty == Duty::Locked).await;
    assert_eq!(refused(&mut desk, Command::SignIn(typed(Some("Bo"), BOS))).await, PinRefused::Wrong { next_at: None });
    sign_in(&mut desk, "Bo", "1357").await;
    desk.close().await;
}

#[tokio::test]
async fn a_clerk_becomes_a_supervisor_together_with_a_longer_pin_and_can_be_the_last_one() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let short = PinRefused::NewPin(PinTrouble::TooShort(6));
    let promote = |pin: Option<&str>| Command::ChangeRole {
        who: name("Bo"),
        role: Role::Supervisor,
        pin: pin.map(SecretString::from),
    };
    assert_eq!(refused(&mut desk, promote(None)).await, short);
    assert_eq!(refused(&mut desk, promote(Some(BOS))).await, short);
    assert_eq!(*desk.handle.snapshot().people, [bo(), mia()]);
    assert_eq!(refused(&mut desk, Command::RemoveOperator(name("Mia"))).await, PinRefused::LastSupervisor);
    assert!(desk.send(promote(Some("258013"))));
    desk.wait("the role", |snapshot| snapshot.people.contains(&person("Bo", Role::Supervisor))).await;
    assert!(!desk.handle.snapshot().is_pin_weak());
    assert!(desk.send(Command::RemoveOperator(name("Mia"))));
    desk.wait("the lock", |snapshot| snapshot.duty == Duty::Locked).await;
    assert_eq!(refused(&mut desk, Command::SignIn(typed(Some("Bo"), BOS))).await, PinRefused::Wrong { next_at: None });
    let snapshot = sign_in(&mut desk, "Bo", "258013").await;
    assert!(snapshot.duty.is_supervisor());
    let changed = |change| AccessFact::OperatorsChanged { by: name("Mia"), whom: name("Bo"), change };
    let facts = told(&desk, 7).await;
    assert_eq!(facts[1..3], [changed(OperatorChange::Pin), changed(OperatorChange::Role(Role::Supervisor))]);
    desk.close().await;
}

#[tokio::test]
async fn a_supervisor_with_a_clerks_pin_from_a_file_is_one_with_a_longer_pin_only() {
    let mut setup = staffed();
    setup.settings.operators[1].person.role = Role::Supervisor;
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    let snapshot = sign_in(&mut desk, "Bo", BOS).await;
    assert_eq!(snapshot.duty, Duty::SignedIn(bo()), "four digits open what a clerk may do");
    assert!(snapshot.is_pin_weak());
    assert!(desk.send(Command::Set(Setting::KeepMonths(6))));
    let short = PinRefused::NewPin(PinTrouble::TooShort(6));
    assert_eq!(refused(&mut desk, Command::Approve(typed(None, BOS))).await, short);
    assert!(desk.send(Command::CancelApproval));
    let longer = Command::ChangePin { who: name("Bo"), pin: secret("258013"), present: Some(secret(BOS)) };
    assert!(desk.send(longer));
    desk.wait("the rights", |snapshot| snapshot.duty == Duty::SignedIn(person("Bo", Role::Supervisor))).await;
    desk.close().await;
}

#[tokio::test]
async fn a_clerk_who_becomes_a_supervisor_while_signed_in_is_one_with_the_new_pin() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let promote = Command::ChangeRole { who: name("Bo"), role: Role::Supervisor, pin: Some(secret("258013")) };
    assert!(desk.send(promote));
    assert!(desk.send(Command::Approve(typed(None, MIAS))));
    let bo = Duty::SignedIn(person("Bo", Role::Supervisor));
    let snapshot = desk.wait("the role", |snapshot| snapshot.duty == bo).await;
    assert!(!snapshot.is_pin_weak());
    desk.close().await;
}

#[tokio::test]
async fn who_is_removed_or_has_another_role_is_so_at_once() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let pin = secret("258014");
    assert!(desk.send(Command::AddOperator { person: person("Ada", Role::Supervisor), pin }));
    desk.wait("Ada", |snapshot| snapshot.people.len() == 3).await;
    assert!(desk.send(Command::ChangeRole { who: name("Mia"), role: Role::Clerk, pin: None }));
    desk.wait("the role", |snapshot| snapshot.duty == Duty::SignedIn(person("Mia", Role::Clerk))).await;
    assert!(desk.send(Command::RemoveOperator(name("Mia"))));
    assert!(desk.send(Command::Approve(typed(Some("Ada"), "258014"))));
    let snapshot = desk.wait("the lock", |snapshot| snapshot.duty == Duty::Locked).await;
    assert!(snapshot.is_resting && snapshot.rests == 1);
    let facts = told(&desk, 6).await;
    assert_eq!(facts.last(), Some(&AccessFact::Locked { operator: name("Mia"), cause: LockCause::Removed }));
    desk.close().await;
}

#[tokio::test]
async fn who_signs_in_while_the_desk_is_locked_by_hand_has_to_do_it_again() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    assert!(desk.send(Command::SignIn(typed(Some("Bo"), BOS))));
    assert!(desk.send(Command::Lock));
    desk.wait("the lock", |snapshot| snapshot.rests == 1 && !snapshot.pin.is_checking).await;
    fence(&mut desk).await;
    assert_eq!((&desk.handle.snapshot().duty, desk.handle.snapshot().is_resting), (&Duty::Locked, true));
    sign_in(&mut desk, "Bo", BOS).await;
    desk.close().await;
}

#[tokio::test]
async fn a_kiosk_is_nobodys_until_somebody_begins_or_signs_in() {
    let mut open = TestDesk::open(kiosk(false)).await;
    connected(&mut open).await;
    assert_eq!(open.handle.snapshot().duty, Duty::Unattended(name("mk")));
    assert!(open.handle.snapshot().is_resting);
    assert!(open.send(Command::Begin));
    let snapshot = open.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    assert_eq!(&*snapshot.binding.as_ref().unwrap().name, "Front Desk 1", "bound by name");
    let job = open.order(open.card_of("Maya Okafor"), "Front Desk 1");
    open.until(job, Moment::Ended).await;
    open.close().await;
    let mut locked = TestDesk::open(kiosk(true)).await;
    connected(&mut locked).await;
    assert!(locked.send(Command::Begin));
    assert_eq!(fence(&mut locked).await, Blocker::NobodySignedIn);
    assert_eq!(locked.handle.snapshot().duty, Duty::Locked);
    sign_in(&mut locked, "Bo", BOS).await;
    locked.close().await;
}
