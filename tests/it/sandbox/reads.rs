//! Reads: every answer against Seam's schema, pages, filters, both request forms, tokens, refusals.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::{Desk, NOBODY, read};

/// Every read with a body that finds something, by path.
async fn reads(desk: &Desk) -> BTreeMap<&'static str, Value> {
    let first = |rows: Value| rows.as_array().unwrap()[0].clone();
    let credential = first(desk.ok("/acs/credentials/list", json!({})).await["acs_credentials"].clone());
    let grant = first(desk.ok("/access_grants/list", json!({})).await["access_grants"].clone());
    let door = first(desk.ok("/acs/entrances/list", json!({})).await["acs_entrances"].clone());
    let event = first(desk.ok("/events/list", json!({"since": "2020-01-01T00:00:00Z"})).await["events"].clone());
    let attempt = desk.encoded("Front Desk 1", &desk.card("Maya Okafor")).await;
    let id = |name: &str| json!({name: credential[name]});
    BTreeMap::from([
        ("/workspaces/get", json!({})),
        ("/acs/systems/list", json!({})),
        ("/acs/systems/get", id("acs_system_id")),
        ("/acs/encoders/list", id("acs_system_id")),
        ("/acs/encoders/get", json!({"acs_encoder_id": desk.encoder("Concierge")})),
        ("/acs/credentials/list", json!({"limit": 7})),
        ("/acs/credentials/get", id("acs_credential_id")),
        ("/acs/credentials/list_accessible_entrances", id("acs_credential_id")),
        ("/acs/users/list", id("acs_system_id")),
        ("/acs/users/get", id("acs_user_id")),
        ("/acs/entrances/list", id("acs_credential_id")),
        ("/acs/entrances/get", json!({"acs_entrance_id": door["acs_entrance_id"]})),
        ("/access_grants/list", json!({"reservation_key": grant["reservation_key"]})),
        ("/access_grants/get", json!({"access_grant_key": grant["access_grant_key"]})),
        ("/access_methods/list", json!({"access_grant_id": grant["access_grant_id"]})),
        ("/access_methods/get", json!({"access_method_id": grant["access_method_ids"][0]})),
        ("/action_attempts/get", json!({"action_attempt_id": attempt["action_attempt_id"]})),
        ("/action_attempts/list", json!({"action_attempt_ids": [attempt["action_attempt_id"]]})),
        ("/events/list", json!({"since": "2020-01-01T00:00:00Z", "event_types": ["acs_credential.issued"]})),
        ("/events/get", json!({"event_id": event["event_id"]})),
        ("/user_identities/list", json!({"user_identity_ids": [credential["user_identity_id"]]})),
        ("/user_identities/get", id("user_identity_id")),
    ])
}

/// A body as the official SDKs put it into a query string.
fn query(body: &Value) -> String {
    let mut pairs = vec!["_strict=true".to_owned()];
    for (key, value) in body.as_object().unwrap() {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned).replace(' ', "%20");
        pairs.extend(values.iter().map(|value| format!("{key}={}", text(value))));
    }
    pairs.join("&")
}

#[tokio::test]
async fn every_read_keeps_to_the_schema_and_says_the_same_by_get_and_post() {
    let desk = Desk::open().await;
    for (path, body) in reads(&desk).await {
        let posted = desk.ok(path, body.clone()).await;
        let got = desk.get(&format!("{path}?{}", query(&body))).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text);
        assert_eq!(posted, got.json(), "{path}");
        let listed = posted.as_object().unwrap().values().find_map(Value::as_array);
        assert!(listed.is_none_or(|rows| !rows.is_empty()), "{path} found nothing");
    }
}

#[tokio::test]
async fn the_whole_hotel_keeps_to_the_schema() {
    let desk = Desk::open().await;
    for (path, key) in [
        ("/acs/credentials/list", "acs_credentials"),
        ("/acs/users/list", "acs_users"),
        ("/acs/entrances/list", "acs_entrances"),
        ("/user_identities/list", "user_identities"),
        ("/access_grants/list", "access_grants"),
    ] {
        assert!(!desk.all(path, key, json!({"limit": 150})).await.is_empty(), "{path}");
    }
    for grant in desk.all("/access_grants/list", "access_grants", json!({})).await {
        desk.ok("/access_methods/list", json!({"access_grant_id": grant["access_grant_id"]})).await;
    }
    desk.ok("/events/list", json!({"between": ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]})).await;
}

#[tokio::test]
async fn every_call_of_the_schema_is_served() {
    let desk = Desk::open().await;
    for path in desk.judge.paths() {
        let reply = desk.call(path, json!({})).await;
        assert!(reply.status == 200 || reply.error_type() == "invalid_input", "{path}: {}", reply.text);
    }
}

#[tokio::test]
async fn every_answer_names_its_request_and_its_date() {
    let desk = Desk::open().await;
    let found = desk.call("/workspaces/get", json!({})).await;
    let refused = desk.call("/acs/encoders/get", json!({})).await;
    let ids: HashSet<String> =
        [&found, &refused].map(|r| r.headers["seam-request-id"].to_str().unwrap().to_owned()).into();
    assert_eq!(ids.len(), 2);
    assert!(found.headers["date"].to_str().unwrap().starts_with("Mon, 23 Nov 2026 13:4"));
    assert_eq!(found.json()["workspace"]["is_sandbox"], true);
    assert_eq!(found.json()["workspace"]["name"], "Hotel Aurora");
}

#[tokio::test]
async fn pages_hold_every_row_once_and_the_cursor_is_bound_to_its_parameters() {
    let desk = Desk::open().await;
    let whole = desk.all("/acs/credentials/list", "acs_credentials", json!({"limit": 5000})).await;
    let paged = desk.all("/acs/credentials/list", "acs_credentials", json!({"limit": 17})).await;
    assert_eq!(whole, paged);
    let first = desk.ok("/acs/credentials/list", json!({"limit": 17})).await;
    let cursor = &first["pagination"]["next_page_cursor"];
    let other = desk.call("/acs/credentials/list", json!({"limit": 18, "page_cursor": cursor})).await;
    assert_eq!((other.status, other.error_type().as_str()), (400, "mismatched_page_parameters"));
    let elsewhere = desk.call("/acs/users/list", json!({"limit": 17, "page_cursor": cursor})).await;
    assert_eq!(elsewhere.error_type(), "mismatched_page_parameters");
    let nonsense = desk.call("/acs/credentials/list", json!({"limit": 17, "page_cursor": "next"})).await;
    assert_eq!(nonsense.error_type(), "invalid_input");
    let url = first["pagination"]["next_page_url"].as_str().unwrap();
    let followed = desk.get(url.strip_prefix(desk.sandbox.endpoint()).unwrap()).await.json();
    assert_eq!(followed["acs_credentials"].as_array().unwrap(), &whole[17..34]);
}

#[tokio::test]
async fn the_filters_narrow_the_lists() {
    let desk = Desk::open().await;
    let amelia = desk.control().credential(&desk.card("Amelia Hart")).unwrap();
    let only = [json!({"acs_user_id": amelia["acs_user_id"]}), json!({"search": amelia["acs_credential_id"]})];
    for body in only.into_iter().chain([json!({"user_identity_id": amelia["user_identity_id"]})]) {
        let found = desk.ok("/acs/credentials/list", body).await;
        assert_eq!(found["acs_credentials"], json!([amelia]));
    }
    let users = desk.ok("/acs/users/list", json!({"search": "amelia HART"})).await;
    assert_eq!(users["acs_users"].as_array().unwrap().len(), 1);
    assert_eq!(users["acs_users"][0]["acs_user_id"], amelia["acs_user_id"]);
    let vostio = desk.control().system_id("assa_abloy_vostio").unwrap();
    for encoder in
        desk.ok("/acs/encoders/list", json!({"acs_system_ids": [vostio]})).await["acs_encoders"].as_array().unwrap()
    {
        assert_eq!(encoder["display_name"], "Concierge");
    }
    let doors = desk.ok("/acs/entrances/list", json!({"acs_credential_id": amelia["acs_credential_id"]})).await;
    let names: Vec<_> = doors["acs_entrances"].as_array().unwrap().iter().map(|door| &door["display_name"]).collect();
    assert_eq!(names, ["412", "Pool"]);
    let none = desk.ok("/acs/credentials/list", json!({"created_before": "2001-01-01T00:00:00Z"})).await;
    assert_eq!(none["acs_credentials"], json!([]));
}

#[tokio::test]
async fn a_missing_or_wrong_token_is_unauthorized_and_a_personal_one_needs_its_workspace() {
    let desk = Desk::open().await;
    let url = format!("{}/workspaces/get", desk.sandbox.endpoint());
    let (key, pat) = (desk.sandbox.api_key().to_owned(), desk.sandbox.personal_access_token().to_owned());
    assert!(key.starts_with("seam_test") && pat.starts_with("seam_at"));
    let workspace = desk.sandbox.workspace_id();
    for (token, named, status) in [
        (None, None, 401),
        (Some("seam_test_wrong"), None, 401),
        (Some(key.as_str()), None, 200),
        (Some(pat.as_str()), None, 401),
        (Some(pat.as_str()), Some(NOBODY), 401),
        (Some(pat.as_str()), Some(workspace), 200),
    ] {
        let mut request = desk.http.post(&url);
        request = token.into_iter().fold(request, |request, token| request.bearer_auth(token));
        request = named.into_iter().fold(request, |request, id| request.header("seam-workspace", id));
        let reply = read(request).await.unwrap();
        assert_eq!(reply.status, status, "{token:?} {named:?}");
        assert!(status == 200 || reply.error_type() == "unauthorized");
    }
}

#[tokio::test]
async fn bad_requests_are_refused_as_seam_refuses_them() {
    let desk = Desk::open().await;
    let missing = desk.call("/acs/encoders/get", json!({})).await;
    assert_eq!((missing.status, missing.error_type().as_str()), (400, "invalid_input"));
    assert_eq!(missing.json()["error"]["validation_errors"]["acs_encoder_id"]["_errors"], json!(["Required"]));
    assert_eq!(missing.json()["ok"], false);
    for (path, name) in [
        ("/acs/encoders/get", "acs_encoder"),
        ("/acs/credentials/get", "acs_credential"),
        ("/acs/systems/get", "acs_system"),
        ("/acs/users/get", "acs_user"),
        ("/acs/entrances/get", "acs_entrance"),
        ("/access_methods/get", "access_method"),
        ("/access_grants/get", "access_grant"),
        ("/action_attempts/get", "action_attempt"),
    ] {
        let reply = desk.call(path, json!({format!("{name}_id"): NOBODY})).await;
        assert_eq!((reply.status, reply.error_type()), (404, format!("{name}_not_found")));
    }
    let text = read(desk.post("/acs/encoders/list").header("content-type", "text/plain").body("{}")).await.unwrap();
    assert_eq!((text.status, text.error_type().as_str()), (400, "invalid_content_type"));
    let broken =
        read(desk.post("/acs/encoders/list").header("content-type", "application/json").body("{")).await.unwrap();
    assert_eq!((broken.status, broken.error_type().as_str()), (400, "invalid_input"));
    assert_eq!(desk.get("/acs/encoders/encode_credential").await.status, 405);
    assert_eq!(desk.call("/acs/encoders/clean", json!({})).await.status, 404);
}
