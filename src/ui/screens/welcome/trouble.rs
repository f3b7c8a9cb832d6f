//! What stands in the way on the first screen, each in its own words.

use egui::Ui;

use crate::{
    engine::{Command, KeyringTrouble, TokenTrouble, WelcomeTrouble},
    ui::{
        kit::{self, Note, Tone},
        screens::{
            Action, Actions, Scene,
            folded::{Folded, Pressed},
            problem::{details, tell},
        },
    },
};

/// Draws the trouble. Its technical cause is one click away, since it helps nobody at a desk.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, trouble: &WelcomeTrouble, is_open: &mut bool) -> Actions {
    match trouble {
        WelcomeTrouble::Token(trouble) => {
            let [title, body] = token_keys(*trouble);
            note(ui, scene, title, &scene.t(body));
            Actions::new()
        }
        WelcomeTrouble::Seam(problem) => {
            let told = tell(scene, problem, "");
            folded(ui, scene, &told.title, &told.body(), &details(scene, problem), is_open)
        }
        WelcomeTrouble::KeyringRead(trouble) => keyring_read(ui, scene, trouble, is_open),
        WelcomeTrouble::Practice(reason) => {
            let [title, body] = ["practice-failed", "practice-failed-body"].map(|key| scene.t(key));
            folded(ui, scene, &title, &body, reason, is_open)
        }
        WelcomeTrouble::JournalDamaged(reason) => {
            let [title, body] = ["journal-damaged", "journal-damaged-body"].map(|key| scene.t(key));
            folded(ui, scene, &title, &body, reason, is_open)
        }
        WelcomeTrouble::Journal(reason) => {
            let [title, body] = ["journal-failed", "journal-failed-body"].map(|key| scene.t(key));
            folded(ui, scene, &title, &body, reason, is_open)
        }
    }
}

fn folded(ui: &mut Ui, scene: &Scene<'_>, title: &str, body: &str, cause: &str, is_open: &mut bool) -> Actions {
    Folded { tone: Tone::Bad, title, body, cause, deed: None }.show(ui, scene, is_open).actions
}

fn note(ui: &mut Ui, scene: &Scene<'_>, title: &str, body: &str) {
    let title = scene.t(title);
    Note::new(Tone::Bad, &title).body(body).show(ui);
    kit::announce(ui, &title);
}

/// Title and sentence for a key that is of no use.
pub(super) fn token_keys(trouble: TokenTrouble) -> [&'static str; 2] {
    match trouble {
        TokenTrouble::Empty => ["token-empty", "token-empty-body"],
        TokenTrouble::ContainsSpaces => ["token-spaces", "token-spaces-body"],
        TokenTrouble::Incomplete => ["token-incomplete", "token-incomplete-body"],
        TokenTrouble::PublishableKey => ["token-publishable", "token-publishable-body"],
        TokenTrouble::WorkspaceMissing => ["token-workspace-missing", "token-workspace-missing-body"],
        TokenTrouble::WorkspaceInvalid => ["token-workspace-unfit", "token-workspace-unfit-body"],
        TokenTrouble::ClientSession => ["token-client-session", "token-client-session-body"],
        TokenTrouble::NotSeam => ["token-not-seam", "token-not-seam-body"],
    }
}

/// Title, explanation and what to do about a keyring.
fn keyring_keys(trouble: &KeyringTrouble) -> [&'static str; 2] {
    match trouble {
        KeyringTrouble::Missing => ["keyring-missing", "keyring-missing-body"],
        KeyringTrouble::Locked => ["keyring-locked", "keyring-locked-body"],
        KeyringTrouble::Denied => ["keyring-denied", "keyring-denied-body"],
        KeyringTrouble::TimedOut => ["keyring-timed-out", "keyring-timed-out-body"],
        KeyringTrouble::Broken(_) => ["keyring-broken", "keyring-broken-body"],
    }
}

fn foreign_words(trouble: &KeyringTrouble) -> &str {
    match trouble {
        KeyringTrouble::Broken(words) => words,
        KeyringTrouble::Missing | KeyringTrouble::Locked | KeyringTrouble::Denied | KeyringTrouble::TimedOut => "",
    }
}

/// The trouble with the keyring as a key was to be kept, and what still works.
pub(super) fn keyring_save(ui: &mut Ui, scene: &Scene<'_>, trouble: &KeyringTrouble, is_open: &mut bool) -> Actions {
    keyring(ui, scene, trouble, "keyring-save-body", None, is_open).actions
}

/// The trouble with the keyring as it was read, and the way to look again.
pub(super) fn keyring_read(ui: &mut Ui, scene: &Scene<'_>, trouble: &KeyringTrouble, is_open: &mut bool) -> Actions {
    let again = scene.t("look-again");
    let pressed = keyring(ui, scene, trouble, "keyring-read-body", Some(&again), is_open);
    pressed.or(|| Action::Tell(Command::RetryKeyring))
}

/// `works` names the sentence about what still works.
fn keyring(
    ui: &mut Ui,
    scene: &Scene<'_>,
    trouble: &KeyringTrouble,
    works: &str,
    deed: Option<&str>,
    is_open: &mut bool,
) -> Pressed {
    let [title, body] = keyring_keys(trouble).map(|key| scene.t(key));
    let body = format!("{body}\n{}", scene.t(works));
    Folded { tone: Tone::Warn, title: &title, body: &body, cause: foreign_words(trouble), deed }
        .show(ui, scene, is_open)
}
