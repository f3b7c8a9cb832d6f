//! What stands in the way on the first screen, each in its own words.

use egui::Ui;

use crate::{
    engine::{Command, KeyringTrouble, TokenTrouble, WelcomeTrouble},
    ui::{
        kit::{self, Note, Tone},
        screens::{
            Action, Actions, Scene,
            problem::{details, tell},
        },
    },
};

/// Draws the trouble. Its technical cause is one click away, since it helps nobody at a desk.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, trouble: &WelcomeTrouble, is_open: &mut bool) -> Actions {
    match trouble {
        WelcomeTrouble::Token(trouble) => {
            let [title, body] = token_keys(*trouble);
            note(ui, scene, Tone::Bad, title, &scene.t(body), "");
            Actions::new()
        }
        WelcomeTrouble::Seam(problem) => {
            let told = tell(scene, problem, "");
            folded(ui, scene, &told.title, &told.body(), &details(scene, problem), is_open)
        }
        WelcomeTrouble::KeyringRead(trouble) => keyring_read(ui, scene, trouble),
        WelcomeTrouble::Practice(reason) => {
            let [title, body] = ["practice-failed", "practice-failed-body"].map(|key| scene.t(key));
            folded(ui, scene, &title, &body, reason, is_open)
        }
        WelcomeTrouble::JournalDamaged(reason) => damaged(ui, scene, reason),
        WelcomeTrouble::Journal(reason) => {
            let [title, body] = ["journal-failed", "journal-failed-body"].map(|key| scene.t(key));
            folded(ui, scene, &title, &body, reason, is_open)
        }
    }
}

fn folded(ui: &mut Ui, scene: &Scene<'_>, title: &str, body: &str, details: &str, is_open: &mut bool) -> Actions {
    let [show, hide, copy] = ["details-show", "details-hide", "about-copy"].map(|key| scene.t(key));
    let links: &[&str] = match (details.is_empty(), *is_open) {
        (true, _) => &[],
        (false, true) => &[&hide, &copy],
        (false, false) => &[&show],
    };
    let told = if *is_open { details } else { "" };
    let shown = Note::new(Tone::Bad, title).body(body).details(told).links(links).show(ui);
    kit::announce(ui, title);
    if shown.pressed == Some(0) {
        *is_open = !*is_open;
    }
    (shown.pressed == Some(1)).then(|| Action::Copy(details.to_owned())).into_iter().collect()
}

fn damaged(ui: &mut Ui, scene: &Scene<'_>, reason: &str) -> Actions {
    let [title, body, save] = ["journal-damaged", "journal-damaged-body", "journal-save"].map(|key| scene.t(key));
    let shown = Note::new(Tone::Bad, &title).body(&body).details(reason).links(&[&save]).show(ui);
    kit::announce(ui, &title);
    shown.pressed.map(|_| Action::Tell(Command::RecoverJournal)).into_iter().collect()
}

fn note(ui: &mut Ui, scene: &Scene<'_>, tone: Tone, title: &str, body: &str, details: &str) {
    let title = scene.t(title);
    Note::new(tone, &title).body(body).details(details).show(ui);
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
pub(super) fn keyring_keys(trouble: &KeyringTrouble) -> [&'static str; 2] {
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

/// The trouble with the keyring, and what still works; `key` names the sentence about that.
pub(super) fn keyring_note(ui: &mut Ui, scene: &Scene<'_>, trouble: &KeyringTrouble, key: &str) {
    let [title, body] = keyring_keys(trouble);
    let body = format!("{}\n{}", scene.t(body), scene.t(key));
    note(ui, scene, Tone::Warn, title, &body, foreign_words(trouble));
}

/// The trouble with the keyring as it was read, and the way to look again.
pub(super) fn keyring_read(ui: &mut Ui, scene: &Scene<'_>, trouble: &KeyringTrouble) -> Actions {
    let [title, body] = keyring_keys(trouble).map(|key| scene.t(key));
    let body = format!("{body}\n{}", scene.t("keyring-read-body"));
    let again = scene.t("look-again");
    let links = [&*again];
    let shown = Note::new(Tone::Warn, &title).body(&body).details(foreign_words(trouble)).links(&links).show(ui);
    kit::announce(ui, &title);
    shown.pressed.map(|_| Action::Tell(Command::RetryKeyring)).into_iter().collect()
}
