//! Where the desk stands with Seam, and what stands in the way.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{Problem, Workspace};

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
