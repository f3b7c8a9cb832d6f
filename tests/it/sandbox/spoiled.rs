//! Answers that are broken, doubled, old, about something else, late, or dated wrongly.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use keydesk::sandbox::{AttemptFault, Fault, Moment};
use serde_json::{Value, json};

use super::{AT, Desk, NOBODY, read};

const ENCODE: &str = "/acs/encoders/encode_credential";

#[tokio::test]
async fn broken_json_comes_whole_with_the_right_content_type() {
    let desk = Desk::open().await;
    desk.control().fail_next(ENCODE, Fault::BrokenJson);
    let card = desk.card("Amelia Hart");
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card});
    let broken = desk.call(ENCODE, body).await;
    assert_eq!(broken.status, 200);
    assert!(broken.headers["content-type"].to_str().unwrap().starts_with("application/json"));
    assert!(broken.text.starts_with('{') && serde_json::from_str::<Value>(&broken.text).is_err());
    assert_eq!(desk.control().attempts_of(&card).len(), 1, "the work was done");
}

#[tokio::test]
async fn an_answer_comes_twice_on_the_same_connection() {
    let desk = Desk::open().await;
    desk.control().fail_next("/workspaces/get", Fault::Twice);
    let (host, token) = (desk.sandbox.endpoint().trim_start_matches("http://"), desk.sandbox.api_key());
    let mut wire = TcpStream::connect(host).unwrap();
    let request = format!(
        "GET /workspaces/get HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    wire.write_all(request.as_bytes()).unwrap();
    wire.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let said = tokio::task::spawn_blocking(move || {
        let mut said = String::new();
        wire.read_to_string(&mut said).map(|_| said)
    });
    let said = said.await.unwrap().unwrap();
    let (once, again) = said.split_at(said.len() / 2);
    assert_eq!(once, again);
    assert!(once.starts_with("HTTP/1.1 200 OK\r\n") && once.ends_with("\"ok\":true}"));
    assert_eq!(desk.control().count("/workspaces/get"), 1);
}

#[tokio::test]
async fn an_old_answer_shows_an_attempt_as_pending_and_a_card_as_before_its_write() {
    let desk = Desk::open().await;
    let card = desk.card("Amelia Hart");
    let before = desk.control().credential(&card).unwrap();
    let ended = desk.encoded("Front Desk 1", &card).await;
    desk.control().switch_on("/", Fault::Stale);
    let id = &ended["action_attempt_id"];
    let old = desk.ok("/action_attempts/get", json!({"action_attempt_id": id})).await["action_attempt"].clone();
    assert_eq!((&old["status"], &old["result"], &old["action_attempt_id"]), (&json!("pending"), &Value::Null, id));
    let listed = desk.ok("/action_attempts/list", json!({"action_attempt_ids": [id]})).await;
    assert_eq!(listed["action_attempts"][0]["status"], "pending");
    assert_eq!(desk.ok("/acs/credentials/get", json!({"acs_credential_id": card})).await["acs_credential"], before);
    let cards = desk.all("/acs/credentials/list", "acs_credentials", json!({})).await;
    assert!(cards.contains(&before));
    let events = json!({"since": AT, "acs_credential_id": card});
    assert_eq!(desk.ok("/events/list", events.clone()).await["events"], json!([]));
    let untouched = desk.card("Maya Okafor");
    let same = desk.ok("/acs/credentials/get", json!({"acs_credential_id": untouched})).await;
    assert_eq!(same["acs_credential"], desk.control().credential(&untouched).unwrap());
    desk.control().switch_off("/");
    let now = desk.ok("/acs/credentials/get", json!({"acs_credential_id": card})).await["acs_credential"].clone();
    assert_eq!(now["is_issued"], true);
    assert_eq!(desk.ok("/events/list", events).await["events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_old_answer_shows_an_access_method_as_before_its_write() {
    let desk = Desk::open().await;
    let method = desk.control().access_methods_of("Sofia Lindqvist").swap_remove(0);
    let before = desk.control().access_method(&method).unwrap();
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "access_method_id": method});
    let begun = desk.ok("/access_methods/encode", body).await;
    desk.end_of(&begun["action_attempt"]).await;
    desk.control().fail_next("/access_methods/get", Fault::Stale);
    let get =
        async || desk.ok("/access_methods/get", json!({"access_method_id": method})).await["access_method"].clone();
    assert_eq!(get().await, before);
    assert_eq!(get().await["is_issued"], true);
}

#[tokio::test]
async fn an_answer_may_be_about_another_attempt() {
    let desk = Desk::open().await;
    let first = desk.encode("Front Desk 1", &desk.card("Amelia Hart")).await;
    let get = json!({"action_attempt_id": first["action_attempt_id"]});
    desk.control().fail_next("/action_attempts/get", Fault::OtherAttempt);
    let invented = desk.ok("/action_attempts/get", get.clone()).await["action_attempt"]["action_attempt_id"].clone();
    assert_ne!(invented, first["action_attempt_id"]);
    assert_eq!(desk.control().attempt(invented.as_str().unwrap()), None);
    let second = desk.encode("Front Desk 2", &desk.card("Maya Okafor")).await;
    desk.control().fail_next("/action_attempts/get", Fault::OtherAttempt);
    let other = desk.ok("/action_attempts/get", get).await["action_attempt"]["action_attempt_id"].clone();
    assert_eq!(other, second["action_attempt_id"]);
    desk.control().fail_next(ENCODE, Fault::OtherAttempt);
    let third = desk.encode("Front Desk 2", &desk.card("Jun Takahashi 高橋")).await;
    assert_eq!(third["action_attempt_id"], second["action_attempt_id"]);
    assert_eq!(desk.control().attempts().len(), 3);
}

#[tokio::test]
async fn a_success_may_have_no_result_or_one_that_nobody_understands() {
    let desk = Desk::open().await;
    for (guest, odd) in [("Amelia Hart", Value::Null), ("Maya Okafor", json!({"acs_credential_id": 7}))] {
        desk.control().next_encode(&desk.encoder("Front Desk 1"), AttemptFault::Result(odd.clone()));
        let card = desk.card(guest);
        let attempt = desk.encode("Front Desk 1", &card).await;
        desk.control().settle_now();
        let id = json!({"action_attempt_id": attempt["action_attempt_id"]});
        let ended = desk.call("/action_attempts/get", id).await.json()["action_attempt"].clone();
        assert_eq!((&ended["status"], &ended["result"]), (&json!("success"), &odd));
        assert_eq!(desk.control().credential(&card).unwrap()["is_issued"], true);
    }
}

#[tokio::test]
async fn a_late_request_is_worked_on_later_and_a_slow_answer_leaves_later() {
    let desk = Desk::open().await;
    let length = Duration::from_millis(60);
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": NOBODY});
    for fault in [Fault::Late(length), Fault::Slow(length)] {
        desk.control().fail_next(ENCODE, fault);
        let start = Instant::now();
        assert_eq!(desk.call(ENCODE, body.clone()).await.error_type(), "acs_credential_not_found");
        assert!(start.elapsed() >= length);
    }
}

#[tokio::test]
async fn the_date_may_be_hours_off_whatever_else_goes_wrong() {
    let desk = Desk::open().await;
    desk.control().skew_date(5 * 3600);
    desk.control().fail_next("/workspaces/get", Fault::ServerError);
    for status in [500, 200] {
        let reply = desk.call("/workspaces/get", json!({})).await;
        assert_eq!(reply.status, status);
        assert!(reply.headers["date"].to_str().unwrap().contains(" 18:4"));
    }
}

#[tokio::test]
async fn an_answer_may_never_come_before_or_after_the_work() {
    let desk = Desk::open().await;
    let card = desk.card("Amelia Hart");
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card}).to_string();
    for (fault, begun) in [(Fault::Hang, 0), (Fault::HangAfter, 1)] {
        let mut pauses = desk.control().on_request(ENCODE);
        desk.control().fail_next(ENCODE, fault);
        let request = desk.post(ENCODE).header("content-type", "application/json").body(body.clone());
        let reply = tokio::spawn(read(request));
        for moment in [Moment::Received, Moment::Worked] {
            let pause = tokio::time::timeout(Duration::from_secs(10), pauses.recv()).await.unwrap().unwrap();
            assert_eq!(pause.moment, moment);
        }
        assert_eq!(desk.control().attempts_of(&card).len(), begun);
        assert_eq!(desk.control().requests().last().unwrap().status, None);
        assert!(!reply.is_finished());
        reply.abort();
    }
}
