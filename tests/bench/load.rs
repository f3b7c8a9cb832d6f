//! Loading 100 000 credentials through the engine, against a bare read and JSON parse of the same pages.

use std::time::{Duration, Instant};

use keydesk::{
    engine::Event,
    sandbox::{HotelSize, Sandbox, SandboxConfig},
};
use serde_json::{Value, json};

use crate::measure::{Samples, ratio};

const CREDENTIALS: usize = 100_000;
const ROUNDS: usize = 7;

pub fn run() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let config = SandboxConfig { hotel: HotelSize::Credentials(CREDENTIALS), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let (mut ours, mut bare, mut parsed, mut whole) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..=ROUNDS {
            bare.push(bare_read(&sandbox, "/acs/credentials/list", "acs_credentials").await);
            whole.push(bare_load(&sandbox).await);
            parsed.push(client_read(&sandbox).await);
            ours.push(engine_load(&sandbox).await);
        }
        let settled = |samples: Vec<Duration>| Samples::of(samples.into_iter().skip(1).collect());
        let (ours, bare, parsed, whole) = (settled(ours), settled(bare), settled(parsed), settled(whole));
        bare.report("bare read and parse of the credentials");
        parsed.report("typed read of the credentials");
        whole.report("bare read and parse of all lists");
        ours.report("everything joined, sorted and searchable");
        ratio("typed read against the bare one", &parsed, &bare);
        ratio("the whole load against the bare read of the same lists", &ours, &whole);
        ratio("the whole load against the credentials' pages alone", &ours, &bare);
    });
}

async fn engine_load(sandbox: &Sandbox) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let mut handle = crate::wire::desk(sandbox, folder.path());
    while !matches!(handle.next_event().await, Some(Event::Loaded(Ok(())))) {}
    handle
        .wait_for(|snapshot| snapshot.catalog.progress.is_complete && snapshot.catalog.cards.len() >= CREDENTIALS)
        .await;
    let took = start.elapsed();
    crate::wire::close(handle).await;
    took
}

async fn client_read(sandbox: &Sandbox) -> Duration {
    let client = crate::wire::client(sandbox);
    let start = Instant::now();
    let mut pages = client.credentials(keydesk::seam::Patience::Once);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().items.len();
    }
    assert!(count >= CREDENTIALS);
    start.elapsed()
}

/// The lists that a load reads, with the field that each comes in.
const LISTS: [(&str, &str); 6] = [
    ("/acs/systems/list", "acs_systems"),
    ("/acs/encoders/list", "acs_encoders"),
    ("/acs/users/list", "acs_users"),
    ("/acs/entrances/list", "acs_entrances"),
    ("/access_grants/list", "access_grants"),
    ("/acs/credentials/list", "acs_credentials"),
];

async fn bare_load(sandbox: &Sandbox) -> Duration {
    let start = Instant::now();
    for (path, field) in LISTS {
        bare_read(sandbox, path, field).await;
    }
    start.elapsed()
}

async fn bare_read(sandbox: &Sandbox, path: &str, field: &str) -> Duration {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}{path}", sandbox.endpoint());
    let start = Instant::now();
    let mut cursor = Value::Null;
    loop {
        let body = if cursor.is_null() { json!({"limit": 500}) } else { json!({"limit": 500, "page_cursor": cursor}) };
        let request = http.post(&url).bearer_auth(sandbox.api_key()).header("content-type", "application/json");
        let answer = request.body(body.to_string()).send().await.unwrap().bytes().await.unwrap();
        let page: Value = serde_json::from_slice(&answer).unwrap();
        assert!(page[field].is_array(), "{path}");
        cursor = page["pagination"]["next_page_cursor"].clone();
        if cursor.is_null() {
            return start.elapsed();
        }
    }
}
