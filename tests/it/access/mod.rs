//! Who may do what at a desk, over loopback: the door, PINs, approvals, rest.

mod approvals;
mod door;
mod duty;
mod exports;
mod keyring;
mod lockout;
mod record;
mod rest;
mod same_pin;
mod settings;

use std::sync::{Arc, LazyLock};

use keydesk::{
    domain::{AccessFact, Blocker, Duty, JobId, Operator, OperatorEntry, Person, PinHash, Role, Settings, Subject},
    engine::{Command, EncodeOrder, Event, Mode, PinRefused, PinTry, Snapshot},
    settings::pin,
};
use secrecy::SecretString;

use crate::desk::{Setup, TestDesk};

pub const MIAS: &str = "471183";
pub const BOS: &str = "2580";
pub const WRONG: &str = "999111";

/// Hashed once: it takes long on purpose.
static HASHES: LazyLock<[PinHash; 2]> = LazyLock::new(|| [MIAS, BOS].map(|digits| pin::hash(digits).unwrap()));

pub fn name(name: &str) -> Operator {
    Operator(name.into())
}

pub fn person(who: &str, role: Role) -> Person {
    Person { name: name(who), role }
}

pub fn mia() -> Person {
    person("Mia", Role::Supervisor)
}

pub fn bo() -> Person {
    person("Bo", Role::Clerk)
}

/// Mia is a supervisor, Bo is a clerk.
pub fn crew() -> Vec<OperatorEntry> {
    [mia(), bo()].into_iter().zip(HASHES.clone()).map(|(person, pin)| OperatorEntry { person, pin }).collect()
}

/// A desk at which Mia and Bo sign in.
pub fn staffed() -> Setup {
    Setup { settings: Settings { operators: crew(), ..Settings::default() }, ..Setup::default() }
}

/// A kiosk beside the encoder "Front Desk 1".
pub fn kiosk(sign_in: bool) -> Setup {
    let mut setup = Setup { mode: Mode::Kiosk, ..staffed() };
    setup.settings.kiosk.sign_in = sign_in;
    setup.settings.desk.encoder_name = Some("Front Desk 1".into());
    setup
}

pub fn typed(who: Option<&str>, digits: &str) -> PinTry {
    PinTry { who: who.map(name), pin: SecretString::from(digits) }
}

pub async fn connected(desk: &mut TestDesk) {
    use keydesk::engine::Session;
    desk.wait("the session", |snapshot| matches!(snapshot.session, Session::Connected { .. })).await;
}

pub async fn sign_in(desk: &mut TestDesk, who: &str, digits: &str) -> Arc<Snapshot> {
    assert!(desk.send(Command::SignIn(typed(Some(who), digits))));
    let signed = |snapshot: &Snapshot| matches!(&snapshot.duty, Duty::SignedIn(person) if *person.name.0 == *who);
    desk.wait("the sign-in", signed).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await
}

/// Waits until everything that was sent before has been judged and shown: an order for a card that nobody knows is always
/// refused. Gives the reason.
pub async fn fence(desk: &mut TestDesk) -> Blocker {
    let job = JobId::generate();
    let (subject, encoder) = (Subject::Credential("fence".into()), "fence".into());
    assert!(desk.send(Command::Encode(EncodeOrder { job, subject, encoder, confirmed: vec![], retry_of: None })));
    loop {
        if let Event::Refused { job: refused, blocker } = desk.event().await
            && refused == job
        {
            return blocker;
        }
    }
}

/// Types a PIN that is refused, and says why.
pub async fn refused(desk: &mut TestDesk, command: Command) -> PinRefused {
    assert!(desk.send(command));
    fence(desk).await;
    let snapshot = desk.wait("the end of the check", |snapshot| !snapshot.pin.is_checking).await;
    snapshot.pin.refused.clone().expect("it was taken")
}

/// What is on record about who worked here, the oldest first, once there are so many.
pub async fn told(desk: &TestDesk, count: usize) -> Vec<AccessFact> {
    let journal = desk.journal().await;
    let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let told = journal.access(None, 1_000).await.unwrap();
        if told.len() >= count {
            journal.close().await;
            return told.into_iter().rev().map(|(_, fact)| fact).collect();
        }
        assert!(tokio::time::Instant::now() < patience, "{count} facts did not come: {told:?}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
