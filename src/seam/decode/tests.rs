//! What Seam's answers may look like, and what no answer may do to a desk.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::{AccessMethodKind, AttemptStatus, Credential, Issued};
use crate::seam::report::ScanStatus;

/// Items, skipped items and the cursor of a page.
type Read<T> = (Vec<T>, Vec<Skipped>, Option<String>);

fn page<T: Object>(body: &str) -> Result<Read<T>, Fault> {
    let envelope = envelope::<T>(body.as_bytes().to_vec())?;
    let cursor = envelope.next.cursor.clone();
    let (items, skipped) = envelope.read();
    Ok((items, skipped, cursor))
}

fn credential(fields: serde_json::Value) -> Credential {
    let mut whole = json!({"acs_credential_id": "c", "acs_system_id": "s"});
    for (key, value) in fields.as_object().unwrap() {
        whole[key] = value.clone();
    }
    one(json!({"acs_credential": whole, "ok": true}).to_string().as_bytes()).unwrap()
}

fn attempt(fields: &serde_json::Value) -> AttemptStatus {
    one::<AttemptReport>(json!({"action_attempt": fields}).to_string().as_bytes()).unwrap().status
}

#[test]
fn one_bad_item_never_costs_the_page() {
    let body = r#"{"acs_credentials": [
        {"acs_credential_id": "a", "acs_system_id": "s"},
        null, 7, "x", ["a", "s"],
        {"acs_system_id": "s", "display_name": "Alina Marchetti"},
        {"acs_credential_id": "b", "acs_credential_id": "b", "acs_system_id": "s"},
        {"acs_credential_id": "c", "acs_system_id": "s", "visionline_metadata": {"card_id": "1", "card_id": "2"}},
        {"acs_credential_id": "d", "acs_system_id": "s", "display_name": "\ud800"},
        {"acs_credential_id": "z", "acs_system_id": "s"}
    ], "pagination": {"has_next_page": true, "next_page_cursor": "n", "next_page_url": null}, "ok": true}"#;
    let (items, skipped, cursor) = page::<Credential>(body).unwrap();
    let ids: Vec<_> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!((ids, cursor.as_deref()), (vec!["a", "z"], Some("n")));
    let reasons: Vec<_> = skipped.iter().map(|item| item.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "acs_credentials[1]: it is no object",
            "acs_credentials[2]: it is no object",
            "acs_credentials[3]: it is no object",
            "acs_credentials[4]: it is no object",
            "acs_credentials[5].acs_credential_id: it is missing",
            "acs_credentials[6]: it does not fit, or stands there twice",
            "acs_credentials[7].visionline_metadata: it does not fit, or stands there twice",
            "acs_credentials[8].display_name: it is not proper JSON",
        ]
    );
}

#[test]
fn lists_are_read_as_far_as_they_are_lists() {
    for (body, expected) in [
        (r#"{"acs_encoders": null}"#, Ok(0)),
        (r#"{"acs_encoders": []}"#, Ok(0)),
        (r#"{"ok": true, "acs_encoders": [{"acs_encoder_id": 7, "acs_system_id": "s", "errors": null}]}"#, Ok(1)),
        (r#"{"acs\u005fencoders": [ {"acs_encoder_id": "e", "acs_system_id": "s"} ]}"#, Ok(1)),
        (r#"{"ok": true}"#, Err("acs_encoders: it is missing")),
        (r#"{"acs_encoders": {"a": 1}}"#, Err("acs_encoders: it is no list")),
        (r#"{"acs_encoders": [1, 2}"#, Err("$: it is not proper JSON")),
        (r#"{"acs_encoders": ["#, Err("$: it breaks off")),
        ("[]", Err("$: it does not fit, or stands there twice")),
        ("<html>", Err("$: it is not proper JSON")),
        ("", Err("$: it breaks off")),
        (r#"{"acs_encoders": []} trailing"#, Err("$: it is not proper JSON")),
    ] {
        let found = page::<domain::Encoder>(body).map(|(items, ..)| items.len()).map_err(|fault| fault.to_string());
        assert_eq!(found, expected.map_err(str::to_owned), "{body}");
    }
}

#[test]
fn the_cursor_is_followed_only_when_there_is_more() {
    for (pagination, expected) in [
        (json!({"has_next_page": true, "next_page_cursor": "c"}), Some("c")),
        (json!({"has_next_page": false, "next_page_cursor": "c"}), None),
        (json!({"has_next_page": true, "next_page_cursor": null}), None),
        (json!({"next_page_cursor": "c"}), Some("c")),
        (json!({"has_next_page": true, "next_page_cursor": ""}), None),
        (json!({"has_next_page": "true", "next_page_cursor": 12}), Some("12")),
        (json!(null), None),
        (json!([1]), None),
    ] {
        let body = json!({"acs_users": [], "pagination": pagination}).to_string();
        assert_eq!(page::<domain::AcsUser>(&body).unwrap().2.as_deref(), expected, "{pagination}");
    }
}

#[test]
fn bytes_that_are_no_text_spoil_no_other_item() {
    let mut body = br#"{"acs_entrances": [{"acs_entrance_id": "a", "acs_system_id": "s", "display_name": ""#.to_vec();
    body.extend([0xff, 0xfe]);
    body.extend(br#""}, {"acs_entrance_id": "b", "acs_system_id": "s"}]}"#);
    let (doors, skipped) = envelope::<domain::Door>(body).unwrap().read::<domain::Door>();
    assert_eq!((doors.len(), skipped.len()), (2, 0));
    assert_eq!(&*doors[0].name, "\u{fffd}\u{fffd}");
}

#[test]
fn an_absent_is_issued_is_unknown() {
    let at = Some("2026-01-02T03:04:05Z".parse().unwrap());
    for (fields, expected) in [
        (json!({}), Issued::Unknown),
        (json!({"is_issued": null}), Issued::Unknown),
        (json!({"is_issued": null, "issued_at": "2026-01-02T03:04:05Z"}), Issued::Unknown),
        (json!({"is_issued": "perhaps"}), Issued::Unknown),
        (json!({"is_issued": false}), Issued::No),
        (json!({"is_issued": false, "issued_at": "2026-01-02T03:04:05Z"}), Issued::No),
        (json!({"is_issued": true, "issued_at": null}), Issued::Yes(None)),
        (json!({"is_issued": true, "issued_at": "yesterday"}), Issued::Yes(None)),
        (json!({"is_issued": true, "issued_at": "2026-01-02 03:04:05"}), Issued::Yes(at)),
    ] {
        assert_eq!(credential(fields.clone()).issued, expected, "{fields}");
    }
}

#[test]
fn nulls_and_strange_values_read_as_absent() {
    let plain = credential(json!({}));
    for strange in [json!(null), json!([]), json!({}), json!({"a": [{}]}), json!([[1], null])] {
        let mut fields = json!({});
        for key in [
            "acs_user_id",
            "user_identity_id",
            "access_method",
            "display_name",
            "external_type_display_name",
            "starts_at",
            "ends_at",
            "is_issued",
            "issued_at",
            "card_number",
            "is_latest_desired_state_synced_with_provider",
            "warnings",
            "errors",
            "is_managed",
            "acs_credential_pool_id",
            "something_new",
        ] {
            fields[key] = strange.clone();
        }
        assert_eq!(credential(fields), plain, "{strange}");
    }
    let fields = json!({"visionline_metadata": "none", "assa_abloy_vostio_metadata": 3, "akiles_metadata": null});
    assert_eq!(credential(fields).vendor, None);
}

#[test]
fn what_is_new_is_kept_as_it_is_written() {
    let found = credential(json!({
        "access_method": "palm_scan",
        "warnings": [{"warning_code": "from_tomorrow", "message": "m", "created_at": "2026-01-02", "extra": {}}, null, {}, 7],
        "errors": [{"error_code": 12, "message": null, "created_at": false}],
    }));
    assert_eq!(found.kind, AccessMethodKind::Other("palm_scan".into()));
    assert_eq!(found.warnings.len(), 1);
    assert_eq!((&*found.warnings[0].code, found.warnings[0].created_at.is_some()), ("from_tomorrow", true));
    assert_eq!((&*found.errors[0].code, &*found.errors[0].message, found.errors[0].created_at), ("12", "", None));
}

#[test]
fn the_lock_systems_own_words_are_taken_over() {
    let visionline = credential(json!({"visionline_metadata": {
        "card_function_type": "guest", "card_id": "17", "is_valid": false, "auto_join": true,
        "guest_acs_entrance_ids": ["g"], "common_acs_entrance_ids": ["c", null], "joiner_acs_credential_ids": ["j"],
    }}));
    let details = *visionline.vendor.unwrap();
    assert_eq!(
        (details.card_id.as_deref(), details.is_valid, details.auto_join),
        (Some("17"), Some(false), Some(true))
    );
    assert_eq!(details.entrances, ["g".into(), "c".into()]);
    assert_eq!(details.joins, ["j".into()]);
    let vostio = credential(json!({"assa_abloy_vostio_metadata": {"door_names": ["101", "Pool"], "auto_join": false}}));
    let details = *vostio.vendor.unwrap();
    assert_eq!(details.door_names, ["101".into(), "Pool".into()]);
    assert_eq!((details.auto_join, details.is_valid), (Some(false), None));
}

#[test]
fn a_guest_is_named_by_the_best_name_there_is() {
    for (fields, expected) in [
        (json!({"full_name": "A", "user_identity_full_name": "B", "display_name": "C"}), Some("A")),
        (json!({"full_name": " ", "user_identity_full_name": "B", "display_name": "C"}), Some("B")),
        (json!({"user_identity_full_name": null, "display_name": " 陈伟 "}), Some("陈伟")),
        (json!({"display_name": ""}), None),
    ] {
        let mut user = fields;
        user["acs_user_id"] = json!("u");
        let found = one::<domain::AcsUser>(json!({"acs_user": user}).to_string().as_bytes()).unwrap();
        assert_eq!(found.guest.as_ref().map(|guest| guest.full_name()), expected);
    }
}

#[test]
fn a_zone_is_known_or_absent() {
    for (location, expected) in [
        (json!({"time_zone": "Europe/Lisbon"}), Some("Europe/Lisbon")),
        (json!({"time_zone": "Mars/Olympus"}), None),
        (json!({"time_zone": null}), None),
        (json!(null), None),
    ] {
        let body = json!({"acs_system": {"acs_system_id": "s", "location": location}}).to_string();
        let system = one::<domain::System>(body.as_bytes()).unwrap();
        assert_eq!(system.zone.as_ref().and_then(|zone| zone.iana_name()), expected);
    }
}

#[test]
fn attempts_are_read_by_their_status() {
    let id = "a";
    assert_eq!(attempt(&json!({"action_attempt_id": id, "status": "pending", "result": null})), AttemptStatus::Pending);
    let error = json!({"action_attempt_id": id, "status": "error", "result": null, "error": {"type": "new_one", "message": "m"}});
    assert_eq!(attempt(&error), AttemptStatus::Error { error_type: "new_one".into(), message: "m".into() });
    let bare = json!({"action_attempt_id": id, "status": "error", "error": null});
    let expected = AttemptStatus::Error { error_type: "uncategorized_error".into(), message: "".into() };
    assert_eq!(attempt(&bare), expected);
    assert_eq!(attempt(&json!({"action_attempt_id": id, "status": "paused"})), AttemptStatus::Other("paused".into()));
    assert_eq!(attempt(&json!({"action_attempt_id": id})), AttemptStatus::Other("".into()));
}

#[test]
fn the_end_of_a_reading_is_no_answer_to_an_encode() {
    for status in ["pending", "success", "error"] {
        let fields = json!({"action_attempt_id": "a", "status": status, "action_type": "SCAN_CREDENTIAL"});
        let body = json!({"action_attempt": fields}).to_string();
        assert!(one::<AttemptReport>(body.as_bytes()).is_err(), "{status}");
        assert!(one::<crate::seam::ScanReport>(body.as_bytes()).is_ok(), "{status}");
    }
}

#[test]
fn a_success_stays_one_whatever_its_result_is() {
    for result in [json!(null), json!("card"), json!([]), json!({}), json!({"access_method_id": "m"}), json!(5)] {
        let fields = json!({"action_attempt_id": "a", "status": "success", "result": result});
        assert_eq!(attempt(&fields), AttemptStatus::Success(None), "{result}");
    }
}

#[test]
fn a_card_keeps_what_seam_wrote() {
    let body = r#"{"action_attempt": {"status": "success", "action_attempt_id": "a", "action_type": "ENCODE_ACCESS_METHOD",
        "result": {"acs_credential_id": "c",  "acs_system_id": "s", "card_number": 1234, "new": [1.50]}, "error": null}}"#;
    let AttemptStatus::Success(Some(card)) = one::<AttemptReport>(body.as_bytes()).unwrap().status else { panic!() };
    assert_eq!(card.credential.card_number.as_deref(), Some("1234"));
    let raw = r#"{"acs_credential_id": "c",  "acs_system_id": "s", "card_number": 1234, "new": [1.50]}"#;
    assert_eq!(&*card.reported, raw);
}

#[test]
fn an_attempt_without_an_id_cannot_be_followed() {
    let fault = one::<AttemptReport>(br#"{"action_attempt": {"status": "pending"}}"#).unwrap_err();
    assert_eq!(fault.to_string(), "action_attempt.action_attempt_id: it is missing");
    assert_eq!(one::<AttemptReport>(b"{}").unwrap_err().to_string(), "action_attempt: it is missing");
}

#[test]
fn a_scan_tells_the_card_from_what_seam_knows() {
    let body = json!({"action_attempt": {"action_attempt_id": "a", "status": "success", "result": {
        "acs_credential_on_encoder": {"card_number": "9", "starts_at": null, "ends_at": "2026-01-02T00:00:00Z", "is_issued": true,
            "visionline_metadata": {"overridden": true, "guest_acs_entrance_ids": ["g"], "common_acs_entrance_ids": ["c"]}},
        "acs_credential_on_seam": {"acs_credential_id": "c", "acs_system_id": "s"},
        "warnings": [{"warning_code": "acs_credential_on_encoder_out_of_sync", "warning_message": "w"}],
    }}});
    let ScanStatus::Success(Some(card)) = one::<ScanReport>(body.to_string().as_bytes()).unwrap().status else {
        panic!()
    };
    assert_eq!((card.card_number.as_deref(), card.has_data, card.is_dead), (Some("9"), true, true));
    assert_eq!((card.entrances.len(), card.validity.ends_at.is_some()), (2, true));
    assert_eq!(card.credential.unwrap().id.as_str(), "c");
    assert_eq!(&*card.warnings[0].code, "acs_credential_on_encoder_out_of_sync");
    let blank = json!({"action_attempt": {"action_attempt_id": "a", "status": "success", "result": {
        "acs_credential_on_encoder": null, "acs_credential_on_seam": null, "warnings": null}}});
    let ScanStatus::Success(Some(card)) = one::<ScanReport>(blank.to_string().as_bytes()).unwrap().status else {
        panic!()
    };
    assert!(!card.has_data && card.credential.is_none() && card.warnings.is_empty());
}

/// Any JSON, with keys that Seam uses among those that it does not.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "\\PC{0,12}".prop_map(Into::into),
        prop_oneof![Just("success"), Just("card"), Just("2026-01-02"), Just("true")].prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::btree_map(any_key(), inner, 0..6)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{1,6}",
        prop_oneof![
            Just("acs_credential_id"),
            Just("acs_system_id"),
            Just("action_attempt_id"),
            Just("status"),
            Just("result"),
            Just("error"),
            Just("warnings"),
            Just("errors"),
            Just("is_issued"),
            Just("issued_at"),
            Just("location"),
            Just("visionline_metadata"),
            Just("starts_at"),
            Just("display_name"),
            Just("acs_user_id"),
            Just("full_name"),
        ]
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = one::<Credential>(&bytes);
        let _ = envelope::<Credential>(bytes).map(|page| page.read::<Credential>());
    }

    #[test]
    fn any_json_in_a_page_is_an_item_or_is_skipped(items in proptest::collection::vec(any_json(), 0..8)) {
        let count = items.len();
        let body = json!({"acs_credentials": &items, "ok": true}).to_string();
        let (values, skipped, _) = page::<Credential>(&body).unwrap();
        prop_assert_eq!(values.len() + skipped.len(), count);
        let body = json!({"action_attempts": items, "ok": true}).to_string();
        let (values, skipped, _) = page::<AttemptReport>(&body).unwrap();
        prop_assert_eq!(values.len() + skipped.len(), count);
    }

    #[test]
    fn whatever_stands_in_a_field_the_item_stays(key in any_key(), value in any_json()) {
        prop_assume!(!["acs_credential_id", "acs_system_id"].contains(&key.as_str()));
        let found = credential(json!({key: value}));
        prop_assert_eq!(found.id.as_str(), "c");
    }

    #[test]
    fn unknown_fields_change_nothing(extra in proptest::collection::btree_map("x_[a-z]{1,8}", any_json(), 0..6)) {
        let fields = serde_json::Value::Object(extra.into_iter().collect());
        prop_assert_eq!(credential(fields), credential(json!({})));
    }

    #[test]
    fn a_skipped_item_never_shows_its_value(name in "[A-Z][a-z]{8,14}") {
        let body = json!({"acs_users": [{"full_name": &name, "display_name": [&name]}, &name]}).to_string();
        let (_, skipped, _) = page::<domain::AcsUser>(&body).unwrap();
        prop_assert_eq!(skipped.len(), 2);
        prop_assert!(skipped.iter().all(|item| !item.reason.contains(&name)));
    }
}
