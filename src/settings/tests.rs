use super::*;

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
            ..DeskSettings::default()
        },
        ui: UiSettings { theme: Theme::Dark, scale: 1.25, language: Some("de-AT".into()), ..UiSettings::default() },
        connection: ConnectionSettings {
            endpoint: Some("https://seam.example".into()),
            ..ConnectionSettings::default()
        },
        journal: JournalSettings {
            shared: Some("postgres://desk_1@records.hotel.example/keydesk".into()),
            erase_names_after_days: 14,
            keep_months: 24,
        },
        ..Settings::default()
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
fn bad_values_fall_back_one_by_one_and_are_named() {
    let text = "connection = 7\n[ui]\ntheme = \"pink\"\nscale = 40\nlanguage = \"en\"\n[desk]\nname = [\"a\"]\noperator = \" \"\n";
    let (_folder, store) = store(Some(text));
    let (settings, notices) = store.load();
    assert_eq!(settings.ui, UiSettings { language: Some("en".into()), ..UiSettings::default() });
    let mut keys: Vec<_> = notices.iter().filter_map(|notice| notice.key.as_deref()).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["connection", "desk.name", "desk.operator", "ui.scale", "ui.theme"]);
    store.save(&settings).unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), text, "what nobody changed stays");
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
    assert_eq!(store.load().0, Settings::default());
}

#[cfg(unix)]
#[test]
fn the_file_is_the_owners_alone_and_no_draft_stays() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, store) = store(None);
    store.save(&full()).unwrap();
    let folder = store.path().parent().unwrap();
    assert_eq!(fs::metadata(store.path()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
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
