//! What is set at a desk: it takes effect, it is kept, and what the policy locks stays.

use std::fs;

use keydesk::{
    domain::{AccessFact, Duty, OperatorEntry, Role, Setting, SettingKey, SettingOrigin},
    engine::{Command, PinRefused, Snapshot},
    settings::SettingsStore,
};
use secrecy::SecretString;

use super::{MIAS, connected, fence, name, person, refused, sign_in, staffed, told};
use crate::desk::{Setup, TestDesk};

fn kept(desk: &TestDesk) -> keydesk::domain::Settings {
    SettingsStore::new(desk.folder.path().join("settings.toml")).load().0
}

#[tokio::test]
async fn a_change_is_shown_kept_and_on_record_without_its_value() {
    let mut desk = TestDesk::ready().await;
    assert!(desk.send(Command::Set(Setting::DeskOperator(Some("Ada".into())))));
    assert!(desk.send(Command::Set(Setting::UiScale(1.5))));
    let is_both = |snapshot: &Snapshot| (snapshot.settings.loaded.settings.ui.scale - 1.5).abs() < f64::EPSILON;
    let snapshot = desk.wait("both changes", is_both).await;
    assert_eq!(snapshot.duty, Duty::OnePerson(name("Ada")), "it takes effect at once");
    assert_eq!(snapshot.settings.loaded.origin(SettingKey::UiScale), SettingOrigin::Desk);
    assert_eq!(kept(&desk).desk.operator.as_deref(), Some("Ada"));
    let changed = |key, by| AccessFact::SettingChanged { key, by: name(by) };
    let facts = told(&desk, 2).await;
    // Both were asked for while the old name stood.
    assert_eq!(facts[0], changed(SettingKey::DeskOperator, "mk"));
    desk.close().await;
}

#[tokio::test]
async fn what_the_policy_locks_stays_and_the_desk_says_why() {
    let policy = Some("locked = [\"journal.keep_months\", \"desk.encoder\"]\n[journal]\nkeep_months = 24\n");
    let mut desk = TestDesk::open(Setup { policy, ..Setup::default() }).await;
    let snapshot = desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    assert_eq!(snapshot.settings.loaded.settings.journal.keep_months, 24, "{:?}", snapshot.settings.loaded.notices);
    assert!(desk.send(Command::Set(Setting::KeepMonths(6))));
    let snapshot = desk.wait("the reason", |snapshot| snapshot.settings.trouble.is_some()).await;
    assert!(snapshot.settings.trouble.as_ref().unwrap().contains("journal.keep_months"));
    assert!(desk.send(Command::BindEncoder(desk.encoder("Front Desk 1"))));
    fence(&mut desk).await;
    let snapshot = desk.handle.snapshot();
    assert!(snapshot.binding.is_none(), "the encoder is the policy's to say");
    assert!(snapshot.settings.trouble.as_ref().unwrap().contains("desk.encoder"));
    assert!(!desk.folder.path().join("settings.toml").exists());
    desk.close().await;
}

#[tokio::test]
async fn who_signs_in_may_be_the_policys_to_say() {
    let policy = Some("locked = [\"operator\"]\n");
    let mut desk = TestDesk::open(Setup { policy, ..Setup::default() }).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    let add = Command::AddOperator { person: person("Mia", Role::Supervisor), pin: SecretString::from(MIAS) };
    assert_eq!(refused(&mut desk, add).await, PinRefused::LockedByPolicy);
    desk.close().await;
}

#[tokio::test]
async fn an_encoder_that_is_chosen_is_kept_with_its_name() {
    let mut desk = TestDesk::ready().await;
    let encoder = desk.encoder("Front Desk 2");
    assert!(desk.send(Command::BindEncoder(encoder.clone())));
    desk.wait("the change", |snapshot| snapshot.settings.loaded.settings.desk.encoder.is_some()).await;
    let kept = kept(&desk).desk;
    assert_eq!((kept.encoder, kept.encoder_name.as_deref()), (Some(encoder), Some("Front Desk 2")));
    desk.close().await;
}

#[tokio::test]
async fn settings_that_cannot_be_saved_change_nothing_and_say_so() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let path = desk.folder.path().join("settings.toml");
    fs::remove_file(&path).unwrap();
    fs::create_dir_all(path.join("in the way")).unwrap();
    assert!(desk.send(Command::Set(Setting::KeepMonths(6))));
    let snapshot = desk.wait("the reason", |snapshot| snapshot.settings.trouble.is_some()).await;
    assert_eq!(snapshot.settings.loaded.settings.journal.keep_months, 12);
    let add = Command::AddOperator { person: person("Ada", Role::Clerk), pin: SecretString::from("1357") };
    assert!(matches!(refused(&mut desk, add).await, PinRefused::NotSaved(_)));
    assert_eq!(desk.handle.snapshot().people.len(), 2);
    desk.close().await;
}

/// What a command line writes while a window is open, which read the file before.
fn beside(desk: &TestDesk, change: impl FnOnce(&mut keydesk::domain::Settings)) {
    SettingsStore::new(desk.folder.path().join("settings.toml")).change(change).unwrap();
}

#[tokio::test]
async fn a_change_is_made_of_what_another_program_wrote_meanwhile() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    beside(&desk, |settings| {
        settings.ui.scale = 1.5;
        let other = OperatorEntry { person: person("Zoe", Role::Supervisor), ..settings.operators[0].clone() };
        settings.operators.push(other);
    });
    assert!(desk.send(Command::Set(Setting::KeepMonths(6))));
    let snapshot = desk.wait("the change", |snapshot| snapshot.settings.loaded.settings.journal.keep_months == 6).await;
    assert!(snapshot.people.contains(&person("Zoe", Role::Supervisor)), "{:?}", snapshot.people);
    let add = Command::AddOperator { person: person("zoe", Role::Clerk), pin: SecretString::from("1357") };
    assert_eq!(refused(&mut desk, add).await, PinRefused::NameTaken);
    let settings = kept(&desk);
    assert_eq!((settings.ui.scale.to_string().as_str(), settings.journal.keep_months), ("1.5", 6));
    assert_eq!(settings.operators.len(), 3);
    desk.close().await;
}

#[tokio::test]
async fn who_is_the_last_supervisor_is_judged_by_what_the_file_says_by_then() {
    let mut setup = staffed();
    let other = OperatorEntry { person: person("Zoe", Role::Supervisor), ..setup.settings.operators[0].clone() };
    setup.settings.operators.push(other);
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let zoe = name("Zoe");
    beside(&desk, |settings| settings.operators.retain(|entry| entry.person.name != zoe));
    assert_eq!(refused(&mut desk, Command::RemoveOperator(name("Mia"))).await, PinRefused::LastSupervisor);
    beside(&desk, |settings| settings.operators.retain(|entry| entry.person.role == Role::Clerk));
    assert!(desk.send(Command::Set(Setting::KioskEnabled(true))));
    let snapshot = desk.wait("the reason", |snapshot| snapshot.settings.trouble.is_some()).await;
    assert!(snapshot.settings.trouble.as_ref().unwrap().contains("add one under People first"));
    assert!(!kept(&desk).kiosk.enabled);
    desk.close().await;
}

/// A PIN that cannot be checked leaves no kiosk and approves nothing.
#[tokio::test]
async fn a_supervisor_whose_pin_cannot_be_checked_does_not_count_as_the_last_one() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let path = desk.folder.path().join("settings.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + "\n[[operator]]\nname = \"Zoe\"\nrole = \"supervisor\"\npin = \"471183\"\n").unwrap();
    assert_eq!(refused(&mut desk, Command::RemoveOperator(name("Mia"))).await, PinRefused::LastSupervisor);
    let demoted = Command::ChangeRole { who: name("Mia"), role: Role::Clerk, pin: None };
    assert_eq!(refused(&mut desk, demoted).await, PinRefused::LastSupervisor);
    assert!(fs::read_to_string(&path).unwrap().contains("Zoe"), "the entry stays for whoever mends it");
    desk.close().await;
}

#[tokio::test]
async fn a_kiosk_that_nobody_could_leave_is_not_set() {
    let mut desk = TestDesk::ready().await;
    assert!(desk.send(Command::Set(Setting::KioskEnabled(true))));
    fence(&mut desk).await;
    let snapshot = desk.wait("the reason", |snapshot| snapshot.settings.trouble.is_some()).await;
    assert!(snapshot.settings.trouble.as_ref().unwrap().contains("add one under People first"));
    assert!(!snapshot.settings.loaded.settings.kiosk.enabled);
    assert!(!kept(&desk).kiosk.enabled);
    desk.close().await;

    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    assert!(desk.send(Command::Set(Setting::KioskEnabled(true))));
    desk.wait("the kiosk", |snapshot| snapshot.settings.loaded.settings.kiosk.enabled).await;
    assert!(kept(&desk).kiosk.enabled);
    desk.close().await;
}
