use std::sync::atomic::{AtomicI8, Ordering};

use super::*;

const LIMITS: Limits = Limits { files: 4, file_bytes: 100, bytes: 350 };
/// 50 bytes with its end.
const LINE: &[u8] = b"{\"message\":\"012345678901234567890123456789012\"}  \n";

fn first() -> Date {
    Date::constant(2026, 1, 1)
}

fn second() -> Date {
    Date::constant(2026, 1, 2)
}

fn files(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut files: Vec<_> =
        entries.map(|file| (file.file_name().into_string().unwrap(), file.metadata().unwrap().len())).collect();
    files.sort();
    files
}

#[test]
fn a_full_file_is_followed_by_another_and_only_its_owner_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = Rolling::open_on(folder.path(), LIMITS, first).unwrap();
    (0..3).for_each(|_| log.write_all(LINE).unwrap());
    assert_eq!(
        files(folder.path()),
        [("keydesk.2026-01-01.00001.jsonl".into(), 100), ("keydesk.2026-01-01.00002.jsonl".into(), 50)]
    );
    #[cfg(unix)]
    for (name, _) in files(folder.path()) {
        let rights = fs::metadata(folder.path().join(name)).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&rights) & 0o777, 0o600);
    }
}

#[test]
fn a_storm_never_takes_more_than_the_cap() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = Rolling::open_on(folder.path(), LIMITS, first).unwrap();
    for _ in 0..1000 {
        log.write_all(LINE).unwrap();
        let total: u64 = files(folder.path()).iter().map(|(_, bytes)| bytes).sum();
        assert!(total <= LIMITS.bytes && files(folder.path()).len() <= LIMITS.files, "{:?}", files(folder.path()));
    }
    assert_eq!(files(folder.path()).last().unwrap().0, "keydesk.2026-01-01.00500.jsonl");
}

#[test]
fn each_day_begins_a_file_and_the_oldest_days_go() {
    static DAY: AtomicI8 = AtomicI8::new(1);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("keydesk.2025-12-31.jsonl"), "of an older version").unwrap();
    let today = || Date::constant(2026, 1, DAY.load(Ordering::Relaxed));
    let mut log = Rolling::open_on(folder.path(), LIMITS, today).unwrap();
    for day in 1..=5 {
        DAY.store(day, Ordering::Relaxed);
        log.write_all(LINE).unwrap();
    }
    let names: Vec<_> = files(folder.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [2, 3, 4, 5].map(|day| format!("keydesk.2026-01-0{day}.00001.jsonl")));
}

#[test]
fn a_clock_that_was_set_back_goes_on_behind_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    Rolling::open_on(folder.path(), LIMITS, second).unwrap().write_all(LINE).unwrap();
    let mut log = Rolling::open_on(folder.path(), LIMITS, first).unwrap();
    (0..2).for_each(|_| log.write_all(LINE).unwrap());
    let names: Vec<_> = files(folder.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["keydesk.2026-01-02.00001.jsonl", "keydesk.2026-01-02.00002.jsonl"]);
}

#[test]
fn two_processes_leave_no_file_that_is_more_than_full_and_lose_no_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut logs = [0, 1].map(|_| Rolling::open_on(folder.path(), LIMITS, first).unwrap());
    for _ in 0..3 {
        logs.each_mut().into_iter().for_each(|log| log.write_all(LINE).unwrap());
    }
    assert_eq!(files(folder.path()).iter().map(|(_, bytes)| *bytes).collect::<Vec<_>>(), [100, 100, 100]);
}

#[test]
fn a_line_longer_than_a_file_is_named_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { files: 4, file_bytes: 1000, bytes: 3500 };
    let mut log = Rolling::open_on(folder.path(), limits, first).unwrap();
    log.write_all(&[b'x'; 2000]).unwrap();
    let text = fs::read_to_string(folder.path().join(&files(folder.path())[0].0)).unwrap();
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["fields"]["bytes"], 2000);
}

#[test]
fn a_folder_that_was_away_for_a_while_is_written_to_again() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("logs");
    fs::create_dir(&folder).unwrap();
    let mut log = Rolling::open_on(&folder, LIMITS, first).unwrap();
    (0..2).for_each(|_| log.write_all(LINE).unwrap());
    fs::remove_dir_all(&folder).unwrap();
    assert!(log.write_all(LINE).is_err());
    fs::create_dir(&folder).unwrap();
    log.write_all(LINE).unwrap();
    assert_eq!(files(&folder).len(), 1);
}
