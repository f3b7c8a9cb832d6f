//! Credentials and access methods, and the card that a clerk sees in the list.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};

use super::{
    AccessGrantId, AccessMethodId, AcsUserId, CredentialId, EntranceId, Guest, Subject, SystemId, UserIdentityId,
    Validity,
};

/// How a credential opens doors (`access_method`, `mode`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AccessMethodKind {
    /// A plastic card: what Keydesk makes.
    Card,
    /// A PIN code.
    Code,
    /// A key in a phone.
    MobileKey,
    /// A door opened through the cloud.
    CloudKey,
    /// A kind that Seam added later, as it was written.
    Other(Arc<str>),
}

/// Whether a card was written. Seam may leave `is_issued` out, and absent is not "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// `is_issued: false`.
    No,
    /// `is_issued: true`, with `issued_at` where Seam knows it.
    Yes(Option<Timestamp>),
    /// `is_issued` was absent.
    Unknown,
}

/// A warning or an error on one of Seam's objects, kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `warning_code` or `error_code`.
    pub code: Arc<str>,
    /// `message`.
    pub message: Arc<str>,
    /// `created_at`.
    pub created_at: Option<Timestamp>,
}

/// What the lock system itself says about a card (`visionline_metadata`, `assa_abloy_vostio_metadata`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VendorDetails {
    /// Visionline's `card_id`.
    pub card_id: Option<Arc<str>>,
    /// Visionline's `is_valid`: false once overridden, discarded or cancelled.
    pub is_valid: Option<bool>,
    /// Visionline's `guest_acs_entrance_ids`, then `common_acs_entrance_ids`.
    pub entrances: Vec<EntranceId>,
    /// Visionline's `joiner_acs_credential_ids`: the cards this one stands beside.
    pub joins: Vec<CredentialId>,
    /// Vostio's `door_names`.
    pub door_names: Vec<Arc<str>>,
    /// Whether the lock system was asked to join (`true`) or to replace earlier cards by itself (`auto_join`).
    pub auto_join: Option<bool>,
}

/// A credential of an access system (`acs_credential`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// `acs_credential_id`.
    pub id: CredentialId,
    /// `acs_system_id`.
    pub system: SystemId,
    /// `acs_user_id`.
    pub user: Option<AcsUserId>,
    /// `user_identity_id`.
    pub identity: Option<UserIdentityId>,
    /// `access_method`.
    pub kind: AccessMethodKind,
    /// `display_name`.
    pub name: Arc<str>,
    /// `external_type_display_name`, such as "Visionline Card".
    pub product: Option<Arc<str>>,
    /// `starts_at`, `ends_at`.
    pub validity: Validity,
    /// `is_issued`, `issued_at`.
    pub issued: Issued,
    /// `card_number`.
    pub card_number: Option<Arc<str>>,
    /// `is_latest_desired_state_synced_with_provider`.
    pub synced: Option<bool>,
    /// `warnings`.
    pub warnings: Vec<Notice>,
    /// `errors`.
    pub errors: Vec<Notice>,
    /// The lock system's own words, where it has any.
    pub vendor: Option<Box<VendorDetails>>,
}

/// One way of access that a grant asked for (`access_method`). It names no guest, doors or system: its grant does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessMethod {
    /// `access_method_id`.
    pub id: AccessMethodId,
    /// `mode`.
    pub kind: AccessMethodKind,
    /// `display_name`.
    pub name: Arc<str>,
    /// `is_issued`, `issued_at`.
    pub issued: Issued,
    /// `is_encoding_required`: a card must be written to issue or re-issue it.
    pub is_encoding_required: bool,
    /// `is_ready_for_encoding`: the credential behind it exists and waits for its card. Absent counts as not ready.
    pub is_ready_for_encoding: bool,
    /// `warnings`.
    pub warnings: Vec<Notice>,
    /// `errors`.
    pub errors: Vec<Notice>,
}

/// A person's access to some doors for some time (`access_grant`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessGrant {
    /// `access_grant_id`.
    pub id: AccessGrantId,
    /// `user_identity_id`.
    pub identity: Option<UserIdentityId>,
    /// `display_name`.
    pub name: Arc<str>,
    /// `starts_at`, `ends_at`.
    pub validity: Validity,
    /// Whether any of its `requested_access_methods` has `mode: card`.
    pub wants_card: bool,
    /// `access_method_ids`.
    pub methods: Vec<AccessMethodId>,
}

/// One row of the list: a credential or an access method, joined to its guest, its doors and its lock system.
#[derive(Debug, Clone)]
pub struct Card {
    /// What an encode of this row names.
    pub subject: Subject,
    /// How it opens doors; only cards can be encoded.
    pub kind: AccessMethodKind,
    /// The display name, such as "Guest card".
    pub name: Arc<str>,
    /// Who it is for, where a name is known.
    pub guest: Option<Guest>,
    /// The doors' names; `None` while they are not known.
    pub doors: Option<Arc<[Arc<str>]>>,
    /// Its lock system, where Seam names it.
    pub system: Option<SystemId>,
    /// What the lock system calls such a card ("Visionline Card").
    pub product: Option<Arc<str>>,
    /// From when until when.
    pub validity: Validity,
    /// The property's zone, in which times are shown.
    pub zone: TimeZone,
    /// Whether it was written.
    pub issued: Issued,
    /// Whether Seam waits for a card: false only for an access method that is not ready for encoding.
    pub is_ready: bool,
    /// The number of the plastic, once written.
    pub card_number: Option<Arc<str>>,
    /// Whether the lock system has taken the latest state.
    pub synced: Option<bool>,
    /// Warnings.
    pub warnings: Vec<Notice>,
    /// Errors.
    pub errors: Vec<Notice>,
    /// The lock system's own words.
    pub vendor: Option<Box<VendorDetails>>,
}

impl Card {
    /// Whether a warning with this code stands on the card.
    pub fn has_warning(&self, code: &str) -> bool {
        self.warnings.iter().any(|warning| &*warning.code == code)
    }

    /// Whether encoding it writes over something that was already handed out.
    pub fn is_replacement(&self) -> bool {
        matches!(self.issued, Issued::Yes(_))
    }
}
