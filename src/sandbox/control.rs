//! The hand behind the curtain: arms faults, changes the world, and tells what the server has seen.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::faults::{AttemptFault, Fault};
use super::plan::ScanPlan;
use super::serve::Shared;
use super::state::{SeenEncode, SeenRequest};
use super::world::{Notice, Row, Table};

/// A handle on a running practice server. Ids are Seam's, as text; an unknown id answers `None` or `false`.
#[derive(Debug, Clone)]
pub struct Control {
    pub(super) shared: Arc<Shared>,
}

impl Control {
    /// The next request whose path starts with `path` meets this fault.
    pub fn fail_next(&self, path: &str, fault: Fault) {
        self.fail_next_n(path, 1, fault);
    }

    /// The next `times` requests whose path starts with `path` meet this fault.
    pub fn fail_next_n(&self, path: &str, times: u32, fault: Fault) {
        self.shared.state().plan.arm(path, fault, Some(times));
    }

    /// Every request whose path starts with `path` meets this fault until [`Control::switch_off`].
    pub fn switch_on(&self, path: &str, fault: Fault) {
        self.shared.state().plan.arm(path, fault, None);
    }

    /// Takes back every fault armed for exactly this `path`.
    pub fn switch_off(&self, path: &str) {
        self.shared.state().plan.disarm(path);
    }

    /// Takes back every armed fault.
    pub fn clear_faults(&self) {
        let mut state = self.shared.state();
        state.plan.clear();
        state.trouble_until = None;
    }

    /// What becomes of the next encode on this encoder; several calls queue up.
    pub fn next_encode(&self, encoder_id: &str, fault: AttemptFault) -> bool {
        let mut state = self.shared.state();
        let known = known(&state.world.encoders, encoder_id);
        known.into_iter().for_each(|id| state.plan.arm_encode(id, fault.clone()));
        known.is_some()
    }

    /// What becomes of the next scan on this encoder.
    pub fn next_scan(&self, encoder_id: &str, fault: AttemptFault) -> bool {
        let mut state = self.shared.state();
        let known = known(&state.world.encoders, encoder_id);
        known.into_iter().for_each(|id| state.plan.arm_scan(id, ScanPlan::Fault(fault.clone())));
        known.is_some()
    }

    /// Cuts every connection and refuses new ones for `length`.
    pub fn network_down(&self, length: Duration) {
        self.shared.board.go_away(length);
        self.shared.board.cut_all(None);
    }

    /// Replaces an access system's errors: one of Seam's error codes, or none.
    pub fn set_system_error(&self, system_id: &str, code: Option<&str>) -> bool {
        let mut state = self.shared.state();
        let now = state.now();
        let Some(id) = known(&state.world.systems, system_id) else { return false };
        let errors = code.map(|code| Notice::error(code, "The lock system reported a problem.", now));
        state.world.systems.get_mut(id).map(|system| system.errors = errors.into_iter().collect()).is_some()
    }

    /// Marks an encoder as gone from its system (`acs_encoder_removed`), or as back.
    pub fn set_encoder_removed(&self, encoder_id: &str, removed: bool) -> bool {
        let mut state = self.shared.state();
        let now = state.now();
        let Some(id) = known(&state.world.encoders, encoder_id) else { return false };
        let gone =
            removed.then(|| Notice::error("acs_encoder_removed", "The encoder is gone from the lock system.", now));
        state.world.encoders.get_mut(id).map(|encoder| encoder.errors = gone.into_iter().collect()).is_some()
    }

    /// Removes a credential, as when the booking system deletes it.
    pub fn delete_credential(&self, credential_id: &str) -> bool {
        let mut state = self.shared.state();
        known(&state.world.credentials, credential_id).and_then(|id| state.world.credentials.remove(id)).is_some()
    }

    /// Marks a credential's access as changed, so that its card must be encoded again (`needs_to_be_reissued`).
    pub fn change_access(&self, credential_id: &str) -> bool {
        let mut state = self.shared.state();
        let now = state.now();
        let Some(id) = known(&state.world.credentials, credential_id) else { return false };
        let changed = Notice::warning("needs_to_be_reissued", now);
        state.world.credentials.get_mut(id).map(|card| card.warnings.push(changed)).is_some()
    }

    /// Gives a credential another name.
    pub fn rename_credential(&self, credential_id: &str, name: &'static str) -> bool {
        let mut state = self.shared.state();
        let Some(id) = known(&state.world.credentials, credential_id) else { return false };
        state.world.credentials.get_mut(id).map(|card| card.display_name = name).is_some()
    }

    /// A credential as the API shows it, listed or not.
    pub fn credential(&self, credential_id: &str) -> Option<Value> {
        let state = self.shared.state();
        shown(state.world.credentials.get(credential_id.parse().ok()?)?)
    }

    /// An access method as the API shows it.
    pub fn access_method(&self, access_method_id: &str) -> Option<Value> {
        let state = self.shared.state();
        shown(state.world.methods.get(access_method_id.parse().ok()?)?)
    }

    /// An action attempt as the API shows it.
    pub fn action_attempt(&self, action_attempt_id: &str) -> Option<Value> {
        let state = self.shared.state();
        shown(state.attempts.get(action_attempt_id.parse().ok()?)?)
    }

    /// The encoder with this display name.
    pub fn encoder_id(&self, display_name: &str) -> Option<String> {
        let state = self.shared.state();
        let found = state.world.encoders.iter().find(|encoder| encoder.display_name == display_name);
        found.map(|encoder| encoder.acs_encoder_id.to_string())
    }

    /// The access system of this `external_type`, such as `visionline_system`.
    pub fn system_id(&self, external_type: &str) -> Option<String> {
        let state = self.shared.state();
        let found = state.world.systems.iter().find(|system| system.external_type == external_type);
        found.map(|system| system.acs_system_id.to_string())
    }

    /// The card credentials of a guest with this full name, in the list's order.
    pub fn cards_of(&self, full_name: &str) -> Vec<String> {
        let state = self.shared.state();
        let is_it =
            |user: Uuid| state.world.users.get(user).is_some_and(|user| user.full_name.as_deref() == Some(full_name));
        let cards = state.world.credentials.iter().filter(|card| card.access_method == "card");
        let of_guest = cards.filter(|card| card.acs_user_id.is_some_and(is_it));
        of_guest.map(|card| card.acs_credential_id.to_string()).collect()
    }

    /// The access methods of a guest with this full name.
    pub fn access_methods_of(&self, full_name: &str) -> Vec<String> {
        let state = self.shared.state();
        let is_it = |id| state.world.identities.get(id).is_some_and(|row| row.full_name.as_deref() == Some(full_name));
        let grants = state.world.grants.iter().filter(|grant| is_it(grant.user_identity_id));
        grants.flat_map(|grant| grant.access_method_ids.iter().map(Uuid::to_string)).collect()
    }

    /// Every request since the start, oldest first (the newest ten thousand at least).
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared.state().requests.clone()
    }

    /// How many requests with exactly this path came.
    pub fn count(&self, path: &str) -> usize {
        self.shared.state().requests.iter().filter(|seen| seen.path == path).count()
    }

    /// Every encode request since the start, turned away or not, oldest first.
    pub fn encodes(&self) -> Vec<SeenEncode> {
        self.shared.state().encodes.clone()
    }

    /// How many encode requests named this credential or access method.
    pub fn encode_count(&self, subject_id: &str) -> usize {
        let names = |seen: &&SeenEncode| {
            [&seen.acs_credential_id, &seen.access_method_id].into_iter().any(|id| id.as_deref() == Some(subject_id))
        };
        self.shared.state().encodes.iter().filter(names).count()
    }

    /// How long until the next pending attempt ends; `None` when none will.
    pub fn next_end(&self) -> Option<Duration> {
        self.shared.state().next_end()
    }
}

pub(super) fn known<T: Row>(table: &Table<T>, id: &str) -> Option<Uuid> {
    let id = id.parse().ok()?;
    table.get(id).map(|_| id)
}

fn shown<T: Serialize>(row: &T) -> Option<Value> {
    serde_json::to_value(row).ok()
}
