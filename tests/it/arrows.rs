//! The arrows of the architecture: which room may use which, read from the sources.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each room with the rooms it may use, as the table in the crate's documentation has it.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("flow", &["domain"]),
    ("seam", &["domain"]),
    ("journal", &["domain"]),
    ("keychain", &[]),
    ("settings", &["domain"]),
    ("engine", &["domain", "flow", "seam", "journal", "keychain", "settings", "observe"]),
    ("sandbox", &[]),
    ("ui", &["domain", "engine"]),
    ("cli", &["domain", "engine", "journal", "settings", "sandbox"]),
    ("platform", &[]),
    ("observe", &["domain"]),
    // The properties that the fuzz targets check. Nothing may use it.
    ("fuzz", &["domain", "flow", "seam", "journal", "settings", "cli"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a source names: `crate::room`, also inside `use crate::{room::…, other::…}`.
fn named_rooms(source: &str) -> BTreeSet<String> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut rooms = BTreeSet::new();
    for (start, _) in code.match_indices("crate::") {
        let rest = &code[start + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(top_names(group)),
            None => rooms.extend(first_name(rest)),
        }
    }
    rooms
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first names of the outermost entries of a brace group.
fn top_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut is_start) = (0, Vec::new(), true);
    for (position, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_start = true,
            letter if is_start && !letter.is_whitespace() => {
                names.extend(first_name(&group[position..]));
                is_start = false;
            }
            _ => {}
        }
    }
    names
}

fn offences(room: &str, allowed: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let folder = root.join(room);
    if folder.is_dir() {
        sources(&folder, &mut files);
    }
    files.extend(Some(root.join(format!("{room}.rs"))).filter(|file| file.is_file()));
    assert!(!files.is_empty(), "the room {room} has no sources");
    let is_room = |name: &str| ALLOWED.iter().any(|(known, _)| *known == name);
    let mut found = Vec::new();
    for file in files {
        for used in named_rooms(&fs::read_to_string(&file).unwrap()) {
            if is_room(&used) && used != room && !allowed.contains(&used.as_str()) {
                found.push(format!("{} uses {used}", file.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    found
}

#[test]
fn no_room_uses_one_that_it_must_not() {
    let found: Vec<_> = ALLOWED.iter().flat_map(|(room, allowed)| offences(room, allowed)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_forbidden_arrow_is_seen_in_every_form() {
    let rooms = |source: &str| named_rooms(source).into_iter().collect::<Vec<_>>();
    assert_eq!(rooms("use crate::seam::Client;"), ["seam"]);
    assert_eq!(rooms("use crate::{\n    domain::{A, seam_like},\n    journal::Journal,\n};"), ["domain", "journal"]);
    assert_eq!(rooms("let x = crate::keychain::Keychain::system();"), ["keychain"]);
    assert_eq!(rooms("// use crate::seam::Client;"), Vec::<String>::new());
}

#[test]
fn the_pure_rooms_stay_pure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in ["domain", "flow"] {
        let mut files = Vec::new();
        sources(&root.join(room), &mut files);
        for file in files {
            let source = fs::read_to_string(&file).unwrap();
            for word in ["async fn", "tokio::", "Instant::now", "Timestamp::now", "egui::", "reqwest::", "serde::"] {
                assert!(!source.contains(word), "{} holds `{word}`", file.display());
            }
        }
    }
}

#[test]
fn every_room_says_what_lives_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, _) in ALLOWED {
        let file =
            [root.join(room).join("mod.rs"), root.join(format!("{room}.rs"))].into_iter().find(|file| file.is_file());
        let source = fs::read_to_string(file.unwrap()).unwrap();
        assert!(source.starts_with("//! "), "{room} has no header");
    }
}
