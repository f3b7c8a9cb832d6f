//! Encodes and scans: their life, each error type, what is not written, busy encoders, the simulate calls.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use keydesk::sandbox::{AttemptFault, BusyPolicy, SandboxConfig};
use serde_json::{Value, json};

use super::{AT, Desk, ERRORS, NOBODY, quick};

#[tokio::test]
async fn an_encode_is_pending_then_written_and_the_world_knows() {
    let desk = Desk::open().await;
    let card = desk.card("Amelia Hart");
    let attempt = desk.encode("Front Desk 1", &card).await;
    assert_eq!(
        (&attempt["status"], &attempt["result"], &attempt["error"]),
        (&json!("pending"), &Value::Null, &Value::Null)
    );
    let ended = desk.end_of(&attempt).await;
    assert_eq!(ended["status"], "success");
    let after = desk.ok("/acs/credentials/get", json!({"acs_credential_id": card})).await["acs_credential"].clone();
    assert_eq!(ended["result"], after);
    assert_eq!((&after["is_issued"], &after["warnings"]), (&json!(true), &json!([])));
    assert_eq!(after["is_latest_desired_state_synced_with_provider"], true);
    assert_eq!(after["visionline_metadata"]["is_valid"], true);
    assert!(after["card_number"].is_string() && after["issued_at"].is_string());
    let events = desk.ok("/events/list", json!({"since": AT, "acs_credential_id": card})).await["events"].clone();
    assert_eq!(events[0]["event_type"], "acs_credential.issued");
    assert_eq!(desk.control().encode_count(&card), 1);
    let seen = desk.control().encodes().swap_remove(0);
    assert_eq!(seen.action_attempt_id.as_deref(), attempt["action_attempt_id"].as_str());
}

#[tokio::test]
async fn one_credential_makes_one_card_unless_its_access_changed() {
    let desk = Desk::open().await;
    let card = desk.card("Amelia Hart");
    assert_eq!(desk.encoded("Front Desk 1", &card).await["status"], "success");
    let again = desk.encoded("Front Desk 1", &card).await;
    assert_eq!(again["error"]["type"], "credential_cannot_be_reissued");
    let changed = desk.card("Lucía Fernández");
    let reissued = desk.encoded("Front Desk 2", &changed).await;
    assert_eq!(reissued["status"], "success");
    let events = desk.ok("/events/list", json!({"since": AT, "event_type": "acs_credential.reissued"})).await;
    assert_eq!(events["events"][0]["acs_credential_id"], json!(changed));
}

#[tokio::test]
async fn what_cannot_be_written_is_not_written() {
    let desk = Desk::open().await;
    let cards = desk.all("/acs/credentials/list", "acs_credentials", json!({})).await;
    let of = |test: fn(&Value) -> bool| {
        cards.iter().find(|card| test(card)).unwrap()["acs_credential_id"].as_str().unwrap().to_owned()
    };
    let leaving = of(|card| card["warnings"][0]["warning_code"] == "being_deleted");
    let vostio = of(|card| card["external_type"] == "assa_abloy_vostio_key" && card["is_issued"] == false);
    assert_eq!(desk.encoded("Front Desk 1", &leaving).await["error"]["type"], "credential_deleted");
    assert_eq!(desk.encoded("Front Desk 1", &vostio).await["error"]["type"], "incompatible_card_format");
    assert_eq!(desk.encoded("Concierge", &vostio).await["status"], "success");
    assert_eq!(desk.encoded("Front Desk 1", &desk.card("Oliver Brandt")).await["error"]["type"], "uncategorized_error");
    let phone = of(|card| card["access_method"] == "mobile_key");
    let encoder = desk.encoder("Front Desk 1");
    let path = "/acs/encoders/encode_credential";
    for body in [
        json!({"acs_encoder_id": encoder, "acs_credential_id": phone}),
        json!({"acs_encoder_id": encoder}),
        json!({"acs_encoder_id": encoder, "acs_credential_id": vostio, "access_method_id": NOBODY}),
        json!({"acs_credential_id": vostio}),
    ] {
        assert_eq!(desk.call(path, body).await.status, 400);
    }
    let nowhere = desk.call(path, json!({"acs_encoder_id": NOBODY, "acs_credential_id": vostio})).await;
    assert_eq!((nowhere.status, nowhere.error_type().as_str()), (404, "acs_encoder_not_found"));
    let nothing = desk.call(path, json!({"acs_encoder_id": encoder, "acs_credential_id": NOBODY})).await;
    assert_eq!((nothing.status, nothing.error_type().as_str()), (404, "acs_credential_not_found"));
}

#[tokio::test]
async fn a_card_deleted_while_the_encoder_waits_is_credential_deleted() {
    let desk = Desk::new(SandboxConfig { encode_ms: 800..=900, ..quick() }).await;
    let card = desk.card("Amelia Hart");
    let attempt = desk.encode("Front Desk 1", &card).await;
    assert!(desk.control().delete_credential(&card));
    assert_eq!(desk.end_of(&attempt).await["error"]["type"], "credential_deleted");
}

#[tokio::test]
async fn an_access_method_is_encoded_by_either_call_once_it_is_ready() {
    let desk = Desk::open().await;
    let encoder = desk.encoder("Front Desk 1");
    let method = |guest: &str| desk.control().access_methods_of(guest).swap_remove(0);
    for (guest, path) in
        [("Sofia Lindqvist", "/access_methods/encode"), ("Aarav Mehta आरव", "/acs/encoders/encode_credential")]
    {
        let id = method(guest);
        let before = desk.ok("/access_methods/get", json!({"access_method_id": id})).await["access_method"].clone();
        assert_eq!((&before["is_encoding_required"], &before["is_ready_for_encoding"]), (&json!(true), &json!(true)));
        let begun = desk.ok(path, json!({"acs_encoder_id": encoder, "access_method_id": id})).await;
        let ended = desk.end_of(&begun["action_attempt"]).await;
        assert_eq!((&ended["status"], &ended["action_type"]), (&json!("success"), &json!("ENCODE_CREDENTIAL")));
        let after = desk.ok("/access_methods/get", json!({"access_method_id": id})).await["access_method"].clone();
        assert_eq!((&after["is_issued"], &after["is_encoding_required"]), (&json!(true), &json!(false)));
        assert_eq!(after["issued_at"], ended["result"]["issued_at"]);
        let events = desk.ok("/events/list", json!({"since": AT, "access_method_id": id})).await;
        assert_eq!(events["events"][0]["event_type"], "access_method.issued");
    }
    let early = method("Yuki Tanaka 田中");
    let refused =
        desk.call("/access_methods/encode", json!({"acs_encoder_id": encoder, "access_method_id": early})).await;
    assert_eq!((refused.status, refused.error_type().as_str()), (400, "invalid_input"));
}

#[tokio::test]
async fn each_error_type_and_any_other_can_be_brought_about() {
    let desk = Desk::open().await;
    for error in ERRORS {
        let card = desk.card("Ravi Natarajan");
        assert!(desk.sandbox.fail_next_encode(&desk.encoder("Front Desk 1"), error));
        let ended = desk.encoded("Front Desk 1", &card).await;
        assert_eq!((&ended["status"], &ended["error"]["type"]), (&json!("error"), &json!(error)));
        assert!(ended["error"]["message"].as_str().is_some_and(|text| !text.is_empty()) && ended["result"].is_null());
        let left = desk.control().credential(&card);
        assert_eq!(left.is_none(), error == "credential_deleted");
        assert!(left.is_none_or(|card| card["is_issued"] == false));
    }
    desk.control().next_encode(&desk.encoder("Front Desk 1"), AttemptFault::error("ribbon_cassette_empty"));
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": desk.card("Maya Okafor")});
    let attempt = desk.call("/acs/encoders/encode_credential", body).await.json();
    let id = json!({"action_attempt_id": attempt["action_attempt"]["action_attempt_id"]});
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let now = desk.call("/action_attempts/get", id.clone()).await.json();
        if now["action_attempt"]["status"] == "error" {
            break assert_eq!(now["action_attempt"]["error"]["type"], "ribbon_cassette_empty");
        }
        assert!(Instant::now() < deadline);
    }
    assert!(!desk.sandbox.fail_next_encode(NOBODY, "uncategorized_error"));
}

#[tokio::test]
async fn the_simulate_calls_arm_the_next_encode() {
    let desk = Desk::open().await;
    let encoder = desk.encoder("Front Desk 1");
    let fail = "/acs/encoders/simulate/next_credential_encode_will_fail";
    for (code, expected) in [
        (None, "no_credential_on_encoder"),
        (Some("encoding_interrupted"), "encoding_interrupted"),
        (Some("uncategorized_error"), "uncategorized_error"),
        (Some("action_attempt_expired"), "action_attempt_expired"),
    ] {
        let mut body = json!({"acs_encoder_id": encoder});
        code.into_iter().for_each(|code| body["error_code"] = json!(code));
        desk.ok(fail, body).await;
        assert_eq!(desk.encoded("Front Desk 1", &desk.card("Amelia Hart")).await["error"]["type"], expected);
    }
    desk.ok("/acs/encoders/simulate/next_credential_encode_will_succeed", json!({"acs_encoder_id": encoder})).await;
    assert_eq!(desk.encoded("Front Desk 1", &desk.card("Amelia Hart")).await["status"], "success");
    let unknown = desk.call(fail, json!({"acs_encoder_id": encoder, "error_code": "bridge_disconnected"})).await;
    assert_eq!(unknown.status, 400);
    let extra = desk.call(fail, json!({"acs_encoder_id": encoder, "when": "soon"})).await;
    assert_eq!(extra.json()["error"]["validation_errors"]["when"]["_errors"], json!(["Unrecognized key"]));
}

#[tokio::test]
async fn a_scan_reads_what_lies_on_the_encoder_or_what_was_armed() {
    let desk = Desk::open().await;
    let encoder = desk.encoder("Front Desk 1");
    let scan = async || {
        let begun = desk.ok("/acs/encoders/scan_credential", json!({"acs_encoder_id": encoder})).await;
        assert_eq!(begun["action_attempt"]["status"], "pending");
        desk.end_of(&begun["action_attempt"]).await
    };
    assert_eq!(scan().await["result"]["acs_credential_on_encoder"], Value::Null);
    let card = desk.card("Amelia Hart");
    let written = desk.encoded("Front Desk 1", &card).await;
    let read = scan().await["result"].clone();
    assert_eq!(read["acs_credential_on_encoder"]["card_number"], written["result"]["card_number"]);
    assert_eq!((&read["acs_credential_on_seam"], &read["warnings"]), (&written["result"], &json!([])));
    let arm = async |call: &str, field: &str, value: &str| {
        let path = format!("/acs/encoders/simulate/next_credential_scan_will_{call}");
        desk.ok(&path, json!({"acs_encoder_id": encoder, field: value})).await;
        scan().await
    };
    let stale = arm("succeed", "scenario", "credential_on_encoder_needs_update").await;
    assert_eq!(stale["result"]["warnings"][0]["warning_code"], "acs_credential_on_encoder_out_of_sync");
    let unknown = arm("succeed", "scenario", "credential_does_not_exist_on_seam").await;
    assert_eq!(unknown["result"]["warnings"][0]["warning_code"], "acs_credential_on_seam_not_found");
    let empty = arm("succeed", "scenario", "credential_on_encoder_is_empty").await;
    assert_eq!(empty["result"]["acs_credential_on_encoder"], Value::Null);
    let known = arm("succeed", "acs_credential_id_on_seam", &card).await;
    assert_eq!(known["result"]["acs_credential_on_seam"]["acs_credential_id"], json!(card));
    assert_eq!(arm("fail", "error_code", "action_attempt_expired").await["error"]["type"], "action_attempt_expired");
}

#[tokio::test]
async fn a_busy_encoder_queues_or_fails_as_chosen() {
    let both = async |busy: BusyPolicy, encode_ms: RangeInclusive<u64>| {
        let desk = Desk::new(SandboxConfig { busy, encode_ms, ..quick() }).await;
        let cards = desk.control().cards_of("Ravi Natarajan");
        let (first, second) =
            (desk.encode("Front Desk 1", &cards[0]).await, desk.encode("Front Desk 1", &cards[1]).await);
        let second = desk.end_of(&second).await;
        let body = json!({"action_attempt_ids": [first["action_attempt_id"]]});
        let first_now = desk.ok("/action_attempts/list", body).await["action_attempts"][0].clone();
        (first_now, second)
    };
    let (first, second) = both(BusyPolicy::Queue, 20..=40).await;
    assert_eq!((&first["status"], &second["status"]), (&json!("success"), &json!("success")));
    let (first, second) = both(BusyPolicy::Fail, 60_000..=60_000).await;
    assert_eq!((&first["status"], &second["error"]["type"]), (&json!("pending"), &json!("uncategorized_error")));
}

#[tokio::test]
async fn a_failure_rate_of_one_fails_every_encode_and_writes_none() {
    let desk = Desk::new(SandboxConfig { failure_rate: 1.0, ..quick() }).await;
    for guest in ["Amelia Hart", "Maya Okafor", "Jun Takahashi 高橋"] {
        let ended = desk.encoded("Front Desk 1", &desk.card(guest)).await;
        assert!(ERRORS.contains(&ended["error"]["type"].as_str().unwrap()), "{ended}");
        assert_eq!(desk.control().credential(&desk.card(guest)).unwrap()["is_issued"], false);
    }
}
