//! Whatever breaks, each event arrives once and in its order.

use std::{path::PathBuf, sync::Arc, time::Duration};

use keydesk::journal::{
    Journal,
    shared::{Login, SharedAddress, SharedError, SharedRecord, ship},
};
use tokio::{sync::watch, task::JoinSet};

use super::{
    Server, control,
    desk::{any_attempt, assert_counted, events_here, events_there, journal, verified, write},
    proxy::Proxy,
};

const DESKS: u64 = 50;
const ATTEMPTS: u64 = 16;

/// How much has arrived, for whoever waits to break something.
struct Progress(watch::Sender<u64>);

impl Progress {
    fn add(&self, count: u64) {
        self.0.send_modify(|shipped| *shipped += count);
    }

    async fn reaches(&self, count: u64) {
        self.0.subscribe().wait_for(|shipped| *shipped >= count).await.unwrap();
    }
}

#[derive(Clone)]
struct Desk {
    number: u64,
    path: PathBuf,
    address: SharedAddress,
    login: Arc<Login>,
    progress: Arc<Progress>,
}

impl Desk {
    /// Ships until it worked once, however often the server or the way to it breaks.
    async fn ship(&self, journal: &Journal) {
        loop {
            let shipping = async {
                let record = SharedRecord::connect(&self.address, self.login.password.as_ref()).await?;
                ship(journal, &record).await
            };
            match shipping.await {
                Ok(shipped) => return self.progress.add(shipped.sent),
                Err(error) => assert!(error.is_passing(), "desk {}: {error} {error:?}", self.number),
            }
        }
    }

    /// Makes cards, and ships now and then; one that is offline for long ships at the end alone.
    async fn work(self, from: u64, is_offline: bool) {
        let journal = Journal::open(&self.path).await.unwrap();
        let mut chance = fastrand::Rng::with_seed(self.number * 1_000 + from);
        for count in from..ATTEMPTS {
            write(&journal, &any_attempt(&mut chance, &format!("Desk {}", self.number))).await;
            if !is_offline && count % 5 == 4 {
                self.ship(&journal).await;
            }
        }
        self.ship(&journal).await;
        journal.close().await;
    }
}

async fn cut_connections(server: &Server, progress: &Progress) {
    for round in 1..=6 {
        progress.reaches(round * 150).await;
        let cut = "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE usename LIKE 'desk\\_%' AND datname = current_database()) AS cut";
        // The server may be away at this very moment, which cuts them as well.
        if let Some(mut raw) = server.try_raw_admin().await {
            let _ = sqlx::query_scalar::<_, i64>(cut).fetch_one(&mut raw).await;
        }
    }
}

async fn restart_server(progress: &Progress) {
    for round in 1..=3 {
        progress.reaches(400 + round * 250).await;
        control(&["-m", "immediate", "stop"]).await;
        control(&["start"]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn fifty_desks_ship_each_event_once_and_in_order_through_outages() {
    let server = Server::alone().await;
    let port: u16 = server.url.rsplit_once(':').unwrap().1.split('/').next().unwrap().parse().unwrap();
    let (proxy, progress) = (Proxy::to(port, 7).await, Arc::new(Progress(watch::Sender::new(0))));
    let (mut desks, mut folders, mut work) = (Vec::new(), Vec::new(), JoinSet::new());
    for number in 0..DESKS {
        let login = Arc::new(server.admin.add_desk(&format!("Desk {number}")).await.unwrap());
        let (folder, journal) = journal().await;
        journal.close().await;
        let through = if number % 2 == 0 { port } else { proxy.port };
        let url = format!("postgres://{}@127.0.0.1:{through}/{}", login.login, server.database);
        let (path, progress) = (journal.path().to_path_buf(), Arc::clone(&progress));
        desks.push(Desk { number, path, address: url.parse().unwrap(), login, progress });
        folders.push(folder);
    }
    let mut killed = Vec::new();
    for desk in &desks {
        match desk.number {
            // Killed in the middle, wherever it is.
            0..5 => killed.push((desk.clone(), tokio::spawn(desk.clone().work(0, false)))),
            number => drop(work.spawn(desk.clone().work(0, number >= DESKS - 5))),
        }
    }
    let killing = async {
        progress.reaches(200).await;
        let mut cut_short = 0;
        for (desk, task) in killed {
            task.abort();
            cut_short += u32::from(task.await.is_err_and(|error| error.is_cancelled()));
            work.spawn(desk.work(ATTEMPTS / 2, false));
        }
        assert!(cut_short > 0, "all of them had ended before");
    };
    let breaking = async { tokio::join!(killing, restart_server(&progress), cut_connections(&server, &progress)) };
    tokio::time::timeout(Duration::from_secs(300), breaking).await.expect("the desks stopped shipping");
    proxy.hold();
    while let Some(done) = work.join_next().await {
        done.unwrap();
    }
    assert!(proxy.resets() > 10, "the way broke only {} times", proxy.resets());
    all_is_there(&server, &desks).await;
}

async fn all_is_there(server: &Server, desks: &[Desk]) {
    let mut total = 0;
    for desk in desks {
        let journal = Journal::open(&desk.path).await.unwrap();
        desk.ship(&journal).await;
        let (here, genesis) = events_here(&journal).await;
        assert!(here.len() as u64 >= ATTEMPTS / 2, "desk {} wrote {}", desk.number, here.len());
        assert_eq!(events_there(server, &genesis).await, here, "desk {}", desk.number);
        total += here.len() as u64;
        journal.close().await;
    }
    assert_eq!(verified(&server.supervisor().await.0).await, total);
    assert_counted(server).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn two_programs_that_ship_the_same_journal_bring_each_event_once() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (_folder, journal) = journal().await;
    let mut chance = fastrand::Rng::with_seed(3);
    for _ in 0..400 {
        write(&journal, &any_attempt(&mut chance, "Front Desk 1")).await;
    }
    let (one, two) = tokio::join!(ship(&journal, &record), ship(&journal, &record));
    assert_eq!((one.unwrap().waiting, two.unwrap().waiting), (0, 0));
    let (here, genesis) = events_here(&journal).await;
    assert_eq!(events_there(&server, &genesis).await, here);
    assert_counted(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_journal_that_was_restored_from_an_older_copy_is_refused_and_changes_nothing() {
    let server = Server::open().await;
    let (record, _) = server.desk("Front Desk 1").await;
    let (folder, journal) = journal().await;
    let mut chance = fastrand::Rng::with_seed(5);
    write(&journal, &any_attempt(&mut chance, "Front Desk 1")).await;
    journal.close().await;
    let copy = folder.path().join("copy.sqlite");
    std::fs::copy(journal.path(), &copy).unwrap();
    let journal = Journal::open(journal.path()).await.unwrap();
    write(&journal, &any_attempt(&mut chance, "Front Desk 1")).await;
    ship(&journal, &record).await.unwrap();
    let (here, genesis) = events_here(&journal).await;
    journal.close().await;
    let restored = Journal::open(&copy).await.unwrap();
    for round in 0..3 {
        let refused = ship(&restored, &record).await.unwrap_err();
        assert!(matches!(refused, SharedError::OlderCopy { .. }), "round {round}: {refused:?}");
        assert!(refused.to_string().contains("older copy") && !refused.is_passing());
        // The copy goes on and grows beyond what the record holds.
        write(&restored, &any_attempt(&mut chance, "Front Desk 1")).await;
        write(&restored, &any_attempt(&mut chance, "Front Desk 1")).await;
    }
    assert_eq!(events_there(&server, &genesis).await, here);
}
