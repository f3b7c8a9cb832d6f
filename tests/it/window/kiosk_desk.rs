//! The kiosk's window on the real engine, over loopback to a make-believe hotel.

use std::time::{Duration, Instant};

use keydesk::{
    engine::{EngineConfig, Mode, Opening, Practice, start},
    sandbox::{Sandbox, SandboxConfig},
    seam::Endpoint,
};
use secrecy::SecretString;

use super::{
    kiosk::{SCREEN, options},
    *,
};
use crate::desk::{Setup, config};

/// Longer than anything here takes; only a hang reaches it.
const PATIENCE: Duration = Duration::from_secs(30);

fn kiosk_config(setup: &Setup) -> EngineConfig {
    EngineConfig {
        mode: Mode::Kiosk,
        practice: Arc::new(|| {
            Box::pin(async {
                let config = SandboxConfig { encode_ms: 30..=60, ..SandboxConfig::default() };
                let sandbox = Sandbox::start(config).await.map_err(|error| error.to_string())?;
                let endpoint = Endpoint::resolve(Some(sandbox.endpoint()), None).map_err(|error| error.to_string())?;
                let token = SecretString::from(sandbox.api_key());
                Ok(Practice { endpoint, token, desk_encoder: "Front Desk 1", guard: Box::new(sandbox) })
            })
        }),
        ..config(setup, "http://127.0.0.1:9", Opening::Practice)
    }
}

fn says(harness: &Harness<'_, App>, text: &str) -> bool {
    let mut nodes = harness.root().query_all_by(|_| true);
    let has = |word: Option<String>| word.is_some_and(|word| word.contains(text));
    nodes.any(|node| has(node.accesskit_node().label()) || has(node.value()))
}

/// Draws until it says so.
fn until(harness: &mut Harness<'_, App>, text: &str) {
    let began = Instant::now();
    while !says(harness, text) {
        assert!(began.elapsed() < PATIENCE, "{text:?} did not come: {:?}", harness.root());
        std::thread::sleep(Duration::from_millis(2));
        harness.step();
    }
}

#[test]
fn a_guest_makes_a_card_and_leaves_nothing_behind() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let handle = {
        let _on_runtime = runtime.enter();
        start(kiosk_config(&Setup::default()), || {})
    };
    let options = UiOptions { clock: Box::new(jiff::Timestamp::now), ..options() };
    let mut harness = Harness::builder()
        .with_size(SCREEN)
        .allow_missing_glyphs()
        .build_eframe(|cc| App::new(&cc.egui_ctx, handle, options, Texts::default()));
    until(&mut harness, "Touch to make a key card");
    assert!(!says(&harness, "Find your card"));
    harness.event(egui::Event::Text("x".to_owned()));
    until(&mut harness, "Type your name or your room number");
    harness.event(egui::Event::Text("amelia hart".to_owned()));
    until(&mut harness, "A••••• H•••");
    assert!(!says(&harness, "Amelia Hart"));
    harness.get_by_role(Role::ListBoxOption).click();
    until(&mut harness, "Make my card");
    // The keyboard goes once somebody is chosen, and the button to where it stood.
    harness.run_steps(2);
    assert!(says(&harness, "Amelia Hart"));
    harness.get_by_label("Make my card").click();
    until(&mut harness, "Your card is ready");
    harness.get_by_label("Done").click();
    until(&mut harness, "Touch to make a key card");
    harness.run_steps(2);
    for word in ["Amelia", "Hart", "hart", "412"] {
        assert!(!says(&harness, word), "{word}");
    }
}
