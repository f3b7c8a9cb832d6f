//! The window with the real engine and the practice server behind it: a shift at a desk that can be left alone.

use std::{
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use keydesk::{
    domain::LoadedSettings,
    engine::{Opening, TokenSource, start},
    sandbox::Sandbox,
    settings::SettingsStore,
};
use secrecy::SecretString;
use tokio::runtime::Runtime;

use super::*;
use crate::{
    access::{BOS, MIAS, staffed},
    desk::{Setup, config},
};

/// Longer than anything here takes; only a hang reaches it.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Desk {
    pub(super) harness: Harness<'static, App>,
    woken: Receiver<()>,
    runtime: Runtime,
    _sandbox: Sandbox,
}

impl Desk {
    pub(super) fn open(setup: &Setup) -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(setup.sandbox.clone())).unwrap();
        let opening = Opening::Token {
            token: SecretString::from(sandbox.api_key()),
            workspace: Some(sandbox.workspace_id().to_owned()),
            source: TokenSource::Environment,
        };
        let (wake, woken) = channel();
        let handle = {
            let _on_runtime = runtime.enter();
            start(config(setup, sandbox.endpoint(), opening), move || {
                let _ = wake.send(());
            })
        };
        let options = UiOptions { look: Look { motion: false, ..Look::default() }, ..UiOptions::default() };
        let harness = Harness::builder()
            .with_size(egui::vec2(1280.0, 800.0))
            .with_max_steps(20)
            .allow_missing_glyphs()
            .build_eframe(|cc| App::new(&cc.egui_ctx, handle, options, Texts::default()));
        Self { harness, woken, runtime, _sandbox: sandbox }
    }

    pub(super) fn words(&self) -> Vec<String> {
        let nodes = self.harness.root().query_all_by(|_| true);
        nodes.flat_map(|node| [node.accesskit_node().label(), node.value()]).flatten().collect()
    }

    pub(super) fn says(&self, text: &str) -> bool {
        self.words().iter().any(|word| word.contains(text))
    }

    /// Draws whenever the engine has news, until the window says this.
    pub(super) fn until_says(&mut self, text: &str) {
        self.until(text, |desk| desk.says(text));
    }

    pub(super) fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        loop {
            self.harness.run_steps(3);
            if is_so(self) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{what} did not come: {:?}", self.words());
            // What the window does by its own clock wakes nobody.
            let _ = self.woken.recv_timeout(Duration::from_millis(50));
        }
    }

    fn write(&mut self, text: &str) {
        for letter in text.chars() {
            self.harness.event(egui::Event::Text(letter.to_string()));
            self.harness.step();
        }
    }

    pub(super) fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_steps(3);
    }

    pub(super) fn with_ctrl(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.harness.run_steps(3);
    }

    pub(super) fn enter(&mut self, pin: &str) {
        self.write(pin);
        self.press(Key::Enter);
    }

    pub(super) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
    }

    /// Finds a guest among all cards, and takes the first.
    fn find(&mut self, guest: &str, name: &str) {
        let is_all = |node: &egui_kittest::Node<'_>| {
            node.accesskit_node().label().is_some_and(|label| label.starts_with("All ") && label != "All kinds")
        };
        self.harness.root().query_all_by(|_| true).find(is_all).unwrap().click();
        self.with_ctrl(Key::F);
        self.write(guest);
        let heading = name.to_owned();
        self.until(name, move |desk| desk.words().iter().filter(|word| **word == heading).count() > 0);
        self.press(Key::Enter);
    }

    pub(super) fn is_locked(&self) -> bool {
        self.says("Choose who you are and enter your PIN")
    }
}

#[test]
fn a_shift_from_the_lock_to_the_lock() {
    let mut setup = staffed();
    setup.settings.desk.encoder_name = Some("Front Desk 1".into());
    let mut desk = Desk::open(&setup);
    desk.until("the locked desk", Desk::is_locked);
    desk.enter(BOS);
    desk.until_says("Bo is signed in");
    desk.until_says("Amelia Hart");
    desk.find("hart", "Amelia Hart");
    desk.click("Switch person, or lock. Bo is signed in");
    desk.enter(MIAS);
    desk.until_says("Mia is signed in as a supervisor");
    assert!(desk.says("Amelia Hart"), "what was found stays found");
    desk.press(Key::Enter);
    desk.until_says("Card ready");
    desk.with_ctrl(Key::Num2);
    desk.until("the new name on the attempt", |desk| desk.words().iter().any(|word| word == "Mia"));
    desk.with_ctrl(Key::Num1);
    desk.click("Switch person, or lock. Mia is signed in as a supervisor");
    desk.enter(BOS);
    desk.until_says("Bo is signed in");
    desk.find("鈴木", "鈴木 翔太");
    desk.until("a free encoder", |desk| {
        desk.harness.query_by_label("Encode card").is_some_and(|button| !button.accesskit_node().is_disabled())
    });
    desk.click("Encode card");
    desk.until_says("This stay is over");
    desk.click("Make it anyway");
    desk.until_says("Make it again");
    desk.click("Make it again");
    desk.until_says("A supervisor approves this");
    desk.enter(MIAS);
    desk.until_says("Card ready");
    desk.with_ctrl(Key::L);
    desk.until("the locked desk", Desk::is_locked);
    assert!(!desk.says("Hart") && !desk.says("鈴木"), "{:?}", desk.words());
    drop(desk.harness);
    desk.runtime.shutdown_background();
}

#[test]
fn a_card_that_ends_behind_the_lock_is_told_there_and_found_after_it() {
    let sandbox = keydesk::sandbox::SandboxConfig { encode_ms: 1_500..=1_500, ..Default::default() };
    let mut setup = Setup { sandbox, ..staffed() };
    setup.settings.desk.encoder_name = Some("Front Desk 1".into());
    let mut desk = Desk::open(&setup);
    desk.until("the locked desk", Desk::is_locked);
    desk.enter(BOS);
    desk.until_says("Amelia Hart");
    desk.find("hart", "Amelia Hart");
    desk.press(Key::Enter);
    desk.until_says("Place a card on the encoder");
    desk.with_ctrl(Key::L);
    desk.until_says("This desk locks when the card is finished");
    desk.until("the locked desk", Desk::is_locked);
    assert!(desk.says("The card is finished") && !desk.says("Hart"), "{:?}", desk.words());
    desk.enter(BOS);
    desk.until_says("A card was finished after the screen was cleared");
    desk.click("Look at it");
    desk.until_says("Amelia Hart");
    desk.until("the end of the line", |desk| !desk.says("A card was finished after"));
    drop(desk.harness);
    desk.runtime.shutdown_background();
}

#[test]
fn a_desk_that_nobody_touches_locks_by_itself_and_says_so_before() {
    let mut setup = Setup { speed: 20, ..staffed() };
    setup.settings.idle.lock_after_minutes = 1;
    let mut desk = Desk::open(&setup);
    desk.until("the locked desk", Desk::is_locked);
    desk.enter(BOS);
    desk.until_says("This desk locks in");
    desk.until("the locked desk", Desk::is_locked);
    assert!(!desk.says("Amelia Hart") && !desk.says("This desk locks in"), "{:?}", desk.words());
}

#[test]
fn a_broken_setting_leaves_a_running_window_that_says_so() {
    let broken = [
        ("[ui]\ntheme = \"drak\"", "ui.theme"),
        ("[ui]\nscale = 9", "ui.scale"),
        ("[ui]\ntehme = \"dark\"", "ui.tehme"),
        ("[idle]\nlock_after_minutes = \"soon\"", "idle.lock_after_minutes"),
        ("[kiosk]\nenabled = 3", "kiosk.enabled"),
        ("[desk\nname = ", ""),
    ];
    for (text, key) in broken {
        let setup = Setup::default();
        // Read beside the desk's own file: one that cannot be read at all is put aside at the first look.
        let beside = tempfile::tempdir().unwrap();
        for folder in [beside.path(), setup.folder.path()] {
            std::fs::write(folder.join("settings.toml"), text).unwrap();
        }
        let loaded: LoadedSettings = SettingsStore::new(beside.path().join("settings.toml")).load_all();
        assert_eq!(loaded.notices.len(), 1, "{text}: {:?}", loaded.notices);
        let [there, here] = [beside.path(), setup.folder.path()].map(|folder| folder.to_string_lossy().into_owned());
        let reason = loaded.notices[0].reason.replace(&there, &here);
        let mut desk = Desk::open(&setup);
        desk.until_says("Amelia Hart");
        desk.until_says(if key.is_empty() { "A settings file cannot be read" } else { "One setting is not used" });
        desk.click("Show in Settings");
        desk.until_says(&reason);
        assert!(desk.says(key), "{text}: {:?}", desk.words());
    }
}
