//! The make-believe world: Seam's objects of one workspace, in the shapes of Seam's schema, and the events they cause.

mod notices;
mod objects;
mod people;
mod table;

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) use notices::{Notice, Stamp};
pub(super) use objects::{Credential, Encoder, Entrance, Lying, OnCard, System, VisionlineCard, VostioCard, Workspace};
pub(super) use people::{Grant, Identity, Method, Requested, User};
pub(super) use table::{Row, Table};

/// Everything that exists in the workspace.
#[derive(Debug)]
pub(super) struct World {
    pub(super) workspace: Workspace,
    pub(super) systems: Table<System>,
    pub(super) encoders: Table<Encoder>,
    pub(super) entrances: Table<Entrance>,
    pub(super) users: Table<User>,
    pub(super) identities: Table<Identity>,
    pub(super) credentials: Table<Credential>,
    pub(super) grants: Table<Grant>,
    pub(super) methods: Table<Method>,
    pub(super) events: Vec<Value>,
    pub(super) rng: fastrand::Rng,
}

impl World {
    pub(super) fn new_id(&mut self) -> Uuid {
        id_from(&mut self.rng)
    }

    /// Puts an event of the workspace on record (Seam API, events).
    pub(super) fn tell(&mut self, event_type: &str, at: Timestamp, subject: Value) {
        let mut event = json!({
            "event_id": self.new_id(),
            "event_type": event_type,
            "workspace_id": self.workspace.workspace_id,
            "created_at": Stamp(at),
            "occurred_at": Stamp(at),
        });
        if let (Some(event), Value::Object(subject)) = (event.as_object_mut(), subject) {
            event.extend(subject);
        }
        self.events.push(event);
    }

    /// What an event says about a credential.
    pub(super) fn credential_subject(&self, id: Uuid) -> Value {
        self.credentials.get(id).map_or(Value::Null, |card| {
            json!({
                "acs_credential_id": card.acs_credential_id,
                "acs_system_id": card.acs_system_id,
                "connected_account_id": card.connected_account_id,
            })
        })
    }

    /// What an event says about an access method.
    pub(super) fn method_subject(&self, id: Uuid) -> Value {
        let of_it = self.grants.iter().filter(|grant| grant.access_method_ids.contains(&id));
        let grants: Vec<Uuid> = of_it.map(|grant| grant.access_grant_id).collect();
        json!({"access_method_id": id, "access_grant_ids": grants})
    }
}

/// A version 4 UUID out of a seeded generator.
pub(super) fn id_from(rng: &mut fastrand::Rng) -> Uuid {
    uuid::Builder::from_random_bytes(rng.u128(..).to_le_bytes()).into_uuid()
}
