use super::*;
use crate::domain::SettingOrigin;

pub(super) fn with_policy(desk: &str, policy: &str) -> (tempfile::TempDir, SettingsStore) {
    let (folder, store) = store(Some(desk));
    let path = folder.path().join("policy.toml");
    fs::write(&path, policy).unwrap();
    (folder, store.with_policy(path, "Front-1"))
}

fn origins(loaded: &LoadedSettings, keys: [SettingKey; 3]) -> [SettingOrigin; 3] {
    keys.map(|key| loaded.origin(key))
}

const THREE: [SettingKey; 3] = [SettingKey::UiTheme, SettingKey::UiScale, SettingKey::UiLanguage];

#[test]
fn an_absent_policy_is_silent_and_changes_nothing() {
    let (folder, store) = store(Some("[ui]\nscale = 2.0\n"));
    let alone = store.load_all();
    let store = store.with_policy(folder.path().join("policy.toml"), "Front-1");
    assert_eq!((store.load_all(), store.policy()), (alone, None));
}

#[test]
fn locked_counts_before_the_desk_before_the_preset_before_the_default() {
    let desk = "[ui]\ntheme = \"light\"\nscale = 2.0\n";
    let (_folder, store) =
        with_policy(desk, "locked = [\"ui.theme\"]\n[ui]\ntheme = \"dark\"\nscale = 1.5\nlanguage = \"de\"\n");
    let loaded = store.load_all();
    let ui = &loaded.settings.ui;
    assert_eq!((ui.theme, ui.scale, ui.language.as_deref()), (Theme::Dark, 2.0, Some("de")));
    assert_eq!(origins(&loaded, THREE), [SettingOrigin::Locked, SettingOrigin::Desk, SettingOrigin::Preset]);
    assert_eq!(loaded.origin(SettingKey::UiSounds), SettingOrigin::Default);
    assert_eq!(keys(&loaded.notices), ["ui.theme"], "the desk is told that its value does not count");
    assert_eq!(loaded.notices[0].file, SettingsFile::Desk);
    assert!(store.policy().is_some());
}

#[test]
fn a_lock_without_a_value_locks_the_default() {
    let (_folder, store) = with_policy("[ui]\ntheme = \"dark\"\n", "locked = [\"ui\"]\n");
    let loaded = store.load_all();
    assert_eq!(loaded.settings.ui, UiSettings::default());
    assert_eq!(origins(&loaded, THREE), [SettingOrigin::Locked; 3]);
    assert!(!loaded.is_locked(SettingKey::DeskName));
}

#[test]
fn all_is_everything_and_operator_is_who_signs_in() {
    let (_folder, store) = with_policy("", "locked = [\"all\"]\n");
    assert!(SettingKey::ALL.into_iter().all(|key| store.load_all().is_locked(key)));
    let (_folder, store) = with_policy("", "locked = [\"operator\"]\n");
    let loaded = store.load_all();
    let locked: Vec<_> = SettingKey::ALL.into_iter().filter(|key| loaded.is_locked(*key)).collect();
    assert_eq!(locked, [SettingKey::Operators]);
}

#[test]
fn one_file_serves_many_desks() {
    let policy = "desk.operator = \"Reception\"\n[computer.\"FRONT-1\"]\nlocked = [\"desk.encoder_name\"]\n\
        [computer.\"FRONT-1\".desk]\nencoder_name = \"Left\"\n[computer.front-2.desk]\nencoder_name = \"Right\"\nname = 7\n";
    let desk = "[desk]\nencoder = \"enc_9\"\nencoder_name = \"Mine\"\n";
    let (_folder, store) = with_policy(desk, policy);
    let loaded = store.load_all();
    let held = &loaded.settings.desk;
    assert_eq!((held.operator.as_deref(), held.encoder_name.as_deref()), (Some("Reception"), Some("Left")));
    assert_eq!(held.encoder, None, "the desk's own choice gives way to the name that is locked");
    assert!(loaded.is_locked(SettingKey::DeskEncoder) && !loaded.is_locked(SettingKey::DeskOperator));
    assert_eq!(keys(&loaded.notices), ["desk.encoder", "desk.encoder_name"]);
    let other = SettingsStore::new(store.path()).with_policy(store.policy().unwrap(), "FRONT-2").load_all();
    assert_eq!(other.settings.desk.encoder_name.as_deref(), Some("Mine"));
    assert_eq!(keys(&other.notices), ["computer.front-2.desk.name"]);
}

#[test]
fn an_encoder_and_its_name_come_from_the_same_place() {
    let preset = "[desk]\nencoder = \"enc_1\"\nencoder_name = \"Left\"\n";
    let (_folder, store) = with_policy("[desk]\nencoder_name = \"Right\"\n", preset);
    assert_eq!(store.load().0.desk.encoder, None);
    let bound = store
        .change(|settings| {
            settings.desk.encoder = Some("enc_1".into());
            settings.desk.encoder_name = Some("Renamed".into());
        })
        .unwrap();
    assert_eq!(bound.settings.desk.encoder, Some("enc_1".into()));
    assert_eq!(bound.settings.desk.encoder_name.as_deref(), Some("Renamed"));
    let again = store.change(|settings| settings.desk.encoder_name = Some("Left".into())).unwrap();
    assert_eq!(again.origin(SettingKey::DeskEncoder), SettingOrigin::Preset);
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "[desk]\n");
}

#[test]
fn a_save_copies_no_preset_and_takes_out_what_is_preset_anyway() {
    let preset = "[ui]\ntheme = \"dark\"\nscale = 1.5\n[journal]\nkeep_months = 24\n";
    let (_folder, store) = with_policy("", preset);
    let saved = || fs::read_to_string(store.path()).unwrap();
    store.change(|settings| settings.ui.sounds = true).unwrap();
    assert_eq!(saved(), "[ui]\nsounds = true\n");
    let loaded = store.change(|settings| settings.ui.theme = Theme::System).unwrap();
    assert_eq!(saved(), "[ui]\nsounds = true\ntheme = \"system\"\n", "the default is said where a preset says else");
    assert_eq!((loaded.settings.ui.theme, loaded.origin(SettingKey::UiTheme)), (Theme::System, SettingOrigin::Desk));
    store.change(|settings| settings.ui.theme = Theme::Dark).unwrap();
    assert_eq!(saved(), "[ui]\nsounds = true\n");
}

#[test]
fn a_locked_value_is_not_saved_and_nothing_else_of_that_change_either() {
    let (_folder, store) = with_policy("[ui]\nscale = 2.0\n", "locked = [\"connection\"]\n");
    let refused = store.change(|settings| {
        settings.ui.scale = 1.0;
        settings.connection.proxy = Some("http://proxy:3128".into());
    });
    let error = refused.unwrap_err();
    assert!(matches!(error, SettingsError::Locked { key: SettingKey::Proxy }), "{error:?}");
    assert!(error.to_string().contains("connection.proxy"), "{error}");
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "[ui]\nscale = 2.0\n");
}

#[test]
fn a_policy_that_nobody_understands_locks_everything_and_stays_where_it_is() {
    for policy in [&b"[ui\n"[..], b"\xff\xfe", b"locked = [\"all\"]\nlocked = []\n"] {
        let (_folder, store) = with_policy("[ui]\nscale = 2.0\n", "");
        fs::write(store.policy().unwrap(), policy).unwrap();
        let loaded = store.load_all();
        assert_eq!(loaded.settings.ui.scale, 2.0, "what the desk says holds");
        assert!(SettingKey::ALL.into_iter().all(|key| loaded.is_locked(key)));
        assert_eq!((loaded.notices.len(), loaded.notices[0].file), (1, SettingsFile::Policy));
        assert!(matches!(store.change(|settings| settings.ui.sounds = true), Err(SettingsError::Locked { .. })));
        assert_eq!(fs::read(store.policy().unwrap()).unwrap(), policy);
    }
}

#[test]
fn a_policy_that_is_there_and_cannot_be_read_is_no_absent_one() {
    let (folder, store) = store(Some(""));
    let path = folder.path().join("policy.toml");
    fs::create_dir(&path).unwrap();
    let store = store.with_policy(&path, "Front-1");
    assert!(store.load_all().is_locked(SettingKey::UiTheme) && store.policy() == Some(path.as_path()));
    #[cfg(unix)]
    {
        fs::remove_dir(&path).unwrap();
        std::os::unix::fs::symlink("/nonexistent/policy.toml", &path).unwrap();
        assert!(store.load_all().is_locked(SettingKey::UiTheme) && store.policy().is_some());
    }
}

#[test]
fn slips_in_what_is_locked_are_told_and_rather_lock_too_much() {
    let locked = |policy: &str| {
        let (_folder, store) = with_policy("", policy);
        let loaded = store.load_all();
        let locked = SettingKey::ALL.into_iter().filter(|key| loaded.is_locked(*key)).count();
        (locked, loaded.notices.iter().map(|notice| notice.reason.clone()).collect::<Vec<_>>().join(" / "))
    };
    let every = SettingKey::ALL.len();
    assert_eq!(locked("locked = \"ui\"\n").0, every);
    assert_eq!(locked("locked = [1]\n").0, every);
    assert_eq!(locked("[ui]\ntheme = \"dark\"\nlocked = [\"ui.theme\"]\n").0, 1);
    let (count, said) = locked("locked = [\"ui.theem\", \"future.thing\"]\n");
    assert!(count == 1 && said.contains("ui.theme is locked, which may be meant"), "{said}");
    assert_eq!(said.matches("not locked").count(), 1, "{said}");
    let (count, said) = locked("locked = [\"conection\"]\n");
    assert!(count == 3 && said.contains("connection is locked, which may be meant"), "{said}");
    for slip in ["lock", "LOCKED", "Locked", "loked", "ui.LOCKED", "computer.front-1.LOCKED"] {
        let (count, said) = locked(&format!("{slip} = [\"all\"]\n"));
        assert!(count == every && said.contains("it counts as locked, which may be meant"), "{slip}: {said}");
        assert_eq!(said.matches(" / ").count(), 0, "{slip} is told once: {said}");
    }
    assert_eq!(locked("LOCKED = [\"ui.theme\"]\n").0, 1);
    assert_eq!(locked("doors = [\"all\"]\n[idle]\nlock = [\"all\"]\n").0, 0, "like nothing, or rather another");
    assert!(locked("computer = 3\n").1.contains("computer."));
    assert!(locked("[ui]\ntheme = \"canary\"\n").1.starts_with("must be"));
}

#[test]
fn people_come_from_one_file_as_a_whole() {
    let people = |name: &str| format!("[[operator]]\nname = {name:?}\nrole = \"supervisor\"\npin = \"{HASH}\"\n");
    let (_folder, store) = with_policy("", &people("Mia"));
    let loaded = store.change(|settings| settings.operators.push(entry("Bo", Role::Clerk))).unwrap();
    assert_eq!(loaded.settings.operators.len(), 2);
    assert_eq!(loaded.origin(SettingKey::Operators), SettingOrigin::Desk);
    let loaded = store.change(|settings| settings.operators.clear()).unwrap();
    assert!(loaded.settings.operators.is_empty() && loaded.notices.is_empty(), "{loaded:?}");
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "operator = []\n");
    let (_folder, store) = with_policy(&people("Eve"), &format!("locked = [\"operator\"]\n{}", people("Mia")));
    assert_eq!(store.load().0.operators, [entry("Mia", Role::Supervisor)]);
    let error = store.change(|settings| settings.operators.push(entry("Eve", Role::Supervisor))).unwrap_err();
    assert!(matches!(error, SettingsError::Locked { key: SettingKey::Operators }));
    let (_folder, store) = with_policy(&people("Eve"), "locked = [\"operator\"]\n[[operator]]\nname = \"Mia\"\n");
    let held = store.load().0.operators;
    assert!(
        matches!(&*held, [one] if &*one.person.name.0 == "Mia"),
        "Eve does not get in by a slip of the policy's: {held:?}"
    );
}
