use std::path::Path;

use super::{policy::with_policy, *};

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_look_at_a_broken_file_shows_what_a_start_would_hold_and_changes_nothing() {
    let text =
        format!("[kiosk]\nenabled = true\n[[operator]]\nname = \"Mia\"\nrole = \"clerk\"\npin = \"{HASH}\"\n=\n");
    let (_folder, store) = store(Some(&text));
    let folder = store.path().parent().unwrap();
    let before = files(folder);
    let looked = store.look();
    assert_eq!(store.look(), looked, "what is wrong once is wrong twice");
    assert_eq!(files(folder), before);
    assert!(looked.notices[0].reason.contains("the next start moves it aside"), "{looked:?}");
    assert!(looked.notices[0].reason.contains("that this is a kiosk and who signs in here"), "{looked:?}");
    assert_eq!(store.load_all().settings, looked.settings);
}

#[test]
fn a_look_needs_no_folder_and_makes_none() {
    let (folder, store) = store(None);
    assert_eq!(store.look(), store.load_all());
    assert!(files(folder.path()).is_empty());
}

#[test]
fn files_that_were_moved_aside_are_told_until_somebody_deletes_them() {
    let (_folder, store) = store(Some("[ui\n"));
    store.load();
    fs::write(store.path(), "=").unwrap();
    store.load();
    for stranger in ["settings.toml.broken-x", "settings.toml.broken", "other.toml.broken-1"] {
        fs::write(store.path().with_file_name(stranger), "").unwrap();
    }
    assert!(store.load().1.is_empty(), "the desk was told once");
    let told = store.look().notices;
    let [one, two] = &*told else { panic!("{told:?}") };
    assert!(
        one.reason.contains("settings.toml.broken-1:") && two.reason.contains("settings.toml.broken-2:"),
        "{told:?}"
    );
    for number in [1, 2] {
        fs::remove_file(store.path().with_file_name(format!("settings.toml.broken-{number}"))).unwrap();
    }
    assert!(store.look().notices.is_empty());
}

#[test]
fn what_a_policy_says_to_other_computers_is_checked_by_a_look_alone() {
    let policy = "[computer.front-1.ui]\nscale = 1.5\n[computer.FRONT-2.ui]\nscale = 40\n[computer.Bar]\nlocked = [\"uo\"]\n\
                  [computer.bar.desk]\nname = \" \"\n";
    let (_folder, store) = with_policy("", policy);
    assert_eq!(store.load_all().notices, vec![]);
    let looked = store.look();
    assert_eq!(
        keys(&looked.notices),
        ["computer.Bar.locked", "computer.bar", "computer.bar.desk.name", "computer.FRONT-2.ui.scale"]
    );
    assert_eq!(looked.settings.ui.scale, 1.5, "others change nothing here");
    assert_eq!(store.computers(), ["front-1", "FRONT-2", "Bar", "bar"]);
    assert!(SettingsStore::new("/nonexistent").computers().is_empty());
}

#[test]
fn a_place_tells_where_a_file_is_no_toml_and_quotes_nothing() {
    for (text, place) in [
        ("[journal]\nshared = postgres://desk:geheim@x", "line 2, column 10"),
        ("\u{feff}[kiosk]\nenabled = yes\n", "line 2, column 11"),
        ("[ui]\nscale = 1.0\nscale = 2.0\n", "line 3, column 1"),
        ("= geheim", "line 1, column 1"),
    ] {
        let (_folder, store) = store(Some(text));
        let of = |notices: &[SettingNotice]| notices[0].reason.clone();
        let looked = of(&store.look().notices);
        assert!(looked.contains(&format!("is no TOML from {place} on")) && !looked.contains("geheim"), "{looked}");
        let started = store.load_all();
        let (told, aside) = (of(&started.notices), started.notices[0].aside.clone().unwrap());
        assert!(told.contains(place) && told.contains("take over from that what is missing"), "{told}");
        assert!(told.contains(&*aside) && fs::read_to_string(&*aside).unwrap() == text, "{told}");
        assert!(of(&store.look().notices).contains(place), "also later, as long as it is there");
    }
}
