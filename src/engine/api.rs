//! What goes in and what comes out: commands, the snapshot, events.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use secrecy::SecretString;

pub use crate::flow::encode::{Moment, Stage};

use super::{
    ActivityView, Asked, AttemptDetails, BundleOrder, BundleView, ExportOrder, ExportView, FollowUpOrder, Mode, PinTry,
    PinView, SettingsView, SharedState,
};
use crate::domain::{
    ActionAttemptId, ActivityQuery, Catalog, Confirm, Decision, Deed, Desk, Duty, Encoder, EncoderHistory, EncoderId,
    Evidence, Found, Guest, JobId, Operator, Person, Problem, Query, RequestId, Role, Setting, Subject, Workspace,
    WorkspaceId,
};

/// What a screen or the command line asks for.
#[derive(Debug)]
pub enum Command {
    /// Try a token against Seam; nothing is saved yet.
    Connect {
        /// As pasted.
        token: SecretString,
        /// The workspace, which a personal access token needs.
        workspace: Option<WorkspaceId>,
    },
    /// "Yes, this is our workspace": keep the token as said and go to work.
    ConfirmConnect(Keep),
    /// Back to the first screen; the token is dropped.
    CancelConnect,
    /// Work with the make-believe hotel.
    StartPractice,
    /// Save what is readable of a damaged journal, and go on with a new one.
    RecoverJournal,
    /// Look into the keyring once more.
    RetryKeyring,
    /// Remove the token from the keyring and from memory, and end the session.
    ForgetToken,
    /// Ask for another token while the guest and the encoder stay chosen.
    ReplaceToken,
    /// Read the lists again.
    Refresh,
    /// Search.
    Find(Query),
    /// A card was chosen: find out what the list does not say, such as its doors.
    LookAt(Subject),
    /// Make a card.
    Encode(EncodeOrder),
    /// The clerk stops waiting; the encoder may still write.
    StopWaiting(JobId),
    /// Read the card that lies on the encoder, to find out how a job ended.
    ReadCard(JobId),
    /// A person settles an unknown outcome.
    Decide(JobId, Decision),
    /// The clerk has seen how it ended.
    Dismiss(JobId),
    /// This desk uses this encoder from here on.
    BindEncoder(EncoderId),
    /// Show what was tried, and keep it true until it is hidden.
    ShowActivity(ActivityQuery),
    /// Show the rows from this number on (0 is the newest), so many at most.
    ShowRows {
        /// The first.
        offset: u64,
        /// How many.
        limit: u32,
    },
    /// Nobody looks at what was tried any more.
    HideActivity,
    /// Show one attempt with all that is recorded about it, and keep it true until it is hidden.
    ShowAttempt(JobId),
    /// Nobody looks at it any more.
    HideAttempt,
    /// Ask Seam once more about an attempt that has ended, and write down what it says.
    AskSeamAgain(JobId),
    /// Say what is done about a failure.
    FollowUp(FollowUpOrder),
    /// Write what a filter shows to a file.
    Export(ExportOrder),
    /// Stop the export; no file is left.
    CancelExport,
    /// The end of the export was seen.
    DismissExport,
    /// Somebody is here: a key, a click, a touch. Once a second is enough.
    Touch,
    /// A guest begins at a kiosk that rests: the lists are read.
    Begin,
    /// Somebody signs in, or takes over from whoever is signed in; what was found stays found.
    SignIn(PinTry),
    /// Nobody is here any more: what is known of guests goes from memory, and where people sign in, a PIN comes first again. A
    /// card that is being made is not touched, and keeps this from happening until it ends.
    Lock,
    /// Whoever wanted that while a card is being made is here after all: the desk does not lock after the card.
    Stay,
    /// A supervisor lets happen what [`Snapshot::approval`] names, once.
    Approve(PinTry),
    /// Nobody does.
    CancelApproval,
    /// Change a setting.
    Set(Setting),
    /// Somebody new signs in here. The first one has to be a supervisor.
    AddOperator {
        /// Who.
        person: Person,
        /// Their PIN.
        pin: SecretString,
    },
    /// Give somebody another PIN; one's own with the present one.
    ChangePin {
        /// Who.
        who: Operator,
        /// The new one.
        pin: SecretString,
        /// The present one, which is needed where nobody but its owner asks.
        present: Option<SecretString>,
    },
    /// Give somebody another role.
    ChangeRole {
        /// Who.
        who: Operator,
        /// What they are trusted with from here on.
        role: Role,
        /// Their new PIN. A supervisor needs one: nobody can tell from what is kept how long the present one is.
        pin: Option<SecretString>,
    },
    /// Somebody does not sign in here any more. Their name stays on what they did.
    RemoveOperator(Operator),
    /// Close the kiosk for good.
    LeaveKiosk,
    /// Write a file for support.
    SaveBundle(BundleOrder),
    /// Its end was seen.
    DismissBundle,
    /// Finish what must not be lost, then stop.
    Shutdown,
}

/// One press of "Encode card".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeOrder {
    /// Chosen by whoever asks, so that its answers can be told apart.
    pub job: JobId,
    /// What to write.
    pub subject: Subject,
    /// Where.
    pub encoder: EncoderId,
    /// What the clerk said yes to.
    pub confirmed: Vec<Confirm>,
    /// The failed job that this one tries again.
    pub retry_of: Option<JobId>,
}

/// How long a token is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In the keyring.
    InKeyring,
    /// In memory, until the program ends.
    ThisSession,
}

/// Where the token in use comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSource {
    /// The keyring.
    Keyring,
    /// `SEAM_API_KEY`, or `SEAM_PERSONAL_ACCESS_TOKEN` with `SEAM_WORKSPACE_ID`.
    Environment,
    /// Typed in, kept in memory alone.
    ThisSession,
    /// The practice hotel's own.
    Practice,
}

/// Why the keyring cannot be used. Each is a screen of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyringTrouble {
    /// This computer has no keyring, or none is running.
    Missing,
    /// It is there and locked.
    Locked,
    /// It is there and refuses.
    Denied,
    /// It does not answer, perhaps because a question of its own waits behind another window.
    TimedOut,
    /// Anything else, in the system's words.
    Broken(Arc<str>),
}

/// Why a token is of no use, found out before anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTrouble {
    /// Nothing was typed.
    Empty,
    /// Something was pasted along with it.
    ContainsSpaces,
    /// It breaks off right after its prefix.
    Incomplete,
    /// A publishable key (`seam_pk`), which may only create client sessions.
    PublishableKey,
    /// A personal access token or a Console session without its workspace.
    WorkspaceMissing,
    /// The workspace id holds characters that no id has.
    WorkspaceInvalid,
    /// A client session (`seam_cst`): it may not read what this desk needs.
    ClientSession,
    /// It does not look like anything of Seam's.
    NotSeam,
}

/// What stands in the way on the first screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WelcomeTrouble {
    /// The token itself.
    Token(TokenTrouble),
    /// What Seam, or the way to it, said.
    Seam(Problem),
    /// The keyring could not be read at the start.
    KeyringRead(KeyringTrouble),
    /// The make-believe hotel did not open.
    Practice(Arc<str>),
    /// The journal cannot be opened, so no card may be made.
    Journal(Arc<str>),
    /// The journal is damaged; what is readable of it can be saved.
    JournalDamaged(Arc<str>),
}

/// What was saved of a damaged journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Events that were saved.
    pub saved: u64,
    /// Events that are known to be lost.
    pub lost: u64,
    /// The name of the damaged file, which is kept.
    pub kept: Arc<str>,
}

/// Where the desk stands with Seam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    /// Looking into the keyring.
    Starting,
    /// No token: the first screen.
    Welcome(Option<WelcomeTrouble>),
    /// A token is being tried.
    Connecting,
    /// The token works; a person confirms the workspace before anything is saved.
    Confirming {
        /// What the token opens.
        workspace: Workspace,
        /// How many encoders stand in it.
        encoders: usize,
        /// Why the keyring did not take the token, after a first try to save it.
        keyring: Option<KeyringTrouble>,
    },
    /// At work.
    Connected {
        /// What the token opens.
        workspace: Workspace,
        /// Where the token comes from.
        source: TokenSource,
        /// Seam no longer accepts it: one banner, and no call until it is replaced.
        token_rejected: bool,
    },
}

/// How the way to Seam is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Link {
    /// Nothing was asked yet.
    #[default]
    Unknown,
    /// The last call was answered.
    Up,
    /// The last call failed.
    Down {
        /// Why.
        problem: Problem,
        /// Since when.
        since: Timestamp,
        /// When Keydesk tries again by itself.
        retry_at: Timestamp,
    },
}

impl Link {
    /// The trouble, while there is one.
    pub fn trouble(&self) -> Option<&Problem> {
        match self {
            Self::Unknown | Self::Up => None,
            Self::Down { problem, .. } => Some(problem),
        }
    }
}

/// An encoder with what this desk knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncoderView {
    /// The encoder.
    pub encoder: Encoder,
    /// What the journal knows.
    pub history: EncoderHistory,
    /// The job that holds it.
    pub busy: Option<JobId>,
    /// The other desk whose card it is at, as far as the shared record tells.
    pub busy_at: Option<Desk>,
}

/// The encoder that this desk is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Its id.
    pub encoder: EncoderId,
    /// Its name when it was chosen, to say which one is missing.
    pub name: Arc<str>,
}

impl Binding {
    /// This desk, bound to that encoder.
    pub fn of(encoder: &Encoder) -> Self {
        Self { encoder: encoder.id.clone(), name: Arc::clone(&encoder.name) }
    }
}

/// A job as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Its id.
    pub job: JobId,
    /// What is written.
    pub subject: Subject,
    /// Where.
    pub encoder: EncoderId,
    /// The encoder's name.
    pub encoder_name: Arc<str>,
    /// The card's display name.
    pub card_name: Arc<str>,
    /// Who it is for.
    pub guest: Option<Guest>,
    /// The doors it opens.
    pub doors: Arc<[Arc<str>]>,
    /// Where it stands.
    pub stage: Stage,
    /// When the button was pressed, as it is on record.
    pub started_at: Timestamp,
    /// When the button was pressed by what this computer's clock says now, which may have been set since.
    pub shown_from: Timestamp,
    /// From the press until Seam took it on.
    pub accepted_after: Option<Duration>,
    /// From the press to the end.
    pub took: Option<Duration>,
    /// The attempt.
    pub attempt: Option<ActionAttemptId>,
    /// The latest `seam-request-id`.
    pub request: Option<RequestId>,
    /// The usual time on this encoder, where enough is known.
    pub usual: Option<Duration>,
    /// Whether the facts of this job could not all be written down after it was sent.
    pub has_journal_gap: bool,
    /// What was found out while nobody knows how it ended.
    pub evidence: Evidence,
    /// Whether the card on the encoder is being read.
    pub is_reading_card: bool,
    /// Why the card on the encoder could not be read.
    pub card_trouble: Option<Problem>,
    /// Whether it stands still because Seam refuses the token.
    pub is_parked: bool,
    /// Whether it was picked up after the program was gone.
    pub is_resumed: bool,
}

/// Everything a screen draws from. Cheap to clone; a new one replaces the old whole.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Where the desk stands with Seam.
    pub session: Session,
    /// Whether work goes on behind the first screen: another key was asked for, and one can go back.
    pub has_work: bool,
    /// How the way to Seam is doing.
    pub link: Link,
    /// The lists.
    pub catalog: Arc<Catalog>,
    /// Whether the lists are being read at this moment.
    pub is_loading: bool,
    /// The answer to the latest search.
    pub found: Arc<Found>,
    /// The encoders, by name.
    pub encoders: Arc<[EncoderView]>,
    /// The encoder of this desk; one that is missing from the list is still named here.
    pub binding: Option<Binding>,
    /// The jobs that are open, or ended and not dismissed; the newest last.
    pub jobs: Arc<[JobView]>,
    /// Why the journal cannot be written, when it cannot.
    pub journal_trouble: Option<Arc<str>>,
    /// How many open jobs another process of this computer follows.
    pub followed_elsewhere: usize,
    /// What was saved of a damaged journal in this run.
    pub recovered: Option<Recovered>,
    /// How far this desk's clock is ahead of the server's, when it is more than a minute off.
    pub clock_skew: Option<SignedDuration>,
    /// The property's time zone.
    pub zone: TimeZone,
    /// What was tried, while somebody looks at it.
    pub activity: Option<Arc<ActivityView>>,
    /// One attempt, while somebody looks at it.
    pub attempt: Option<Arc<AttemptDetails>>,
    /// The latest export, until its end was seen.
    pub export: Option<ExportView>,
    /// How this desk stands with the shared record.
    pub shared: SharedState,
    /// What kind of desk this is.
    pub mode: Mode,
    /// Where Seam is.
    pub endpoint: Arc<str>,
    /// Who is at the desk.
    pub duty: Duty,
    /// Who signs in here, by name.
    pub people: Arc<[Person]>,
    /// How the latest PIN fared.
    pub pin: PinView,
    /// What waits for a supervisor's PIN.
    pub approval: Option<Deed>,
    /// The same exactly, where there is more to say about it.
    pub asked: Option<Arc<Asked>>,
    /// Nobody is here, and nothing is known of any guest: a locked desk, or a kiosk that nobody has begun at.
    pub is_resting: bool,
    /// Counts how often it came to rest: a window that sees it change forgets what it knows of guests.
    pub rests: u64,
    /// Somebody wants it to rest, which happens as soon as the card that is being made is finished.
    pub rest_waits: bool,
    /// When the desk comes to rest unless somebody touches it, during the last moments before.
    pub rests_at: Option<Timestamp>,
    /// The kiosk was left with a PIN: its window may close.
    pub may_leave: bool,
    /// What is set.
    pub settings: Arc<SettingsView>,
    /// The latest file for support, until its end was seen.
    pub bundle: Option<BundleView>,
}

impl Snapshot {
    /// The job that is about a subject, the newest.
    pub fn job_of(&self, subject: &Subject) -> Option<&JobView> {
        self.jobs.iter().rev().find(|job| &job.subject == subject)
    }

    /// Whether whoever is signed in is a supervisor and works as a clerk, since their PIN is too short for more.
    pub fn is_pin_weak(&self) -> bool {
        let Duty::SignedIn(Person { name, role: Role::Clerk }) = &self.duty else { return false };
        self.people.iter().any(|known| known.name == *name && known.role == Role::Supervisor)
    }

    /// An encoder by id.
    pub fn encoder(&self, id: &EncoderId) -> Option<&EncoderView> {
        self.encoders.iter().find(|view| &view.encoder.id == id)
    }
}

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            session: Session::Starting,
            has_work: false,
            link: Link::Unknown,
            catalog: Arc::default(),
            is_loading: false,
            found: Arc::default(),
            encoders: Arc::default(),
            binding: None,
            jobs: Arc::default(),
            journal_trouble: None,
            followed_elsewhere: 0,
            recovered: None,
            clock_skew: None,
            zone: TimeZone::UTC,
            activity: None,
            attempt: None,
            export: None,
            shared: SharedState::Off,
            mode: Mode::default(),
            endpoint: "".into(),
            duty: Duty::default(),
            people: Arc::new([]),
            pin: PinView::default(),
            approval: None,
            asked: None,
            is_resting: false,
            rests: 0,
            rest_waits: false,
            rests_at: None,
            may_leave: false,
            settings: Arc::default(),
            bundle: None,
        }
    }
}

/// A moment that must not be missed between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something happened to a job.
    Job {
        /// How the job looks at that moment.
        job: Box<JobView>,
        /// What happened.
        moment: Moment,
    },
    /// An order was not taken, with the reason. Nothing was written down or sent.
    Refused {
        /// The order's job.
        job: JobId,
        /// Why.
        blocker: crate::domain::Blocker,
    },
    /// A confirmation was missing. Nothing was written down or sent.
    ConfirmFirst {
        /// The order's job.
        job: JobId,
        /// What has to be confirmed.
        confirms: Vec<Confirm>,
    },
    /// What waited for a supervisor's PIN does not happen: nobody wanted to wait, or waited for too long.
    NotApproved(Deed),
    /// The lists were read to their end, or could not be.
    Loaded(Result<(), Problem>),
    /// The engine has stopped; nothing more follows.
    Stopped,
}
