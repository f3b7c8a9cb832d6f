//! Wrong PINs: how long one waits, over restarts and kills of the program.

use std::{
    env, fs, future,
    path::{Path, PathBuf},
    process::{self, Stdio},
    thread,
    time::{Duration, Instant},
};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, phc::PasswordHash},
};
use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{AccessFact, Duty, PinHash, pause_after},
    engine::{Command, EngineConfig, Opening, PinRefused, start},
};

use super::{BOS, MIAS, WRONG, bo, connected, kiosk, name, refused, sign_in, staffed, told, typed};
use crate::desk::{Setup, TestDesk, config};

const FOLDER: &str = "KEYDESK_TEST_FOLDER";
const HASH: &str = "KEYDESK_TEST_HASH";

fn wrong(who: Option<&str>) -> Command {
    Command::SignIn(typed(who, WRONG))
}

/// How long after now.
fn from_now(at: Timestamp) -> SignedDuration {
    at.duration_since(Timestamp::now())
}

/// The pause that a refusal tells, as near as the time that this test takes.
fn pause(refusal: &PinRefused) -> Option<i64> {
    let next_at = match refusal {
        PinRefused::Wrong { next_at } => *next_at,
        PinRefused::TooSoon { next_at } => Some(*next_at),
        PinRefused::NotSupervisor
        | PinRefused::Unknown
        | PinRefused::NewPin(_)
        | PinRefused::NameTaken
        | PinRefused::NameUnusable
        | PinRefused::LastSupervisor
        | PinRefused::LockedByPolicy
        | PinRefused::NotRecorded(_)
        | PinRefused::NotSaved(_) => return None,
    };
    Some(next_at.map_or(0, |at| from_now(at).as_secs() + 1))
}

/// The program once more.
async fn restarted(desk: &mut TestDesk, setup: &Setup) {
    desk.handle = desk.start_again(setup, desk.opening());
}

fn kept(folder: &Path) -> String {
    fs::read_to_string(folder.join("pins.json")).unwrap()
}

#[tokio::test]
async fn three_are_free_and_then_everybody_waits_longer_and_longer() {
    let setup = Setup { speed: 600, ..staffed() };
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    for number in 1..=8_u32 {
        let refusal = loop {
            let refusal = refused(&mut desk, wrong(Some("Bo"))).await;
            if !matches!(refusal, PinRefused::TooSoon { .. }) {
                break refusal;
            }
        };
        let expected = i64::try_from(pause_after(number).as_secs()).unwrap();
        let told = pause(&refusal).unwrap();
        assert!((expected - 30..=expected + 1).contains(&told), "after {number}: {told} s instead of {expected} s");
    }
    let facts = told(&desk, 8).await;
    let pauses = [(1, 0), (2, 0), (3, 5), (4, 15), (5, 60), (6, 300), (7, 900), (8, 900)];
    let refused =
        |(in_row, pause)| AccessFact::PinRefused { who: Some(name("Bo")), in_row, pause: Duration::from_secs(pause) };
    assert_eq!(facts, pauses.map(refused));
    desk.close().await;
}

#[tokio::test]
async fn each_name_waits_for_itself_and_a_right_pin_begins_anew() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    for _ in 0..2 {
        refused(&mut desk, wrong(Some("Bo"))).await;
    }
    sign_in(&mut desk, "Bo", BOS).await;
    for _ in 0..3 {
        refused(&mut desk, wrong(Some("Bo"))).await;
    }
    let soon = refused(&mut desk, Command::SignIn(typed(Some("Bo"), BOS))).await;
    assert!(matches!(soon, PinRefused::TooSoon { .. }), "{soon:?}");
    sign_in(&mut desk, "Mia", MIAS).await;
    let unknown = refused(&mut desk, wrong(Some("Ada"))).await;
    assert_eq!(unknown, PinRefused::Unknown);
    assert!(!kept(desk.folder.path()).contains("Ada"), "nobody fills the file with names");
    desk.close().await;
}

#[tokio::test]
async fn a_pin_without_a_name_has_a_count_of_its_own() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    for _ in 0..3 {
        refused(&mut desk, wrong(None)).await;
    }
    let soon = refused(&mut desk, Command::SignIn(typed(None, BOS))).await;
    assert!(matches!(soon, PinRefused::TooSoon { .. }), "{soon:?}");
    sign_in(&mut desk, "Bo", BOS).await;
    desk.close().await;
}

#[tokio::test]
async fn ones_own_pin_between_two_guesses_at_a_supervisors_gives_no_free_guess() {
    let setup = kiosk(true);
    let mut desk = TestDesk::open(Setup { folder: setup.folder.clone(), ..kiosk(true) }).await;
    connected(&mut desk).await;
    for guess in [WRONG, "999112"] {
        let refusal = refused(&mut desk, Command::SignIn(typed(None, guess))).await;
        assert_eq!(refusal, PinRefused::Wrong { next_at: None });
        assert!(desk.send(Command::SignIn(typed(None, BOS))));
        desk.wait("Bo", |snapshot| snapshot.duty == Duty::SignedIn(bo())).await;
        assert!(desk.send(Command::Lock));
        desk.wait("the lock", |snapshot| snapshot.duty == Duty::Locked).await;
    }
    assert!(kept(desk.folder.path()).contains("\"wrong\": 2"), "{}", kept(desk.folder.path()));
    restarted(&mut desk, &setup).await;
    connected(&mut desk).await;
    let third = refused(&mut desk, Command::SignIn(typed(None, "999113"))).await;
    assert!(matches!(third, PinRefused::Wrong { next_at: Some(_) }), "{third:?}");
    desk.close().await;
}

#[tokio::test]
async fn a_supervisors_pin_alone_begins_anew() {
    let mut desk = TestDesk::open(kiosk(true)).await;
    connected(&mut desk).await;
    for _ in 0..2 {
        refused(&mut desk, wrong(None)).await;
    }
    assert!(desk.send(Command::SignIn(typed(None, MIAS))));
    desk.wait("Mia", |snapshot| snapshot.duty.is_supervisor()).await;
    for _ in 0..2 {
        assert_eq!(refused(&mut desk, wrong(None)).await, PinRefused::Wrong { next_at: None });
    }
    desk.close().await;
}

#[tokio::test]
async fn a_pin_alone_says_whose_it_is() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    assert!(desk.send(Command::SignIn(typed(None, BOS))));
    desk.wait("Bo", |snapshot| snapshot.duty == Duty::SignedIn(bo())).await;
    desk.close().await;
}

#[tokio::test]
async fn a_restart_gives_no_free_try_and_does_not_shorten_the_pause() {
    let setup = staffed();
    let mut desk = TestDesk::open(Setup { folder: setup.folder.clone(), ..staffed() }).await;
    for number in 1..=4_i64 {
        let refusal = refused(&mut desk, wrong(Some("Bo"))).await;
        let told = pause(&refusal).unwrap();
        // The fourth is not looked at: three were, each in a run of its own.
        let expected = if number < 3 { 0..=0 } else { 3..=5 };
        assert!(expected.contains(&told), "after {number}: {refusal:?}");
        assert_eq!(matches!(refusal, PinRefused::TooSoon { .. }), number == 4, "{refusal:?}");
        restarted(&mut desk, &setup).await;
    }
    assert!(kept(desk.folder.path()).contains("\"wrong\": 3"), "{}", kept(desk.folder.path()));
}

/// As much work as a hash may ask for and a desk stands: there is time to end the program while it is checked.
fn slow_hash(digits: &str) -> String {
    let params = Params::new(65_536, 16, 1, None).unwrap();
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let kept: PasswordHash = hasher.hash_password_with_salt(digits.as_bytes(), b"sixteen bytes!!!").unwrap();
    kept.to_string()
}

/// A process that types Bo's own PIN and waits to be killed.
#[tokio::test]
#[ignore = "a process for the test below"]
async fn types_a_pin_and_waits_for_the_end() {
    let mut setup = staffed();
    setup.settings.operators[1].pin = PinHash(env::var(HASH).unwrap().into());
    let data = PathBuf::from(env::var_os(FOLDER).unwrap());
    let config = EngineConfig { data, ..config(&setup, "http://127.0.0.1:9", Opening::Ask) };
    let handle = start(config, || {});
    assert!(handle.send(Command::SignIn(typed(Some("Bo"), BOS))));
    future::pending::<()>().await;
}

fn wrong_of_bo(folder: &Path) -> Option<u64> {
    let kept = fs::read(folder.join("pins.json")).ok()?;
    serde_json::from_slice::<serde_json::Value>(&kept).unwrap()["names"]["Bo"]["wrong"].as_u64()
}

#[tokio::test]
async fn killing_the_program_while_a_pin_is_checked_gives_no_free_try() {
    let setup = staffed();
    let hash = slow_hash(BOS);
    for number in 1..=3 {
        let mut victim = process::Command::new(env::current_exe().unwrap());
        victim.args(["access::lockout::types_a_pin_and_waits_for_the_end", "--exact", "--ignored"]);
        victim.env(FOLDER, setup.folder.path()).env(HASH, &hash).stdout(Stdio::null());
        let mut victim = victim.spawn().unwrap();
        let patience = Instant::now() + Duration::from_secs(60);
        while wrong_of_bo(setup.folder.path()) != Some(number) {
            assert!(Instant::now() < patience, "a right PIN was never counted as begun");
            thread::sleep(Duration::from_millis(2));
        }
        victim.kill().unwrap();
        victim.wait().unwrap();
    }
    let mut setup = setup;
    setup.settings.operators[1].pin = PinHash(hash.into());
    let mut desk = TestDesk::open(setup).await;
    let refusal = refused(&mut desk, Command::SignIn(typed(Some("Bo"), BOS))).await;
    assert!(matches!(refusal, PinRefused::TooSoon { .. }), "{refusal:?}");
    desk.close().await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_shortens_nothing() {
    let setup = staffed();
    let tomorrow = Timestamp::now() + SignedDuration::from_hours(24);
    let file = format!(r#"{{"names": {{"Bo": {{"wrong": 5, "at_us": {}}}}}}}"#, tomorrow.as_microsecond());
    fs::write(setup.folder.path().join("pins.json"), file).unwrap();
    let mut desk = TestDesk::open(setup).await;
    let refusal = refused(&mut desk, Command::SignIn(typed(Some("Bo"), BOS))).await;
    let told = pause(&refusal).unwrap();
    assert!(matches!(refusal, PinRefused::TooSoon { .. }) && (50..=60).contains(&told), "{refusal:?}");
    desk.close().await;
}

#[tokio::test]
async fn a_pause_of_yesterday_is_over() {
    let setup = staffed();
    let yesterday = Timestamp::now() - SignedDuration::from_hours(24);
    let file = format!(r#"{{"names": {{"Bo": {{"wrong": 9, "at_us": {}}}}}}}"#, yesterday.as_microsecond());
    fs::write(setup.folder.path().join("pins.json"), file).unwrap();
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    let refusal = refused(&mut desk, wrong(Some("Bo"))).await;
    assert!((890..=900).contains(&pause(&refusal).unwrap()), "the next wrong one is the tenth: {refusal:?}");
    desk.close().await;
}

#[tokio::test]
async fn a_damaged_count_is_many_wrong_pins_rather_than_none() {
    for damage in ["", "{", "{\"names\": 7}", "\u{0}\u{0}"] {
        let setup = staffed();
        fs::write(setup.folder.path().join("pins.json"), damage).unwrap();
        let mut desk = TestDesk::open(setup).await;
        for who in [Some("Mia"), Some("Bo"), None] {
            let refusal = refused(&mut desk, Command::SignIn(typed(who, MIAS))).await;
            let told = pause(&refusal).unwrap();
            assert!(matches!(refusal, PinRefused::TooSoon { .. }) && (880..=900).contains(&told), "{refusal:?}");
        }
        desk.close().await;
    }
}

#[tokio::test]
async fn the_pause_for_a_damaged_count_ends_like_any_other() {
    let setup = Setup { speed: 6_000, ..staffed() };
    fs::write(setup.folder.path().join("pins.json"), "{").unwrap();
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    while !matches!(desk.handle.snapshot().duty, Duty::SignedIn(_)) {
        assert!(desk.send(Command::SignIn(typed(Some("Mia"), MIAS))));
        let is_answered = |snapshot: &keydesk::engine::Snapshot| !snapshot.pin.is_checking;
        desk.wait("an answer", is_answered).await;
        tokio::task::yield_now().await;
    }
    let file = kept(desk.folder.path());
    assert!(file.contains("everybody") && file.contains("Mia"), "the others wait on after a restart: {file}");
}

#[tokio::test]
async fn whoever_is_removed_takes_their_count_along_and_the_next_of_that_name_begins_anew() {
    let setup = staffed();
    let mut desk = TestDesk::open(Setup { folder: setup.folder.clone(), ..staffed() }).await;
    connected(&mut desk).await;
    for _ in 0..4 {
        refused(&mut desk, wrong(Some("Bo"))).await;
    }
    sign_in(&mut desk, "Mia", MIAS).await;
    assert!(desk.send(Command::RemoveOperator(name("Bo"))));
    desk.wait("nobody but Mia", |snapshot| snapshot.people.len() == 1).await;
    assert!(!kept(desk.folder.path()).contains("Bo"), "{}", kept(desk.folder.path()));
    let (person, pin) = (bo(), BOS.into());
    assert!(desk.send(Command::AddOperator { person, pin }));
    desk.wait("another Bo", |snapshot| snapshot.people.len() == 2).await;
    assert_eq!(refused(&mut desk, wrong(Some("Bo"))).await, PinRefused::Wrong { next_at: None });
    restarted(&mut desk, &setup).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    desk.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_try_that_cannot_be_counted_is_not_checked() {
    let setup = staffed();
    // A folder in its place takes no file, whoever runs this.
    fs::create_dir(setup.folder.path().join("pins.tmp")).unwrap();
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    for _ in 0..5 {
        let refusal = refused(&mut desk, Command::SignIn(typed(Some("Mia"), MIAS))).await;
        assert!(matches!(refusal, PinRefused::NotRecorded(_)), "{refusal:?}");
    }
    assert_eq!(desk.handle.snapshot().duty, Duty::Locked);
    fs::remove_dir(desk.folder.path().join("pins.tmp")).unwrap();
    sign_in(&mut desk, "Mia", MIAS).await;
    desk.close().await;
}

#[tokio::test]
async fn the_file_holds_no_pin_and_no_hash() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    refused(&mut desk, wrong(Some("Bo"))).await;
    sign_in(&mut desk, "Bo", BOS).await;
    let file = kept(desk.folder.path());
    assert!(!file.contains(WRONG) && !file.contains(BOS) && !file.contains("argon2"), "{file}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(fs::metadata(desk.folder.path().join("pins.json")).unwrap().mode() & 0o777, 0o600);
    }
    desk.close().await;
}
