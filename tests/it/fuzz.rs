//! The fuzz targets over their corpus, and over seeded changes of it.
//!
//! `KEYDESK_FUZZ_SEED` replays one seed alone; `KEYDESK_FUZZ_ROUNDS` sets how many seeds a target gets.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fastrand::Rng;
use keydesk::fuzz::{TARGETS, Target};

const ROUNDS: u64 = 1500;
/// What a change may put in: marks of the formats, and the ends of numbers.
const WORDS: [&str; 17] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "\\u0000",
    "\t",
    "\n",
    "%%",
    "=",
    "#",
    "-1",
    "18446744073709551615",
];

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// A piece of a corpus file, of any length.
fn piece<'a>(files: &'a [(String, Vec<u8>)], rng: &mut Rng) -> &'a [u8] {
    let file = &files[rng.usize(..files.len())].1;
    let start = rng.usize(..=file.len());
    &file[start..rng.usize(start..=file.len())]
}

fn change(bytes: &mut Vec<u8>, files: &[(String, Vec<u8>)], rng: &mut Rng) {
    let at = rng.usize(..=bytes.len());
    let end = rng.usize(at..=bytes.len().min(at + 40));
    match rng.u8(..6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(..8),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..end)),
        3 => drop(bytes.splice(at..end, piece(files, rng).iter().copied())),
        4 => bytes.extend_from_within(at..end),
        _ => drop(bytes.splice(at..end, WORDS[rng.usize(..WORDS.len())].bytes())),
    }
}

/// One corpus file, changed once or a few times.
fn changed(files: &[(String, Vec<u8>)], seed: u64) -> (String, Vec<u8>) {
    let mut rng = Rng::with_seed(seed);
    let (name, mut bytes) = files[rng.usize(..files.len())].clone();
    for _ in 0..rng.usize(1..=6) {
        change(&mut bytes, files, &mut rng);
    }
    (name, bytes)
}

fn feed(target: Target, bytes: &[u8], whence: &str) {
    if catch_unwind(AssertUnwindSafe(|| target(bytes))).is_err() {
        panic!("{whence}: {}", bytes.escape_ascii());
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number")))
}

fn check(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let files = corpus(name);
    for (file, bytes) in &files {
        feed(target, bytes, &format!("tests/corpus/{name}/{file}"));
    }
    let seeds = match number("KEYDESK_FUZZ_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("KEYDESK_FUZZ_ROUNDS").unwrap_or(ROUNDS),
    };
    for seed in seeds {
        let (file, bytes) = changed(&files, seed);
        feed(target, &bytes, &format!("KEYDESK_FUZZ_SEED={seed}, a change of tests/corpus/{name}/{file}"));
    }
}

#[test]
fn any_answer_is_read_or_refused() {
    check("answers");
}

#[test]
fn any_settings_are_read_and_kept() {
    check("settings");
}

#[test]
fn any_row_is_loaded_or_refused_and_never_sent_again() {
    check("rows");
}

#[test]
fn any_arguments_are_understood_or_refused() {
    check("arguments");
}

#[test]
fn every_target_has_a_corpus_and_is_built_for_the_deep_runs() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(!corpus(name).is_empty(), "{name}");
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn a_broken_property_is_seen_with_its_seed() {
    let files = [("file".to_owned(), b"0123456789".to_vec())];
    assert_eq!(changed(&files, 7), changed(&files, 7));
    assert!((0..100).any(|seed| changed(&files, seed).1 != files[0].1));
    let broken: Target = |bytes| assert!(bytes.is_empty());
    assert!(catch_unwind(|| feed(broken, b"x", "on purpose")).is_err());
}
