//! `keydesk settings` and `keydesk operators` from outside: the real program, without display, token and keyring.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Output, Stdio},
};

use keydesk::{
    domain::{People, Role, SettingKey},
    settings::SettingsStore,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{complaint, keydesk, lines};

/// Fits no PIN that is known.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";

fn folder(desk: &str, policy: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.toml"), desk).unwrap();
    fs::write(folder.path().join("policy.toml"), policy).unwrap();
    folder
}

/// Runs a command that is told of the policy, with a line of standard input.
fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = keydesk(folder);
    command.arg("--policy").arg(folder.join("policy.toml")).args(arguments);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may have ended by now.
    let _ = running.stdin.take().unwrap().write_all(input.as_bytes());
    running.wait_with_output().unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    run_with(folder, arguments, "")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn setting(output: &Output, key: &str) -> Value {
    lines(output).into_iter().find(|line| line["key"] == key).unwrap()
}

#[test]
fn check_says_for_every_key_what_holds_and_whence() {
    let desk = format!("[ui]\nscale = 1.5\n[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"{HASH}\"\n");
    let folder = folder(&desk, "locked = [\"connection\"]\n[ui]\ntheme = \"dark\"\n");
    let checked = run(folder.path(), &["settings", "check", "--json"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let head = &lines(&checked)[0];
    assert!(head["file"].as_str().unwrap().ends_with("settings.toml"), "{head}");
    assert!(head["policy"].as_str().unwrap().ends_with("policy.toml"), "{head}");
    for (key, value, origin, locked) in [
        ("ui.scale", Value::from(1.5), "desk", false),
        ("ui.theme", Value::from("dark"), "policy", false),
        ("connection.endpoint", Value::Null, "policy", true),
        ("journal.keep_months", Value::from(12), "default", false),
    ] {
        let line = setting(&checked, key);
        assert_eq!(
            (&line["value"], &line["origin"], &line["locked"]),
            (&value, &origin.into(), &locked.into()),
            "{key}"
        );
    }
    assert_eq!(setting(&checked, "operator")["value"][0]["pin"], "PIN set");
    let plain = run(folder.path(), &["settings", "check"]);
    assert_eq!(plain.status.code(), Some(0));
    for key in SettingKey::ALL {
        assert!(said(&plain).contains(key.name()), "{}", said(&plain));
    }
    assert!(said(&plain).contains("Mia (supervisor, PIN set)") && said(&plain).contains("policy, locked"));
    assert!(!format!("{}{}", said(&plain), said(&checked)).contains("argon2"));
}

#[test]
fn check_ends_with_two_and_every_mistake_of_both_files() {
    let folder = folder(
        "[ui]\ntheem = \"canary\"\nscale = 40\n[connection]\nroot_certificate = \"/nonexistent/hotel.pem\"\n",
        "[journal]\nkeep_months = \"canary\"\nshared = \"postgres://records.example\"\n",
    );
    let checked = run(folder.path(), &["settings", "check", "--json"]);
    assert_eq!(checked.status.code(), Some(2));
    let all = lines(&checked);
    let notices: Vec<_> = all.iter().filter_map(|line| line.get("notice")).collect();
    let found: Vec<_> = notices
        .iter()
        .map(|notice| format!("{} {}", notice["file"].as_str().unwrap(), notice["key"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            "desk ui.scale",
            "desk ui.theem",
            "policy journal.keep_months",
            "desk connection.root_certificate",
            "policy journal.shared"
        ]
    );
    assert!(!format!("{notices:?}").contains("canary"), "{notices:?}");
    let plain = run(folder.path(), &["settings", "check"]);
    assert!(
        said(&plain).contains("5 things are wrong") && said(&plain).contains("ui.theme may be meant"),
        "{}",
        said(&plain)
    );
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.collect();
    names.sort();
    names
}

#[test]
fn a_check_changes_nothing_on_the_disk_and_says_the_same_each_time() {
    let folder = folder("[ui\n", "");
    for arguments in
        [&["settings", "check"][..], &["settings", "check", "--json"], &["settings", "check", "--computer", "x"]]
    {
        let checked = run(folder.path(), arguments);
        assert_eq!(checked.status.code(), Some(2), "{arguments:?}");
        assert!(said(&checked).contains("the next start moves it aside"), "{}", said(&checked));
    }
    for arguments in [&["settings", "path"][..], &["operators", "list"]] {
        assert_eq!(run(folder.path(), arguments).status.code(), Some(0), "{arguments:?}");
    }
    assert_eq!(names(folder.path()), ["policy.toml", "settings.toml"]);
    assert_eq!(fs::read(folder.path().join("settings.toml")).unwrap(), b"[ui\n");
}

#[test]
fn a_check_needs_no_folder_that_can_be_made() {
    let folder = folder("", "");
    let inside_a_file = folder.path().join("policy.toml").join("below");
    let checked = keydesk(&inside_a_file).args(["settings", "path"]).output().unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}", complaint(&checked));
    let checked = keydesk(&folder.path().join("absent")).args(["settings", "check"]).output().unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}", complaint(&checked));
    assert_eq!(names(folder.path()), ["policy.toml", "settings.toml"]);
}

#[test]
fn a_file_that_a_start_moved_aside_is_told_until_it_is_deleted() {
    let folder = folder("[ui\n", "");
    assert_eq!(run(folder.path(), &["--practice", "encoders"]).status.code(), Some(0));
    let aside = folder.path().join("settings.toml.broken-1");
    assert_eq!(fs::read(&aside).unwrap(), b"[ui\n");
    let checked = run(folder.path(), &["settings", "check"]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(said(&checked).contains("settings.toml.broken-1: take over"), "{}", said(&checked));
    fs::remove_file(aside).unwrap();
    assert_eq!(run(folder.path(), &["settings", "check"]).status.code(), Some(0));
}

#[test]
fn a_file_for_support_is_written_of_settings_as_they_are() {
    let folder = folder("[ui\n", "");
    let written = run(folder.path(), &["support", "--output", folder.path().join("support.zip").to_str().unwrap()]);
    assert_eq!(written.status.code(), Some(0), "{}", complaint(&written));
    assert_eq!(fs::read(folder.path().join("settings.toml")).unwrap(), b"[ui\n");
    assert!(!folder.path().join("settings.toml.broken-1").exists());
}

#[test]
fn a_check_lists_the_computers_of_a_policy_and_names_the_one_where_something_is_wrong() {
    let folder = folder("", "[computer.front-7.ui]\nscale = 40\n[computer.\"BAR\"]\n");
    let checked = run(folder.path(), &["settings", "check"]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(said(&checked).contains("front-7, BAR"), "{}", said(&checked));
    assert!(said(&checked).contains("policy: computer.front-7.ui.scale must be"), "{}", said(&checked));
    let json = run(folder.path(), &["settings", "check", "--json"]);
    assert_eq!(lines(&json)[0]["computers"], serde_json::json!(["front-7", "BAR"]));
}

#[test]
fn a_language_that_is_not_shipped_is_told_by_a_check() {
    for (tag, code) in [("de-AT", 2), ("en-GB", 0), ("en", 0)] {
        let folder = folder("", &format!("[ui]\nlanguage = \"{tag}\"\n"));
        let checked = run(folder.path(), &["settings", "check"]);
        assert_eq!(checked.status.code(), Some(code), "{tag}");
        let told = said(&checked).contains("policy: ui.language is not shipped, so English is used");
        assert_eq!(told, code == 2, "{}", said(&checked));
    }
}

#[test]
fn the_list_of_people_shows_the_role_that_somebody_would_have() {
    let policy = "locked = [\"operator\"]\n[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"x\"\n";
    let checked = run(folder("", policy).path(), &["settings", "check"]);
    assert!(said(&checked).contains("Mia (supervisor, PIN cannot be used)"), "{}", said(&checked));
    assert!(!said(&checked).contains("operators add"), "{}", said(&checked));
}

#[test]
fn the_last_who_can_sign_in_is_not_removed_before_what_cannot_be_used() {
    let desk =
        format!("[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"{HASH}\"\n[[operator]]\nname = \"Bo\"\n");
    let folder = folder(&desk, "");
    let refused = run(folder.path(), &["operators", "remove", "Mia"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(complaint(&refused).contains("mend or delete their entries"), "{}", complaint(&refused));
    assert_eq!(fs::read_to_string(folder.path().join("settings.toml")).unwrap(), desk);
}

#[test]
fn a_policy_is_read_for_another_computer_before_it_is_handed_out() {
    let folder = folder("", "[computer.front-7]\nlocked = [\"ui\"]\n[computer.front-7.ui]\ntheme = \"dark\"\n");
    let other = run(folder.path(), &["settings", "check", "--json", "--computer", "FRONT-7"]);
    assert_eq!(
        (&lines(&other)[0]["computer"], &setting(&other, "ui.theme")["value"]),
        (&"FRONT-7".into(), &"dark".into())
    );
    assert_eq!(setting(&other, "ui.theme")["locked"], true);
    assert_eq!(setting(&run(folder.path(), &["settings", "check", "--json"]), "ui.theme")["value"], "system");
}

#[test]
fn paths_are_printed_a_line_each() {
    let folder = folder("", "");
    let printed = said(&run(folder.path(), &["settings", "path"]));
    let printed: Vec<_> = printed.lines().collect();
    assert!(
        matches!(*printed, [desk, policy] if desk.ends_with("settings.toml") && policy.ends_with("policy.toml")),
        "{printed:?}"
    );
    let mut typed = keydesk(folder.path());
    let typed =
        typed.current_dir(folder.path()).args(["--policy", "policy.toml", "settings", "path"]).output().unwrap();
    let shown = said(&typed);
    let shown = Path::new(shown.lines().nth(1).unwrap());
    assert!(shown.is_absolute() && shown.ends_with("policy.toml"), "{shown:?}");
}

#[test]
fn a_policy_that_was_named_must_be_there() {
    let folder = folder("", "");
    fs::remove_file(folder.path().join("policy.toml")).unwrap();
    let refused = run(folder.path(), &["settings", "check"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(complaint(&refused).contains("there is no policy at"), "{}", complaint(&refused));
}

#[test]
fn what_the_policy_locks_no_argument_leads_elsewhere() {
    let folder = folder("", "locked = [\"connection\"]\n[connection]\nendpoint = \"https://seam.hotel.test\"\n");
    let refused = run(folder.path(), &["--endpoint", "http://127.0.0.1:9", "encoders"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(complaint(&refused).contains("connection.endpoint"), "{}", complaint(&refused));
    let same = run(folder.path(), &["--endpoint", "https://seam.hotel.test/", "encoders"]);
    assert_eq!(same.status.code(), Some(5), "it goes on to look for a key: {}", complaint(&same));
}

/// What a proxy of the environment is asked by a desk with this policy, and the end of the command.
fn asked_of_proxy(policy: &str) -> (usize, TempDir) {
    let folder = folder("", policy);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://canary:canary@{}", listener.local_addr().unwrap());
    let mut command = keydesk(folder.path());
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(variable, &proxy);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy").env("SEAM_API_KEY", "seam_test1ABC_1234567890abcdefghij");
    command.arg("--policy").arg(folder.path().join("policy.toml")).arg("encoders");
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    listener.set_nonblocking(true).unwrap();
    let mut asked = 0;
    while running.try_wait().unwrap().is_none() {
        // Whoever asks is hung up on.
        asked += usize::from(listener.accept().is_ok());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    (asked, folder)
}

#[test]
fn where_the_policy_names_the_way_no_variable_leads_another() {
    const AT: &str = "[connection]\nendpoint = \"https://seam.hotel.test\"\n";
    let (asked, free) = asked_of_proxy(AT);
    assert!(asked > 0);
    assert!(!log_of(free.path()).contains("is not used"));
    for locked in ["connection", "connection.proxy"] {
        let (asked, folder) = asked_of_proxy(&format!("locked = [\"{locked}\"]\n{AT}"));
        assert_eq!(asked, 0, "{locked}");
        let log = log_of(folder.path());
        assert_eq!(log.matches("the proxy of the environment is not used").count(), 1, "{log}");
        assert!(!log.contains("canary"), "{log}");
    }
}

#[test]
fn people_are_added_given_pins_and_removed() {
    let folder = folder("# by hand\n", "");
    let at = folder.path();
    let store = SettingsStore::new(at.join("settings.toml"));
    let pin_of = |name: &str| {
        let people = store.load().0.operators;
        people.into_iter().find(|entry| &*entry.person.name.0 == name).map(|entry| entry.pin)
    };
    let clerk = run_with(at, &["operators", "add", "Bo", "--role", "clerk"], "4711\n");
    assert_eq!(clerk.status.code(), Some(2));
    assert!(complaint(&clerk).contains("supervisor comes first"), "{}", complaint(&clerk));
    let added = run_with(at, &["operators", "add", " Mia ", "--role", "supervisor"], "471183\n");
    assert_eq!(added.status.code(), Some(0), "{}", complaint(&added));
    assert!(keydesk::settings::pin::verify("471183", &pin_of("Mia").unwrap()));
    assert_eq!(run_with(at, &["operators", "add", "Bo", "--role", "clerk"], "4711").status.code(), Some(0));
    let taken = run_with(at, &["operators", "add", "mia", "--role", "clerk"], "4711");
    assert_eq!(taken.status.code(), Some(2));
    assert!(complaint(&taken).contains("already"), "{}", complaint(&taken));
    let alike = run_with(at, &["operators", "add", "\u{ff22}o", "--role", "clerk"], "1357");
    assert!(complaint(&alike).contains("looks like this"), "{}", complaint(&alike));
    let unseen = run_with(at, &["operators", "add", "Bo\u{200b}", "--role", "clerk"], "1357");
    assert!(complaint(&unseen).contains("none that nobody sees"), "{}", complaint(&unseen));
    assert_eq!(run_with(at, &["operators", "pin", "\u{ff22}o"], "1357").status.code(), Some(0), "who looks like it");
    assert_eq!(run_with(at, &["operators", "pin", "BO"], "2580\r\n").status.code(), Some(0));
    assert!(keydesk::settings::pin::verify("2580", &pin_of("Bo").unwrap()));
    let listed = run(at, &["operators", "list"]);
    assert!(
        said(&listed).contains("Mia  supervisor  PIN set") && !said(&listed).contains("argon2"),
        "{}",
        said(&listed)
    );
    assert_eq!(lines(&run(at, &["operators", "list", "--json"])).len(), 2);
    let last = run(at, &["operators", "remove", "Mia"]);
    assert_eq!(last.status.code(), Some(2));
    assert!(complaint(&last).contains("last supervisor: remove the clerks first"), "{}", complaint(&last));
    assert_eq!(run(at, &["operators", "remove", "Bo"]).status.code(), Some(0));
    let removed = run(at, &["operators", "remove", "mia"]);
    assert!(said(&removed).contains("whoever sits there may do everything"), "{}", said(&removed));
    assert!(run(at, &["operators", "remove", "Mia"]).status.code() == Some(2));
    assert_eq!(fs::read_to_string(store.path()).unwrap().lines().next(), Some("# by hand"));
}

#[test]
fn a_role_is_changed_as_in_the_window() {
    let folder = folder("", "");
    let at = folder.path();
    let store = SettingsStore::new(at.join("settings.toml"));
    let people = || store.load().0.operators;
    run_with(at, &["operators", "add", "Mia", "--role", "supervisor"], "471183");
    run_with(at, &["operators", "add", "Bo", "--role", "clerk"], "2580");
    let before = people();
    for (arguments, pin, word) in [
        (["operators", "role", "Mia", "--role", "clerk"], "", "last supervisor"),
        (["operators", "role", "Bo", "--role", "clerk"], "", "is a clerk already"),
        (["operators", "role", "Ada", "--role", "clerk"], "", "nobody of this name"),
        (["operators", "role", "Bo", "--role", "supervisor"], "", "standard input"),
        (["operators", "role", "Bo", "--role", "supervisor"], "2580", "6 digits"),
        (["operators", "role", "Bo", "--role", "supervisor"], "471183", "choose another PIN"),
    ] {
        let refused = run_with(at, &arguments, pin);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(complaint(&refused).contains(word), "{arguments:?}: {}", complaint(&refused));
        assert_eq!(people(), before);
    }
    let promoted = run_with(at, &["operators", "role", "BO", "--role", "supervisor"], "258013\n");
    assert_eq!((promoted.status.code(), said(&promoted).contains("Bo is a supervisor")), (Some(0), true));
    let bo = people().pop().unwrap();
    assert!(bo.person.role == Role::Supervisor && keydesk::settings::pin::verify("258013", &bo.pin));
    let demoted = run(at, &["operators", "role", "mia", "--role", "clerk"]);
    assert_eq!(demoted.status.code(), Some(0), "{}", complaint(&demoted));
    let mia = people().remove(0);
    assert_eq!((mia.person.role, mia.pin), (Role::Clerk, before[0].pin.clone()), "a clerk's PIN may be long");
    let told = lines(&run(at, &["journal", "access", "--json"]));
    let brief: Vec<_> =
        told.iter().take(3).map(|line| ["event", "whom"].map(|key| line[key].as_str().unwrap())).collect();
    assert_eq!(brief, [["role-changed", "Mia"], ["role-changed", "Bo"], ["pin-changed", "Bo"]]);
}

#[test]
fn a_desk_whose_last_person_goes_is_one_persons() {
    let folder = folder("", "");
    let at = folder.path();
    let people = || SettingsStore::new(at.join("settings.toml")).load().0.desk.people;
    run_with(at, &["operators", "add", "Mia", "--role", "supervisor"], "471183");
    assert_eq!(people(), Some(People::Several));
    assert_eq!(run(at, &["operators", "remove", "Mia"]).status.code(), Some(0));
    assert_eq!(people(), Some(People::One));
}

#[test]
fn the_count_of_wrong_pins_goes_with_whoever_is_removed() {
    let folder = folder("", "");
    let at = folder.path();
    run_with(at, &["operators", "add", "Mia", "--role", "supervisor"], "471183");
    run_with(at, &["operators", "add", "Bo", "--role", "clerk"], "2580");
    let counts = r#"{"names": {"Bo": {"wrong": 7, "at_us": 5}, "Mia": {"wrong": 2, "at_us": 5}}}"#;
    fs::write(at.join("pins.json"), counts).unwrap();
    let removed = run(at, &["operators", "remove", "BO"]);
    assert_eq!((removed.status.code(), complaint(&removed)), (Some(0), String::new()));
    let kept: Value = serde_json::from_slice(&fs::read(at.join("pins.json")).unwrap()).unwrap();
    assert_eq!(kept["names"], serde_json::json!({ "Mia": { "wrong": 2, "at_us": 5 } }));
}

#[test]
fn nobody_gets_the_pin_of_somebody_else_nor_hears_whose_it_is() {
    let folder = folder("", "");
    let at = folder.path();
    assert_eq!(run_with(at, &["operators", "add", "Mia", "--role", "supervisor"], "471183").status.code(), Some(0));
    let taken = run_with(at, &["operators", "add", "Bo", "--role", "clerk"], "471183");
    assert_eq!(taken.status.code(), Some(2));
    assert!(complaint(&taken).contains("choose another PIN"), "{}", complaint(&taken));
    assert!(!complaint(&taken).contains("Mia") && !complaint(&taken).contains("471183"), "{}", complaint(&taken));
    assert_eq!(run_with(at, &["operators", "add", "Bo", "--role", "clerk"], "2580").status.code(), Some(0));
    assert_eq!(run_with(at, &["operators", "pin", "Bo"], "471183").status.code(), Some(2));
    assert_eq!(run_with(at, &["operators", "pin", "Mia"], "471183").status.code(), Some(0), "her own");
}

#[test]
fn a_pin_that_was_copied_to_somebody_else_is_told_by_the_check() {
    let entry = |name, role| format!("[[operator]]\nname = \"{name}\"\nrole = \"{role}\"\npin = \"{HASH}\"\n");
    let folder = folder("", &(entry("Mia", "supervisor") + &entry("Bo", "clerk")));
    let checked = run(folder.path(), &["settings", "check"]);
    assert_eq!(checked.status.code(), Some(2), "{}", said(&checked));
    assert!(said(&checked).contains("the same pin for two people") && !said(&checked).contains("argon2"));
}

fn log_of(folder: &Path) -> String {
    let logs = fs::read_dir(folder.join("logs")).unwrap().flatten();
    logs.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
}

#[test]
fn changes_of_who_signs_in_stand_in_the_record_before_the_first_start_too() {
    let folder = folder("", "");
    let at = folder.path();
    for (arguments, pin) in [
        (&["operators", "add", "Canary", "--role", "supervisor"][..], "471183"),
        (&["operators", "pin", "canary"], "258013"),
        (&["operators", "remove", "canary"], ""),
    ] {
        let mut command = keydesk(at);
        command.env("USERNAME", "ada").args(arguments);
        let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _ = running.stdin.take().unwrap().write_all(pin.as_bytes());
        let output = running.wait_with_output().unwrap();
        assert_eq!((output.status.code(), complaint(&output).as_str()), (Some(0), ""), "{arguments:?}");
    }
    let told = lines(&run(at, &["journal", "access", "--json"]));
    let brief: Vec<_> = told.iter().map(|line| [&line["event"], &line["operator"], &line["whom"]]).collect();
    let by = Value::from("command line (ada)");
    let (removed, pin, added) = ("operator-removed".into(), "pin-changed".into(), "operator-added".into());
    let whom = Value::from("Canary");
    assert_eq!(brief, [[&removed, &by, &whom], [&pin, &by, &whom], [&added, &by, &whom]]);
    let log = log_of(at);
    assert_eq!(log.matches("who signs in was changed").count(), 3, "{log}");
    assert!(!log.contains("Canary"), "{log}");
}

#[test]
fn the_log_names_them_where_it_may() {
    let folder = folder("[logs]\nnames = true\n", "");
    run_with(folder.path(), &["operators", "add", "Mia", "--role", "supervisor"], "471183");
    assert!(log_of(folder.path()).contains("\"whom\":\"Mia\""), "{}", log_of(folder.path()));
}

#[test]
fn a_record_that_takes_nothing_stops_no_change_and_is_told() {
    let folder = folder("", "");
    fs::write(folder.path().join("journal.sqlite"), "no database, but long enough to be looked at as one".repeat(9))
        .unwrap();
    let added = run_with(folder.path(), &["operators", "add", "Mia", "--role", "supervisor"], "471183");
    assert_eq!(added.status.code(), Some(0), "{}", complaint(&added));
    assert!(complaint(&added).contains("does not stand in this desk's record"), "{}", complaint(&added));
    assert!(said(&run(folder.path(), &["operators", "list"])).contains("Mia"));
    assert!(log_of(folder.path()).contains("is not in the record"), "{}", log_of(folder.path()));
}

#[test]
fn a_pin_that_will_not_do_is_refused_and_never_repeated() {
    let folder = folder("", "");
    for (pin, word) in
        [("", "standard input"), ("47118", "6 digits"), ("12345678", "simple"), ("canary77", "digits only")]
    {
        let refused = run_with(folder.path(), &["operators", "add", "Mia", "--role", "supervisor"], pin);
        assert_eq!(refused.status.code(), Some(2), "{pin}");
        assert!(complaint(&refused).contains(word), "{}", complaint(&refused));
        assert!(!complaint(&refused).contains("canary"));
    }
    assert_eq!(fs::read_to_string(folder.path().join("settings.toml")).unwrap(), "");
}

#[test]
fn a_hash_is_a_line_for_a_policy_that_binds_the_desk() {
    let folder = folder("", "");
    let line = said(&run_with(folder.path(), &["operators", "hash"], "471183\n"));
    assert!(line.starts_with("pin = \"$argon2id$v=19$m=19456,t=2,p=1$"), "{line}");
    let policy = format!("locked = [\"operator\"]\n[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\n{line}");
    fs::write(folder.path().join("policy.toml"), policy).unwrap();
    assert_eq!(run(folder.path(), &["settings", "check"]).status.code(), Some(0));
    for arguments in [
        &["operators", "add", "Bo", "--role", "clerk"][..],
        &["operators", "pin", "Mia"],
        &["operators", "role", "Mia", "--role", "clerk"],
        &["operators", "remove", "Mia"],
    ] {
        let refused = run_with(folder.path(), arguments, "2580\n");
        assert_eq!(refused.status.code(), Some(3), "{arguments:?}");
        assert!(complaint(&refused).contains("policy"), "{}", complaint(&refused));
    }
}

#[test]
fn a_file_that_cannot_be_changed_is_a_sentence() {
    let folder = folder("", "");
    let file = folder.path().join("settings.toml");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let refused = run_with(folder.path(), &["operators", "add", "Mia", "--role", "supervisor"], "471183");
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    assert!(complaint(&refused).contains("cannot be read"), "{}", complaint(&refused));
    assert_eq!(run(folder.path(), &["settings", "check"]).status.code(), Some(2));
}
