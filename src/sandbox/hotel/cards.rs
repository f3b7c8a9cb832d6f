//! Credentials: how a card, a mobile key or a code of a guest comes about.

use uuid::Uuid;

use super::guests::Guest;
use super::{Builder, Lock};
use crate::sandbox::world::{Credential, Notice, Stamp, VisionlineCard, VostioCard};

/// A credential to make.
#[derive(Debug, Clone)]
pub(super) struct Plan<'a> {
    pub(super) guest: Guest,
    pub(super) lock: Lock,
    pub(super) display_name: &'static str,
    pub(super) access_method: &'static str,
    /// Doors by name, the guest's room first.
    pub(super) doors: &'a [&'a str],
    pub(super) stay: (Stamp, Stamp),
    pub(super) issued_at: Option<Stamp>,
    /// Whether the vendor's metadata names the doors; if not, only `list_accessible_entrances` does.
    pub(super) tells_doors: bool,
}

impl<'a> Plan<'a> {
    /// A guest card that waits to be encoded.
    pub(super) fn guest_card(guest: Guest, lock: Lock, doors: &'a [&'a str], stay: (Stamp, Stamp)) -> Self {
        let (display_name, access_method) = ("Guest card", "card");
        Self { guest, lock, display_name, access_method, doors, stay, issued_at: None, tells_doors: true }
    }
}

impl Builder {
    /// Makes the credential and lists it.
    pub(super) fn add(&mut self, plan: &Plan<'_>) -> Uuid {
        let credential = self.credential(plan);
        if let Some(issued_at) = credential.issued_at {
            let id = self.world.credentials.push(credential);
            let subject = self.world.credential_subject(id);
            self.world.tell("acs_credential.issued", issued_at.0, subject);
            return id;
        }
        self.world.credentials.push(credential)
    }

    pub(super) fn credential(&mut self, plan: &Plan<'_>) -> Credential {
        let account = self.account(plan.lock);
        let (external_type, external_name) = external(plan);
        let created_at = self.created_before(plan.issued_at);
        let issued = plan.issued_at.is_some();
        let is_card = plan.access_method == "card";
        Credential {
            acs_credential_id: self.world.new_id(),
            acs_system_id: account.acs_system_id,
            connected_account_id: account.connected_account_id,
            workspace_id: self.world.workspace.workspace_id,
            acs_user_id: Some(plan.guest.acs_user_id),
            user_identity_id: Some(plan.guest.user_identity_id),
            display_name: plan.display_name,
            access_method: plan.access_method,
            external_type,
            external_type_display_name: external_name,
            is_issued: Some(issued),
            issued_at: plan.issued_at,
            card_number: (issued && is_card).then(|| format!("{:016x}", self.world.rng.u64(..))),
            code: (plan.access_method == "code").then(|| self.world.rng.u32(100_000..999_999).to_string()),
            is_managed: true,
            is_multi_phone_sync_credential: plan.access_method == "mobile_key",
            is_one_time_use: false,
            is_latest_desired_state_synced_with_provider: issued.then_some(true),
            latest_desired_state_synced_with_provider_at: plan.issued_at,
            starts_at: plan.stay.0,
            ends_at: plan.stay.1,
            created_at,
            visionline_metadata: (plan.lock == Lock::Visionline && is_card).then(|| self.visionline_card(plan)),
            assa_abloy_vostio_metadata: (plan.lock == Lock::Vostio && is_card).then(|| self.vostio_card(plan)),
            errors: Vec::new(),
            warnings: waiting(issued, created_at),
            doors: self.door_ids(plan.lock, plan.doors),
            made_for: None,
            unlisted: false,
            script: None,
        }
    }

    fn created_before(&self, issued_at: Option<Stamp>) -> Stamp {
        let count = i64::try_from(self.world.credentials.len()).unwrap_or(0);
        let days = issued_at.map_or(0, |at| self.now.duration_since(at.0).as_hours() / 24);
        self.ago((days + 6) * 24 * 60 - count % 1440)
    }

    fn visionline_card(&mut self, plan: &Plan<'_>) -> VisionlineCard {
        let ids = |names: &[&str]| plan.tells_doors.then(|| self.door_ids(plan.lock, names));
        let (room, others) = plan.doors.split_at(plan.doors.len().min(1));
        let issued = plan.issued_at.is_some();
        VisionlineCard {
            card_function_type: "guest",
            guest_acs_entrance_ids: ids(room),
            common_acs_entrance_ids: ids(others),
            card_id: issued.then(|| (self.world.credentials.len() + 1).to_string()),
            is_valid: issued.then_some(true),
            auto_join: true,
            joiner_acs_credential_ids: None,
        }
    }

    fn vostio_card(&mut self, plan: &Plan<'_>) -> VostioCard {
        let key = plan.issued_at.map(|_| self.world.rng.u32(100_000..999_999));
        VostioCard {
            auto_join: true,
            door_names: plan.tells_doors.then(|| plan.doors.iter().map(|name| (*name).to_owned()).collect()),
            key_id: key.map(|key| key.to_string()),
            key_issuing_request_id: key.map(|key| format!("kir-{key}")),
            override_guest_acs_entrance_ids: Vec::new(),
        }
    }

    /// Changes a credential that was just made.
    pub(super) fn adjust(&mut self, id: Uuid, change: impl FnOnce(&mut Credential)) {
        if let Some(credential) = self.world.credentials.get_mut(id) {
            change(credential);
        }
    }
}

fn external(plan: &Plan<'_>) -> (&'static str, &'static str) {
    match (plan.lock, plan.access_method) {
        (Lock::Visionline, "card") => ("visionline_card", "Visionline Card"),
        (Lock::Visionline, _) => ("visionline_card", "Visionline Credential"),
        (Lock::Vostio, _) => ("assa_abloy_vostio_key", "Vostio Key"),
    }
}

fn waiting(issued: bool, at: Stamp) -> Vec<Notice> {
    if issued { Vec::new() } else { vec![Notice::warning("waiting_to_be_issued", at.0)] }
}
