//! Two desks with the whole engine, one hotel, one shared record.

use std::sync::Arc;

use keydesk::{
    domain::{ActivityQuery, Desk, EncoderId, JobId, Scope},
    engine::{ActivityTrouble, Command, EncodeOrder, Handle, Moment, SharedState, Snapshot},
    keychain::Keychain,
    sandbox::{Sandbox, SandboxConfig},
};

use super::{Server, control};
use crate::desk::{Setup, TestDesk};

/// A desk whose login may read too, with its password in its keyring.
async fn setup(server: &Server, desk: &'static str, encode_ms: std::ops::RangeInclusive<u64>) -> Setup {
    let login = server.admin.add_desk(desk).await.unwrap();
    server.admin.add_supervisor(desk).await.unwrap();
    let address = server.address(&login.login);
    let keychain = Keychain::in_memory();
    keychain.keep_password(&address.keyring_name(), login.password.unwrap()).await.unwrap();
    let sandbox = SandboxConfig { encode_ms, ..SandboxConfig::default() };
    Setup { desk, keychain, shared: Some(address), sandbox, ..Setup::default() }
}

struct Hotel {
    front: TestDesk,
    bar: Handle,
    _folder: Arc<tempfile::TempDir>,
}

impl Hotel {
    async fn open(server: &Server, encode_ms: std::ops::RangeInclusive<u64>) -> Self {
        let [front, bar] = [setup(server, "Front", encode_ms.clone()).await, setup(server, "Bar", encode_ms).await];
        let sandbox = Sandbox::start(front.sandbox.clone()).await.unwrap();
        let mut front = TestDesk::open_at(front, sandbox);
        front.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete && is_up(snapshot)).await;
        let folder = Arc::clone(&bar.folder);
        let bar = front.start_again(&bar, front.opening());
        let mut hotel = Self { front, bar, _folder: folder };
        hotel.bar_sees("the lists", |snapshot| snapshot.catalog.progress.is_complete && is_up(snapshot)).await;
        hotel
    }

    async fn bar_sees(&mut self, what: &str, condition: impl FnMut(&Snapshot) -> bool) -> Arc<Snapshot> {
        let waiting = tokio::time::timeout(std::time::Duration::from_secs(60), self.bar.wait_for(condition));
        waiting.await.unwrap_or_else(|_| panic!("{what} did not come")).expect("the engine is gone")
    }

    async fn card_at_the_front(&mut self, guest: &str) -> JobId {
        let job = self.front.order(self.front.card_of(guest), "Front Desk 1");
        self.front.until(job, Moment::Ended).await;
        assert!(self.front.send(Command::Dismiss(job)));
        job
    }

    async fn close(self) {
        self.front.close().await;
        assert!(self.bar.send(Command::Shutdown));
        self.bar.ending().wait().await;
    }
}

fn is_up(snapshot: &Snapshot) -> bool {
    snapshot.shared == SharedState::Up { waiting: 0 }
}

fn busy_at(snapshot: &Snapshot, encoder: &EncoderId) -> Option<Desk> {
    snapshot.encoder(encoder).and_then(|view| view.busy_at.clone())
}

fn total(snapshot: &Snapshot) -> Option<u64> {
    snapshot.activity.as_ref().filter(|view| !view.is_loading).map(|view| view.overview.total)
}

fn shows(snapshot: &Snapshot, job: JobId) -> bool {
    snapshot.attempt.as_ref().is_some_and(|seen| seen.row.job == job)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn two_desks_at_one_encoder_see_each_other_and_one_total() {
    let server = Server::open().await;
    let mut hotel = Hotel::open(&server, 60_000..=60_001).await;
    let all = ActivityQuery { scope: Scope::AllDesks, ..ActivityQuery::default() };
    assert!(hotel.bar.send(Command::ShowActivity(all)));
    hotel.bar_sees("an empty day", |snapshot| total(snapshot) == Some(0)).await;

    let encoder = hotel.front.encoder("Front Desk 1");
    let job = hotel.front.order(hotel.front.card_of("Amelia Hart"), "Front Desk 1");
    hotel.front.until(job, Moment::Accepted).await;
    hotel.bar_sees("the other desk's card", |snapshot| busy_at(snapshot, &encoder) == Some(Desk("Front".into()))).await;
    hotel.bar_sees("the attempt under way", |snapshot| total(snapshot) == Some(1)).await;
    assert_eq!(busy_at(&hotel.front.handle.snapshot(), &encoder), None, "its own card is no other desk's");

    hotel.front.control().settle_now();
    hotel.front.until(job, Moment::Ended).await;
    hotel.bar_sees("a free encoder", |snapshot| busy_at(snapshot, &encoder).is_none()).await;
    let snapshot = hotel
        .bar_sees("its end", |snapshot| {
            snapshot.activity.as_ref().is_some_and(|view| view.overview.encoded == 1 && !view.is_loading)
        })
        .await;
    assert_eq!(snapshot.activity.as_ref().unwrap().choices.desks, [Desk("Front".into())]);
    assert!(hotel.bar.send(Command::ShowAttempt(job)));
    let snapshot = hotel.bar_sees("the other desk's attempt", |snapshot| snapshot.attempt.is_some()).await;
    assert!(!snapshot.attempt.as_ref().unwrap().is_own);
    hotel.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn without_the_server_cards_are_made_and_it_hears_of_them_later() {
    let server = Server::alone().await;
    let mut hotel = Hotel::open(&server, 30..=60).await;
    let all = ActivityQuery { scope: Scope::AllDesks, ..ActivityQuery::default() };
    assert!(hotel.bar.send(Command::ShowActivity(all)));
    hotel.bar_sees("an empty day", |snapshot| total(snapshot) == Some(0)).await;
    order_at_the_bar(&mut hotel).await;
    hotel.bar_sees("its own card", |snapshot| total(snapshot) == Some(1)).await;
    let first = hotel.card_at_the_front("Amelia Hart").await;
    hotel.bar_sees("the front's card", |snapshot| total(snapshot) == Some(2)).await;
    assert!(hotel.bar.send(Command::ShowAttempt(first)));
    hotel.bar_sees("the front's attempt", |snapshot| shows(snapshot, first)).await;

    control(&["-m", "immediate", "stop"]).await;
    hotel.card_at_the_front("Ravi Natarajan").await;
    let snapshot = hotel
        .bar_sees("this desk alone, with a sentence", |snapshot| {
            let view = snapshot.activity.as_ref();
            view.is_some_and(|view| matches!(view.trouble, Some(ActivityTrouble::SharedAway(_))) && !view.is_loading)
        })
        .await;
    assert_eq!(total(&snapshot), Some(1), "its own card is still shown");
    assert!(shows(&snapshot, first), "whoever writes a note about it goes on writing");
    hotel.front.wait("that it waits", |snapshot| matches!(snapshot.shared, SharedState::Away { .. })).await;

    control(&["start"]).await;
    hotel.bar_sees("both desks' cards", |snapshot| total(snapshot) == Some(3)).await;
    hotel.front.wait("nothing that waits", is_up).await;
    hotel.close().await;
}

async fn order_at_the_bar(hotel: &mut Hotel) {
    let subject = hotel.front.card_of("Maya Okafor");
    let (job, encoder) = (JobId::generate(), hotel.front.encoder("Front Desk 2"));
    let order = EncodeOrder { job, subject, encoder, confirmed: vec![], retry_of: None };
    assert!(hotel.bar.send(Command::Encode(order)));
    hotel
        .bar_sees("the end of the card", |snapshot| {
            snapshot.jobs.iter().any(|view| view.job == job && view.stage.is_terminal())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_login_that_may_not_read_ships_all_the_same() {
    let server = Server::open().await;
    let login = server.admin.add_desk("Night").await.unwrap();
    let address = server.address(&login.login);
    let keychain = Keychain::in_memory();
    keychain.keep_password(&address.keyring_name(), login.password.unwrap()).await.unwrap();
    let mut desk = TestDesk::open(Setup { desk: "Night", keychain, shared: Some(address), ..Setup::default() }).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete && is_up(snapshot)).await;
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    let all = ActivityQuery { scope: Scope::AllDesks, ..ActivityQuery::default() };
    assert!(desk.send(Command::ShowActivity(all)));
    let snapshot = desk.wait("this desk's own", |snapshot| total(snapshot) == Some(1)).await;
    let trouble = snapshot.activity.as_ref().unwrap().trouble.clone();
    assert!(matches!(trouble, Some(ActivityTrouble::SharedAway(_))), "{trouble:?}");
    desk.wait("all of it shipped", is_up).await;
    desk.close().await;
}
