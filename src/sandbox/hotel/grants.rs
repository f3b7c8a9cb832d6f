//! Access grants with their methods: two cards ready to encode, one not ready yet, one written, and a phone and a code.

use serde_json::json;
use uuid::Uuid;

use super::cards::Plan;
use super::guests::Guest;
use super::{Builder, Lock};
use crate::sandbox::config::SandboxError;
use crate::sandbox::world::{Grant, Method, Requested, Stamp};

/// How far a card access method has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Provisioning,
    Ready,
    Written,
}

/// Guest, doors, days until arrival, nights, and the card's progress.
const CARD_GRANTS: [(&str, &[&str], i64, i64, Progress); 4] = [
    ("Sofia Lindqvist", &["611", "Gym"], 0, 3, Progress::Ready),
    ("Aarav Mehta आरव", &["207", "Pool"], 0, 2, Progress::Ready),
    ("Yuki Tanaka 田中", &["516"], 2, 4, Progress::Provisioning),
    ("Zoë van Dijk", &["322", "Spa"], -1, 4, Progress::Written),
];

impl Builder {
    pub(super) fn grants(&mut self) -> Result<(), SandboxError> {
        for (name, doors, in_days, nights, progress) in CARD_GRANTS {
            let stay = (self.at(in_days, 20)?, self.at(in_days + nights, 11)?);
            let guest = self.guest(Some(name), Lock::Visionline, stay);
            let card = self.card_method(guest, doors, stay, progress);
            self.grant(guest, doors, stay, &[card]);
        }
        let stay = (self.at(0, 14)?, self.at(2, 11)?);
        let guest = self.guest(Some("Ingrid Kjærgaard"), Lock::Visionline, stay);
        let phone = self.method("mobile_key", "Mobile key", &["424"], None);
        let code = self.method("code", "Door code", &["424"], Some("482913"));
        self.grant(guest, &["424"], stay, &[phone, code]);
        Ok(())
    }

    fn card_method(&mut self, guest: Guest, doors: &[&str], stay: (Stamp, Stamp), progress: Progress) -> Uuid {
        let id = self.method("card", "Guest card", doors, None);
        let issued_at = (progress == Progress::Written).then(|| self.ago(90));
        let card = (progress != Progress::Provisioning).then(|| self.card_behind(id, guest, doors, stay, issued_at));
        let message = "Seam is preparing the access.";
        let mutation = json!({"mutation_code": "provisioning_access", "message": message, "created_at": self.ago(5),
            "from": {"device_ids": []}, "to": {"device_ids": []}});
        if let Some(method) = self.world.methods.get_mut(id) {
            method.acs_credential_id = card;
            method.issued_at = issued_at;
            method.is_issued = issued_at.is_some();
            method.is_encoding_required = issued_at.is_none();
            method.is_ready_for_encoding = progress == Progress::Ready;
            method.display_status = status_of(progress);
            method.pending_mutations = (progress == Progress::Provisioning).then_some(mutation).into_iter().collect();
        }
        id
    }

    fn card_behind(
        &mut self,
        method: Uuid,
        guest: Guest,
        doors: &[&str],
        stay: (Stamp, Stamp),
        issued_at: Option<Stamp>,
    ) -> Uuid {
        let id = self.add(&Plan { issued_at, ..Plan::guest_card(guest, Lock::Visionline, doors, stay) });
        let unlisted = !self.grant_credentials_listed;
        self.adjust(id, |card| {
            card.made_for = Some(method);
            card.unlisted = unlisted;
        });
        id
    }

    fn method(&mut self, mode: &'static str, display_name: &'static str, doors: &[&str], code: Option<&str>) -> Uuid {
        let issued_at = (mode != "card").then(|| self.ago(60));
        let method = Method {
            access_method_id: self.world.new_id(),
            workspace_id: self.world.workspace.workspace_id,
            display_name,
            display_status: "Issued",
            mode,
            is_issued: issued_at.is_some(),
            issued_at,
            is_encoding_required: false,
            is_ready_for_encoding: false,
            is_assignment_required: false,
            code: code.map(str::to_owned),
            created_at: self.ago(3 * 24 * 60),
            pending_mutations: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            acs_credential_id: None,
            doors: self.door_ids(Lock::Visionline, doors),
        };
        self.world.methods.push(method)
    }

    fn grant(&mut self, guest: Guest, doors: &[&str], (starts_at, ends_at): (Stamp, Stamp), methods: &[Uuid]) {
        let number = 20_731 + self.world.grants.len();
        let grant = Grant {
            access_grant_id: self.world.new_id(),
            workspace_id: self.world.workspace.workspace_id,
            user_identity_id: guest.user_identity_id,
            access_grant_key: format!("stay-{number}"),
            reservation_key: format!("AUR-{number}"),
            access_method_ids: methods.to_vec(),
            requested_access_methods: methods.iter().filter_map(|id| self.requested(*id)).collect(),
            space_ids: Vec::new(),
            location_ids: Vec::new(),
            name: Some(format!("Booking AUR-{number}")),
            display_name: format!("Booking AUR-{number}"),
            display_status: "Active",
            starts_at,
            ends_at: Some(ends_at),
            created_at: self.ago(3 * 24 * 60 + 1),
            pending_mutations: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            acs_system_id: self.visionline.acs_system_id,
            doors: self.door_ids(Lock::Visionline, doors),
        };
        self.world.grants.push(grant);
        self.tell_of(methods);
    }

    fn tell_of(&mut self, methods: &[Uuid]) {
        for id in methods {
            let subject = self.world.method_subject(*id);
            let Some(method) = self.world.methods.get(*id) else { continue };
            let event = match (method.issued_at, method.is_ready_for_encoding) {
                (Some(at), _) => Some(("access_method.issued", at)),
                (None, true) => Some(("access_method.card_encoding_required", method.created_at)),
                (None, false) => None,
            };
            event.into_iter().for_each(|(kind, at)| self.world.tell(kind, at.0, subject.clone()));
        }
    }

    fn requested(&self, id: Uuid) -> Option<Requested> {
        let method = self.world.methods.get(id)?;
        Some(Requested {
            display_name: method.display_name,
            mode: method.mode,
            created_at: method.created_at,
            created_access_method_ids: vec![id],
        })
    }
}

fn status_of(progress: Progress) -> &'static str {
    match progress {
        Progress::Provisioning => "Preparing",
        Progress::Ready => "Ready to encode",
        Progress::Written => "Issued",
    }
}
