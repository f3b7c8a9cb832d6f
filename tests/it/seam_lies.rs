//! A server that repeats the key, or sends words and lists that no Seam sends.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use keydesk::{
    domain::{AttemptStatus, EncoderId, Subject},
    seam::{Client, Patience, SeamError},
};
use serde_json::json;

use crate::seam_server::{Server, answer, json as json_answer};

/// What [`crate::seam_server::config`] opens its client with.
const KEY: &str = "seam_test_canary";

async fn encode(client: &Client) -> Result<AttemptStatus, SeamError> {
    let answer = client.encode(&EncoderId::from("e"), &Subject::Credential("c".into())).await?;
    Ok(answer.value.status)
}

#[tokio::test]
async fn a_refusal_that_repeats_the_key_is_kept_without_it() {
    let body = json!({"error": {
        "type": KEY, "message": format!("bad key Bearer {KEY} by way of postgres://u:Canary@db/x"),
        "validation_errors": {KEY: {"_errors": [format!("is {KEY}")]}},
    }});
    let headers = [("content-type", "application/json"), ("seam-request-id", KEY)];
    let server = Server::start([answer("400 Bad Request", &headers, &body.to_string())]).await;
    let error = encode(&server.client()).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.problem());
    assert!(!shown.to_lowercase().contains("canary"), "{shown}");
    assert!(shown.contains("bad key"), "{shown}");
    assert_eq!((error.status(), error.request()), (Some(400), None));
}

#[tokio::test]
async fn an_attempt_and_a_name_that_repeat_the_key_are_kept_without_it() {
    let failure = json!({"type": "Zed has no card", "message": format!("Bearer {KEY}\n\u{1b}]0;x\u{7}")});
    let attempt = json!({"action_attempt_id": "a", "status": "error", "error": failure});
    let server = Server::start([
        json_answer("200 OK", &json!({"action_attempt": attempt})),
        json_answer("200 OK", &json!({"acs_systems": [{"acs_system_id": "s", "name": format!("Hotel {KEY}")}]})),
    ])
    .await;
    let client = server.client();
    let AttemptStatus::Error { error_type, message } = encode(&client).await.unwrap() else { panic!("no error") };
    assert_eq!(&*error_type, "uncategorized_error");
    assert_eq!(&*message, "Bearer [hidden] \u{fffd}]0;x\u{fffd}");
    let systems = client.systems(Patience::Once).all().await.unwrap();
    assert_eq!(&*systems.value[0].name, "Hotel [hidden]");
}

#[tokio::test]
async fn a_list_without_an_end_ends_as_one_that_cannot_be_read() {
    let page = |number: usize, items: usize| {
        let pagination = json!({"has_next_page": true, "next_page_cursor": number.to_string()});
        json_answer("200 OK", &json!({"acs_encoders": vec![7; items], "pagination": pagination}))
    };
    for pages in [vec![page(1, 200_001)], (1..=4).map(|number| page(number, 200_000)).collect()] {
        let (count, server) = (pages.len(), Server::start(pages).await);
        let error = server.client().encoders(Patience::Once, &[]).all().await.unwrap_err();
        assert!(matches!(&error, SeamError::Undecodable { reason, .. } if reason == "it is too long"), "{error}");
        assert!(server.seen().len() <= count.min(3), "it was asked for no further");
    }
}
