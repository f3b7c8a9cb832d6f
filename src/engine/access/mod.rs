//! Who may do what: the door that every command passes, PINs, who is at the desk, rest, and changes of what is set.

mod asked;
mod begun;
mod beside;
mod changes;
mod door;
mod duty;
mod ended;
mod held;
mod notes;
mod operators;
mod pins;
mod replacing;
mod resting;
mod settings;
mod tries;
mod whose;

use std::sync::Arc;

use super::{Mode, PinView, SettingsView, Snapshot, config::EngineConfig};
use crate::{
    domain::{Deed, Duty, LoadedSettings, Operator, Person},
    flow::{Now, rest::Untouched},
};

pub use beside::record_access;
pub(super) use changes::Changed;
use changes::Changes;
use ended::Ended;
use held::Held;
use notes::Notes;
pub(super) use pins::Checked;
use pins::Pins;
use tries::Tries;
pub use tries::forget_tries;

/// Who is at the desk, and what waits for whom.
pub(super) struct Access {
    pub(super) duty: Duty,
    people: Arc<[Person]>,
    /// In whose name a desk works at which nobody signs in.
    fallback: Operator,
    /// Whether the PIN of whoever is signed in is known to have the digits that a supervisor's needs. A supervisor with a shorter
    /// one works as a clerk until they change it.
    has_long_pin: bool,
    pins: Pins,
    held: Option<Held>,
    /// What was held was another thing by the time of its approval, and nobody has seen that yet.
    has_lapsed: bool,
    /// Counts what was held: a PIN approves what it was typed for.
    holds: u64,
    untouched: Untouched,
    /// A card that ended while nobody could see it.
    ended: Option<Ended>,
    pub(super) is_resting: bool,
    pub(super) rests: u64,
    rests_at: Option<std::time::Duration>,
    next_look: Option<std::time::Duration>,
    may_leave: bool,
    pub(super) settings: Arc<SettingsView>,
    changes: Changes,
    notes: Notes,
}

impl Access {
    pub(super) fn new(config: &EngineConfig, now: Now) -> Self {
        let loaded = config.loaded.clone();
        let duty = duty::at_first(config.mode, &loaded, &config.operator);
        let is_resting = config.mode == Mode::Kiosk || duty == Duty::Locked;
        Self {
            people: duty::people(&loaded),
            fallback: config.operator.clone(),
            duty,
            has_long_pin: false,
            pins: Pins::new(Tries::none(&config.data)),
            held: None,
            has_lapsed: false,
            holds: 0,
            untouched: Untouched::start(now),
            ended: None,
            is_resting,
            rests: 0,
            rests_at: None,
            next_look: None,
            may_leave: false,
            settings: Arc::new(view(config, loaded)),
            changes: Changes::default(),
            notes: Notes::default(),
        }
    }

    /// What of it a snapshot shows.
    pub(super) fn show(&self, now: Now, snapshot: Snapshot) -> Snapshot {
        Snapshot {
            duty: self.duty.clone(),
            people: Arc::clone(&self.people),
            pin: PinView {
                is_checking: self.pins.is_checking() || self.changes.has_pin(),
                refused: self.pins.refused(),
            },
            approval: self.approval(),
            approval_lapsed: self.has_lapsed,
            asked: self.held.as_ref().and_then(Held::asked),
            is_resting: self.is_resting,
            rests: self.rests,
            rest_waits: self.untouched.wants_rest(),
            ended_unseen: self.ended_unseen(),
            rests_at: self.rests_at.map(|at| resting::wall(now, at)),
            may_leave: self.may_leave,
            settings: Arc::clone(&self.settings),
            ..snapshot
        }
    }

    fn approval(&self) -> Option<Deed> {
        self.held.as_ref().map(Held::deed)
    }

    /// Whether anybody has to sign in here.
    fn has_people(&self) -> bool {
        !self.people.is_empty()
    }
}

fn view(config: &EngineConfig, loaded: LoadedSettings) -> SettingsView {
    SettingsView {
        loaded,
        file: config.settings.path().to_string_lossy().into(),
        policy: config.settings.policy().map(|path| path.to_string_lossy().into()),
        trouble: None,
    }
}
