//! `acs_encoder`, `acs_system`, `acs_entrance` and `workspace`.

use super::{ErrorItem, Flag, List, Maybe, Number, Text, Time, WarningItem, wire_objects};

wire_objects! {
    /// `acs_encoder`.
    Encoder {
        acs_encoder_id: Text<'a>,
        acs_system_id: Text<'a>,
        connected_account_id: Text<'a>,
        workspace_id: Text<'a>,
        display_name: Text<'a>,
        created_at: Time,
        errors: List<Maybe<ErrorItem<'a>>>,
    }

    /// `location` of a system.
    Location {
        time_zone: Text<'a>,
    }

    /// `visionline_metadata` of a system.
    VisionlineSystem {
        lan_address: Text<'a>,
        mobile_access_uuid: Text<'a>,
        system_id: Text<'a>,
    }

    /// `acs_system`.
    System {
        acs_system_id: Text<'a>,
        connected_account_id: Text<'a>,
        connected_account_ids: List<Text<'a>>,
        workspace_id: Text<'a>,
        name: Text<'a>,
        created_at: Time,
        external_type: Text<'a>,
        external_type_display_name: Text<'a>,
        system_type: Text<'a>,
        system_type_display_name: Text<'a>,
        is_credential_manager: Flag,
        default_credential_manager_acs_system_id: Text<'a>,
        acs_user_count: Number,
        acs_access_group_count: Number,
        image_url: Text<'a>,
        image_alt_text: Text<'a>,
        location: Maybe<Location<'a>>,
        visionline_metadata: Maybe<VisionlineSystem<'a>>,
        errors: List<Maybe<ErrorItem<'a>>>,
        warnings: List<Maybe<WarningItem<'a>>>,
    }

    /// `connect_webview_customization` of a workspace.
    ConnectWebview {
        inviter_logo_url: Text<'a>,
        logo_shape: Text<'a>,
        primary_button_color: Text<'a>,
        primary_button_text_color: Text<'a>,
        success_message: Text<'a>,
    }

    /// `workspace`.
    Workspace {
        workspace_id: Text<'a>,
        name: Text<'a>,
        is_sandbox: Flag,
        is_suspended: Flag,
        company_name: Text<'a>,
        connect_partner_name: Text<'a>,
        organization_id: Text<'a>,
        publishable_key: Text<'a>,
        is_publishable_key_auth_enabled: Flag,
        connect_webview_customization: Maybe<ConnectWebview<'a>>,
    }

    /// An item of Visionline's `profiles`.
    VisionlineProfile {
        visionline_door_profile_id: Text<'a>,
        visionline_door_profile_type: Text<'a>,
    }

    /// `visionline_metadata` of a door.
    VisionlineDoor {
        door_name: Text<'a>,
        door_category: Text<'a>,
        profiles: List<Maybe<VisionlineProfile<'a>>>,
    }

    /// `assa_abloy_vostio_metadata` of a door.
    VostioDoor {
        door_name: Text<'a>,
        door_number: Number,
        door_type: Text<'a>,
        pms_id: Text<'a>,
        stand_open: Flag,
    }

    /// `salto_space_metadata` of a door.
    SaltoSpaceDoor {
        door_id: Text<'a>,
        door_name: Text<'a>,
        door_description: Text<'a>,
        room_name: Text<'a>,
        room_description: Text<'a>,
        audit_on_keys: Flag,
    }

    /// `salto_ks_metadata` of a door.
    SaltoKsDoor {
        door_name: Text<'a>,
        lock_type: Text<'a>,
        locked_state: Text<'a>,
        battery_level: Text<'a>,
        online: Flag,
        privacy_mode: Flag,
        intrusion_alarm: Flag,
        left_open_alarm: Flag,
    }

    /// `dormakaba_ambiance_metadata` of a door.
    AmbianceDoor {
        access_point_name: Text<'a>,
    }

    /// `dormakaba_community_metadata` of a door.
    CommunityDoor {
        access_point_profile: Text<'a>,
    }

    /// `hotek_metadata` of a door.
    HotekDoor {
        room_number: Text<'a>,
        common_area_name: Text<'a>,
        common_area_number: Text<'a>,
    }

    /// `latch_metadata` of a door.
    LatchDoor {
        door_name: Text<'a>,
        door_type: Text<'a>,
        accessibility_type: Text<'a>,
        is_connected: Flag,
    }

    /// `brivo_metadata` of a door.
    BrivoDoor {
        access_point_id: Text<'a>,
        site_id: Number,
        site_name: Text<'a>,
    }

    /// `avigilon_alta_metadata` of a door.
    AvigilonDoor {
        entry_name: Text<'a>,
        entry_relays_total_count: Number,
        org_name: Text<'a>,
        site_id: Number,
        site_name: Text<'a>,
        zone_id: Number,
        zone_name: Text<'a>,
    }

    /// `acs_entrance`.
    Entrance {
        acs_entrance_id: Text<'a>,
        acs_system_id: Text<'a>,
        connected_account_id: Text<'a>,
        display_name: Text<'a>,
        created_at: Time,
        space_ids: List<Text<'a>>,
        can_unlock_with_card: Flag,
        can_unlock_with_code: Flag,
        can_unlock_with_mobile_key: Flag,
        can_unlock_with_cloud_key: Flag,
        can_belong_to_reservation: Flag,
        is_locked: Flag,
        visionline_metadata: Maybe<VisionlineDoor<'a>>,
        assa_abloy_vostio_metadata: Maybe<VostioDoor<'a>>,
        salto_space_metadata: Maybe<SaltoSpaceDoor<'a>>,
        salto_ks_metadata: Maybe<SaltoKsDoor<'a>>,
        dormakaba_ambiance_metadata: Maybe<AmbianceDoor<'a>>,
        dormakaba_community_metadata: Maybe<CommunityDoor<'a>>,
        hotek_metadata: Maybe<HotekDoor<'a>>,
        latch_metadata: Maybe<LatchDoor<'a>>,
        brivo_metadata: Maybe<BrivoDoor<'a>>,
        avigilon_alta_metadata: Maybe<AvigilonDoor<'a>>,
        errors: List<Maybe<ErrorItem<'a>>>,
        warnings: List<Maybe<WarningItem<'a>>>,
    }
}
