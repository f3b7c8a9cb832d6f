//! The practice server over real HTTP. This file holds the desk that the tests work at.

#![allow(clippy::panic, clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

mod encodes;
mod faults;
mod oracle;
mod practice;
mod reads;
mod spoiled;

use std::time::{Duration, Instant};

use keydesk::sandbox::{Control, Sandbox, SandboxConfig};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::sandbox_schema::Judge;

const AT: &str = "2026-11-23T13:41:07Z";
const NOBODY: &str = "11111111-1111-4111-8111-111111111111";
/// The ten error types an encode may end with (Seam API, action attempts).
const ERRORS: [&str; 10] = [
    "no_credential_on_encoder",
    "encoding_interrupted",
    "incompatible_card_format",
    "encoder_not_online",
    "encoder_communication_timeout",
    "bridge_disconnected",
    "credential_cannot_be_reissued",
    "credential_deleted",
    "action_attempt_expired",
    "uncategorized_error",
];

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    fn error_type(&self) -> String {
        self.json()["error"]["type"].as_str().unwrap().to_owned()
    }
}

struct Desk {
    sandbox: Sandbox,
    http: reqwest::Client,
    judge: &'static Judge,
}

fn quick() -> SandboxConfig {
    SandboxConfig { encode_ms: 5..=15, now: Some(AT.parse().unwrap()), ..SandboxConfig::default() }
}

impl Desk {
    async fn new(config: SandboxConfig) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().unwrap();
        Self { sandbox: Sandbox::start(config).await.unwrap(), http, judge: Judge::get() }
    }

    async fn open() -> Self {
        Self::new(quick()).await
    }

    fn control(&self) -> Control {
        self.sandbox.control()
    }

    fn encoder(&self, name: &str) -> String {
        self.control().encoder_id(name).unwrap()
    }

    fn card(&self, guest: &str) -> String {
        self.control().cards_of(guest).swap_remove(0)
    }

    fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.post(format!("{}{path}", self.sandbox.endpoint())).bearer_auth(self.sandbox.api_key())
    }

    async fn try_call(&self, path: &str, body: &Value) -> reqwest::Result<Reply> {
        let request = self.post(path).header("content-type", "application/json").body(body.to_string());
        read(request).await
    }

    async fn call(&self, path: &str, body: Value) -> Reply {
        self.try_call(path, &body).await.unwrap()
    }

    async fn get(&self, path_and_query: &str) -> Reply {
        let request = self.http.get(format!("{}{path_and_query}", self.sandbox.endpoint()));
        read(request.bearer_auth(self.sandbox.api_key())).await.unwrap()
    }

    /// A call that must succeed and keep to Seam's schema.
    async fn ok(&self, path: &str, body: Value) -> Value {
        let reply = self.call(path, body).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        self.judge.response(path, &reply.json());
        reply.json()
    }

    async fn encode(&self, encoder: &str, card: &str) -> Value {
        let body = json!({"acs_encoder_id": self.encoder(encoder), "acs_credential_id": card});
        self.judge.request("/acs/encoders/encode_credential", &body);
        self.ok("/acs/encoders/encode_credential", body).await["action_attempt"].clone()
    }

    /// Polls an attempt until it has ended.
    async fn end_of(&self, attempt: &Value) -> Value {
        let id = &attempt["action_attempt_id"];
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let now = self.ok("/action_attempts/get", json!({"action_attempt_id": id})).await["action_attempt"].clone();
            if now["status"] != "pending" {
                return now;
            }
            assert!(Instant::now() < deadline, "the attempt is still pending");
            tokio::task::yield_now().await;
        }
    }

    async fn encoded(&self, encoder: &str, card: &str) -> Value {
        let attempt = self.encode(encoder, card).await;
        self.end_of(&attempt).await
    }

    /// Every row of a list, page by page.
    async fn all(&self, path: &str, key: &str, mut body: Value) -> Vec<Value> {
        let mut rows = Vec::new();
        loop {
            let page = self.ok(path, body.clone()).await;
            rows.extend(page[key].as_array().unwrap().iter().cloned());
            if page["pagination"]["has_next_page"] != true {
                return rows;
            }
            body["page_cursor"] = page["pagination"]["next_page_cursor"].clone();
        }
    }
}

async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<Reply> {
    let reply = request.send().await?;
    let (status, headers) = (reply.status().as_u16(), reply.headers().clone());
    Ok(Reply { status, headers, text: reply.text().await? })
}
