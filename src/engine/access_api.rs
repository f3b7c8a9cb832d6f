//! Who is at the desk, what waits for a supervisor's PIN, and what can be set: as commands carry it and a snapshot shows it.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use secrecy::SecretString;

use super::ExportFormat;
use crate::domain::{
    ActivityFilter, Decision, FollowUpState, Guest, JobId, LoadedSettings, Operator, Person, PinTrouble, Scope,
    Setting, WorkspaceId,
};

/// What kind of desk this engine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// A window in front of a clerk.
    #[default]
    Desk,
    /// A window where guests are. Nothing but making cards is let through.
    Kiosk,
    /// A command line. Whoever may start it works as the user of the operating system.
    Script,
}

/// A PIN as somebody typed it.
#[derive(Debug)]
pub struct PinTry {
    /// Who they say they are; `None` where only the PIN is asked for.
    pub who: Option<Operator>,
    /// The digits.
    pub pin: SecretString,
}

/// How the latest PIN fared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PinView {
    /// Whether one is being checked.
    pub is_checking: bool,
    /// Why the latest was not taken; `None` after one that was.
    pub refused: Option<PinRefused>,
}

/// Why a PIN, or a change of who signs in, was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinRefused {
    /// It is wrong.
    Wrong {
        /// When the next may be tried, where that is not at once.
        next_at: Option<Timestamp>,
    },
    /// Too many were wrong; this one was not looked at.
    TooSoon {
        /// When the next may be tried.
        next_at: Timestamp,
    },
    /// It is right, and a clerk's: this needs a supervisor.
    NotSupervisor,
    /// Nobody of that name signs in here.
    Unknown,
    /// The new PIN will not do.
    NewPin(PinTrouble),
    /// Somebody whose name looks like it signs in here already.
    NameTaken,
    /// The name is empty, too long, or holds letters that nobody sees.
    NameUnusable,
    /// Without this one no supervisor would be left.
    LastSupervisor,
    /// The policy of this hotel says who signs in.
    LockedByPolicy,
    /// The number of wrong tries cannot be written down, so no PIN is checked; in words.
    NotRecorded(Arc<str>),
    /// The settings cannot be saved, in words.
    NotSaved(Arc<str>),
}

/// The settings as a screen shows them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SettingsView {
    /// What holds, and where it comes from.
    pub loaded: LoadedSettings,
    /// The desk's own file.
    pub file: Arc<str>,
    /// The policy file, where there is one.
    pub policy: Option<Arc<str>>,
    /// Why the latest change was not saved, in words.
    pub trouble: Option<Arc<str>>,
}

/// What exactly waits for a supervisor, so that nobody approves what they do not see. It holds no PIN, key or password.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Somebody new.
    AddOperator(Person),
    /// Another PIN for somebody.
    ChangePin(Operator),
    /// What somebody is to be from here on.
    ChangeRole(Person),
    /// Somebody who is not to sign in here any more.
    RemoveOperator(Operator),
    /// A setting, as it is to be.
    Set(Setting),
    /// The name of the encoder that is to be this desk's.
    BindEncoder(Arc<str>),
    /// A card.
    Encode {
        /// For whom, where a name is known.
        guest: Option<Guest>,
        /// The card's own name.
        card_name: Arc<str>,
        /// Where it opens, where that is known.
        doors: Arc<[Arc<str>]>,
    },
    /// How a card is to stand on record.
    Settle {
        /// Which.
        attempt: AskedAttempt,
        /// How.
        decision: Decision,
    },
    /// What is done about a failure.
    FollowUp {
        /// Which.
        attempt: AskedAttempt,
        /// Where the work on it is to stand.
        state: FollowUpState,
        /// What is to be written down beside it.
        note: Option<Arc<str>>,
    },
    /// A key that is to be tried, and the workspace that was named with it.
    Connect(Option<WorkspaceId>),
    /// The workspace that is to be this desk's.
    Workspace(Arc<str>),
    /// The workspace whose key is to go.
    LeaveWorkspace(Arc<str>),
    /// A file with attempts.
    Export {
        /// Whose.
        scope: Scope,
        /// Which.
        filter: ActivityFilter,
        /// Where to.
        path: Arc<str>,
        /// What kind of file.
        format: ExportFormat,
        /// Whether names and card numbers are in it.
        with_guests: bool,
    },
    /// A file for support.
    Bundle {
        /// Where to.
        path: Arc<str>,
        /// Whether names of guests and numbers of cards are in it.
        with_guests: bool,
    },
}

/// The attempt that something waits about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAttempt {
    /// Its job.
    pub job: JobId,
    /// What is known of it; `None` where nobody looks at it.
    pub known: Option<KnownAttempt>,
}

/// By what somebody knows an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAttempt {
    /// Who the card was for, where a name is known.
    pub guest: Option<Guest>,
    /// The card's own name; empty where it is erased.
    pub card_name: Arc<str>,
    /// The encoder's name.
    pub encoder_name: Arc<str>,
    /// When the button was pressed.
    pub at: Timestamp,
}

/// A file for support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleOrder {
    /// Where to.
    pub path: PathBuf,
    /// Whether names of guests and numbers of cards go in too.
    pub with_guests: bool,
    /// What the window knows about itself, a line each: version, renderer, folders.
    pub about: Vec<(Arc<str>, Arc<str>)>,
}

/// How the latest file for support is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleView {
    /// Being written.
    Writing,
    /// It is there.
    Done {
        /// Where.
        path: Arc<str>,
        /// How large it is.
        bytes: u64,
    },
    /// It is not, in words.
    Failed(Arc<str>),
}
