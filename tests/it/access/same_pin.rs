//! Nobody gets the PIN of somebody else, and whoever asks for PINs to find one waits as after wrong ones.

use keydesk::{
    domain::{AccessFact, Deed, Duty, OperatorChange, PinTrouble, Role},
    engine::{Command, PinRefused},
};
use secrecy::SecretString;

use super::{BOS, MIAS, bo, connected, kiosk, mia, name, person, refused, sign_in, staffed, told, typed};
use crate::desk::TestDesk;

const TAKEN: PinRefused = PinRefused::NewPin(PinTrouble::Taken);
const FREE: &str = "135790";

fn own(present: &str, pin: &str) -> Command {
    let [present, pin] = [present, pin].map(SecretString::from);
    Command::ChangePin { who: name("Bo"), pin, present: Some(present) }
}

#[tokio::test]
async fn a_supervisor_gives_nobody_the_pin_of_somebody_else_and_waits_for_nothing() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let mias = || SecretString::from(MIAS);
    for _ in 0..4 {
        let add = Command::AddOperator { person: person("Ada", Role::Clerk), pin: mias() };
        assert_eq!(refused(&mut desk, add).await, TAKEN);
    }
    let change = Command::ChangePin { who: name("Bo"), pin: mias(), present: None };
    assert_eq!(refused(&mut desk, change).await, TAKEN);
    let promote = Command::ChangeRole { who: name("Bo"), role: Role::Supervisor, pin: Some(mias()) };
    assert_eq!(refused(&mut desk, promote).await, TAKEN);
    assert_eq!(*desk.handle.snapshot().people, [bo(), mia()]);
    let free = SecretString::from(FREE);
    assert!(desk.send(Command::AddOperator { person: person("Ada", Role::Clerk), pin: free }));
    desk.wait("Ada", |snapshot| snapshot.people.len() == 3).await;
    desk.close().await;
}

#[tokio::test]
async fn asking_for_the_pin_of_somebody_else_counts_as_a_wrong_one_that_ones_own_does_not_clear() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert_eq!(refused(&mut desk, own(BOS, MIAS)).await, TAKEN);
    assert!(desk.send(own(BOS, "1357")));
    told(&desk, 3).await;
    assert!(desk.send(own("1357", BOS)));
    told(&desk, 4).await;
    assert_eq!(refused(&mut desk, own(BOS, MIAS)).await, TAKEN);
    assert!(desk.send(Command::Lock));
    desk.wait("the lock", |snapshot| snapshot.duty == Duty::Locked).await;
    sign_in(&mut desk, "Bo", BOS).await;
    assert_eq!(refused(&mut desk, own(BOS, MIAS)).await, TAKEN);
    let soon = refused(&mut desk, own(BOS, FREE)).await;
    assert!(matches!(soon, PinRefused::TooSoon { .. }), "{soon:?}");
    let facts = told(&desk, 8).await;
    let pause = std::time::Duration::from_secs;
    let refused = [(1, 0), (2, 0), (3, 5)].map(|(in_row, seconds)| AccessFact::PinRefused {
        who: Some(name("Bo")),
        in_row,
        pause: pause(seconds),
    });
    let told: Vec<_> = facts.into_iter().filter(|fact| matches!(fact, AccessFact::PinRefused { .. })).collect();
    assert_eq!(told, refused);
    desk.close().await;
}

#[tokio::test]
async fn a_new_pin_that_nobody_has_is_no_try_at_anybodys() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let pins = [BOS, "1357", "2468", "8642", "7531", "9753"];
    for (pair, count) in pins.windows(2).zip(2..) {
        assert!(desk.send(own(pair[0], pair[1])));
        told(&desk, count).await;
    }
    let changed = AccessFact::OperatorsChanged { by: name("Bo"), whom: name("Bo"), change: OperatorChange::Pin };
    assert_eq!(told(&desk, 6).await[1..], vec![changed; 5]);
    desk.close().await;
}

#[tokio::test]
async fn at_a_kiosk_a_pin_that_two_people_share_is_the_clerks() {
    let mut setup = kiosk(true);
    setup.settings.operators[1].pin = setup.settings.operators[0].pin.clone();
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    assert!(desk.send(Command::SignIn(typed(None, MIAS))));
    let signed_in = |snapshot: &keydesk::engine::Snapshot| matches!(snapshot.duty, Duty::SignedIn(_));
    assert_eq!(desk.wait("the sign-in", signed_in).await.duty, Duty::SignedIn(bo()));
    assert!(desk.send(Command::LeaveKiosk));
    desk.wait("the question", |snapshot| snapshot.approval == Some(Deed::LeaveKiosk)).await;
    assert_eq!(refused(&mut desk, Command::Approve(typed(None, MIAS))).await, PinRefused::NotSupervisor);
    assert!(desk.send(Command::Approve(typed(Some("Mia"), MIAS))));
    desk.wait("the way out", |snapshot| snapshot.may_leave).await;
    desk.close().await;
}
