//! Systems, encoders, doors and credentials, field for field as Seam's schema has them (Seam API, resources).

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::notices::{Notice, Stamp};

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Workspace {
    pub(crate) workspace_id: Uuid,
    pub(crate) name: &'static str,
    pub(crate) company_name: &'static str,
    pub(crate) is_sandbox: bool,
    pub(crate) is_suspended: bool,
    pub(crate) connect_partner_name: Option<&'static str>,
    pub(crate) organization_id: Option<Uuid>,
    pub(crate) is_publishable_key_auth_enabled: bool,
    pub(crate) connect_webview_customization: Value,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Place {
    pub(crate) time_zone: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct System {
    pub(crate) acs_system_id: Uuid,
    pub(crate) connected_account_id: Uuid,
    pub(crate) connected_account_ids: [Uuid; 1],
    pub(crate) workspace_id: Uuid,
    pub(crate) name: &'static str,
    pub(crate) external_type: &'static str,
    pub(crate) external_type_display_name: &'static str,
    pub(crate) system_type: &'static str,
    pub(crate) system_type_display_name: &'static str,
    pub(crate) is_credential_manager: bool,
    pub(crate) default_credential_manager_acs_system_id: Option<Uuid>,
    pub(crate) image_url: String,
    pub(crate) image_alt_text: &'static str,
    pub(crate) location: Place,
    pub(crate) acs_user_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) visionline_metadata: Option<Value>,
    pub(crate) created_at: Stamp,
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
}

impl System {
    pub(crate) fn place(time_zone: &str) -> Place {
        Place { time_zone: time_zone.to_owned() }
    }
}

/// What lies on an encoder.
#[derive(Debug, Clone)]
pub(crate) enum Lying {
    Nothing,
    Blank,
    /// A card that Seam does not know.
    Unknown,
    Card(OnCard),
}

impl Lying {
    pub(crate) fn card(&self) -> Option<&OnCard> {
        match self {
            Self::Card(card) => Some(card),
            Self::Nothing | Self::Blank | Self::Unknown => None,
        }
    }
}

/// A card that was written for a credential.
#[derive(Debug, Clone)]
pub(crate) struct OnCard {
    pub(crate) acs_credential_id: Uuid,
    pub(crate) card_number: String,
    pub(crate) written_at: Stamp,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Encoder {
    pub(crate) acs_encoder_id: Uuid,
    pub(crate) acs_system_id: Uuid,
    pub(crate) connected_account_id: Uuid,
    pub(crate) workspace_id: Uuid,
    pub(crate) display_name: &'static str,
    pub(crate) created_at: Stamp,
    pub(crate) errors: Vec<Notice>,
    /// What a scan reads: a blank card at first, then the last card written here, unless another was laid in its place.
    #[serde(skip)]
    pub(crate) card: Lying,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entrance {
    pub(crate) acs_entrance_id: Uuid,
    pub(crate) acs_system_id: Uuid,
    pub(crate) connected_account_id: Uuid,
    pub(crate) display_name: String,
    pub(crate) created_at: Stamp,
    pub(crate) space_ids: Vec<Uuid>,
    pub(crate) can_unlock_with_card: bool,
    pub(crate) can_unlock_with_mobile_key: bool,
    pub(crate) can_unlock_with_code: bool,
    pub(crate) can_belong_to_reservation: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) visionline_metadata: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) assa_abloy_vostio_metadata: Option<Value>,
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct VisionlineCard {
    pub(crate) card_function_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) card_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_valid: Option<bool>,
    pub(crate) auto_join: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) guest_acs_entrance_ids: Option<Vec<Uuid>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) common_acs_entrance_ids: Option<Vec<Uuid>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) joiner_acs_credential_ids: Option<Vec<Uuid>>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct VostioCard {
    pub(crate) auto_join: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) door_names: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key_issuing_request_id: Option<String>,
    pub(crate) override_guest_acs_entrance_ids: Vec<Uuid>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Credential {
    pub(crate) acs_credential_id: Uuid,
    pub(crate) acs_system_id: Uuid,
    pub(crate) connected_account_id: Uuid,
    pub(crate) workspace_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) acs_user_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_identity_id: Option<Uuid>,
    pub(crate) display_name: &'static str,
    pub(crate) access_method: &'static str,
    pub(crate) external_type: &'static str,
    pub(crate) external_type_display_name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_issued: Option<bool>,
    pub(crate) issued_at: Option<Stamp>,
    pub(crate) card_number: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) is_managed: bool,
    pub(crate) is_multi_phone_sync_credential: bool,
    pub(crate) is_one_time_use: bool,
    pub(crate) is_latest_desired_state_synced_with_provider: Option<bool>,
    pub(crate) latest_desired_state_synced_with_provider_at: Option<Stamp>,
    pub(crate) starts_at: Stamp,
    pub(crate) ends_at: Stamp,
    pub(crate) created_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) visionline_metadata: Option<VisionlineCard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) assa_abloy_vostio_metadata: Option<VostioCard>,
    pub(crate) errors: Vec<Notice>,
    pub(crate) warnings: Vec<Notice>,
    /// Every door it opens, whether the metadata says so or not.
    #[serde(skip)]
    pub(crate) doors: Vec<Uuid>,
    /// The access method it was made for.
    #[serde(skip)]
    pub(crate) made_for: Option<Uuid>,
    /// Left out of the list of credentials.
    #[serde(skip)]
    pub(crate) unlisted: bool,
    /// What goes wrong when this card is encoded (practice guests).
    #[serde(skip)]
    pub(crate) script: Option<super::super::faults::Script>,
}

impl Credential {
    pub(crate) fn has(&self, code: &str) -> bool {
        self.warnings.iter().chain(&self.errors).any(|notice| notice.is(code))
    }

    /// A partial match on what Seam searches: display name, code, card number, user and credential id.
    pub(crate) fn matches(&self, needle: &str) -> bool {
        let ids = [Some(self.acs_credential_id), self.acs_user_id];
        let texts = [Some(self.display_name), self.code.as_deref(), self.card_number.as_deref()];
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains(needle))
            || ids.into_iter().flatten().any(|id| id.to_string().contains(needle))
    }
}
