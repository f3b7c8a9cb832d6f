//! A file that does not tell what it says opens no desk, erases nothing, and is not written over.

use super::{policy::with_policy, *};

fn people(name: &str) -> String {
    format!("[[operator]]\nname = {name:?}\nrole = \"supervisor\"\npin = \"{}\"\n", hash_of(name))
}

/// Somebody has to sign in and nobody can, which is told with what to do.
fn is_shut(loaded: &LoadedSettings, told: &str) -> bool {
    let people = &loaded.settings.operators;
    let is_told = loaded.notices.iter().any(|notice| {
        notice.key.as_deref() == Some("operator")
            && notice.reason.contains(told)
            && notice.reason.contains("nobody can sign in")
    });
    !people.is_empty() && !people.iter().any(|entry| pin::is_usable(&entry.pin)) && is_told
}

/// The file becomes one that is there and cannot be read, by whatever user.
fn spoil(path: &Path) {
    fs::rename(path, path.with_extension("kept")).unwrap();
    fs::create_dir(path).unwrap();
}

fn mend(path: &Path) {
    fs::remove_dir(path).unwrap();
    fs::rename(path.with_extension("kept"), path).unwrap();
}

fn longest(loaded: &LoadedSettings) -> bool {
    let journal = &loaded.settings.journal;
    (journal.erase_names_after_days, journal.keep_months) == (3650, 120)
}

#[test]
fn a_slip_in_a_policy_that_names_people_shuts_its_desks_and_keeps_their_records() {
    let inline = "operator = [{ name = \"Mia\" }]\n".to_owned();
    let at_one = format!("[[computer.front-1.operator]]\nname = {:?}\n", "Mia");
    for named in [people("Mia"), inline, at_one] {
        for own in ["", "desk.people = \"one\"\n", "operator = []\n", "[journal]\nkeep_months = 1\n"] {
            let (_folder, store) = with_policy(own, &format!("locked = [\"ui\"\n{named}"));
            let loaded = store.load_all();
            assert!(is_shut(&loaded, "the policy, which cannot be understood") && longest(&loaded), "{loaded:?}");
            assert!(loaded.is_locked(SettingKey::Operators));
        }
    }
    let (_folder, store) = with_policy(&people("Eve"), &format!("locked = [\n{}", people("Mia")));
    assert_eq!(store.load().0.operators, [entry("Eve", Role::Supervisor)], "whom the desk names signs in");
}

#[test]
fn a_slip_in_a_policy_that_names_nobody_stops_no_desk() {
    for policy in ["[ui\n", "[desk]\noperator = Reception\n", "# [[operator]]\nlocked = [\"ui\n"] {
        let (_folder, store) = with_policy("", policy);
        let loaded = store.load_all();
        assert!(loaded.settings.operators.is_empty() && loaded.notices.len() == 1 && longest(&loaded), "{loaded:?}");
    }
}

#[test]
fn a_policy_that_cannot_be_read_shuts_a_desk_that_does_not_say_that_nobody_signs_in() {
    for (own, is_open) in [
        ("", false),
        ("desk.people = \"several\"\n", false),
        ("desk.people = \"one\"\n", true),
        ("operator = []\n", true),
    ] {
        let (_folder, store) = with_policy(own, "");
        spoil(store.policy().unwrap());
        let loaded = store.load_all();
        assert_eq!(loaded.settings.operators.is_empty(), is_open, "{own}");
        assert_eq!(is_shut(&loaded, "people = \"one\""), !is_open, "{loaded:?}");
        assert!(longest(&loaded) && loaded.is_locked(SettingKey::Operators));
    }
}

#[test]
fn locks_that_nobody_understands_leave_what_the_desk_says() {
    let own = format!("[journal]\nkeep_months = 60\n[kiosk]\nenabled = true\n{}", people("Eve"));
    for locks in ["locked = \"ui.theme\"\n", "locked = [1]\n", "locked = 7\n", "locked = {}\n"] {
        let (_folder, store) = with_policy(&own, &format!("{locks}ui.theme = \"dark\"\n"));
        let loaded = store.load_all();
        let held = &loaded.settings;
        assert_eq!((held.journal.keep_months, held.kiosk.enabled, held.ui.theme), (60, true, Theme::Dark), "{locks}");
        assert_eq!(held.operators, [entry("Eve", Role::Supervisor)], "{locks}");
        assert!(SettingKey::ALL.into_iter().all(|key| loaded.is_locked(key)));
        assert_eq!(keys(&loaded.notices), ["locked"]);
    }
    let (_folder, store) = with_policy("[ui]\ntheme = \"light\"\n", "locked = \"ui.theme\"\nui.theme = \"dark\"\n");
    assert_eq!(store.load().0.ui.theme, Theme::Dark, "a key alone is locked as in a list");
}

#[test]
fn locks_that_nobody_understands_let_nobody_in_beside_the_people_of_the_policy() {
    for locks in ["locked = \"operator\"\n", "locked = 7\n"] {
        let (_folder, store) = with_policy(&people("Eve"), &format!("{locks}{}", people("Mia")));
        assert_eq!(store.load().0.operators, [entry("Mia", Role::Supervisor)]);
        let (_folder, store) = with_policy(&people("Eve"), &format!("{locks}[[operator]]\nname = \"Mia\"\n"));
        assert!(is_shut(&store.load_all(), ""), "{locks}");
    }
}

#[test]
fn a_lock_on_people_that_names_none_keeps_those_of_the_desk() {
    for locks in ["locked = [\"all\"]\n", "locked = [\"operator\"]\n", "locked = \"operator\"\n"] {
        let (_folder, store) = with_policy(&people("Mia"), locks);
        let loaded = store.load_all();
        assert_eq!(loaded.settings.operators, [entry("Mia", Role::Supervisor)]);
        assert!(loaded.is_locked(SettingKey::Operators) && !loaded.notices.is_empty(), "{loaded:?}");
        assert!(matches!(store.change(|settings| settings.operators.clear()), Err(SettingsError::Locked { .. })));
        let (_folder, store) = with_policy("[[operator]]\nname = \"Mia\"\n", locks);
        assert!(is_shut(&store.load_all(), ""), "{locks}");
    }
    let (_folder, store) = with_policy(&people("Mia"), "locked = [\"operator\"]\n");
    assert_eq!(keys(&store.load_all().notices), ["operator"]);
    let (_folder, store) = with_policy(&people("Mia"), "locked = [\"operator\"]\noperator = []\n");
    assert!(store.load_all().settings.operators.is_empty(), "a list of nobody is a list");
}

#[test]
fn a_file_of_the_desk_that_cannot_be_read_opens_it_to_nobody_and_erases_nothing() {
    for policy in [String::new(), people("Ann"), "[journal]\nkeep_months = 6\n".to_owned()] {
        let (_folder, store) = with_policy(&people("Mia"), &policy);
        spoil(store.path());
        let loaded = store.load_all();
        assert!(is_shut(&loaded, "cannot be read") && longest(&loaded), "{loaded:?}");
        mend(store.path());
        assert_eq!(store.load().0.operators, [entry("Mia", Role::Supervisor)]);
    }
    let locked = format!("locked = [\"operator\", \"journal\"]\n[journal]\nkeep_months = 6\n{}", people("Ann"));
    let (_folder, store) = with_policy("", &locked);
    spoil(store.path());
    let loaded = store.load_all();
    assert_eq!(loaded.settings.operators, [entry("Ann", Role::Supervisor)], "what the policy locks is known");
    assert_eq!((loaded.settings.journal.keep_months, keys(&loaded.notices)), (6, vec!["the file"]));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_absent_file() {
    let (folder, store) = store(Some(""));
    fs::remove_file(store.path()).unwrap();
    std::os::unix::fs::symlink(folder.path().join("away"), store.path()).unwrap();
    assert!(is_shut(&store.load_all(), "cannot be read"));
    assert!(matches!(store.change(|settings| settings.ui.sounds = true), Err(SettingsError::Read { .. })));
}

#[test]
fn a_change_is_refused_where_a_file_cannot_be_read_and_takes_nobody_out() {
    for policy in ["", &people("Ann")] {
        let own = format!("[ui]\nscale = 2.0\n{}", people("Mia"));
        let (_folder, store) = with_policy(&own, policy);
        for path in [store.path(), store.policy().unwrap()] {
            spoil(path);
            let refused = store.change(|settings| {
                mend(path);
                settings.ui.sounds = true;
            });
            assert!(matches!(&refused, Err(SettingsError::Read { path: told, .. }) if told == path), "{refused:?}");
            mend(path);
            assert_eq!(fs::read_to_string(store.path()).unwrap(), own);
        }
    }
}

#[test]
fn a_change_is_judged_and_told_by_what_it_read_at_first() {
    let (_folder, store) = with_policy("", &format!("[ui]\nscale = 2.0\n{}", people("Ann")));
    let policy = store.policy().unwrap();
    let changed = store.change(|settings| {
        spoil(policy);
        settings.ui.sounds = true;
    });
    let loaded = changed.unwrap();
    assert_eq!((loaded.settings.ui.scale, loaded.settings.ui.sounds), (2.0, true));
    assert_eq!(loaded.settings.operators, [entry("Ann", Role::Supervisor)]);
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "[ui]\nsounds = true\n");
    mend(policy);
    assert_eq!(store.load_all(), loaded);
}

#[test]
fn who_stands_in_for_others_takes_none_of_them_out() {
    let own = people("Mia");
    let (_folder, store) = store(Some(&own));
    spoil(store.path());
    let guessed = store.load().0;
    mend(store.path());
    store.save(&Settings { operators: guessed.operators, ..Settings::default() }).unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), own);
}

#[test]
fn people_in_an_inline_list_of_a_broken_file_leave_the_desk_shut() {
    let person = format!("{{ name = \"Mia\", role = \"supervisor\", pin = \"{HASH}\" }}");
    for text in [
        format!("operator = [{person}]\n[ui\n"),
        format!("\"operator\" = [{person}]\n[ui\n"),
        format!("[[\"operator\"]]\nname = \"Mia\"\npin = \"{HASH}\"\n[ui\n"),
    ] {
        let (_folder, store) = store(Some(&text));
        let loaded = store.load_all();
        assert!(is_shut(&loaded, ""), "{loaded:?}");
        assert!(is_shut(&store.load_all(), ""), "also from the next start on");
        assert_eq!(fs::read_to_string(store.path().with_file_name("settings.toml.broken-1")).unwrap(), text);
        let loaded = store.change(|settings| settings.operators.push(entry("Ann", Role::Supervisor))).unwrap();
        assert_eq!(loaded.settings.operators, [entry("Ann", Role::Supervisor)], "a supervisor can be added again");
    }
    let (_folder, store) = store(Some("[desk]\noperator = Mia\n"));
    assert!(store.load().0.operators.is_empty(), "one name in whose name a desk works is no list");
}

#[test]
fn a_slip_erases_nothing_that_its_file_keeps() {
    let (_folder, store) = store(Some("[journal]\nkeep_months = 60\nerase_names_after_days = 90\n[ui\n"));
    let (settings, notices) = store.load();
    assert_eq!((settings.journal.keep_months, settings.journal.erase_names_after_days), (60, 90));
    assert!(notices[0].reason.contains("what stays of it is how long the record is kept;"), "{notices:?}");
    assert_eq!(store.load(), (settings, vec![]), "also from the next start on");
}

#[test]
fn a_kiosk_is_one_after_a_slip_too_and_whoever_could_leave_it_still_can() {
    let text = format!(
        "[kiosk]\nenabled = true\nsign_in = false\n[connection]\nproxy = \"http://proxy.example:3128\"\nstray\n{}",
        people("Mia")
    );
    let (_folder, store) = store(Some(&text));
    let (settings, notices) = store.load();
    assert_eq!((settings.kiosk.enabled, settings.kiosk.sign_in, settings.kiosk.mask_names), (true, false, true));
    assert_eq!(settings.operators, [entry("Mia", Role::Supervisor)]);
    assert_eq!(settings.connection.proxy.as_deref(), Some("http://proxy.example:3128"));
    for kept in ["that this is a kiosk", "connection.proxy", "kiosk.sign_in", "who signs in here"] {
        assert!(notices[0].reason.contains(kept), "{notices:?}");
    }
    assert_eq!(store.load(), (settings, vec![]), "also from the next start on");
}

#[test]
fn a_broken_file_stays_in_its_place_until_its_people_stand_there() {
    let text = format!("[ui\n{}", people("Mia"));
    let (folder, store) = store(Some(&text));
    let draft = store.path().with_file_name(format!("settings.toml.{}.tmp", std::process::id()));
    fs::create_dir(&draft).unwrap();
    assert!(is_shut(&store.load_all(), "cannot be read"));
    assert_eq!(fs::read_to_string(store.path()).unwrap(), text, "nothing could be put in its place");
    fs::remove_dir(&draft).unwrap();
    assert_eq!(store.load().0.operators, [entry("Mia", Role::Supervisor)]);
    drop(folder);
}

#[cfg(unix)]
#[test]
fn what_a_link_led_to_is_kept_aside() {
    let text = format!("[ui\n{}", people("Mia"));
    let (folder, store) = store(Some(&text));
    let away = folder.path().join("away");
    fs::rename(store.path(), &away).unwrap();
    std::os::unix::fs::symlink(&away, store.path()).unwrap();
    assert_eq!(store.load().0.operators, [entry("Mia", Role::Supervisor)]);
    assert_eq!(fs::read_to_string(store.path().with_file_name("settings.toml.broken-1")).unwrap(), text);
    assert_eq!(fs::read_to_string(away).unwrap(), people("Mia"));
}
