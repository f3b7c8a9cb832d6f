//! Faults with requests, answers, connections and attempts, and the end of the server.

use std::time::{Duration, Instant};

use keydesk::sandbox::{AttemptFault, Fault, Sandbox, SandboxConfig};
use serde_json::json;

use super::{Desk, quick, read};

#[tokio::test]
async fn a_fault_turns_a_request_away_before_anything_is_done() {
    let desk = Desk::open().await;
    let card = desk.card("Amelia Hart");
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card});
    let path = "/acs/encoders/encode_credential";
    for (fault, status, kind) in [
        (Fault::Unauthorized, 401, Some("unauthorized")),
        (Fault::Forbidden, 403, Some("forbidden")),
        (Fault::BadRequest, 400, Some("invalid_input")),
        (Fault::NotFound, 404, Some("acs_credential_not_found")),
        (Fault::RateLimited { retry_after_s: Some(3) }, 429, Some("too_many_requests")),
        (Fault::RateLimited { retry_after_s: None }, 429, Some("too_many_requests")),
        (Fault::ServerError, 500, Some("internal_server_error")),
        (Fault::BadGateway, 502, None),
        (Fault::Unavailable, 503, None),
    ] {
        desk.control().fail_next(path, fault.clone());
        let reply = desk.call(path, body.clone()).await;
        assert_eq!(reply.status, status, "{fault:?}");
        assert!(kind.is_none_or(|kind| reply.error_type() == kind), "{fault:?}");
        let retry_after = reply.headers.get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!(retry_after, (fault == Fault::RateLimited { retry_after_s: Some(3) }).then_some("3"));
    }
    desk.control().fail_next(path, Fault::ResetBefore);
    assert!(desk.try_call(path, &body).await.is_err());
    assert_eq!(desk.call("/action_attempts/list", json!({})).await.json()["action_attempts"], json!([]));
    assert_eq!(desk.control().encode_count(&card), 10);
    assert_eq!(desk.encoded("Front Desk 1", &card).await["status"], "success");
}

#[tokio::test]
async fn a_fault_spoils_the_answer_after_the_work_is_done() {
    let desk = Desk::open().await;
    let path = "/acs/encoders/encode_credential";
    let encode = async |guest: &str, fault: Fault| {
        desk.control().fail_next(path, fault);
        let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": desk.card(guest)});
        let reply = desk.try_call(path, &body).await;
        assert!(desk.control().encodes().last().unwrap().action_attempt_id.is_some());
        reply
    };
    assert!(encode("Amelia Hart", Fault::ResetAfter).await.is_err());
    let torn = encode("Maya Okafor", Fault::TruncatedBody).await;
    assert!(torn.is_err_and(|error| error.is_body() || error.is_decode() || error.is_request()));
    let page = encode("Chen Wei 陈伟", Fault::NotJson).await.unwrap();
    assert!(page.status == 200 && page.text.starts_with("<html>"));
    let plain = encode("Tomasz Zieliński", Fault::WrongContentType).await.unwrap();
    assert_eq!(plain.headers["content-type"], "text/plain");
    assert_eq!(plain.json()["action_attempt"]["status"], "pending");
    let skewed = encode("Nadia Haddad نادية", Fault::DateSkew(-7200)).await.unwrap();
    assert!(skewed.headers["date"].to_str().unwrap().contains(" 11:4"));
    let slow = Fault::Slow(Duration::from_millis(30));
    assert_eq!(encode("Jun Takahashi 高橋", slow).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_hanging_server_lets_go_when_it_is_stopped() {
    let desk = Desk::open().await;
    desk.control().fail_next("/workspaces/get", Fault::Hang);
    let hanging = tokio::spawn(read(desk.post("/workspaces/get")));
    let deadline = Instant::now() + Duration::from_secs(10);
    while desk.control().count("/workspaces/get") == 0 {
        assert!(Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
    assert!(!hanging.is_finished());
    let (endpoint, http) = (desk.sandbox.endpoint().to_owned(), desk.http.clone());
    desk.sandbox.stop().await;
    assert!(hanging.await.unwrap().is_err());
    assert!(http.get(endpoint).send().await.is_err_and(|error| error.is_connect()));
}

#[tokio::test]
async fn dropping_the_sandbox_closes_its_port() {
    let desk = Desk::open().await;
    assert_eq!(desk.call("/workspaces/get", json!({})).await.status, 200);
    let (endpoint, http) = (desk.sandbox.endpoint().to_owned(), desk.http.clone());
    drop(desk);
    let deadline = Instant::now() + Duration::from_secs(10);
    while !http.get(&endpoint).send().await.is_err_and(|error| error.is_connect()) {
        assert!(Instant::now() < deadline);
    }
}

#[tokio::test]
async fn the_network_goes_down_and_comes_back() {
    let desk = Desk::open().await;
    desk.control().network_down(Duration::from_millis(1000));
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut refused = false;
    loop {
        match desk.try_call("/workspaces/get", &json!({})).await {
            Err(error) => refused |= error.is_connect(),
            Ok(reply) if refused => break assert_eq!(reply.status, 200),
            Ok(_) => (),
        }
        assert!(Instant::now() < deadline, "refused: {refused}");
    }
}

#[tokio::test]
async fn an_attempt_may_never_end_or_vanish() {
    let desk = Desk::open().await;
    let encoder = desk.encoder("Front Desk 1");
    desk.control().next_encode(&encoder, AttemptFault::NeverEnds);
    let endless = desk.encode("Front Desk 1", &desk.card("Amelia Hart")).await;
    assert_eq!(desk.control().next_end(), None);
    desk.control().next_encode(&encoder, AttemptFault::Vanishes);
    let card = desk.card("Maya Okafor");
    let vanishing = desk.encode("Front Desk 1", &card).await;
    let deadline = Instant::now() + Duration::from_secs(10);
    let body = json!({"action_attempt_id": vanishing["action_attempt_id"]});
    while desk.call("/action_attempts/get", body.clone()).await.status != 404 {
        assert!(Instant::now() < deadline);
    }
    assert_eq!(desk.control().credential(&card).unwrap()["is_issued"], true);
    let still = desk.ok("/action_attempts/get", json!({"action_attempt_id": endless["action_attempt_id"]})).await;
    assert_eq!(still["action_attempt"]["status"], "pending");
}

#[tokio::test]
async fn a_switched_fault_stays_and_an_error_may_hide_a_written_card() {
    let desk = Desk::open().await;
    desk.control().switch_on("/", Fault::Unauthorized);
    for _ in 0..3 {
        assert_eq!(desk.call("/acs/encoders/list", json!({})).await.status, 401);
    }
    desk.control().switch_off("/");
    assert_eq!(desk.call("/acs/encoders/list", json!({})).await.status, 200);
    let silent = AttemptFault::Error { error_type: "encoder_communication_timeout".into(), written: true };
    desk.control().next_encode(&desk.encoder("Front Desk 1"), silent);
    let card = desk.card("Amelia Hart");
    assert_eq!(desk.encoded("Front Desk 1", &card).await["error"]["type"], "encoder_communication_timeout");
    assert_eq!(desk.control().credential(&card).unwrap()["is_issued"], true);
}

#[tokio::test]
async fn trouble_with_systems_and_encoders_is_told_and_stops_cards() {
    let desk = Desk::open().await;
    let system = desk.control().system_id("visionline_system").unwrap();
    assert!(desk.control().set_system_error(&system, Some("bridge_disconnected")));
    let told = desk.ok("/acs/systems/get", json!({"acs_system_id": system})).await;
    assert_eq!(told["acs_system"]["errors"][0]["error_code"], "bridge_disconnected");
    let encoder = desk.encoder("Front Desk 2");
    assert!(desk.control().set_encoder_removed(&encoder, true));
    let told = desk.ok("/acs/encoders/get", json!({"acs_encoder_id": encoder})).await;
    assert_eq!(told["acs_encoder"]["errors"][0]["error_code"], "acs_encoder_removed");
    assert_eq!(desk.encoded("Front Desk 2", &desk.card("Amelia Hart")).await["error"]["type"], "encoder_not_online");
}

#[tokio::test]
async fn a_bridge_that_is_down_comes_back() {
    let desk = Desk::open().await;
    let card = desk.card("Amelia Hart");
    desk.control().fail_next("/acs/encoders/encode_credential", Fault::BridgeDown(Duration::from_millis(1500)));
    let system = json!({"acs_system_id": desk.control().system_id("visionline_system").unwrap()});
    assert_eq!(desk.encoded("Front Desk 1", &card).await["error"]["type"], "bridge_disconnected");
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut told = false;
    loop {
        let errors = desk.ok("/acs/systems/get", system.clone()).await["acs_system"]["errors"].clone();
        if errors == json!([]) {
            break;
        }
        told |= errors[0]["error_code"] == "bridge_disconnected";
        assert!(Instant::now() < deadline);
    }
    assert!(told);
    assert_eq!(desk.encoded("Front Desk 1", &card).await["status"], "success");
}

#[tokio::test]
async fn a_bad_setting_or_a_taken_port_is_told() {
    let desk = Desk::open().await;
    let port: u16 = desk.sandbox.endpoint().rsplit(':').next().unwrap().parse().unwrap();
    let taken = Sandbox::start(SandboxConfig { port, ..quick() }).await.unwrap_err();
    assert!(taken.to_string().contains(&port.to_string()));
    let rate = Sandbox::start(SandboxConfig { failure_rate: 1.5, ..quick() }).await.unwrap_err();
    assert!(rate.to_string().contains("failure rate"));
}
