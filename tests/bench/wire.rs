//! From the click to the request on the wire, against a bare durable insert.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use keydesk::{
    domain::{AccessMethodKind, Desk, JobId, LoadedSettings, Operator, Subject},
    engine::{
        Command, EncodeOrder, EngineConfig, Event, Handle, Lists, Mode, Moment, Opening, Practice, TokenSource, start,
    },
    keychain::Keychain,
    sandbox::{Sandbox, SandboxConfig},
    seam::{Client, ClientConfig, Endpoint, Timeouts, Token},
    settings::SettingsStore,
};
use secrecy::SecretString;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::measure::{Samples, ratio};

const ROUNDS: usize = 40;

pub fn run() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        // On the disk that the build is on: a temporary folder may be memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let clicks = clicks(folder.path()).await;
        let inserts = inserts(folder.path()).await;
        inserts.report("bare insert, WAL and synchronous = FULL");
        clicks.report("click to the request seen by the server");
        ratio("click against the bare insert", &clicks, &inserts);
        let over = clicks.median().as_secs_f64() * 1_000.0 - 2.0 * inserts.median().as_secs_f64() * 1_000.0;
        println!("beyond twice the bare insert: {over:.3} ms");
    });
}

pub fn client(sandbox: &Sandbox) -> Client {
    let token = Token::parse(&SecretString::from(sandbox.api_key()), None).unwrap();
    let endpoint = Endpoint::resolve(Some(sandbox.endpoint()), None).unwrap();
    Client::new(&ClientConfig::new(endpoint, token)).unwrap()
}

pub fn desk(sandbox: &Sandbox, folder: &Path) -> Handle {
    let opening = Opening::Token {
        token: SecretString::from(sandbox.api_key()),
        workspace: None,
        source: TokenSource::Environment,
    };
    let config = EngineConfig {
        mode: Mode::Desk,
        settings: SettingsStore::new(folder.join("settings.toml")),
        loaded: LoadedSettings::default(),
        logs: folder.join("logs"),
        endpoint: Endpoint::resolve(Some(sandbox.endpoint()), None).unwrap(),
        opening,
        lists: Lists::Once,
        follows_jobs: true,
        keychain: Keychain::in_memory(),
        data: folder.to_owned(),
        practice: Arc::new(|| Box::pin(async { Err::<Practice, _>(String::new()) })),
        operator: Operator("bench".into()),
        desk: Desk("bench".into()),
        binding: None,
        retention: None,
        shared: Ok(None),
        timeouts: Timeouts::default(),
        speed: 1,
    };
    start(config, || {})
}

pub async fn close(mut handle: Handle) {
    assert!(handle.send(Command::Shutdown));
    while handle.next_event().await.is_some_and(|event| event != Event::Stopped) {}
}

async fn clicks(folder: &Path) -> Samples {
    let config = SandboxConfig { encode_ms: 1..=2, practice_guests: false, ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let mut handle = desk(&sandbox, folder);
    handle.wait_for(|snapshot| snapshot.catalog.progress.is_complete).await.unwrap();
    let snapshot = handle.snapshot();
    let encoder = snapshot.encoders.iter().find(|view| &*view.encoder.name == "Front Desk 1").unwrap().encoder.clone();
    let is_ready = |card: &&keydesk::domain::Card| {
        card.kind == AccessMethodKind::Card
            && card.system.as_ref() == Some(&encoder.system)
            && matches!(card.issued, keydesk::domain::Issued::No)
    };
    let subjects: Vec<Subject> =
        snapshot.catalog.cards.iter().filter(is_ready).map(|card| card.subject.clone()).collect();
    let mut samples = Vec::new();
    for subject in subjects.into_iter().take(ROUNDS) {
        samples.extend(click(&sandbox, &mut handle, subject, &encoder.id).await);
    }
    close(handle).await;
    Samples::of(samples.into_iter().skip(3).collect())
}

/// One click, timed until the server has seen the request; then the card is followed to its end.
async fn click(
    sandbox: &Sandbox,
    handle: &mut Handle,
    subject: Subject,
    encoder: &keydesk::domain::EncoderId,
) -> Option<Duration> {
    let (control, job) = (sandbox.control(), JobId::generate());
    let seen = control.count("/acs/encoders/encode_credential");
    let order = EncodeOrder { job, subject, encoder: encoder.clone(), confirmed: vec![], retry_of: None };
    let start = Instant::now();
    assert!(handle.send(Command::Encode(order)));
    while control.count("/acs/encoders/encode_credential") == seen {
        assert!(start.elapsed() < Duration::from_secs(5), "the request never arrived: {:?}", handle.try_event());
        tokio::task::yield_now().await;
    }
    let took = start.elapsed();
    loop {
        match handle.next_event().await? {
            Event::Job { job: view, moment: Moment::Ended } if view.job == job => return Some(took),
            event @ (Event::Refused { .. } | Event::ConfirmFirst { .. }) => panic!("{event:?}"),
            Event::Job { .. } | Event::NotApproved(_) | Event::Loaded(_) | Event::Stopped => {}
        }
    }
}

async fn inserts(folder: &Path) -> Samples {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE bare (id INTEGER PRIMARY KEY, payload TEXT NOT NULL)").execute(&pool).await.unwrap();
    let payload = "x".repeat(600);
    let mut samples = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        sqlx::query("INSERT INTO bare (payload) VALUES (?)").bind(&payload).execute(&pool).await.unwrap();
        samples.push(start.elapsed());
    }
    Samples::of(samples.into_iter().skip(20).collect())
}
