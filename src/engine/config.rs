//! What an engine needs to know before it starts.

use std::{any::Any, fmt, future::Future, path::PathBuf, pin::Pin, sync::Arc};

use secrecy::SecretString;

use super::{Binding, Mode, TokenSource};
use crate::{
    domain::{Desk, LoadedSettings, Operator},
    journal::{Retention, shared::SharedAddress},
    keychain::Keychain,
    seam::{Endpoint, Timeouts},
    settings::SettingsStore,
};

/// A running practice hotel.
pub struct Practice {
    /// Where it listens; on this computer's loopback.
    pub endpoint: Endpoint,
    /// Its token.
    pub token: SecretString,
    /// The name of the encoder that stands beside this make-believe desk.
    pub desk_encoder: &'static str,
    /// Closes it when dropped.
    pub guard: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Practice({})", self.endpoint.as_str())
    }
}

/// Opens a practice hotel, or says why it cannot.
pub type OpenPractice = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Practice, String>> + Send>> + Send + Sync>;

/// How a session begins.
#[derive(Debug)]
pub enum Opening {
    /// With the practice hotel.
    Practice,
    /// With a token that was handed over.
    Token {
        /// The token.
        token: SecretString,
        /// The workspace, where its kind needs one.
        workspace: Option<String>,
        /// Where it comes from.
        source: TokenSource,
    },
    /// With what the keyring holds.
    Keyring,
    /// With the question for a token.
    Ask,
}

/// How much is read at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// Everything, again and again: a window.
    All,
    /// Everything, once: a command that lists or searches.
    Once,
    /// Encoders and systems, once; a card is read when it is asked for.
    EncodersOnly,
    /// The workspace and its encoders, to try the key: nothing else is begun, and no journal is opened.
    Trial,
}

/// Everything that an engine is told.
pub struct EngineConfig {
    /// What kind of desk this is.
    pub mode: Mode,
    /// Where the settings are kept.
    pub settings: SettingsStore,
    /// The settings as they were read at the start.
    pub loaded: LoadedSettings,
    /// The folder of the logs, which go into a file for support.
    pub logs: PathBuf,
    /// Seam, or whatever stands in for it.
    pub endpoint: Endpoint,
    /// How the session begins.
    pub opening: Opening,
    /// How much is read.
    pub lists: Lists,
    /// Whether jobs that an earlier run left open are picked up: a window does, and a command that makes or settles cards.
    pub follows_jobs: bool,
    /// The keyring.
    pub keychain: Keychain,
    /// The folder of the journals and locks.
    pub data: PathBuf,
    /// How to open a practice hotel.
    pub practice: OpenPractice,
    /// Who works here.
    pub operator: Operator,
    /// Where.
    pub desk: Desk,
    /// The encoder of this desk.
    pub binding: Option<Binding>,
    /// How long names and events are kept; `None` keeps all.
    pub retention: Option<Retention>,
    /// The shared record of all desks, if there is one, or why its address cannot be used.
    pub shared: Result<Option<SharedAddress>, Arc<str>>,
    /// How long a request may take.
    pub timeouts: Timeouts,
    /// How many seconds pass for a job in one second of the world: 1, but where a test lets hours pass.
    pub speed: u32,
}
