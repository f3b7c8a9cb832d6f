//! From the wire into the domain. The only thing an item cannot do without is its ids.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::domain::{
    self, AccessGrantId, AccessMethodId, AccessMethodKind, AcsUserId, CredentialId, EncoderId, EntranceId, Guest,
    Issued, Notice, SystemId, UserIdentityId, Validity, VendorDetails, WorkspaceId,
};

use super::super::repeated;
use super::{
    AccessGrant, AccessMethod, AcsUser, Credential, Encoder, Entrance, ErrorItem, Flag, List, Maybe, System, Text,
    Time, Visionline, Vostio, WarningItem, Workspace,
};

/// A field without which an item means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is missing")]
pub struct MissingField(pub &'static str);

pub(super) fn required<'t>(text: &'t Text<'_>, field: &'static str) -> Result<&'t str, MissingField> {
    text.get().ok_or(MissingField(field))
}

fn optional<T: for<'t> From<&'t str>>(text: &Text<'_>) -> Option<T> {
    text.get().map(T::from)
}

fn ids<T: for<'t> From<&'t str>>(list: &List<Text<'_>>) -> impl Iterator<Item = T> {
    list.0.iter().filter_map(optional)
}

fn kind(text: &Text<'_>) -> AccessMethodKind {
    match text.get().unwrap_or_default() {
        "card" => AccessMethodKind::Card,
        "code" => AccessMethodKind::Code,
        "mobile_key" => AccessMethodKind::MobileKey,
        "cloud_key" => AccessMethodKind::CloudKey,
        other => AccessMethodKind::Other(other.into()),
    }
}

/// An absent `is_issued` says nothing, not "no".
fn issued(is_issued: Flag, issued_at: Time) -> Issued {
    match is_issued.0 {
        Some(true) => Issued::Yes(issued_at.0),
        Some(false) => Issued::No,
        None => Issued::Unknown,
    }
}

fn validity(starts_at: Time, ends_at: Time) -> Validity {
    Validity { starts_at: starts_at.0, ends_at: ends_at.0 }
}

fn notice(code: &Text<'_>, message: &Text<'_>, created_at: Time) -> Option<Notice> {
    let is_empty = code.get().is_none() && message.get().is_none();
    let message = || repeated::message(message.get().unwrap_or_default()).into();
    (!is_empty).then(|| Notice { code: code.or_empty(), message: message(), created_at: created_at.0 })
}

fn errors(items: &List<Maybe<ErrorItem<'_>>>) -> Vec<Notice> {
    let filled = items.0.iter().filter_map(|item| item.0.as_ref());
    filled.filter_map(|item| notice(&item.error_code, &item.message, item.created_at)).collect()
}

fn warnings(items: &List<Maybe<WarningItem<'_>>>) -> Vec<Notice> {
    let filled = items.0.iter().filter_map(|item| item.0.as_ref());
    filled.filter_map(|item| notice(&item.warning_code, &item.message, item.created_at)).collect()
}

fn vendor(visionline: Option<&Visionline<'_>>, vostio: Option<&Vostio<'_>>) -> Option<Box<VendorDetails>> {
    if visionline.is_none() && vostio.is_none() {
        return None;
    }
    let mut details = VendorDetails::default();
    if let Some(card) = visionline {
        details.card_id = card.card_id.shared();
        details.is_valid = card.is_valid.0;
        details.entrances = ids(&card.guest_acs_entrance_ids).chain(ids(&card.common_acs_entrance_ids)).collect();
        details.joins = ids(&card.joiner_acs_credential_ids).collect();
        details.auto_join = card.auto_join.0;
    }
    if let Some(key) = vostio {
        details.door_names = key.door_names.0.iter().filter_map(Text::shared).collect();
        details.auto_join = details.auto_join.or(key.auto_join.0);
    }
    Some(Box::new(details))
}

impl TryFrom<Credential<'_>> for domain::Credential {
    type Error = MissingField;

    fn try_from(wire: Credential<'_>) -> Result<Self, MissingField> {
        Ok(Self {
            id: CredentialId::from(required(&wire.acs_credential_id, "acs_credential_id")?),
            system: SystemId::from(required(&wire.acs_system_id, "acs_system_id")?),
            user: optional::<AcsUserId>(&wire.acs_user_id),
            identity: optional::<UserIdentityId>(&wire.user_identity_id),
            kind: kind(&wire.access_method),
            name: wire.display_name.or_empty(),
            product: wire.external_type_display_name.shared(),
            validity: validity(wire.starts_at, wire.ends_at),
            issued: issued(wire.is_issued, wire.issued_at),
            card_number: wire.card_number.shared(),
            synced: wire.is_latest_desired_state_synced_with_provider.0,
            warnings: warnings(&wire.warnings),
            errors: errors(&wire.errors),
            vendor: vendor(wire.visionline_metadata.0.as_ref(), wire.assa_abloy_vostio_metadata.0.as_ref()),
        })
    }
}

impl TryFrom<Encoder<'_>> for domain::Encoder {
    type Error = MissingField;

    fn try_from(wire: Encoder<'_>) -> Result<Self, MissingField> {
        Ok(Self {
            id: EncoderId::from(required(&wire.acs_encoder_id, "acs_encoder_id")?),
            system: SystemId::from(required(&wire.acs_system_id, "acs_system_id")?),
            name: wire.display_name.or_empty(),
            errors: errors(&wire.errors),
        })
    }
}

impl TryFrom<System<'_>> for domain::System {
    type Error = MissingField;

    fn try_from(wire: System<'_>) -> Result<Self, MissingField> {
        let zone = wire.location.0.as_ref().and_then(|location| location.time_zone.filled());
        Ok(Self {
            id: SystemId::from(required(&wire.acs_system_id, "acs_system_id")?),
            name: wire.name.or_empty(),
            vendor: wire.external_type_display_name.shared().or_else(|| wire.system_type_display_name.shared()),
            is_credential_manager: wire.is_credential_manager.is_true(),
            zone: zone.and_then(|name| TimeZone::get(name).ok()),
            errors: errors(&wire.errors),
            warnings: warnings(&wire.warnings),
        })
    }
}

impl TryFrom<Entrance<'_>> for domain::Door {
    type Error = MissingField;

    fn try_from(wire: Entrance<'_>) -> Result<Self, MissingField> {
        Ok(Self {
            id: EntranceId::from(required(&wire.acs_entrance_id, "acs_entrance_id")?),
            system: SystemId::from(required(&wire.acs_system_id, "acs_system_id")?),
            name: wire.display_name.or_empty(),
        })
    }
}

impl TryFrom<AcsUser<'_>> for domain::AcsUser {
    type Error = MissingField;

    fn try_from(wire: AcsUser<'_>) -> Result<Self, MissingField> {
        let names = [&wire.full_name, &wire.user_identity_full_name, &wire.display_name];
        Ok(Self {
            id: AcsUserId::from(required(&wire.acs_user_id, "acs_user_id")?),
            identity: optional::<UserIdentityId>(&wire.user_identity_id),
            guest: names.into_iter().find_map(Text::filled).map(Guest::new),
        })
    }
}

impl TryFrom<AccessMethod<'_>> for domain::AccessMethod {
    type Error = MissingField;

    fn try_from(wire: AccessMethod<'_>) -> Result<Self, MissingField> {
        Ok(Self {
            id: AccessMethodId::from(required(&wire.access_method_id, "access_method_id")?),
            kind: kind(&wire.mode),
            name: wire.display_name.or_empty(),
            issued: issued(wire.is_issued, wire.issued_at),
            is_encoding_required: wire.is_encoding_required.is_true(),
            is_ready_for_encoding: wire.is_ready_for_encoding.is_true(),
            warnings: warnings(&wire.warnings),
            errors: errors(&wire.errors),
        })
    }
}

impl TryFrom<AccessGrant<'_>> for domain::AccessGrant {
    type Error = MissingField;

    fn try_from(wire: AccessGrant<'_>) -> Result<Self, MissingField> {
        let mut requested = wire.requested_access_methods.0.iter().filter_map(|item| item.0.as_ref());
        Ok(Self {
            id: AccessGrantId::from(required(&wire.access_grant_id, "access_grant_id")?),
            identity: optional::<UserIdentityId>(&wire.user_identity_id),
            name: wire.display_name.shared().or_else(|| wire.name.shared()).unwrap_or_else(|| Arc::from("")),
            validity: validity(wire.starts_at, wire.ends_at),
            wants_card: requested.any(|method| kind(&method.mode) == AccessMethodKind::Card),
            methods: ids(&wire.access_method_ids).collect(),
        })
    }
}

impl TryFrom<Workspace<'_>> for domain::Workspace {
    type Error = MissingField;

    fn try_from(wire: Workspace<'_>) -> Result<Self, MissingField> {
        Ok(Self {
            id: WorkspaceId::from(required(&wire.workspace_id, "workspace_id")?),
            name: wire.name.or_empty(),
            is_sandbox: wire.is_sandbox.is_true(),
            is_suspended: wire.is_suspended.is_true(),
        })
    }
}
