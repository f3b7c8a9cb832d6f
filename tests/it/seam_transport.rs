//! What becomes of a call when the network, a proxy or a server does its worst; and that an encode goes out once in all of it.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use std::time::Duration;

use keydesk::{
    domain::{AttemptStatus, EncoderId, ProblemCode, Subject},
    seam::{Client, LostCause, NotSentCause, Patience, SeamError, Submission},
};
use serde_json::json;
use tokio::net::TcpListener;

use crate::seam_server::{Server, Step, answer, config, header, json as json_answer};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn encode(client: &Client) -> Result<AttemptStatus, SeamError> {
    let subject = Subject::Credential("c-1".into());
    client.encode(&EncoderId::from("e-1"), &subject).await.map(|answer| answer.value.status)
}

/// The error of an encode that a server treats like this; the request must have gone out at most once.
async fn encode_error(step: Step) -> SeamError {
    let give_up_ms = if matches!(step, Step::Silence | Step::RawThenSilence(_)) { 400 } else { 20_000 };
    let server = Server::start([step]).await;
    let error = encode(&server.client_that_waits(give_up_ms)).await.unwrap_err();
    assert_eq!(server.connections(), 1, "an encode goes out once: {error}");
    assert!(server.seen().len() <= 1);
    error
}

fn is_ambiguous(error: &SeamError) -> bool {
    matches!(error.submission(), Submission::Ambiguous(problem) if problem.code == ProblemCode::OutcomeUnknown)
}

fn pending() -> serde_json::Value {
    json!({"action_attempt": {"action_attempt_id": "a", "action_type": "ENCODE_CREDENTIAL", "status": "pending",
        "result": null, "error": null}, "ok": true})
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = encode(&Client::new(&config(&format!("http://{address}"), 500)).unwrap()).await.unwrap_err();
    assert!(matches!(error, SeamError::NotSent { cause: NotSentCause::Connect, .. }), "{error:?}");
    assert_eq!(error.submission(), Submission::NotExecuted(error.problem()));
    assert_eq!(error.problem().code, ProblemCode::NotSent);
}

#[tokio::test]
async fn a_name_without_an_address_is_not_sent() {
    let error = encode(&Client::new(&config("https://keydesk.invalid", 5_000)).unwrap()).await.unwrap_err();
    assert!(matches!(error, SeamError::NotSent { .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let plain = tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    let error = encode(&Client::new(&config(&format!("https://{address}"), 5_000)).unwrap()).await.unwrap_err();
    assert!(matches!(error, SeamError::NotSent { cause: NotSentCause::Tls, .. }), "{error:?}");
    plain.await.unwrap();
}

#[tokio::test]
async fn a_handshake_that_hangs_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut config = config(&format!("https://{address}"), 30_000);
    config.timeouts.connect = Duration::from_millis(200);
    let error = encode(&Client::new(&config).unwrap()).await.unwrap_err();
    assert!(matches!(error, SeamError::NotSent { cause: NotSentCause::ConnectTimeout, .. }), "{error:?}");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_not_sent() {
    let proxy = Server::start([answer("403 Forbidden", &[], "no")]).await;
    let mut config = config("https://connect.getseam.com", 5_000);
    config.proxy = Some(format!("http://{}", proxy.address));
    let error = encode(&Client::new(&config).unwrap()).await.unwrap_err();
    assert!(matches!(error, SeamError::NotSent { cause: NotSentCause::Proxy, .. }), "{error:?}");
    assert_eq!(proxy.seen()[0].path, "connect.getseam.com:443");
    assert_eq!(header(&proxy.seen()[0].head, "authorization"), None, "the token is not for the proxy");
}

#[tokio::test]
async fn this_computer_is_reached_without_a_proxy() {
    let server = Server::start([json_answer("200 OK", &pending())]).await;
    let mut config = config(&format!("http://{}", server.address), 5_000);
    config.proxy = Some("http://127.0.0.1:1".to_owned());
    assert_eq!(encode(&Client::new(&config).unwrap()).await.unwrap(), AttemptStatus::Pending);
}

#[tokio::test]
async fn a_reset_is_ambiguous_whenever_it_comes() {
    for step in [Step::ResetUnread, Step::ResetRead, Step::Raw(Vec::new()), Step::Raw(b"HTTP/1.1 20".to_vec())] {
        let error = encode_error(step.clone()).await;
        let is_lost = matches!(error, SeamError::Ambiguous { cause: LostCause::Connection, .. });
        assert!(is_lost && is_ambiguous(&error), "{step:?}: {error:?}");
    }
}

#[tokio::test]
async fn silence_is_ambiguous_after_the_time_is_up() {
    for step in [
        Step::Silence,
        Step::RawThenSilence(b"HTTP/1.1 200 OK\r\n".to_vec()),
        Step::RawThenSilence(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
    ] {
        let error = encode_error(step.clone()).await;
        let is_lost = matches!(error, SeamError::Ambiguous { cause: LostCause::Timeout, .. });
        assert!(is_lost && is_ambiguous(&error), "{step:?}: {error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_ambiguous_and_keeps_its_request_id() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nseam-request-id: req-9\r\n";
    for rest in ["content-length: 500\r\n\r\n{\"action_attempt\"", "transfer-encoding: chunked\r\n\r\n5\r\n{\"act"] {
        let error = encode_error(Step::Raw(format!("{head}{rest}").into_bytes())).await;
        assert!(matches!(error, SeamError::Ambiguous { cause: LostCause::Body, .. }), "{error:?}");
        assert_eq!(error.request().map(|id| id.as_str()), Some("req-9"));
        assert!(is_ambiguous(&error));
    }
}

#[tokio::test]
async fn a_page_of_something_else_is_ambiguous_and_never_shown() {
    let html = "<html>canary page</html>";
    for (status, headers, code) in [
        ("200 OK", vec![("content-type", "text/html")], 200),
        ("502 Bad Gateway", vec![("content-type", "text/html")], 502),
        ("503 Service Unavailable", vec![], 503),
        ("500 Internal Server Error", vec![JSON], 500),
        ("302 Found", vec![("location", "http://127.0.0.1:1/portal"), ("content-type", "text/html")], 302),
        ("307 Temporary Redirect", vec![("location", "/acs/encoders/encode_credential")], 307),
    ] {
        let error = encode_error(answer(status, &headers, html)).await;
        assert!(matches!(error, SeamError::Unavailable { status, .. } if status == code), "{status}: {error:?}");
        assert!(is_ambiguous(&error), "{status}");
        assert_eq!(error.problem().code, ProblemCode::SeamTrouble);
        assert!(!format!("{error:?} {error} {:?}", error.problem()).contains("canary"), "{status}");
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_ambiguous() {
    for body in
        ["", "{}", "[1]", "{\"action_attempt\": null}", "{\"action_attempt\": {\"status\": \"pending\"}}", "not json"]
    {
        let error = encode_error(answer("200 OK", &[JSON], body)).await;
        assert!(matches!(error, SeamError::Undecodable { .. }) && is_ambiguous(&error), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_definite_with_and_without_a_body() {
    let seams =
        json!({"error": {"type": "acs_encoder_not_found", "message": "No such encoder."}, "ok": false}).to_string();
    for (status, code) in [
        ("400 Bad Request", ProblemCode::Unexpected),
        ("401 Unauthorized", ProblemCode::TokenRejected),
        ("403 Forbidden", ProblemCode::NotFound),
        ("404 Not Found", ProblemCode::NotFound),
        ("405 Method Not Allowed", ProblemCode::Unexpected),
        ("409 Conflict", ProblemCode::Unexpected),
        ("422 Unprocessable", ProblemCode::Unexpected),
        ("429 Too Many Requests", ProblemCode::SlowDown),
    ] {
        for (body, kind) in [(seams.as_str(), Some("acs_encoder_not_found")), ("<html>", None), ("", None)] {
            let error = encode_error(answer(status, &[JSON, ("seam-request-id", "req-4")], body)).await;
            let problem = error.problem();
            assert_eq!((problem.code, problem.details.error_type.as_deref()), (code, kind), "{status}");
            assert_eq!(problem.details.request.as_ref().map(|id| id.as_str()), Some("req-4"));
            assert_eq!(error.submission(), Submission::NotExecuted(problem), "{status}");
        }
    }
}

#[tokio::test]
async fn a_refusal_whose_body_breaks_off_is_as_definite() {
    let raw = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{\"err".to_vec();
    let error = encode_error(Step::Raw(raw)).await;
    assert_eq!(error.submission(), Submission::NotExecuted(error.problem()));
}

#[tokio::test]
async fn a_request_that_timed_out_on_the_servers_side_is_ambiguous() {
    assert!(is_ambiguous(&encode_error(answer("408 Request Timeout", &[], "")).await));
}

#[tokio::test]
async fn slowing_down_says_for_how_long() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (asked, expected) in [("7", 7), ("Sun, 06 Nov 1994 08:50:07 GMT", 30)] {
        let error = encode_error(answer("429 Too Many Requests", &[date, ("retry-after", asked)], "")).await;
        assert_eq!(error.problem().code, ProblemCode::SlowDown);
        assert_eq!(error.problem().details.retry_after, Some(Duration::from_secs(expected)), "{asked}");
    }
}

#[tokio::test]
async fn what_seam_says_about_parameters_is_kept() {
    let body = json!({"error": {"type": "invalid_input", "message": "Bad.",
        "validation_errors": {"_errors": [], "acs_encoder_id": {"_errors": ["Required"]}}}, "ok": false});
    let error = encode_error(json_answer("400 Bad Request", &body)).await;
    assert_eq!(error.problem().details.message.as_deref(), Some("Bad.; acs_encoder_id: Required"));
    assert_eq!(error.to_string(), "Seam refused: HTTP 400, invalid_input");
}

#[tokio::test]
async fn an_encode_takes_a_fresh_connection_each_time() {
    let kept = |body: &str| {
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        Step::RawThenSilence(format!("{head}{body}").into_bytes())
    };
    let server = Server::start([kept(&pending().to_string())]).await;
    let client = server.client();
    for expected in 1..=3 {
        assert_eq!(encode(&client).await.unwrap(), AttemptStatus::Pending);
        assert_eq!(server.connections(), expected);
    }
}

#[tokio::test]
async fn a_client_that_hung_up_reads_through_another_connection() {
    let body = json!({"workspace": {"workspace_id": "w", "name": "Hotel"}, "ok": true}).to_string();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    // A connection that was kept would stay silent.
    let server = Server::start([Step::RawThenSilence(format!("{head}{body}").into_bytes())]).await;
    let client = server.client();
    for expected in 1..=3 {
        client.workspace(Patience::Once).await.unwrap();
        assert_eq!(server.connections(), expected);
        client.hang_up();
    }
}

#[tokio::test]
async fn a_read_is_tried_again_until_it_works() {
    let workspace = json!({"workspace": {"workspace_id": "w", "name": "Hotel"}, "ok": true});
    let server = Server::start([
        Step::ResetRead,
        answer("502 Bad Gateway", &[], ""),
        answer("429 Too Many Requests", &[("retry-after", "0")], ""),
        json_answer("200 OK", &workspace),
    ])
    .await;
    let found = server.client().workspace(Patience::Retry).await.unwrap();
    assert_eq!((&*found.value.name, server.seen().len()), ("Hotel", 4));
    assert_eq!(found.request.as_ref().map(|id| id.as_str()), Some("req-1"));
}

#[tokio::test]
async fn a_read_gives_up_after_four_tries_or_after_one() {
    for (patience, tries) in [(Patience::Retry, 4), (Patience::Once, 1)] {
        let server = Server::start([answer("500 Internal Server Error", &[], "")]).await;
        let error = server.client().workspace(patience).await.unwrap_err();
        assert_eq!((error.status(), server.seen().len()), (Some(500), tries));
    }
}

#[tokio::test]
async fn a_refusal_is_not_asked_again() {
    for status in ["400 Bad Request", "401 Unauthorized", "404 Not Found", "302 Found"] {
        let server = Server::start([answer(status, &[("location", "/elsewhere")], "")]).await;
        server.client().workspace(Patience::Retry).await.unwrap_err();
        assert_eq!(server.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn the_servers_clock_comes_with_the_answer() {
    let body = json!({"workspace": {"workspace_id": "w"}}).to_string();
    let server = Server::start([answer("200 OK", &[JSON, ("date", "Sun, 06 Nov 1994 08:49:37 GMT")], &body)]).await;
    let found = server.client().workspace(Patience::Once).await.unwrap();
    assert_eq!(found.server_time.unwrap().to_string(), "1994-11-06T08:49:37Z");
}

#[tokio::test]
async fn an_answer_under_another_content_type_is_still_an_answer() {
    let server = Server::start([answer("200 OK", &[("content-type", "text/plain")], &pending().to_string())]).await;
    assert_eq!(encode(&server.client()).await.unwrap(), AttemptStatus::Pending);
}
