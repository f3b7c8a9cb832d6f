//! The written card, in parts: Seam's object as Keydesk understands it, and what of it is about a person.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::parts::{IssuedV1, PersonalV1, text, timestamp};
use crate::domain::{
    AccessMethodKind, AcsUserId, Credential, CredentialId, EntranceId, IssuedCard, Notice, SystemId, UserIdentityId,
    Validity, VendorDetails,
};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CardV1 {
    id: Arc<str>,
    system: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identity: Option<Arc<str>>,
    kind: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starts_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    #[serde(default)]
    issued: IssuedV1,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    synced: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<NoticeV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    errors: Vec<NoticeV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vendor: Option<VendorV1>,
}

#[derive(Debug, Serialize, Deserialize)]
struct NoticeV1 {
    code: Arc<str>,
    #[serde(default)]
    message: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct VendorV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    is_valid: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entrances: Vec<Arc<str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joins: Vec<Arc<str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    door_names: Vec<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_join: Option<bool>,
}

pub(super) fn store(card: &IssuedCard, personal: &mut PersonalV1) -> CardV1 {
    let credential = &card.credential;
    personal.reported = Some(Arc::clone(&card.reported));
    personal.card_name = Some(Arc::clone(&credential.name));
    personal.card_number.clone_from(&credential.card_number);
    personal.vendor_card_id = credential.vendor.as_ref().and_then(|vendor| vendor.card_id.clone());
    CardV1 {
        id: credential.id.as_str().into(),
        system: credential.system.as_str().into(),
        user: credential.user.as_ref().map(|id| id.as_str().into()),
        identity: credential.identity.as_ref().map(|id| id.as_str().into()),
        kind: method_name(&credential.kind).into(),
        product: credential.product.clone(),
        starts_at: text(credential.validity.starts_at),
        ends_at: text(credential.validity.ends_at),
        issued: credential.issued.into(),
        synced: credential.synced,
        warnings: credential.warnings.iter().map(notice).collect(),
        errors: credential.errors.iter().map(notice).collect(),
        vendor: credential.vendor.as_deref().map(vendor),
    }
}

/// Once the personal part is erased, the card has no name, no number, and reports `null`.
pub(super) fn load(card: CardV1, personal: PersonalV1) -> IssuedCard {
    let starts_at = timestamp(card.starts_at.as_deref());
    let ends_at = timestamp(card.ends_at.as_deref());
    let vendor_card_id = personal.vendor_card_id;
    let credential = Credential {
        id: CredentialId::new(card.id),
        system: SystemId::new(card.system),
        user: card.user.map(AcsUserId::new),
        identity: card.identity.map(UserIdentityId::new),
        kind: method(&card.kind),
        name: personal.card_name.unwrap_or_default(),
        product: card.product,
        validity: Validity { starts_at, ends_at },
        issued: card.issued.into(),
        card_number: personal.card_number,
        synced: card.synced,
        warnings: card.warnings.into_iter().map(notice_from).collect(),
        errors: card.errors.into_iter().map(notice_from).collect(),
        vendor: card.vendor.map(|vendor| Box::new(vendor_from(vendor, vendor_card_id))),
    };
    IssuedCard { credential, reported: personal.reported.unwrap_or_else(|| "null".into()) }
}

fn notice(notice: &Notice) -> NoticeV1 {
    let (code, message) = (Arc::clone(&notice.code), Arc::clone(&notice.message));
    NoticeV1 { code, message, created_at: text(notice.created_at) }
}

fn notice_from(notice: NoticeV1) -> Notice {
    Notice { code: notice.code, message: notice.message, created_at: timestamp(notice.created_at.as_deref()) }
}

fn vendor(vendor: &VendorDetails) -> VendorV1 {
    VendorV1 {
        is_valid: vendor.is_valid,
        entrances: vendor.entrances.iter().map(|id| id.as_str().into()).collect(),
        joins: vendor.joins.iter().map(|id| id.as_str().into()).collect(),
        door_names: vendor.door_names.clone(),
        auto_join: vendor.auto_join,
    }
}

fn vendor_from(vendor: VendorV1, card_id: Option<Arc<str>>) -> VendorDetails {
    VendorDetails {
        card_id,
        is_valid: vendor.is_valid,
        entrances: vendor.entrances.into_iter().map(EntranceId::new).collect(),
        joins: vendor.joins.into_iter().map(CredentialId::new).collect(),
        door_names: vendor.door_names,
        auto_join: vendor.auto_join,
    }
}

/// Seam's word for a kind of access.
fn method_name(kind: &AccessMethodKind) -> &str {
    match kind {
        AccessMethodKind::Card => "card",
        AccessMethodKind::Code => "code",
        AccessMethodKind::MobileKey => "mobile_key",
        AccessMethodKind::CloudKey => "cloud_key",
        AccessMethodKind::Other(word) => word,
    }
}

fn method(word: &Arc<str>) -> AccessMethodKind {
    match word.as_ref() {
        "card" => AccessMethodKind::Card,
        "code" => AccessMethodKind::Code,
        "mobile_key" => AccessMethodKind::MobileKey,
        "cloud_key" => AccessMethodKind::CloudKey,
        _ => AccessMethodKind::Other(Arc::clone(word)),
    }
}
