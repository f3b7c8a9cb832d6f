use std::time::Duration;

use super::{super::lock::Alone, *};

fn lock_of(store: &SettingsStore) -> PathBuf {
    store.path().with_file_name("settings.toml.lock")
}

#[test]
fn a_file_is_changed_by_one_at_a_time_and_whoever_waits_too_long_is_told() {
    let (_folder, store) = store(Some("[ui]\nscale = 2.0\n"));
    let held = Alone::with(store.path()).unwrap();
    let refused = Alone::within(store.path(), Duration::ZERO).unwrap_err();
    assert!(matches!(&refused, SettingsError::Busy { path } if path.ends_with("settings.toml")), "{refused:?}");
    assert!(refused.to_string().contains("another Keydesk"), "{refused}");
    assert_eq!(store.load().0.ui.scale.to_string(), "2", "who only reads does not wait");
    drop(held);
    assert!(Alone::within(store.path(), Duration::ZERO).is_ok());
}

#[test]
fn a_change_waits_for_the_one_under_way() {
    let (_folder, store) = store(None);
    let held = Alone::with(store.path()).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| store.change(|settings| settings.ui.sounds = true).unwrap());
        file::replace(store.path(), b"[ui]\nscale = 2.0\n", &held).unwrap();
        drop(held);
        let ui = waiting.join().unwrap().settings.ui;
        assert_eq!((ui.scale.to_string().as_str(), ui.sounds), ("2", true));
    });
}

#[test]
fn a_lock_that_cannot_be_made_changes_nothing_and_is_told() {
    let text = "[ui]\nscale = 2.0\n";
    let (_folder, store) = store(Some(text));
    fs::create_dir(lock_of(&store)).unwrap();
    let refused = store.change(|settings| settings.ui.sounds = true).unwrap_err();
    assert!(matches!(&refused, SettingsError::Lock { path, .. } if *path == lock_of(&store)), "{refused:?}");
    assert!(refused.to_string().contains("settings.toml.lock cannot be locked"), "{refused}");
    assert_eq!(fs::read_to_string(store.path()).unwrap(), text);
}

/// Between the look at a broken file and its move another process may have mended it.
#[test]
fn nobody_moves_a_broken_file_aside_without_being_alone_with_it() {
    let text = "[ui\ntheme = \"dark\"\n";
    let (_folder, store) = store(Some(text));
    fs::create_dir(lock_of(&store)).unwrap();
    let loaded = store.load_all();
    assert_eq!(keys(&loaded.notices), ["the file", "operator"], "{:?}", loaded.notices);
    assert_eq!(fs::read_to_string(store.path()).unwrap(), text);
    assert!(!store.path().with_file_name("settings.toml.broken-1").exists());
    fs::remove_dir(lock_of(&store)).unwrap();
    store.load_all();
    assert!(store.path().with_file_name("settings.toml.broken-1").exists());
}

#[cfg(unix)]
#[test]
fn a_link_and_the_file_that_it_leads_to_are_locked_as_one() {
    let (folder, store) = store(Some(""));
    let link = folder.path().join("link.toml");
    std::os::unix::fs::symlink(store.path(), &link).unwrap();
    let _held = Alone::with(&link).unwrap();
    assert!(matches!(Alone::within(store.path(), Duration::ZERO), Err(SettingsError::Busy { .. })));
}

#[test]
fn what_a_change_refuses_is_not_written() {
    let (_folder, store) = store(Some(""));
    let refused = store.change_if(|held| {
        assert_eq!(held.settings, Settings::default());
        Err::<Settings, _>(SettingsError::Locked { key: SettingKey::UiScale })
    });
    assert!(matches!(refused, Err(SettingsError::Locked { key: SettingKey::UiScale })));
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "");
}
