//! Guests as users of a lock system, each with an identity of its own.

use uuid::Uuid;

use super::{Builder, Lock};
use crate::sandbox::world::{Identity, Stamp, User};

/// A guest's two ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guest {
    pub(super) acs_user_id: Uuid,
    pub(super) user_identity_id: Uuid,
}

impl Builder {
    /// Adds a guest; without a name only the e-mail address tells who it is.
    pub(super) fn guest(&mut self, name: Option<&str>, lock: Lock, stay: (Stamp, Stamp)) -> Guest {
        self.guests += 1;
        let ids = Guest { acs_user_id: self.world.new_id(), user_identity_id: self.world.new_id() };
        let email = format!("guest{:03}@example.com", self.guests);
        let phone = self.guests.is_multiple_of(3).then(|| format!("+3519100{:05}", self.guests % 100_000));
        let created_at = self.ago(30 * 24 * 60 - i64::try_from(self.guests % 10_000).unwrap_or(0));
        let user = self.user(ids, name, lock, (&email, phone.as_ref()), stay, created_at);
        let identity = self.identity(ids, name, email, phone, created_at);
        self.world.users.push(user);
        self.world.identities.push(identity);
        ids
    }

    fn user(
        &self,
        ids: Guest,
        name: Option<&str>,
        lock: Lock,
        (email, phone): (&String, Option<&String>),
        (starts_at, ends_at): (Stamp, Stamp),
        created_at: Stamp,
    ) -> User {
        let account = self.account(lock);
        User {
            acs_user_id: ids.acs_user_id,
            acs_system_id: account.acs_system_id,
            connected_account_id: account.connected_account_id,
            workspace_id: self.world.workspace.workspace_id,
            display_name: name.unwrap_or(email).to_owned(),
            full_name: name.map(str::to_owned),
            email_address: email.clone(),
            email: email.clone(),
            phone_number: phone.cloned(),
            user_identity_id: ids.user_identity_id,
            user_identity_full_name: name.map(str::to_owned),
            user_identity_email_address: Some(email.clone()),
            user_identity_phone_number: phone.cloned(),
            access_schedule: User::schedule(starts_at, ends_at),
            is_suspended: false,
            is_managed: true,
            last_successful_sync_at: Some(self.ago(12)),
            created_at,
            pending_mutations: [],
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn identity(
        &self,
        ids: Guest,
        name: Option<&str>,
        email: String,
        phone: Option<String>,
        created_at: Stamp,
    ) -> Identity {
        Identity {
            user_identity_id: ids.user_identity_id,
            workspace_id: self.world.workspace.workspace_id,
            display_name: name.unwrap_or(&email).to_owned(),
            full_name: name.map(str::to_owned),
            email_address: Some(email),
            phone_number: phone,
            user_identity_key: Some(format!("guest-{:05}", self.guests)),
            acs_user_ids: vec![ids.acs_user_id],
            created_at,
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }
}
