//! `acs_credential` and the notices that stand on every object.

use super::{Flag, List, Maybe, Text, Time, wire_objects};

wire_objects! {
    /// An item of `errors`.
    ErrorItem {
        error_code: Text<'a>,
        message: Text<'a>,
        created_at: Time,
        is_bridge_error: Flag,
        missing_device_ids: List<Text<'a>>,
    }

    /// An item of `warnings`.
    WarningItem {
        warning_code: Text<'a>,
        message: Text<'a>,
        created_at: Time,
        original_code: Text<'a>,
        new_code: Text<'a>,
        reason: Text<'a>,
        device_id: Text<'a>,
        access_method_ids: List<Text<'a>>,
        original_access_method_id: Text<'a>,
        misconfigured_acs_entrance_ids: List<Text<'a>>,
    }

    /// `visionline_metadata` of a credential.
    Visionline {
        card_function_type: Text<'a>,
        card_id: Text<'a>,
        credential_id: Text<'a>,
        is_valid: Flag,
        auto_join: Flag,
        guest_acs_entrance_ids: List<Text<'a>>,
        common_acs_entrance_ids: List<Text<'a>>,
        joiner_acs_credential_ids: List<Text<'a>>,
    }

    /// `assa_abloy_vostio_metadata` of a credential.
    Vostio {
        auto_join: Flag,
        door_names: List<Text<'a>>,
        endpoint_id: Text<'a>,
        key_id: Text<'a>,
        key_issuing_request_id: Text<'a>,
        override_guest_acs_entrance_ids: List<Text<'a>>,
    }

    /// `akiles_metadata` of a credential.
    Akiles {
        member_pin_id: Text<'a>,
    }

    /// `acs_credential`.
    Credential {
        acs_credential_id: Text<'a>,
        acs_system_id: Text<'a>,
        acs_user_id: Text<'a>,
        acs_credential_pool_id: Text<'a>,
        parent_acs_credential_id: Text<'a>,
        user_identity_id: Text<'a>,
        connected_account_id: Text<'a>,
        workspace_id: Text<'a>,
        access_method: Text<'a>,
        display_name: Text<'a>,
        external_type: Text<'a>,
        external_type_display_name: Text<'a>,
        code: Text<'a>,
        card_number: Text<'a>,
        created_at: Time,
        starts_at: Time,
        ends_at: Time,
        issued_at: Time,
        is_issued: Flag,
        is_managed: Flag,
        is_one_time_use: Flag,
        is_multi_phone_sync_credential: Flag,
        is_latest_desired_state_synced_with_provider: Flag,
        latest_desired_state_synced_with_provider_at: Time,
        visionline_metadata: Maybe<Visionline<'a>>,
        assa_abloy_vostio_metadata: Maybe<Vostio<'a>>,
        akiles_metadata: Maybe<Akiles<'a>>,
        errors: List<Maybe<ErrorItem<'a>>>,
        warnings: List<Maybe<WarningItem<'a>>>,
    }
}
