//! Several programs that change one settings file at the same moment lose nothing of each other.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use keydesk::{
    domain::{Operator, OperatorEntry, Person, PinHash, Role, Setting, Settings, Theme},
    settings::SettingsStore,
};

/// Fits no PIN that is known.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
const FOLDER: &str = "KEYDESK_TEST_SETTINGS_FOLDER";
const NUMBER: &str = "KEYDESK_TEST_SETTINGS_NUMBER";
const PROGRAMS: usize = 4;
const PEOPLE_EACH: usize = 10;

fn store(folder: &Path) -> SettingsStore {
    SettingsStore::new(folder.join("settings.toml"))
}

fn name(number: usize, of: usize) -> String {
    format!("p{number}-{of}")
}

/// Each program has settings of its own, beside the list of people, in which all of them write.
fn own(number: usize) -> [Setting; 2] {
    match number {
        0 => [Setting::UiScale(1.5), Setting::DeskName(Some("Front".into()))],
        1 => [Setting::UiTheme(Theme::Dark), Setting::KeepMonths(24)],
        2 => [Setting::IdleLock(7), Setting::UiSounds(true)],
        _ => [Setting::IdleReset(90), Setting::LogNames(true)],
    }
}

fn add(settings: &mut Settings, name: &str) {
    let person = Person { name: Operator(name.into()), role: Role::Supervisor };
    // Nobody has the PIN of somebody else.
    let salt = format!("$c2A{}", name.replace(|letter: char| !letter.is_ascii_digit(), "0"));
    let pin = HASH.replace("$c2FsdHN", &salt);
    settings.operators.push(OperatorEntry { person, pin: PinHash(pin.into()) });
}

#[test]
#[ignore = "a process for the test below"]
fn changes_the_file_when_all_are_there() {
    let folder = PathBuf::from(env::var_os(FOLDER).unwrap());
    let number: usize = env::var(NUMBER).unwrap().parse().unwrap();
    fs::write(folder.join(format!("here-{number}")), "").unwrap();
    until("the others", || (0..PROGRAMS).all(|other| folder.join(format!("here-{other}")).exists()));
    let store = store(&folder);
    for of in 0..PEOPLE_EACH {
        store.change(|settings| add(settings, &name(number, of))).unwrap();
        if let Some(setting) = own(number).get(of) {
            store.change(|settings| setting.clone().apply(settings)).unwrap();
        }
    }
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < patience, "{what} did not come");
        thread::sleep(Duration::from_millis(2));
    }
}

fn program(folder: &Path, number: usize) -> Child {
    let mut program = Command::new(env::current_exe().unwrap());
    program.args(["settings_together::changes_the_file_when_all_are_there", "--exact", "--ignored"]);
    program.env(FOLDER, folder).env(NUMBER, number.to_string()).stdout(Stdio::null());
    program.spawn().unwrap()
}

#[test]
fn programs_that_change_one_file_at_once_lose_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let programs: Vec<_> = (0..PROGRAMS).map(|number| program(folder.path(), number)).collect();
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    let loaded = store(folder.path()).load_all();
    assert!(loaded.notices.is_empty(), "{:?}", loaded.notices);
    let found: BTreeSet<_> = loaded.settings.operators.iter().map(|entry| entry.person.name.0.to_string()).collect();
    let wanted: BTreeSet<_> =
        (0..PROGRAMS).flat_map(|number| (0..PEOPLE_EACH).map(move |of| name(number, of))).collect();
    assert_eq!(found, wanted);
    let mut as_wanted = loaded.settings.clone();
    (0..PROGRAMS).flat_map(own).for_each(|setting| setting.apply(&mut as_wanted));
    assert_eq!(loaded.settings, as_wanted);
}
