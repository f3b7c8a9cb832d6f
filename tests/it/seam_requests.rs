//! What goes out: paths, headers and bodies, held against Seam's published schema; and lists, read to their last page.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use keydesk::{
    domain::{ActionAttemptId, CredentialId, EncoderId, Subject, SystemId},
    seam::{
        Client, ClientConfig, EntranceFilter, Patience, SimulatedEncodeFailure, SimulatedScan, SimulatedScanFailure,
        Token,
    },
};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::{
    sandbox_schema::Judge,
    seam_server::{Seen, Server, config, header, json as json_answer},
};

const ID: &str = "6a1cf1f5-9bd3-4c0e-9c36-000000000001";

/// An answer that serves every call of this test: the shape under each key that is asked for.
fn anything() -> Value {
    let attempt =
        json!({"action_attempt_id": ID, "action_type": "X", "status": "pending", "result": null, "error": null});
    json!({
        "ok": true, "action_attempt": attempt, "action_attempts": [attempt], "workspace": {"workspace_id": ID},
        "acs_system": {"acs_system_id": ID}, "acs_systems": [], "acs_encoders": [], "acs_credentials": [], "acs_users": [],
        "acs_encoder": {"acs_encoder_id": ID, "acs_system_id": ID}, "acs_entrances": [], "access_grants": [],
        "acs_credential": {"acs_credential_id": ID, "acs_system_id": ID}, "access_methods": [], "events": [],
        "access_method": {"access_method_id": ID, "is_issued": false},
        "pagination": {"has_next_page": false, "next_page_cursor": null, "next_page_url": null},
    })
}

async fn call_all(client: &Client) {
    let (encoder, credential, once) = (EncoderId::from(ID), CredentialId::from(ID), Patience::Once);
    client.workspace(once).await.unwrap();
    client.systems(once).all().await.unwrap();
    client.system(once, &ID.into()).await.unwrap();
    client.encoders(once, &[SystemId::from(ID)]).all().await.unwrap();
    client.encoder(once, &encoder).await.unwrap();
    client.credentials(once).all().await.unwrap();
    client.credential(once, &credential).await.unwrap();
    client.accessible_entrances(once, &credential).all().await.unwrap();
    client.users(once).all().await.unwrap();
    client.entrances(once, &EntranceFilter::All).all().await.unwrap();
    client.entrances(once, &EntranceFilter::Credential(ID.into())).all().await.unwrap();
    client.grants(once).all().await.unwrap();
    client.access_methods(once, &ID.into()).all().await.unwrap();
    client.access_method(once, &ID.into()).await.unwrap();
    client.subject_state(once, &Subject::AccessMethod(ID.into())).await.unwrap();
    client.attempt(once, &ID.into()).await.unwrap();
    client.scan_attempt(once, &ID.into()).await.unwrap();
    client.attempts(once, &[ID.into()]).await.unwrap();
    let since = "2026-01-02T03:04:05Z".parse().unwrap();
    client.events(once, since, Some(&credential)).all().await.unwrap();
    client.encode(&encoder, &Subject::Credential(ID.into())).await.unwrap();
    client.encode(&encoder, &Subject::AccessMethod(ID.into())).await.unwrap();
    client.encode_access_method(&encoder, &ID.into()).await.unwrap();
    client.scan(&encoder).await.unwrap();
    simulate_all(client, &encoder).await;
}

async fn simulate_all(client: &Client, encoder: &EncoderId) {
    client.simulate_encode_success(encoder).await.unwrap();
    for failure in [
        SimulatedEncodeFailure::NoCard,
        SimulatedEncodeFailure::Interrupted,
        SimulatedEncodeFailure::Uncategorized(None),
        SimulatedEncodeFailure::Expired(Some(ID.into())),
    ] {
        client.simulate_encode_failure(encoder, &failure).await.unwrap();
    }
    for found in [
        SimulatedScan::Known(None),
        SimulatedScan::NeedsUpdate(Some(ID.into())),
        SimulatedScan::Unknown,
        SimulatedScan::Blank,
    ] {
        client.simulate_scan_success(encoder, &found).await.unwrap();
    }
    for failure in [
        SimulatedScanFailure::NoCard,
        SimulatedScanFailure::Uncategorized(Some(ID.into())),
        SimulatedScanFailure::Expired(None),
    ] {
        client.simulate_scan_failure(encoder, &failure).await.unwrap();
    }
}

#[tokio::test]
async fn every_request_is_one_that_seams_schema_takes() {
    let server = Server::start([json_answer("200 OK", &anything())]).await;
    call_all(&server.client()).await;
    let judge = Judge::get();
    let seen = server.seen();
    for Seen { path, head, body } in &seen {
        assert!(head.starts_with("POST /"), "{head}");
        assert_eq!(header(head, "content-type"), Some("application/json"));
        assert_eq!(header(head, "authorization"), Some("Bearer seam_test_canary"));
        assert_fields_are_known(path, body);
        if path != "/workspaces/get" {
            judge.request(path, body);
        }
    }
    assert_eq!(seen.len(), 35);
}

/// The schema leaves its requests open, so a misspelt field has to be looked for by name.
fn assert_fields_are_known(path: &str, body: &Value) {
    let document: Value = serde_json::from_str(include_str!("../schema/seam-openapi-subset.json")).unwrap();
    let mut names = Vec::new();
    collect_names(&document["calls"][path]["request"], &mut names);
    for field in body.as_object().unwrap().keys() {
        assert!(names.contains(field), "{path}: {field} is none of {names:?}");
    }
}

fn collect_names(schema: &Value, names: &mut Vec<String>) {
    names.extend(schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned()));
    for part in ["allOf", "oneOf", "anyOf"] {
        schema[part].as_array().into_iter().flatten().for_each(|inner| collect_names(inner, names));
    }
}

#[tokio::test]
async fn an_encode_names_exactly_one_subject() {
    let server = Server::start([json_answer("200 OK", &anything())]).await;
    let (client, encoder) = (server.client(), EncoderId::from("e"));
    client.encode(&encoder, &Subject::Credential("c".into())).await.unwrap();
    client.encode(&encoder, &Subject::AccessMethod("m".into())).await.unwrap();
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    let expected = [
        json!({"acs_encoder_id": "e", "acs_credential_id": "c"}),
        json!({"acs_encoder_id": "e", "access_method_id": "m"}),
    ];
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn each_kind_of_token_brings_its_headers() {
    for (token, workspace, expected) in [
        ("seam_test_x", None, [Some("Bearer seam_test_x"), None, None]),
        ("seam_at_x", Some("w-1"), [Some("Bearer seam_at_x"), Some("w-1"), None]),
        ("seam_cst_x", None, [Some("Bearer seam_cst_x"), None, Some("seam_cst_x")]),
        ("eyx", Some("w-1"), [Some("Bearer eyx"), Some("w-1"), None]),
    ] {
        let server = Server::start([json_answer("200 OK", &anything())]).await;
        let token = Token::parse(&SecretString::from(token), workspace).unwrap();
        let config = ClientConfig { token, ..config(&format!("http://{}", server.address), 5_000) };
        Client::new(&config).unwrap().workspace(Patience::Once).await.unwrap();
        let head = server.seen()[0].head.clone();
        let names = ["authorization", "seam-workspace", "client-session-token"];
        assert_eq!(names.map(|name| header(&head, name)), expected);
    }
}

fn page(ids: &[&str], cursor: Option<&str>) -> crate::seam_server::Step {
    let items: Vec<_> = ids.iter().map(|id| json!({"acs_credential_id": id, "acs_system_id": "s"})).collect();
    let pagination = json!({"has_next_page": cursor.is_some(), "next_page_cursor": cursor, "next_page_url": null});
    json_answer("200 OK", &json!({"acs_credentials": items, "pagination": pagination, "ok": true}))
}

#[tokio::test]
async fn a_list_is_read_to_its_last_page_with_everything_else_unchanged() {
    let server = Server::start([page(&["1", "2"], Some("a")), page(&[], Some("b")), page(&["3"], None)]).await;
    let mut pages = server.client().credentials(Patience::Once);
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        found.push((page.number, page.items.len(), page.is_last));
    }
    assert_eq!(found, [(1, 2, false), (2, 0, false), (3, 1, true)]);
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    let expected =
        [json!({"limit": 500}), json!({"limit": 500, "page_cursor": "a"}), json!({"limit": 500, "page_cursor": "b"})];
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_list() {
    let server = Server::start([page(&["1"], Some("a")), page(&["2"], Some("b")), page(&["3"], Some("a"))]).await;
    let all = server.client().credentials(Patience::Once).all().await.unwrap();
    assert_eq!((all.value.len(), server.seen().len()), (3, 3));
}

#[tokio::test]
async fn a_list_with_a_hole_is_an_error_after_the_pages_before_it() {
    let broken = json_answer("500 Internal Server Error", &json!({}));
    let server = Server::start([page(&["1"], Some("a")), broken]).await;
    let mut pages = server.client().credentials(Patience::Once);
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    assert_eq!(pages.next().await.unwrap().unwrap_err().status(), Some(500));
    assert!(pages.next().await.is_none());
    let server = Server::start([page(&["1"], Some("a")), json_answer("401 Unauthorized", &json!({}))]).await;
    assert!(server.client().credentials(Patience::Once).all().await.unwrap_err().is_token_rejected());
}

#[tokio::test]
async fn skipped_items_of_all_pages_are_told() {
    let bad = json_answer("200 OK", &json!({"acs_credentials": [{}, 7], "pagination": {"next_page_cursor": "a"}}));
    let server = Server::start([bad, page(&["1"], None)]).await;
    let all = server.client().credentials(Patience::Once).all().await.unwrap();
    assert_eq!((all.value.len(), all.skipped.len()), (1, 2));
    assert!(all.skipped.iter().all(|item| item.list == "acs_credentials"));
}

#[tokio::test]
async fn many_attempts_are_asked_for_in_groups() {
    let server = Server::start([json_answer("200 OK", &anything())]).await;
    let ids: Vec<_> = (0..250).map(|number| ActionAttemptId::from(number.to_string())).collect();
    let answer = server.client().attempts(Patience::Once, &ids).await.unwrap();
    let sizes: Vec<_> =
        server.seen().iter().map(|seen| seen.body["action_attempt_ids"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
    assert_eq!(answer.value.len(), 3);
    assert_eq!(answer.value[0].request.as_ref().map(|id| id.as_str()), Some("req-1"));
}
