//! Practice mode: a server on 127.0.0.1 that speaks Seam's API over a make-believe hotel, with faults on demand.
//!
//! The room uses nothing of ours. It builds its JSON from its own types, so that a wrong model of the client cannot agree
//! with itself; `tests/it/sandbox/` holds both against Seam's published schema.
//!
//! - `serve`, `port`, `line`, `incoming`, `outgoing`, `reply`: a request's way from the wire to its answer, and a wire that can be
//!   cut.
//! - `args`, `page`, `calls`: the calls of the API, one table, with their parameters and pages.
//! - `world`, `hotel`: Seam's objects, and the hotel that a seed makes of them around today.
//! - `attempts`, `working`, `writing`, `scanning`: encoders at work. An attempt is pending for a human time, then ends; the
//!   world changes with it.
//! - `faults`, `plan`, `past`, `control`: what goes wrong on purpose, and the hand that arms it.
//! - `oracle`, `moments`: what really happened, and moments of a request at which a test may hold the server.
//!
//! What Seam's documentation leaves open is decided so: one credential makes one card, and an issued one may be written
//! again only while it says `needs_to_be_reissued`; a second job on a busy encoder queues or fails as the configuration
//! says; a credential that is no card, an access method that is not ready, and both or neither id are 400 `invalid_input`;
//! a card of the other system is `incompatible_card_format`; a system in error fails its encodes with `bridge_disconnected`;
//! the credential behind an access method is not listed unless the configuration asks for it; a request is worked on even when
//! its client has left; a scan reads what lies on the encoder, a blank card at first, and `no_credential_on_encoder` ends it
//! where nothing lies.
//!
//! Practice guests (full names "Practice: …", rooms from 901, last in the list) carry what goes wrong when their card is
//! encoded: each of the ten error types and both spellings of a missing card, an unknown error type, a card written though
//! the encoder fell silent, replies lost with and without a card, a reply that never comes, an attempt that never ends,
//! vanishes or has an unknown status, 400, 401, 403, 404, 429 with and without a time, 500, 502 with a page, an unreadable and a
//! torn reply, a network and a Seam that are gone for 20 s, a Bridge that is down for 20 s, and a wrong server clock. Most
//! happen once, so that trying again works. The table is in `hotel/practice.rs`; [`practice_guests`] names them.

mod args;
mod attempts;
mod calls;
mod clock;
mod config;
mod control;
mod faults;
mod hotel;
mod incoming;
mod line;
mod moments;
mod oracle;
mod outgoing;
mod page;
mod past;
mod plan;
mod port;
mod reply;
mod scanning;
mod serve;
mod state;
mod working;
mod world;
mod writing;

use std::sync::Arc;

use tokio::task::JoinHandle;

pub use config::{BusyPolicy, HotelSize, SandboxConfig, SandboxError};
pub use control::Control;
pub use faults::{AttemptFault, Fault};
pub use hotel::practice_guests;
pub use moments::{Moment, Pause};
pub use oracle::SeenAttempt;
pub use state::{SeenEncode, SeenRequest};

use clock::Clock;
use line::Switch;
use port::{Port, Switchboard};
use serve::Shared;
use state::{Keys, State};

/// A running practice server. Dropping it closes the port and every connection.
#[derive(Debug)]
pub struct Sandbox {
    shared: Arc<Shared>,
    endpoint: String,
    keys: Keys,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Builds the hotel and opens the port. Needs a tokio runtime, on which the server then lives.
    ///
    /// # Errors
    /// When the configuration contradicts itself or the port cannot be opened.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        config.check()?;
        let board = Arc::new(Switchboard::default());
        let opened = Port::open(config.port, Arc::clone(&board)).await;
        let port = opened.map_err(|source| SandboxError::Listen { port: config.port, source })?;
        let endpoint = format!("http://{}", port.address());
        let clock = Clock::new(config.now);
        let world = hotel::build(&config, clock.now())?;
        let state = State::new(&config, clock, world, endpoint.clone());
        let keys = state.keys.clone();
        let shared = Arc::new(Shared::new(state, board));
        let service = serve::router(Arc::clone(&shared)).into_make_service_with_connect_info::<Switch>();
        let server = tokio::spawn(async move { drop(axum::serve(port, service).await) });
        Ok(Self { shared, endpoint, keys, server })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The API key of the make-believe workspace, `seam_test…`.
    pub fn api_key(&self) -> &str {
        &self.keys.api_key
    }

    /// A personal access token, `seam_at…`; it needs the header `seam-workspace` with [`Sandbox::workspace_id`].
    pub fn personal_access_token(&self) -> &str {
        &self.keys.personal_access_token
    }

    /// The id of the make-believe workspace.
    pub fn workspace_id(&self) -> &str {
        &self.keys.workspace_id
    }

    /// The next encode on this encoder ends with this error type, one of Seam's ten or any other. False for an unknown encoder.
    pub fn fail_next_encode(&self, encoder_id: &str, error_type: &str) -> bool {
        self.control().next_encode(encoder_id, AttemptFault::error(error_type))
    }

    /// A handle that arms faults, changes the world and tells what was seen.
    pub fn control(&self) -> Control {
        Control { shared: Arc::clone(&self.shared) }
    }

    /// Serves until the server ends, which it does not do on its own.
    pub async fn wait(&mut self) {
        if !self.server.is_finished() {
            let _ = (&mut self.server).await;
        }
    }

    /// Closes the port and every connection, and returns once the port is free.
    pub async fn stop(mut self) {
        self.close();
        self.wait().await;
    }

    fn close(&self) {
        self.server.abort();
        self.shared.board.cut_all(None);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.close();
    }
}
