use std::fs;

use super::*;
use crate::domain::{IdleSettings, KioskSettings, LogSettings, Operator, OperatorEntry, People, Person, PinHash, Role};

mod doubt;
mod lock;
mod looking;
mod operators;
mod policy;
mod secrets;
mod values;

/// The shape of a hash of ours; no PIN is known to fit.
pub(super) const HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";

pub(super) fn entry(name: &str, role: Role) -> OperatorEntry {
    OperatorEntry { person: Person { name: Operator(name.into()), role }, pin: PinHash(hash_of(name).into()) }
}

/// Nobody has the PIN of somebody else. Mia's is the constant.
pub(super) fn hash_of(name: &str) -> String {
    let number = name.bytes().fold(0_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 10_000_000);
    if name == "Mia" { HASH.into() } else { HASH.replace("$c2FsdHN", &format!("${number:07}")) }
}

pub(super) fn keys(notices: &[SettingNotice]) -> Vec<&str> {
    notices.iter().map(|notice| notice.key.as_deref().unwrap_or("the file")).collect()
}

fn store(text: Option<&str>) -> (tempfile::TempDir, SettingsStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SettingsStore::new(folder.path().join("config").join("settings.toml"));
    if let Some(text) = text {
        fs::create_dir(store.path().parent().unwrap()).unwrap();
        fs::write(store.path(), text).unwrap();
    }
    (folder, store)
}

fn full() -> Settings {
    Settings {
        desk: DeskSettings {
            name: Some("Front Desk \"1\"".into()),
            encoder: Some("enc_1".into()),
            encoder_name: Some("Réception 前台".into()),
            operator: Some("Mia".into()),
            people: Some(People::Several),
        },
        ui: UiSettings { theme: Theme::Dark, scale: 1.25, language: Some("de-AT".into()), sounds: true },
        idle: IdleSettings { lock_after_minutes: 5, kiosk_reset_after_seconds: 90 },
        connection: ConnectionSettings {
            endpoint: Some("https://seam.example".into()),
            proxy: Some("http://proxy.hotel.example:3128".into()),
            root_certificate: Some("/etc/ssl/hotel.pem".into()),
        },
        journal: JournalSettings {
            shared: Some("postgres://desk_1@records.hotel.example/keydesk".into()),
            erase_names_after_days: 14,
            keep_months: 24,
        },
        kiosk: KioskSettings { enabled: true, sign_in: false, mask_names: false },
        logs: LogSettings { names: true },
        operators: vec![entry("Mia", Role::Supervisor), entry("Bo", Role::Clerk)],
    }
}

#[test]
fn an_absent_file_means_defaults_without_a_word() {
    let (_folder, store) = store(None);
    assert_eq!(store.load(), (Settings::default(), vec![]));
}

#[test]
fn what_is_saved_is_loaded() {
    let (_folder, store) = store(None);
    store.save(&full()).unwrap();
    assert_eq!(store.load(), (full(), vec![]));
    store.save(&Settings::default()).unwrap();
    assert_eq!(store.load(), (Settings::default(), vec![]));
}

#[test]
fn everything_differs_from_its_default_where_everything_is_saved() {
    for key in SettingKey::ALL {
        assert!(!keys::is_same(key, &full(), &Settings::default()), "{}", key.name());
    }
    let (_folder, store) = store(None);
    store.save(&full()).unwrap();
    let text = fs::read_to_string(store.path()).unwrap();
    for key in SettingKey::ALL {
        let written = key.name().rsplit('.').next().unwrap();
        assert!(text.contains(written), "{written} in {text}");
        assert_eq!(store.load_all().origin(key), crate::domain::SettingOrigin::Desk, "{written}");
    }
}

#[test]
fn comments_order_and_keys_of_others_are_kept() {
    let text =
        "# by IT\nfuture = 1\n\n[ui]\n# big screen\nscale = 2 # twice\nplugin = { a = 1 }\n\n[doors]\nshared = \"x\"\n";
    let (_folder, store) = store(Some(text));
    let (mut settings, notices) = store.load();
    assert!(notices.is_empty(), "{notices:?}");
    settings.ui.scale = 1.5;
    store.save(&settings).unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), text.replace("scale = 2 #", "scale = 1.5 #"));
}

#[test]
fn what_is_new_comes_after_comments_that_stand_alone() {
    let text = "# by IT\n# ui.scale = 2";
    let (_folder, store) = store(Some(text));
    store.change(|settings| settings.ui.scale = 1.5).unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), format!("{text}\n[ui]\nscale = 1.5\n"));
}

#[test]
fn bad_values_fall_back_one_by_one_and_are_named() {
    let text = "connection = 7\n[ui]\ntheme = \"pink\"\nscale = 40\nlanguage = \"en\"\n[desk]\nname = [\"a\"]\noperator = \" \"\n";
    let (_folder, store) = store(Some(text));
    let (settings, notices) = store.load();
    assert_eq!(settings.ui, UiSettings { language: Some("en".into()), ..UiSettings::default() });
    let mut keys = keys(&notices);
    keys.sort_unstable();
    assert_eq!(keys, ["connection", "desk.name", "desk.operator", "ui.scale", "ui.theme"]);
    store.save(&settings).unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), text, "what nobody changed stays");
}

#[test]
fn a_number_in_place_of_a_name_is_named_and_lets_nobody_in() {
    let text = format!("[[operator]]\nname = \"258025\"\nrole = \"supervisor\"\npin = \"{HASH}\"\n");
    let (_folder, store) = store(Some(&text));
    let (settings, notices) = store.load();
    assert!(notices.iter().any(|notice| notice.reason.contains("letter")), "{notices:?}");
    assert!(settings.operators.iter().all(|entry| &*entry.person.name.0 != "258025" || entry.pin.0.is_empty()));
}

#[test]
fn a_value_in_place_of_a_table_gives_way_to_a_setting() {
    let (_folder, store) = store(Some("connection = 7\n"));
    store.save(&full()).unwrap();
    assert_eq!(store.load(), (full(), vec![]));
}

#[test]
fn broken_files_are_kept_aside_and_never_overwritten() {
    let (_folder, store) = store(Some("[ui\ntheme"));
    let (settings, notices) = store.load();
    assert_eq!(settings, Settings::default());
    assert!(notices[0].reason.contains("settings.toml.broken-1"), "{notices:?}");
    fs::write(store.path(), b"\xff\xfe").unwrap();
    store.save(&full()).unwrap();
    let folder = store.path().parent().unwrap();
    assert_eq!(fs::read(folder.join("settings.toml.broken-1")).unwrap(), b"[ui\ntheme");
    assert_eq!(fs::read(folder.join("settings.toml.broken-2")).unwrap(), b"\xff\xfe");
    assert_eq!(store.load().0, full());
}

#[test]
fn a_folder_that_takes_no_file_is_an_error_and_leaves_nothing() {
    let (folder, _) = store(None);
    fs::write(folder.path().join("file"), "").unwrap();
    let store = SettingsStore::new(folder.path().join("file").join("settings.toml"));
    assert!(matches!(store.save(&full()), Err(SettingsError::Write { .. } | SettingsError::Read { .. })));
    let loaded = store.load_all();
    assert_eq!(keys(&loaded.notices), ["the file", "operator"], "what cannot be looked at may be there");
}

#[cfg(unix)]
#[test]
fn the_files_are_the_owners_alone_and_no_draft_stays() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, store) = store(None);
    store.save(&full()).unwrap();
    let folder = store.path().parent().unwrap();
    assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files, [store.path().to_path_buf(), store.path().with_file_name("settings.toml.lock")]);
    for file in files {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_password_in_the_address_of_the_shared_record_is_refused_with_the_place_where_it_belongs() {
    let text = "[journal]\nshared = \"postgres://desk:hunter2@records.example/keydesk\"\nkeep_months = 0\n";
    let (_folder, store) = store(Some(text));
    let (settings, notices) = store.load();
    assert_eq!(settings.journal, JournalSettings::default());
    let said: Vec<_> = notices.iter().map(|notice| format!("{:?} {}", notice.key, notice.reason)).collect();
    assert!(said[0].contains("journal.shared") && said[0].contains("keyring"), "{said:?}");
    assert!(said[1].contains("keep_months"), "{said:?}");
    assert!(!said.concat().contains("hunter2"), "{said:?}");
}

#[test]
fn a_misspelt_key_is_named_with_what_may_be_meant_and_kept() {
    let text = "theme = \"dark\"\n[conection]\nproxy = \"x\"\n[ui]\ntheem = \"dark\"\n\"sc\\u0007le\" = 2\n";
    let (_folder, store) = store(Some(text));
    let (mut settings, notices) = store.load();
    assert_eq!(settings, Settings::default());
    let said: Vec<_> =
        notices.iter().map(|notice| format!("{} {}", notice.key.as_deref().unwrap(), notice.reason)).collect();
    assert_eq!(
        said,
        [
            "ui.theem is not known; ui.theme may be meant",
            "ui.sc\u{fffd}le is not known; ui.scale may be meant",
            "theme is not known; ui.theme may be meant",
            "conection is not known; connection may be meant",
        ]
    );
    settings.ui.sounds = true;
    store.save(&settings).unwrap();
    assert!(fs::read_to_string(store.path()).unwrap().starts_with(text));
}

#[test]
fn a_change_is_made_of_what_the_file_says_by_then() {
    let (_folder, store) = store(Some("[ui]\nscale = 2.0\n"));
    store.load();
    fs::write(store.path(), "[ui]\nscale = 1.5\n").unwrap();
    let loaded = store.change(|settings| settings.ui.sounds = true).unwrap();
    assert_eq!((loaded.settings.ui.scale, loaded.settings.ui.sounds), (1.5, true));
    assert_eq!(loaded, store.load_all());
}

#[test]
fn no_change_is_lost_to_another_at_the_same_time() {
    let (_folder, store) = store(None);
    let add = |name: String| {
        store.change(|settings| settings.operators.push(entry(&name, Role::Supervisor))).unwrap();
    };
    std::thread::scope(|scope| (0..8).for_each(|number| drop(scope.spawn(move || add(format!("p{number}"))))));
    let loaded = store.load_all();
    assert_eq!((loaded.settings.operators.len(), loaded.notices.len()), (8, 0));
}

#[test]
fn a_file_that_is_far_too_long_is_kept_aside_unread() {
    let (_folder, store) = store(Some(""));
    fs::write(store.path(), "#\n".repeat(1 << 20)).unwrap();
    let (settings, notices) = store.load();
    assert_eq!((settings, notices.len()), (Settings::default(), 1));
    assert_eq!(fs::metadata(store.path().with_file_name("settings.toml.broken-1")).unwrap().len(), 2 << 20);
}

#[test]
fn a_slip_anywhere_in_a_file_opens_its_desk_to_nobody() {
    let people = format!("[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"{HASH}\"\n");
    let text = format!("[ui\ntheme = \"dark\"\n{people}[x]\n");
    let (_folder, store) = store(Some(&text));
    let (settings, notices) = store.load();
    assert_eq!(settings, Settings { operators: vec![entry("Mia", Role::Supervisor)], ..Settings::default() });
    assert!(notices[0].reason.contains("what stays of it is who signs in here;"), "{notices:?}");
    assert_eq!(store.load(), (settings, vec![]), "also from the next start on");
    assert_eq!(fs::read_to_string(store.path()).unwrap(), people);
    assert_eq!(fs::read_to_string(store.path().with_file_name("settings.toml.broken-1")).unwrap(), text);
    fs::write(store.path(), "[[operator]]\nname = \"Mia\nrole = \"supervisor\"\n").unwrap();
    let again = [store.load_all(), store.load_all()];
    for loaded in again {
        assert!(matches!(&*loaded.settings.operators, [one] if !pin::is_usable(&one.pin)), "{loaded:?}");
    }
}
