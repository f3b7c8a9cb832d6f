//! `acs_user`, `access_method`, `access_grant` and `event`.

use super::{ErrorItem, Flag, List, Maybe, Number, Text, Time, WarningItem, wire_objects};

/// `access_schedule` of a user.
#[derive(Clone, Default, serde::Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct Schedule {
    /// When it begins.
    pub starts_at: Time,
    /// When it ends; open when it does not.
    pub ends_at: Time,
}

/// `salto_ks_metadata` of a user.
#[derive(Clone, Default, serde::Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default)]
pub struct SaltoKsUser {
    /// Whether the user takes one of the site's subscriptions.
    pub is_subscribed: Flag,
}

wire_objects! {
    /// `salto_space_metadata` of a user.
    SaltoSpaceUser {
        user_id: Text<'a>,
        audit_openings: Flag,
    }

    /// An item of `pending_mutations`; its `from` and `to` differ by code and are left where they are.
    Mutation {
        mutation_code: Text<'a>,
        message: Text<'a>,
        created_at: Time,
        scheduled_at: Time,
        variant: Text<'a>,
        acs_access_group_id: Text<'a>,
        access_method_ids: List<Text<'a>>,
    }

    /// `acs_user`.
    AcsUser {
        acs_user_id: Text<'a>,
        acs_system_id: Text<'a>,
        hid_acs_system_id: Text<'a>,
        user_identity_id: Text<'a>,
        connected_account_id: Text<'a>,
        workspace_id: Text<'a>,
        display_name: Text<'a>,
        full_name: Text<'a>,
        email: Text<'a>,
        email_address: Text<'a>,
        phone_number: Text<'a>,
        user_identity_full_name: Text<'a>,
        user_identity_email_address: Text<'a>,
        user_identity_phone_number: Text<'a>,
        external_type: Text<'a>,
        external_type_display_name: Text<'a>,
        created_at: Time,
        last_successful_sync_at: Time,
        is_managed: Flag,
        is_suspended: Flag,
        access_schedule: Maybe<Schedule>,
        salto_space_metadata: Maybe<SaltoSpaceUser<'a>>,
        salto_ks_metadata: Maybe<SaltoKsUser>,
        pending_mutations: List<Maybe<Mutation<'a>>>,
        errors: List<Maybe<ErrorItem<'a>>>,
        warnings: List<Maybe<WarningItem<'a>>>,
    }

    /// `access_method`.
    AccessMethod {
        access_method_id: Text<'a>,
        workspace_id: Text<'a>,
        display_name: Text<'a>,
        display_status: Text<'a>,
        mode: Text<'a>,
        created_at: Time,
        issued_at: Time,
        is_issued: Flag,
        is_encoding_required: Flag,
        is_ready_for_encoding: Flag,
        is_assignment_required: Flag,
        is_ready_for_assignment: Flag,
        code: Text<'a>,
        instant_key_url: Text<'a>,
        client_session_token: Text<'a>,
        customization_profile_id: Text<'a>,
        pending_mutations: List<Maybe<Mutation<'a>>>,
        errors: List<Maybe<ErrorItem<'a>>>,
        warnings: List<Maybe<WarningItem<'a>>>,
    }

    /// An item of `requested_access_methods`.
    RequestedAccessMethod {
        mode: Text<'a>,
        display_name: Text<'a>,
        created_at: Time,
        created_access_method_ids: List<Text<'a>>,
        code: Text<'a>,
        instant_key_max_use_count: Number,
    }

    /// `access_grant`.
    AccessGrant {
        access_grant_id: Text<'a>,
        access_grant_key: Text<'a>,
        reservation_key: Text<'a>,
        user_identity_id: Text<'a>,
        workspace_id: Text<'a>,
        name: Text<'a>,
        display_name: Text<'a>,
        display_status: Text<'a>,
        created_at: Time,
        starts_at: Time,
        ends_at: Time,
        access_method_ids: List<Text<'a>>,
        requested_access_methods: List<Maybe<RequestedAccessMethod<'a>>>,
        space_ids: List<Text<'a>>,
        location_ids: List<Text<'a>>,
        client_session_token: Text<'a>,
        instant_key_url: Text<'a>,
        customization_profile_id: Text<'a>,
        pending_mutations: List<Maybe<Mutation<'a>>>,
        errors: List<Maybe<ErrorItem<'a>>>,
        warnings: List<Maybe<WarningItem<'a>>>,
    }

    /// `event`, as far as events about cards, doors and systems go.
    Event {
        event_id: Text<'a>,
        event_type: Text<'a>,
        event_description: Text<'a>,
        workspace_id: Text<'a>,
        created_at: Time,
        occurred_at: Time,
        connected_account_id: Text<'a>,
        acs_system_id: Text<'a>,
        acs_encoder_id: Text<'a>,
        acs_credential_id: Text<'a>,
        acs_user_id: Text<'a>,
        acs_entrance_id: Text<'a>,
        access_method_id: Text<'a>,
        access_grant_id: Text<'a>,
        access_grant_ids: List<Text<'a>>,
        acs_system_errors: List<Maybe<ErrorItem<'a>>>,
        acs_system_warnings: List<Maybe<WarningItem<'a>>>,
    }
}
