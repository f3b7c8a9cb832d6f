//! The actor: one task that owns all state.

mod run;
mod spawn;
mod take_in;
mod tell;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Binding, BundleView, EngineEnd, Handle, KeyringTrouble, Link, Recovered, Session, Snapshot, TokenSource,
    access::Access,
    activity::{Numbers, WatchedAttempt, Watching},
    asking::Ask,
    channels,
    clock::Clock,
    config::EngineConfig,
    exporting::Exporting,
    flight::Flight,
    jobs::Job,
    learning::BEAT,
    locks::{EncoderLock, Locks},
    news::{News, Origin, Tried},
    sharing::Sharing,
};
use crate::{
    domain::{ActionAttemptId, Catalog, Directory, EncoderHistory, EncoderId, Found, JobId, Query, Subject, Workspace},
    flow::{leap::Watch, server_clock::ServerClock},
    journal::Journal,
    seam::Client,
};

/// How long the last writes may take when the program ends.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Calls the window back when there is something to draw.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// Starts the engine on the current tokio runtime. `wake` is called after every change.
pub fn start(config: EngineConfig, wake: impl Fn() + Send + Sync + 'static) -> Handle {
    let clock = Clock::start(config.speed);
    let access = Access::new(&config, clock.now());
    let first = Snapshot { binding: config.binding.clone(), mode: config.mode, ..Snapshot::default() };
    let (handle, end) = channels(access.show(clock.now(), first));
    let engine = Engine::new(config, end, Arc::new(wake), clock, access);
    tokio::spawn(engine.run());
    handle
}

/// At work: what exists between a confirmed token and its end.
pub(super) struct Work {
    pub client: Arc<Client>,
    pub workspace: Workspace,
    pub source: TokenSource,
    pub can_list_attempts: bool,
    pub token_rejected: bool,
    pub journal: Journal,
}

/// The lists and the search in them.
#[derive(Default)]
pub(super) struct Board {
    pub directory: Option<Arc<Directory>>,
    pub catalog: Arc<Catalog>,
    pub incoming: Option<Arc<Catalog>>,
    pub generation: u64,
    pub query: Query,
    pub found: Arc<Found>,
    pub is_finding: bool,
    pub is_loading: bool,
    pub refresh_at: Option<Duration>,
    pub load_started: Duration,
    /// Rows that changed while the lists were being read, and are read once more after it.
    pub touched: Vec<Subject>,
}

pub(super) struct Engine {
    pub config: EngineConfig,
    pub end: EngineEnd,
    pub wake: Wake,
    pub clock: Clock,
    pub news: mpsc::UnboundedSender<(Origin, News)>,
    inbox: mpsc::UnboundedReceiver<(Origin, News)>,
    pub tasks: TaskTracker,
    pub cancel: CancellationToken,
    /// Ends what reads the lists, when the desk comes to rest.
    pub reading: CancellationToken,
    pub is_stopping: bool,
    /// Counts sessions; what an older session's tasks bring back is dropped, except for jobs.
    pub epoch: u64,
    pub locks: Locks,
    pub session: Session,
    pub logged_session: &'static str,
    /// Why the keyring was of no use when it was last asked.
    pub keyring: Option<KeyringTrouble>,
    pub pending: Option<Box<Tried>>,
    pub work: Option<Work>,
    pub practice: Option<super::config::Practice>,
    pub board: Board,
    pub jobs: BTreeMap<JobId, Job>,
    /// Encoders of jobs that this session does not follow though their cards may still be written.
    pub kept_locks: HashMap<JobId, EncoderLock>,
    /// Open jobs that another process of this machine follows at this moment, with what they hold.
    pub elsewhere: Vec<(EncoderId, Subject)>,
    pub resume_at: Option<Duration>,
    /// When a refused token is tried once more.
    pub trial_at: Option<Duration>,
    pub to_ask: Vec<(JobId, Ask)>,
    /// The attempts of the latest jobs: a reply that names one of them is the reply to something else.
    pub recent_attempts: VecDeque<ActionAttemptId>,
    pub histories: HashMap<EncoderId, EncoderHistory>,
    pub binding: Option<Binding>,
    pub link: Link,
    pub failures: u32,
    pub retry_at: Option<Duration>,
    pub skew: Option<SignedDuration>,
    pub server_clock: ServerClock,
    pub watch: Watch,
    pub beat_at: Duration,
    pub journal_trouble: Option<Arc<str>>,
    pub recovered: Option<Recovered>,
    pub looked_at: Option<Subject>,
    pub activity: Option<Watching>,
    pub attempt: Option<WatchedAttempt>,
    pub numbers: Numbers,
    pub exporting: Exporting,
    pub sharing: Sharing,
    pub retain_at: Option<Duration>,
    pub access: Access,
    pub bundle: Option<BundleView>,
    pub flight: Flight,
    /// Notes and exports under way, which the end of the program waits for.
    pub last_words: usize,
}
impl Engine {
    fn new(config: EngineConfig, end: EngineEnd, wake: Wake, clock: Clock, access: Access) -> Self {
        let (news, inbox) = mpsc::unbounded_channel();
        let cancel = CancellationToken::new();
        Self {
            locks: Locks::new(config.data.join("locks")),
            binding: config.binding.clone(),
            config,
            end,
            wake,
            clock,
            watch: Watch::start(clock.in_world()),
            beat_at: BEAT,
            server_clock: ServerClock::default(),
            news,
            inbox,
            tasks: TaskTracker::new(),
            reading: cancel.child_token(),
            cancel,
            is_stopping: false,
            epoch: 0,
            session: Session::Starting,
            logged_session: "",
            keyring: None,
            pending: None,
            work: None,
            practice: None,
            board: Board::default(),
            jobs: BTreeMap::new(),
            kept_locks: HashMap::new(),
            elsewhere: Vec::new(),
            resume_at: None,
            trial_at: None,
            to_ask: Vec::new(),
            recent_attempts: VecDeque::new(),
            histories: HashMap::new(),
            link: Link::Unknown,
            failures: 0,
            retry_at: None,
            skew: None,
            journal_trouble: None,
            recovered: None,
            looked_at: None,
            activity: None,
            attempt: None,
            numbers: Numbers::default(),
            exporting: Exporting::default(),
            sharing: Sharing::default(),
            retain_at: None,
            access,
            bundle: None,
            flight: Flight::default(),
            last_words: 0,
        }
    }
}

#[cfg(test)]
mod tests;
