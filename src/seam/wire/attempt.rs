//! `action_attempt`: the answer to an encode and to a scan.

use serde_json::value::RawValue;

use super::{Flag, List, Maybe, Number, Text, Time, wire_objects};

/// `action_attempt`. What `result` holds depends on `action_type`, so it stays as it was written until `status` says success.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct ActionAttempt<'a> {
    /// Its id.
    pub action_attempt_id: Text<'a>,
    /// What was asked for; open.
    pub action_type: Text<'a>,
    /// `pending`, `success`, `error`, or something newer.
    pub status: Text<'a>,
    /// What came of it; absent while pending and after an error.
    #[serde(borrow)]
    pub result: Option<&'a RawValue>,
    /// Why it failed.
    pub error: Maybe<Failure<'a>>,
}

wire_objects! {
    /// `error` of an attempt.
    Failure {
        r#type: Text<'a>,
        message: Text<'a>,
    }

    /// `visionline_metadata` of a card on the encoder.
    VisionlineOnEncoder {
        cancelled: Flag,
        card_format: Text<'a>,
        card_holder: Text<'a>,
        card_id: Text<'a>,
        common_acs_entrance_ids: List<Text<'a>>,
        discarded: Flag,
        expired: Flag,
        guest_acs_entrance_ids: List<Text<'a>>,
        number_of_issued_cards: Number,
        overridden: Flag,
        overwritten: Flag,
        pending_auto_update: Flag,
    }

    /// `acs_credential_on_encoder`: what stands on the card itself.
    CredentialOnEncoder {
        card_number: Text<'a>,
        created_at: Time,
        starts_at: Time,
        ends_at: Time,
        is_issued: Flag,
        visionline_metadata: Maybe<VisionlineOnEncoder<'a>>,
    }

    /// An item of a scan's `warnings`.
    ScanWarningItem {
        warning_code: Text<'a>,
        warning_message: Text<'a>,
    }
}

/// `result` of SCAN_CREDENTIAL.
#[derive(Clone, Default, serde::Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct ScanResult<'a> {
    /// What stands on the card; absent when it is blank.
    pub acs_credential_on_encoder: Maybe<CredentialOnEncoder<'a>>,
    /// The credential that Seam knows for it; absent when it knows none.
    pub acs_credential_on_seam: Maybe<super::Credential<'a>>,
    /// How the two differ.
    pub warnings: List<Maybe<ScanWarningItem<'a>>>,
}
