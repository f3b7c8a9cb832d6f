//! Fifty files with mistakes: a desk starts with each, says what is wrong without quoting it, and loses nothing of it.

mod files;

use std::{fs, process::Stdio};

use keydesk::{
    domain::{Duty, LoadedSettings, SettingKey},
    engine::{EngineConfig, Lists, Opening, Session, Snapshot, TokenSource, start},
    sandbox::{Sandbox, SandboxConfig},
    seam::Endpoint,
    settings::SettingsStore,
};
use secrecy::SecretString;
use tempfile::TempDir;

use self::files::{DESK, MISTAKES, Mistake, POLICY, SLIPS};
use crate::{
    desk::{Setup, TestDesk, config},
    program::{complaint, keydesk},
};

/// A desk's folder with the files of a mistake.
struct Place {
    folder: TempDir,
    desk: Vec<u8>,
    policy: &'static [u8],
}

impl Place {
    fn of(Mistake(desk, policy, _): &Mistake) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = if *desk == b"#huge" { b"# canary\n".repeat(300_000) } else { desk.to_vec() };
        fs::write(folder.path().join("settings.toml"), &desk).unwrap();
        if !policy.is_empty() {
            fs::write(folder.path().join("policy.toml"), policy).unwrap();
        }
        Self { folder, desk, policy }
    }

    fn of_slip((desk, policy): &(&'static str, &'static str)) -> Self {
        Self::of(&Mistake(desk.as_bytes(), policy.as_bytes(), DESK))
    }

    /// The file is there and cannot be read, by whatever user.
    fn spoil(&self, name: &str) {
        let path = self.folder.path().join(name);
        if path.exists() {
            fs::remove_file(&path).unwrap();
            fs::create_dir(path).unwrap();
        }
    }

    fn store(&self) -> SettingsStore {
        let path = |name: &str| self.folder.path().join(name);
        SettingsStore::new(path("settings.toml")).with_policy(path("policy.toml"), "front-1")
    }

    /// The bytes of the desk's file, where it stands or where it is kept.
    fn check_kept(&self) {
        let read = |name: &str| fs::read(self.folder.path().join(name)).ok();
        let kept = read("settings.toml.broken-1").or_else(|| read("settings.toml"));
        assert!(kept.as_ref() == Some(&self.desk), "{}", self.desk.escape_ascii());
        assert_eq!(read("policy.toml").unwrap_or_default(), self.policy);
    }
}

fn check_notices(loaded: &LoadedSettings, Mistake(desk, policy, about): &Mistake) {
    let told = loaded.notices.iter().any(|notice| match *about {
        DESK => notice.key.is_none() && notice.file == keydesk::settings::SettingsFile::Desk,
        POLICY => notice.key.is_none() && notice.file == keydesk::settings::SettingsFile::Policy,
        key => notice.key.as_deref() == Some(key),
    });
    let shown = format!("{}\n{}\n{:#?}", desk.escape_ascii(), policy.escape_ascii(), loaded.notices);
    assert!(told, "nothing is said about {about}: {shown}");
    for notice in &loaded.notices {
        for value in ["canary", "471183", "argon2"] {
            assert!(!notice.reason.contains(value), "{shown}");
        }
    }
}

/// A later change leaves every line of the file, or is refused.
fn check_changed(place: &Place, loaded: &LoadedSettings) {
    let store = place.store();
    let was_aside = place.folder.path().join("settings.toml.broken-1").exists();
    let changed = store.change(|settings| settings.desk.operator = Some("Reception".into()));
    assert_eq!(changed.is_err(), loaded.is_locked(SettingKey::DeskOperator), "{changed:?}");
    let Ok(changed) = changed else { return place.check_kept() };
    assert_eq!(changed.settings.desk.operator.as_deref(), Some("Reception"));
    let now = String::from_utf8(fs::read(store.path()).unwrap()).unwrap();
    let before = String::from_utf8_lossy(&place.desk);
    let is_kept =
        |line: &str| now.contains(line.trim().trim_start_matches('\u{feff}')) || line.starts_with("operator = true");
    assert!(was_aside || before.lines().all(is_kept), "{before}\n{now}");
}

fn desk(setup: &Setup, sandbox: &Sandbox, store: SettingsStore, loaded: LoadedSettings) -> EngineConfig {
    let opening = Opening::Token {
        token: SecretString::from(sandbox.api_key()),
        workspace: None,
        source: TokenSource::Environment,
    };
    let mut config = config(setup, sandbox.endpoint(), opening);
    (config.settings, config.loaded) = (store, loaded);
    config
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_starts_with_each_says_what_is_wrong_and_loses_nothing() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    for mistake in &MISTAKES {
        let place = Place::of(mistake);
        let loaded = place.store().load_all();
        check_notices(&loaded, mistake);
        place.check_kept();
        let setup = Setup { lists: Lists::EncodersOnly, ..Setup::default() };
        let mut handle = start(desk(&setup, &sandbox, place.store(), loaded.clone()), || {});
        let is_at_work = |snapshot: &Snapshot| matches!(snapshot.session, Session::Connected { .. });
        let waiting = tokio::time::timeout(TestDesk::PATIENCE, handle.wait_for(is_at_work)).await;
        assert!(matches!(waiting, Ok(Some(_))), "{}", mistake.2);
        check_changed(&place, &loaded);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_slip_opens_a_desk_where_people_sign_in() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let unread = ["settings.toml", "policy.toml"].map(Some);
    for (slip, spoilt) in SLIPS.iter().flat_map(|slip| [None].into_iter().chain(unread).map(move |file| (slip, file))) {
        let place = Place::of_slip(slip);
        spoilt.into_iter().for_each(|name| place.spoil(name));
        let loaded = place.store().load_all();
        let setup = Setup { lists: Lists::EncodersOnly, ..Setup::default() };
        let handle = start(desk(&setup, &sandbox, place.store(), loaded.clone()), || {});
        assert_eq!(handle.snapshot().duty, Duty::Locked, "{slip:?} {spoilt:?}");
        assert!(!loaded.notices.is_empty(), "{slip:?} {spoilt:?}");
    }
}

#[test]
fn the_program_starts_with_each_and_a_check_ends_with_two() {
    let starts = |mistake: &Mistake| {
        let place = Place::of(mistake);
        let run = |arguments: &[&str]| {
            let mut command = keydesk(place.folder.path());
            if !place.policy.is_empty() {
                command.arg("--policy").arg(place.folder.path().join("policy.toml"));
            }
            command.args(arguments).stdin(Stdio::null()).output().unwrap()
        };
        let checked = run(&["settings", "check"]);
        assert_eq!(checked.status.code(), Some(2), "{}: {checked:?}", mistake.2);
        let listed = run(&["--practice", "encoders"]);
        assert_eq!(listed.status.code(), Some(0), "{}: {}", mistake.2, complaint(&listed));
        place.check_kept();
    };
    // Most of a start is waiting for the disk.
    std::thread::scope(|scope| {
        for some in MISTAKES.chunks(10) {
            scope.spawn(|| some.iter().for_each(starts));
        }
    });
}

#[test]
fn no_two_mistakes_are_the_same() {
    let mut all: Vec<_> = MISTAKES.iter().map(|Mistake(desk, policy, _)| (desk, policy)).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 50);
}

#[test]
fn an_address_that_settings_take_is_one_that_seam_is_reached_at() {
    for address in [
        "https://connect.getseam.com",
        " https://seam.example/gateway/ ",
        "http://127.0.0.1:8080",
        "http://[::1]:9",
        "http://localhost:3000",
        "http://localhost.example",
        "http://192.168.0.4:3000",
        "https://user@host",
        "https://user:pw@host",
        "https://host/?a=1",
        "https://host/#a",
        "https://",
        "https:host",
        "HTTPS://HOST",
        "ftp://x",
        "connect.getseam.com",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        fs::write(&path, format!("connection.endpoint = {address:?}\n")).unwrap();
        let taken = SettingsStore::new(path).load().0.connection.endpoint;
        assert_eq!(taken.is_some(), address.parse::<Endpoint>().is_ok(), "{address}");
    }
}
