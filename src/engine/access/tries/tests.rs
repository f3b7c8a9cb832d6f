//! Whose a count is, and when it goes.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::domain::{Person, PinHash, Role};

const SECOND: Duration = Duration::from_secs(1);

fn bo() -> Operator {
    Operator("Bo".into())
}

/// Kept under a salt of this number.
fn entry(name: &str, salt: u8) -> OperatorEntry {
    let hash = "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    let pin = PinHash(format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdHNhbH{salt:02}${hash}").into());
    OperatorEntry { person: Person { name: Operator(name.into()), role: Role::Clerk }, pin }
}

fn read(folder: &TempDir, people: &[OperatorEntry]) -> Tries {
    let mut tries = Tries::read(folder.path().join(FILE), (Timestamp::now(), SECOND), 1);
    tries.keep_only(people);
    tries
}

/// So many wrong PINs of Bo's, on the disk.
fn guess(tries: &mut Tries, times: u32) -> u32 {
    let mut in_row = 0;
    for _ in 0..times {
        tries.begin(Some(&bo()), Timestamp::now()).unwrap().write().unwrap();
        in_row = tries.was_wrong(Some(&bo()), SECOND).0;
    }
    in_row
}

fn waits(tries: &Tries) -> bool {
    tries.left(Some(&bo()), SECOND).is_some()
}

#[test]
fn a_count_goes_with_whoever_had_it_and_the_next_of_that_name_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut tries = read(&folder, &[entry("Bo", 10)]);
    assert_eq!(guess(&mut tries, 5), 5);
    tries.keep_only(&[entry("Bo", 10), entry("Mia", 11)]);
    assert!(waits(&tries), "somebody else came");
    tries.keep_only(&[entry("Mia", 11)]);
    tries.keep_only(&[entry("Mia", 11), entry("Bo", 12)]);
    assert!(!waits(&tries));
    assert_eq!(guess(&mut tries, 1), 1);
}

#[test]
fn what_a_window_wrote_after_somebody_was_replaced_elsewhere_is_not_the_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    guess(&mut read(&folder, &[entry("Bo", 10)]), 5);
    assert!(waits(&read(&folder, &[entry("Bo", 10)])), "a start shortens nothing");
    let mut tries = read(&folder, &[entry("Bo", 12)]);
    assert!(!waits(&tries));
    assert_eq!(guess(&mut tries, 1), 1);
}

#[test]
fn a_start_that_cannot_tell_who_signs_in_forgets_no_count() {
    let folder = tempfile::tempdir().unwrap();
    guess(&mut read(&folder, &[entry("Bo", 10)]), 5);
    let stand_in = OperatorEntry { pin: PinHash("".into()), ..entry("operator[1]", 10) };
    let mut tries = read(&folder, &[stand_in]);
    tries.begin(None, Timestamp::now()).unwrap().write().unwrap();
    assert!(waits(&tries));
    let mut mended = read(&folder, &[entry("Bo", 10)]);
    assert!(waits(&mended), "the file is as it was");
    assert_eq!(guess(&mut mended, 1), 6);
    mended.keep_only(&[]);
    assert!(!waits(&mended), "that nobody signs in is known");
}

#[test]
fn whoever_was_removed_while_their_pin_was_checked_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut tries = read(&folder, &[entry("Bo", 10), entry("Mia", 11)]);
    tries.begin(Some(&bo()), Timestamp::now()).unwrap().write().unwrap();
    tries.keep_only(&[entry("Mia", 11)]);
    tries.was_right(Some(&bo()), Worth::All, Timestamp::now());
    tries.begin(Some(&Operator("Mia".into())), Timestamp::now()).unwrap().write().unwrap();
    let file = fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(file.contains("Mia") && !file.contains("Bo"), "{file}");
}

#[test]
fn one_name_is_taken_out_of_the_file_and_nothing_else_of_it_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    forget_tries(folder.path(), &bo()).unwrap();
    assert!(!path.exists(), "there was nothing to forget");
    let count = r#"{"wrong": 3, "at_us": 5}"#;
    fs::write(
        &path,
        format!(r#"{{"desk": {count}, "everybody": {count}, "names": {{"Bo": {count}, "Mia": {count}}}}}"#),
    )
    .unwrap();
    forget_tries(folder.path(), &bo()).unwrap();
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let count: serde_json::Value = serde_json::from_str(count).unwrap();
    assert_eq!(kept, serde_json::json!({ "desk": count, "everybody": count, "names": { "Mia": count } }));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
    fs::write(&path, "{").unwrap();
    forget_tries(folder.path(), &bo()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"{", "a damaged file is many wrong PINs of everybody");
}
