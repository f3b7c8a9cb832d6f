//! The actor: one task that owns all state, and the loop that feeds it.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    future::Future,
    sync::Arc,
    time::Duration,
};

use jiff::{SignedDuration, tz::TimeZone};
use tokio::{sync::mpsc, time::sleep_until};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Binding, BundleView, Command, EngineEnd, Event, Handle, Link, Mode, Recovered, Session, Snapshot, Stage,
    TokenSource,
    access::Access,
    activity::{WatchedAttempt, Watching},
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
    domain::{
        AccessFact, ActionAttemptId, Blocker, Catalog, Directory, EncoderHistory, EncoderId, Found, JobId, Query,
        Subject, Workspace,
    },
    flow::{encode::Input, leap::Watch, server_clock::ServerClock},
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
            exporting: Exporting::default(),
            sharing: Sharing::default(),
            retain_at: None,
            access,
            bundle: None,
            flight: Flight::default(),
            last_words: 0,
        }
    }

    async fn run(mut self) {
        self.read_tries().await;
        if self.config.mode == Mode::Kiosk {
            self.note_access(AccessFact::KioskBegun);
        }
        self.open();
        let mut has_changed = true;
        loop {
            if self.look_at_rest() || has_changed {
                self.publish();
            }
            let wake_at = self.next_wake();
            has_changed = true;
            tokio::select! {
                command = self.end.commands.recv() => match command {
                    None | Some(Command::Shutdown) => break,
                    Some(command) => has_changed = self.command(command),
                },
                Some((origin, news)) = self.inbox.recv() => self.take_in(origin, news),
                () = sleep_until(self.clock.instant(wake_at.min(self.beat_at))) => has_changed = self.come_due(),
            }
        }
        self.finish().await;
    }

    /// Lets writes and requests that are under way finish, and writes down what comes of them; whatever else is under way
    /// is given up, and nothing is begun.
    async fn finish(mut self) {
        self.is_stopping = true;
        self.cancel.cancel();
        let until = tokio::time::Instant::now() + LAST_WORDS;
        while self.has_last_words() {
            match tokio::time::timeout_at(until, self.inbox.recv()).await {
                Ok(Some((origin, news))) => self.take_in(origin, news),
                Ok(None) | Err(_) => {
                    tracing::warn!("not everything was answered in time; the next start looks into it");
                    break;
                }
            }
        }
        if let Some(work) = self.work.take() {
            let _ = tokio::time::timeout(LAST_WORDS, work.journal.close()).await;
        }
        self.tell(Event::Stopped);
        (self.wake)();
    }

    fn has_last_words(&self) -> bool {
        self.last_words > 0 || self.jobs.values().any(|job| job.is_writing() || *job.flow.stage() == Stage::Submitting)
    }

    pub(super) fn carry_out(&mut self, command: Command) {
        match command {
            Command::Connect { token, workspace } => self.connect(token, workspace),
            Command::ConfirmConnect(keep) => self.confirm(keep),
            Command::CancelConnect => self.cancel_connect(),
            Command::StartPractice => self.open_practice(),
            Command::RecoverJournal => self.recover_journal(),
            Command::RetryKeyring => self.retry_keyring(),
            Command::ForgetToken => self.forget(),
            Command::ReplaceToken => self.replace(),
            Command::Refresh => self.refresh(),
            Command::Find(query) => self.search(query),
            Command::LookAt(subject) => self.look_at(subject),
            Command::Encode(order) => self.order(order),
            Command::StopWaiting(job) => self.stop_waiting(job),
            Command::ReadCard(job) => self.feed(job, Input::ReadCard),
            Command::Decide(job, decision) => self.decide(job, decision),
            Command::Dismiss(job) => self.dismiss(job),
            Command::BindEncoder(encoder) => self.bind(encoder),
            Command::ShowActivity(query) => self.show_activity(query),
            Command::ShowRows { offset, limit } => self.show_rows(offset, limit),
            Command::HideActivity => self.hide_activity(),
            Command::ShowAttempt(job) => self.show_attempt(job),
            Command::HideAttempt => self.hide_attempt(),
            Command::AskSeamAgain(job) => self.ask_seam_again(job),
            Command::FollowUp(order) => self.follow_up(order),
            Command::Export(order) => self.start_export(order),
            Command::CancelExport => self.cancel_export(),
            Command::DismissExport => self.dismiss_export(),
            Command::Touch => self.touched(),
            Command::Begin => self.begin(),
            Command::SignIn(pin) => self.sign_in(pin),
            Command::Lock => self.lock(),
            Command::Stay => self.stay(),
            Command::Approve(pin) => self.approve(pin),
            Command::CancelApproval => self.drop_held(),
            Command::Set(setting) => self.set(setting),
            Command::AddOperator { person, pin } => self.add_operator(person, pin),
            Command::ChangePin { who, pin, present } => self.change_pin(who, pin, present),
            Command::ChangeRole { who, role, pin } => self.change_role(who, role, pin),
            Command::RemoveOperator(who) => self.remove_operator(who),
            Command::SaveBundle(order) => self.save_bundle(order),
            Command::DismissBundle => self.dismiss_bundle(),
            // A kiosk is left with a PIN alone, and the loop ends itself.
            Command::LeaveKiosk | Command::Shutdown => {}
        }
    }

    /// Jobs outlive a session, since a card may; everything else of an older session is stale.
    fn take_in(&mut self, origin: Origin, news: News) {
        let is_current = origin.session == self.epoch;
        match news {
            News::Recorded(job, written) => self.on_recorded(job, written),
            News::Backlog(job, facts) => self.on_backlog(job, facts),
            News::Submitted(job, heard, submission) => self.on_submitted(job, &heard, submission),
            News::Attempts(reports) => self.on_attempts(reports),
            News::Read(job, heard) => self.on_read(job, *heard),
            News::CardRead(job, number, read) => self.on_card_read(job, number, read),
            News::Histories(histories) => self.histories = histories,
            News::Noted(written) => self.on_noted(written),
            News::ExportAt(number, written, total) => self.on_export_at(number, written, total),
            News::ExportEnded(number, end) => self.on_export_ended(number, end),
            News::Shared(number, news) => self.on_shared(number, news),
            News::PinChecked(checked) => self.on_pin_checked(checked),
            News::AccessNoted(written) => self.on_access_noted(written),
            News::Changed(changed) => self.on_changed(*changed),
            News::OrderedCard(ordered) if origin.rests != self.access.rests => {
                self.refuse(ordered.0.order.job, Blocker::NobodySignedIn);
            }
            other if other.is_about_guests() && !self.is_awake_since(origin) => {
                tracing::debug!("news from before the desk came to rest dropped");
            }
            News::Bundled(end) => self.on_bundled(end),
            other if is_current => self.take_in_current(other),
            News::OrderedCard(ordered) => self.refuse(ordered.0.order.job, Blocker::Offline),
            News::Keyring(_)
            | News::Tried(_)
            | News::Kept(..)
            | News::Practice(_)
            | News::Journal(_)
            | News::Directory(..)
            | News::Rows(..)
            | News::Loaded(_)
            | News::Probed(_)
            | News::Found(_)
            | News::OpenJobs(_)
            | News::TakenOver(..)
            | News::Doors(_)
            | News::Room(_)
            | News::Recovered(_)
            | News::Activity(..)
            | News::ActivityRows(..)
            | News::Attempt(..)
            | News::Reasked(..)
            | News::Retained(_)
            | News::Reread(..) => tracing::debug!("news of an older session dropped"),
        }
    }

    fn take_in_current(&mut self, news: News) {
        match news {
            News::Keyring(stored) => self.on_keyring(stored),
            News::Tried(tried) => self.on_tried(tried),
            News::Kept(keep, result) => self.on_kept(keep, result),
            News::Practice(opened) => self.on_practice(opened),
            News::Journal(opened) => self.on_journal(opened),
            News::Directory(directory, heard) => self.on_directory(directory, &heard),
            News::Rows(catalog, progress) => self.on_rows(catalog, progress),
            News::Loaded(heard) => self.on_loaded(heard),
            News::Probed(heard) => self.on_probed(&heard),
            News::Found(found) => self.on_found(found),
            News::Doors(doors) => self.on_doors(doors),
            News::OpenJobs(open_jobs) => self.on_open_jobs(open_jobs),
            News::TakenOver(id, facts) => self.on_taken_over(id, facts),
            News::OrderedCard(ordered) => self.on_ordered_card(*ordered),
            News::Room(room) => self.on_room(room),
            News::Recovered(recovery) => self.on_recovered(recovery),
            News::Reread(subject, heard) => self.on_reread(&subject, *heard),
            News::Activity(number, answer) => self.on_activity(number, answer),
            News::ActivityRows(number, wanted, rows) => self.on_activity_rows(number, wanted, rows),
            News::Attempt(job, read) => self.on_attempt(job, read),
            News::Reasked(job, heard) => self.on_reasked(job, *heard),
            News::Retained(run) => self.on_retained(run),
            News::Recorded(..)
            | News::Backlog(..)
            | News::Submitted(..)
            | News::Attempts(_)
            | News::Read(..)
            | News::CardRead(..)
            | News::Noted(_)
            | News::ExportAt(..)
            | News::ExportEnded(..)
            | News::Shared(..)
            | News::PinChecked(_)
            | News::AccessNoted(_)
            | News::Changed(_)
            | News::Bundled(_)
            | News::Histories(_) => {}
        }
    }

    /// The next time at which something is due by itself; far away when nothing is.
    fn next_wake(&self) -> Duration {
        let far = self.clock.since_start() + Duration::from_secs(3_600);
        let jobs = self.jobs.values().filter_map(Job::due);
        jobs.chain(self.board.refresh_at)
            .chain(self.retry_at)
            .chain(self.resume_at)
            .chain(self.retain_at)
            .chain(self.next_of_access())
            .min()
            .unwrap_or(far)
    }

    /// Whether anything was due but the look at the clocks.
    fn come_due(&mut self) -> bool {
        let now = self.clock.since_start();
        let has_leapt = self.beat(now);
        if self.next_wake() > now {
            return has_leapt;
        }
        if self.retry_at.is_some_and(|at| at <= now) {
            self.retry_at = None;
            self.try_again();
        }
        if self.board.refresh_at.is_some_and(|at| at <= now) {
            self.board.refresh_at = None;
            self.refresh();
        }
        if self.resume_at.is_some_and(|at| at <= now) {
            self.resume_at = None;
            self.read_open_jobs();
        }
        if self.retain_at.is_some_and(|at| at <= now) {
            self.retain();
        }
        self.drop_overdue(now);
        self.wake_jobs(now);
        true
    }

    /// Runs a child task whose end comes back as news, unless the engine stops first.
    pub(super) fn spawn(&self, task: impl Future<Output = News> + Send + 'static) {
        self.spawn_until(self.cancel.clone(), task);
    }

    /// The same for a task that reads the lists.
    pub(super) fn spawn_reading(&self, task: impl Future<Output = News> + Send + 'static) {
        self.spawn_until(self.reading.clone(), task);
    }

    fn spawn_until(&self, cancel: CancellationToken, task: impl Future<Output = News> + Send + 'static) {
        let (news, origin) = (self.news.clone(), self.origin());
        self.tasks.spawn(async move {
            if let Some(end) = cancel.run_until_cancelled(task).await {
                let _ = news.send((origin, end));
            }
        });
    }

    /// What a child task that begins now belongs to.
    pub(super) fn origin(&self) -> Origin {
        Origin { session: self.epoch, rests: self.access.rests }
    }

    /// Whether somebody has been here ever since.
    fn is_awake_since(&self, origin: Origin) -> bool {
        origin.rests == self.access.rests && !self.access.is_resting
    }

    /// The same for a task that somebody waits for: `fallback` speaks for it if it panics.
    pub(super) fn spawn_answered(&self, task: impl Future<Output = News> + Send + 'static, fallback: News) {
        let inner = self.tasks.spawn(task);
        self.spawn(async move { inner.await.unwrap_or(fallback) });
    }

    /// Runs a child task that must not be given up, such as a write to the journal. `fallback` speaks for it if it panics.
    pub(super) fn spawn_to_the_end(&self, task: impl Future<Output = News> + Send + 'static, fallback: News) {
        let (news, origin) = (self.news.clone(), self.origin());
        let inner = self.tasks.spawn(task);
        self.tasks.spawn(async move {
            let _ = news.send((origin, inner.await.unwrap_or(fallback)));
        });
    }

    pub(super) fn tell(&self, event: Event) {
        let _ = self.end.events.send(event);
    }

    /// The property's zone, else this desk's.
    pub(super) fn zone(&self) -> TimeZone {
        self.board.directory.as_ref().map_or_else(TimeZone::system, |directory| directory.zone().clone())
    }
}
