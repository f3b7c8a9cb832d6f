//! All that the server holds behind its one lock, and what it takes note of for tests and for the practice log.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use uuid::Uuid;

use super::attempts::Attempts;
use super::calls::raw_text;
use super::clock::Clock;
use super::config::{BusyPolicy, SandboxConfig};
use super::faults::Fault;
use super::past::Past;
use super::plan::Plan;
use super::world::{Notice, Stamp, World, id_from};

const MOST_REQUESTS: usize = 20_000;

/// One request that reached the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRequest {
    /// `GET` or `POST`, or what else came.
    pub method: String,
    /// The path without its query.
    pub path: String,
    /// The answer's `seam-request-id`.
    pub request_id: String,
    /// The answer's status; `None` while there is none, and for ever when the answer was withheld.
    pub status: Option<u16>,
}

/// One encode request that reached the server, turned away or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenEncode {
    /// The encoder it asked for.
    pub acs_encoder_id: String,
    /// The credential it named, if it named one.
    pub acs_credential_id: Option<String>,
    /// The access method it named, if it named one.
    pub access_method_id: Option<String>,
    /// The `seam-request-id` of the answer.
    pub request_id: String,
    /// The attempt it began; `None` when it was turned away.
    pub action_attempt_id: Option<String>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) world: World,
    pub(super) attempts: Attempts,
    pub(super) plan: Plan,
    pub(super) clock: Clock,
    pub(super) endpoint: String,
    pub(super) keys: Keys,
    pub(super) encode_ms: RangeInclusive<u64>,
    pub(super) failure_rate: f64,
    pub(super) busy: BusyPolicy,
    /// The instant that is being settled, while one is.
    pub(super) moment: Option<Timestamp>,
    /// When the attempt that is being settled wrote its card.
    pub(super) written: Option<Stamp>,
    /// The `seam-request-id` of the request that is being worked on.
    pub(super) request_at_hand: String,
    pub(super) past: Past,
    /// How far every `Date` header is off, in seconds.
    pub(super) skew_s: i64,
    /// When each encoder is done with what it was given so far.
    pub(super) free_at: HashMap<Uuid, Instant>,
    pub(super) trouble_until: Option<Instant>,
    /// Systems in trouble, and until when.
    broken_systems: Vec<(Uuid, Instant)>,
    pub(super) requests: Vec<SeenRequest>,
    pub(super) encodes: Vec<SeenEncode>,
    /// Chooses request ids apart from the world, so that reading changes nothing in it.
    tickets: fastrand::Rng,
}

/// The two tokens that open the workspace.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) api_key: String,
    pub(super) personal_access_token: String,
    pub(super) workspace_id: String,
}

impl Keys {
    fn new(seed: u64, workspace_id: Uuid) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed ^ 0x6b65_7973);
        let mut word = |length: usize| (0..length).map(|_| rng.alphanumeric()).collect::<String>();
        Self {
            api_key: format!("seam_test{}_{}", word(4), word(24)),
            personal_access_token: format!("seam_at1test{}_{}", word(4), word(24)),
            workspace_id: workspace_id.to_string(),
        }
    }
}

impl State {
    pub(super) fn new(config: &SandboxConfig, clock: Clock, world: World, endpoint: String) -> Self {
        Self {
            keys: Keys::new(config.seed, world.workspace.workspace_id),
            world,
            attempts: Attempts::default(),
            plan: Plan::default(),
            clock,
            endpoint,
            encode_ms: config.encode_ms.clone(),
            failure_rate: config.failure_rate,
            busy: config.busy,
            moment: None,
            written: None,
            request_at_hand: String::new(),
            past: Past::default(),
            skew_s: 0,
            free_at: HashMap::new(),
            trouble_until: None,
            broken_systems: Vec::new(),
            requests: Vec::new(),
            encodes: Vec::new(),
            tickets: fastrand::Rng::with_seed(config.seed ^ 0x7469_636b),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.moment.unwrap_or_else(|| self.clock.now())
    }

    pub(super) fn new_request_id(&mut self) -> String {
        id_from(&mut self.tickets).to_string()
    }

    /// A time that a person at an encoder may take.
    pub(super) fn human_time(&mut self) -> Duration {
        Duration::from_millis(self.world.rng.u64(self.encode_ms.clone()))
    }

    pub(super) fn in_trouble(&self) -> bool {
        self.trouble_until.is_some_and(|until| until > Instant::now())
    }

    /// Takes the system of the encoder that an encode body names off its Bridge for a while.
    pub(super) fn break_system(&mut self, body: &[u8], length: Duration) {
        let encoder = raw_text(body, "acs_encoder_id").and_then(|id| id.parse().ok());
        let encoder = encoder.and_then(|id| self.world.encoders.get(id));
        let Some(system) = encoder.map(|encoder| encoder.acs_system_id) else { return };
        let error = Notice::error("bridge_disconnected", "Seam cannot reach Seam Bridge.", self.now());
        if let Some(system) = self.world.systems.get_mut(system) {
            system.errors = vec![error];
        }
        self.broken_systems.push((system, Instant::now() + length));
    }

    pub(super) fn mend_systems(&mut self, now: Instant) {
        let (mended, broken) = self.broken_systems.drain(..).partition(|(_, until)| *until <= now);
        self.broken_systems = broken;
        let mended: Vec<(Uuid, Instant)> = mended;
        for (system, _) in mended {
            if let Some(system) = self.world.systems.get_mut(system) {
                system.errors.clear();
            }
        }
    }

    /// Keeps the newest requests; a practice day is long.
    pub(super) fn note(&mut self, seen: SeenRequest) {
        if self.requests.len() >= MOST_REQUESTS {
            self.requests.drain(..MOST_REQUESTS / 2);
        }
        self.requests.push(seen);
    }

    /// Notes the status of the answer that is about to leave.
    pub(super) fn note_status(&mut self, request_id: &str, status: u16) {
        if let Some(seen) = self.requests.iter_mut().rfind(|seen| seen.request_id == request_id) {
            seen.status = Some(status);
        }
    }

    /// The request fault that a practice guest's card carries, for an encode body that names it or its access method.
    pub(super) fn scripted_request_fault(&mut self, body: &[u8]) -> Option<Fault> {
        let named = |name| raw_text(body, name).and_then(|id| id.parse::<Uuid>().ok());
        let behind = |method| self.world.methods.get(method)?.acs_credential_id;
        let card = named("acs_credential_id").or_else(|| named("access_method_id").and_then(behind))?;
        let script = self.world.credentials.get(card)?.script.clone()?;
        if script.once
            && script.attempt.is_none()
            && let Some(card) = self.world.credentials.get_mut(card)
        {
            card.script = None;
        }
        script.request
    }
}
