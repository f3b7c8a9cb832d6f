//! A desk under test: the real engine over loopback to the real practice server, with a journal in a temporary folder.

use std::{sync::Arc, time::Duration};

use keydesk::{
    domain::{Confirm, Desk, EncoderId, JobId, Operator, Settings, Subject},
    engine::{
        Command, EncodeOrder, EngineConfig, Event, Handle, JobView, Lists, Mode, Moment, Opening, Practice, Snapshot,
        TokenSource, start,
    },
    journal::{Journal, Retention, shared::SharedAddress},
    keychain::Keychain,
    sandbox::{Control, Sandbox, SandboxConfig},
    seam::{Endpoint, Timeouts},
    settings::SettingsStore,
};
use secrecy::SecretString;
use tempfile::TempDir;

/// A running desk.
pub struct TestDesk {
    pub handle: Handle,
    pub sandbox: Sandbox,
    pub folder: Arc<TempDir>,
}

/// What a test may choose.
pub struct Setup {
    pub sandbox: SandboxConfig,
    pub folder: Arc<TempDir>,
    pub token: Option<String>,
    pub lists: Lists,
    pub timeouts: Timeouts,
    /// Seconds of the engine's clock in one second of the world.
    pub speed: u32,
    pub keychain: Keychain,
    pub desk: &'static str,
    pub retention: Option<Retention>,
    pub shared: Option<SharedAddress>,
    pub mode: Mode,
    /// What the settings file says at the first start.
    pub settings: Settings,
    /// What the policy file says.
    pub policy: Option<&'static str>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            sandbox: SandboxConfig { encode_ms: 30..=60, ..SandboxConfig::default() },
            folder: Arc::new(tempfile::tempdir().unwrap()),
            token: None,
            lists: Lists::All,
            timeouts: Timeouts { connect: Duration::from_secs(2), request: Duration::from_secs(3) },
            speed: 1,
            keychain: Keychain::in_memory(),
            desk: "front",
            retention: None,
            shared: None,
            mode: Mode::Desk,
            settings: Settings::default(),
            policy: None,
        }
    }
}

/// How an engine under test is set up, apart from how its session begins.
pub fn config(setup: &Setup, endpoint: &str, opening: Opening) -> EngineConfig {
    let store = SettingsStore::new(setup.folder.path().join("settings.toml"));
    if setup.settings != Settings::default() && !store.path().exists() {
        store.save(&setup.settings).unwrap();
    }
    let store = match setup.policy {
        None => store,
        Some(text) => {
            let path = setup.folder.path().join("policy.toml");
            std::fs::write(&path, text).unwrap();
            store.with_policy(path, "front-1")
        }
    };
    EngineConfig {
        mode: setup.mode,
        loaded: store.load_all(),
        settings: store,
        logs: setup.folder.path().join("logs"),
        endpoint: Endpoint::resolve(Some(endpoint), None).unwrap(),
        opening,
        lists: setup.lists,
        follows_jobs: true,
        keychain: setup.keychain.clone(),
        data: setup.folder.path().to_owned(),
        practice: Arc::new(|| Box::pin(async { Err::<Practice, _>("no practice here".to_owned()) })),
        operator: Operator("mk".into()),
        desk: Desk(setup.desk.into()),
        binding: None,
        retention: setup.retention,
        shared: Ok(setup.shared.clone()),
        timeouts: setup.timeouts,
        speed: setup.speed,
    }
}

fn opening(sandbox: &Sandbox, token: &str) -> Opening {
    Opening::Token {
        token: SecretString::from(token),
        workspace: Some(sandbox.workspace_id().to_owned()),
        source: TokenSource::Environment,
    }
}

impl TestDesk {
    /// Longer than anything here takes; only a hang reaches it.
    pub const PATIENCE: Duration = Duration::from_secs(30);

    pub async fn open(setup: Setup) -> Self {
        let sandbox = Sandbox::start(setup.sandbox.clone()).await.unwrap();
        Self::open_at(setup, sandbox)
    }

    /// With the hotel's own token.
    pub fn opening(&self) -> Opening {
        opening(&self.sandbox, self.sandbox.api_key())
    }

    /// The program once more, in the same folder and against the same hotel.
    pub fn start_again(&self, setup: &Setup, opening: Opening) -> Handle {
        start(config(setup, self.sandbox.endpoint(), opening), || {})
    }

    /// A desk at a hotel that is already open.
    pub fn open_at(setup: Setup, sandbox: Sandbox) -> Self {
        let opening = opening(&sandbox, setup.token.as_deref().unwrap_or(sandbox.api_key()));
        let handle = start(config(&setup, sandbox.endpoint(), opening), || {});
        Self { handle, sandbox, folder: setup.folder }
    }

    pub async fn ready() -> Self {
        let mut desk = Self::open(Setup::default()).await;
        desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
        desk
    }

    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    pub async fn wait(&mut self, what: &str, condition: impl FnMut(&Snapshot) -> bool) -> Arc<Snapshot> {
        let waiting = tokio::time::timeout(Self::PATIENCE, self.handle.wait_for(condition));
        waiting.await.unwrap_or_else(|_| panic!("{what} did not come")).expect("the engine is gone")
    }

    pub fn encoder(&self, name: &str) -> EncoderId {
        let snapshot = self.handle.snapshot();
        snapshot.encoders.iter().find(|view| &*view.encoder.name == name).unwrap().encoder.id.clone()
    }

    /// The first card of a guest.
    pub fn card_of(&self, guest: &str) -> Subject {
        let snapshot = self.handle.snapshot();
        let is_guests = |name: &str| name.contains(guest);
        let card = snapshot
            .catalog
            .cards
            .iter()
            .find(|card| card.guest.as_ref().is_some_and(|guest| is_guests(guest.full_name())));
        card.unwrap_or_else(|| panic!("no card of {guest}")).subject.clone()
    }

    pub fn order(&self, subject: Subject, encoder: &str) -> JobId {
        self.order_confirmed(subject, encoder, vec![])
    }

    pub fn order_confirmed(&self, subject: Subject, encoder: &str, confirmed: Vec<Confirm>) -> JobId {
        let job = JobId::generate();
        let encoder = self.encoder(encoder);
        assert!(self.send(Command::Encode(EncodeOrder { job, subject, encoder, confirmed, retry_of: None })));
        job
    }

    pub fn send(&self, command: Command) -> bool {
        self.handle.send(command)
    }

    /// The next event, within the time that anything may take.
    pub async fn event(&mut self) -> Event {
        tokio::time::timeout(Self::PATIENCE, self.handle.next_event())
            .await
            .expect("no event came")
            .expect("the engine is gone")
    }

    /// The moments of a job up to one of them.
    pub async fn until(&mut self, job: JobId, last: Moment) -> (Vec<Moment>, JobView) {
        let mut moments = Vec::new();
        let waiting = async {
            loop {
                if let Event::Job { job: view, moment } = self.event().await
                    && view.job == job
                {
                    moments.push(moment);
                    if moment == last {
                        return *view;
                    }
                }
            }
        };
        let view = tokio::time::timeout(Self::PATIENCE, waiting).await;
        let view = view.unwrap_or_else(|_| panic!("{job} did not come to {last:?}"));
        (moments, view)
    }

    /// The journal, read beside the engine.
    pub async fn journal(&self) -> Journal {
        Journal::open(&self.folder.path().join("journal.sqlite")).await.unwrap()
    }

    pub async fn close(mut self) {
        assert!(self.send(Command::Shutdown));
        while self.event().await != Event::Stopped {}
    }
}
