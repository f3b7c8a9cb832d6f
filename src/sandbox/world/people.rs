//! Guests and what they were granted: users of a system, identities across systems, access grants, access methods.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::notices::{Notice, Stamp};

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Schedule {
    pub(crate) starts_at: Stamp,
    pub(crate) ends_at: Option<Stamp>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct User {
    pub(crate) acs_user_id: Uuid,
    pub(crate) acs_system_id: Uuid,
    pub(crate) connected_account_id: Uuid,
    pub(crate) workspace_id: Uuid,
    pub(crate) display_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) full_name: Option<String>,
    pub(crate) email_address: String,
    pub(crate) email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone_number: Option<String>,
    pub(crate) user_identity_id: Uuid,
    pub(crate) user_identity_full_name: Option<String>,
    pub(crate) user_identity_email_address: Option<String>,
    pub(crate) user_identity_phone_number: Option<String>,
    pub(crate) access_schedule: Schedule,
    pub(crate) is_suspended: bool,
    pub(crate) is_managed: bool,
    pub(crate) last_successful_sync_at: Option<Stamp>,
    pub(crate) created_at: Stamp,
    pub(crate) pending_mutations: [u8; 0],
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
}

impl User {
    pub(crate) fn schedule(starts_at: Stamp, ends_at: Stamp) -> Schedule {
        Schedule { starts_at, ends_at: Some(ends_at) }
    }

    /// A partial match on name, phone, e-mail and ids.
    pub(crate) fn matches(&self, needle: &str) -> bool {
        let texts =
            [Some(&self.display_name), self.full_name.as_ref(), Some(&self.email_address), self.phone_number.as_ref()];
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains(needle))
            || [self.acs_user_id, self.user_identity_id].iter().any(|id| id.to_string().contains(needle))
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Identity {
    pub(crate) user_identity_id: Uuid,
    pub(crate) workspace_id: Uuid,
    pub(crate) display_name: String,
    pub(crate) full_name: Option<String>,
    pub(crate) email_address: Option<String>,
    pub(crate) phone_number: Option<String>,
    pub(crate) user_identity_key: Option<String>,
    pub(crate) acs_user_ids: Vec<Uuid>,
    pub(crate) created_at: Stamp,
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
}

impl Identity {
    /// A partial match on name, phone, e-mail and id.
    pub(crate) fn matches(&self, needle: &str) -> bool {
        let texts = [self.full_name.as_ref(), self.email_address.as_ref(), self.phone_number.as_ref()];
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains(needle))
            || self.user_identity_id.to_string().contains(needle)
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Requested {
    pub(crate) display_name: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) created_at: Stamp,
    pub(crate) created_access_method_ids: Vec<Uuid>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Grant {
    pub(crate) access_grant_id: Uuid,
    pub(crate) workspace_id: Uuid,
    pub(crate) user_identity_id: Uuid,
    pub(crate) access_grant_key: String,
    pub(crate) reservation_key: String,
    pub(crate) access_method_ids: Vec<Uuid>,
    pub(crate) requested_access_methods: Vec<Requested>,
    pub(crate) space_ids: Vec<Uuid>,
    pub(crate) location_ids: Vec<Uuid>,
    pub(crate) name: Option<String>,
    pub(crate) display_name: String,
    pub(crate) display_status: &'static str,
    pub(crate) starts_at: Stamp,
    pub(crate) ends_at: Option<Stamp>,
    pub(crate) created_at: Stamp,
    pub(crate) pending_mutations: Vec<Value>,
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
    #[serde(skip)]
    pub(crate) acs_system_id: Uuid,
    #[serde(skip)]
    pub(crate) doors: Vec<Uuid>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Method {
    pub(crate) access_method_id: Uuid,
    pub(crate) workspace_id: Uuid,
    pub(crate) display_name: &'static str,
    pub(crate) display_status: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) is_issued: bool,
    pub(crate) issued_at: Option<Stamp>,
    pub(crate) is_encoding_required: bool,
    pub(crate) is_ready_for_encoding: bool,
    pub(crate) is_assignment_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    pub(crate) created_at: Stamp,
    pub(crate) pending_mutations: Vec<Value>,
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
    /// The credential behind it, once there is one.
    #[serde(skip)]
    pub(crate) acs_credential_id: Option<Uuid>,
    #[serde(skip)]
    pub(crate) doors: Vec<Uuid>,
}
