//! `keydesk settings check|path`: what is set here, by which file, and what is wrong in the files.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Exit, out};
use crate::{
    domain::{LoadedSettings, OperatorEntry, SettingKey, SettingNotice, SettingOrigin, Settings, SettingsFile},
    settings::{SettingsStore, pin},
};

/// `keydesk settings`.
#[derive(Debug, Args)]
pub struct SettingsArgs {
    #[command(subcommand)]
    action: SettingsAction,
}

#[derive(Debug, Subcommand)]
enum SettingsAction {
    /// Say for each setting what holds and where it comes from, then what is wrong in the files. Ends with 2 if anything is.
    Check {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
        /// Read the policy as this computer does, before it is handed out.
        #[arg(long, value_name = "NAME")]
        computer: Option<String>,
    },
    /// Print where the file of this desk is, and on a second line the policy if there is one.
    Path,
}

/// Needs the files alone, and changes none. `judged` adds what only other rooms can tell about them.
pub fn settings(
    args: &SettingsArgs,
    store: &SettingsStore,
    judged: impl FnOnce(LoadedSettings) -> LoadedSettings,
) -> Exit {
    match &args.action {
        SettingsAction::Check { json, computer } => {
            let store = computer.as_ref().map_or_else(|| store.clone(), |computer| store.as_on(computer));
            check(&store, &judged(store.look()), *json)
        }
        SettingsAction::Path => {
            out::line(store.path().display().to_string());
            store.policy().into_iter().for_each(|policy| out::line(policy.display().to_string()));
            Exit::Done
        }
    }
}

fn check(store: &SettingsStore, loaded: &LoadedSettings, json: bool) -> Exit {
    if json {
        print_json(store, loaded);
    } else {
        print(store, loaded);
    }
    if loaded.notices.is_empty() { Exit::Done } else { Exit::Usage }
}

fn print(store: &SettingsStore, loaded: &LoadedSettings) {
    let policy = store.policy().map_or("none".to_owned(), |path| path.display().to_string());
    out::table(&[
        vec!["file of this desk".to_owned(), store.path().display().to_string()],
        vec!["policy".to_owned(), policy],
        vec!["this computer".to_owned(), store.computer().unwrap_or("–").to_owned()],
        vec!["computers of the policy".to_owned(), listed(&store.computers())],
    ]);
    out::line("");
    let row = |key: SettingKey| {
        let origin = from(loaded.origin(key)).to_owned();
        vec![key.name().to_owned(), shown(&value(key, &loaded.settings)), origin]
    };
    out::table(&SettingKey::ALL.map(row));
    out::line("");
    match loaded.notices.len() {
        0 => out::line("nothing is wrong in the files"),
        1 => out::line("1 thing is wrong in the files:"),
        count => out::line(format!("{count} things are wrong in the files:")),
    }
    for notice in &loaded.notices {
        out::line(sentence(notice));
    }
}

fn listed(names: &[String]) -> String {
    // A key of a file may hold anything; a line of a terminal must not.
    let shown = |name: &String| name.replace(char::is_control, "\u{fffd}");
    if names.is_empty() { "none".to_owned() } else { names.iter().map(shown).collect::<Vec<_>>().join(", ") }
}

fn print_json(store: &SettingsStore, loaded: &LoadedSettings) {
    let policy = store.policy().map(|path| path.display().to_string());
    let file = store.path().display().to_string();
    let (computer, computers) = (store.computer(), store.computers());
    out::json(&json!({ "file": file, "policy": policy, "computer": computer, "computers": computers }));
    for key in SettingKey::ALL {
        let origin = loaded.origin(key);
        let value = value(key, &loaded.settings);
        out::json(&json!({
            "key": key.name(),
            "value": value,
            "origin": origin_key(origin),
            "locked": origin == SettingOrigin::Locked,
        }));
    }
    for notice in &loaded.notices {
        let file = file_key(notice.file);
        out::json(&json!({ "notice": { "file": file, "key": notice.key, "reason": notice.reason } }));
    }
}

/// A notice in a line: "policy: ui.theem is not known; …".
fn sentence(notice: &SettingNotice) -> String {
    let subject = notice.key.as_deref().unwrap_or("the file");
    format!("{}: {subject} {}", file_key(notice.file), notice.reason)
}

fn file_key(file: SettingsFile) -> &'static str {
    match file {
        SettingsFile::Desk => "desk",
        SettingsFile::Policy => "policy",
    }
}

fn origin_key(origin: SettingOrigin) -> &'static str {
    match origin {
        SettingOrigin::Default => "default",
        SettingOrigin::Desk => "desk",
        SettingOrigin::Preset | SettingOrigin::Locked => "policy",
    }
}

fn from(origin: SettingOrigin) -> &'static str {
    match origin {
        SettingOrigin::Default => "default",
        SettingOrigin::Desk => "this desk",
        SettingOrigin::Preset => "policy",
        SettingOrigin::Locked => "policy, locked",
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(people) if people.is_empty() => "–".to_owned(),
        Value::Array(people) => people.iter().map(shown_person).collect::<Vec<_>>().join(", "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

fn shown_person(person: &Value) -> String {
    let text = |key: &str| person.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    format!("{} ({}, {})", text("name"), text("role"), text("pin"))
}

/// Somebody who signs in, without the hash of their PIN.
pub(super) fn person(entry: &OperatorEntry) -> Value {
    let pin = if pin::is_usable(&entry.pin) { "PIN set" } else { "PIN cannot be used" };
    json!({ "name": entry.person.name.0, "role": entry.person.role.key(), "pin": pin })
}

fn value(key: SettingKey, settings: &Settings) -> Value {
    let Settings { desk, ui, idle, connection, journal, kiosk, logs, operators } = settings;
    match key {
        SettingKey::DeskName => json!(desk.name),
        SettingKey::DeskEncoder => json!(desk.encoder.as_ref().map(|encoder| encoder.as_str())),
        SettingKey::DeskEncoderName => json!(desk.encoder_name),
        SettingKey::DeskOperator => json!(desk.operator),
        SettingKey::DeskPeople => json!(desk.people.map(|people| people.key())),
        SettingKey::UiTheme => json!(ui.theme.key()),
        SettingKey::UiScale => json!(ui.scale),
        SettingKey::UiLanguage => json!(ui.language),
        SettingKey::UiSounds => json!(ui.sounds),
        SettingKey::IdleLock => json!(idle.lock_after_minutes),
        SettingKey::IdleReset => json!(idle.kiosk_reset_after_seconds),
        SettingKey::Endpoint => json!(connection.endpoint),
        SettingKey::Proxy => json!(connection.proxy),
        SettingKey::RootCertificate => json!(connection.root_certificate),
        SettingKey::SharedJournal => json!(journal.shared),
        SettingKey::EraseNames => json!(journal.erase_names_after_days),
        SettingKey::KeepMonths => json!(journal.keep_months),
        SettingKey::KioskEnabled => json!(kiosk.enabled),
        SettingKey::KioskSignIn => json!(kiosk.sign_in),
        SettingKey::KioskMaskNames => json!(kiosk.mask_names),
        SettingKey::LogNames => json!(logs.names),
        SettingKey::Operators => operators.iter().map(person).collect(),
    }
}
