//! A file for support: texts in one archive, each redacted once more on its way in.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Masks, redact};

/// How many bytes of logs and crash files go in, before they are packed.
const MOST_LOG_BYTES: u64 = 10 << 20;

/// One text in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name there.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl Part {
    /// A text with this name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// Writes the parts into an archive for this user alone, in place of a file that stands there. It is there whole or not at
/// all. Gives its size in bytes.
///
/// # Errors
/// When the disk does not take it.
pub fn write_bundle(path: &Path, parts: &[Part], masks: &Masks) -> io::Result<u64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = draft_of(path)?;
    let written = pack(&draft, parts, masks).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written?;
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(fs::metadata(path)?.len())
}

fn draft_of(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
    name.push(format!(".{}-{:08x}.tmp", std::process::id(), fastrand::u32(..)));
    Ok(path.with_file_name(name))
}

fn pack(draft: &Path, parts: &[Part], masks: &Masks) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut archive = ZipWriter::new(options.open(draft)?);
    let unpacked = SimpleFileOptions::default().unix_permissions(0o600);
    for part in parts {
        archive.start_file(masks.cover(&redact(&part.name)), unpacked)?;
        archive.write_all(masks.cover(&redact(&part.text)).as_bytes())?;
    }
    archive.finish()?.sync_all()
}

/// The logs and crash files of a folder as parts below `logs/`, the newest first as far as there is room, and the names of those
/// that there was none for.
pub fn log_parts(folder: &Path) -> (Vec<Part>, Vec<String>) {
    let (mut parts, mut left_out, mut room) = (Vec::new(), Vec::new(), MOST_LOG_BYTES);
    for (name, bytes) in newest_first(folder) {
        match room.checked_sub(bytes) {
            Some(rest) => {
                let read = fs::read(folder.join(&name));
                let text = read.map_or_else(
                    |error| format!("cannot be read: {error}\n"),
                    |text| String::from_utf8_lossy(&text).into_owned(),
                );
                parts.push(Part::new(format!("logs/{name}"), text));
                room = rest;
            }
            None => left_out.push(name),
        }
    }
    (parts, left_out)
}

/// Crash files come first: they are few, short, and what support asks for first.
fn newest_first(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.metadata().ok()?)))
        .filter(|(name, about)| about.is_file() && is_ours(name))
        .map(|(name, about)| (name, about.len()))
        .collect();
    files.sort_by(|(one, _), (other, _)| (is_log(one), other).cmp(&(is_log(other), one)));
    files
}

fn is_log(name: &str) -> bool {
    name.starts_with("keydesk.") && name.ends_with(".jsonl")
}

fn is_ours(name: &str) -> bool {
    is_log(name) || name.starts_with("crash-") || name == "renderer.txt"
}

/// A name for such a file, which sorts by time.
pub fn bundle_name(now: Timestamp) -> String {
    now.strftime("keydesk-support-%Y%m%dT%H%M%SZ.zip").to_string()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn texts(path: &Path) -> Vec<(String, String)> {
        let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
        let read = |at| {
            let (mut file, mut text) = (archive.by_index(at).unwrap(), String::new());
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        };
        (0..2).map(read).collect()
    }

    #[test]
    fn every_part_is_redacted_and_covered_and_the_file_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("support.zip");
        fs::write(&path, "of last time").unwrap();
        let parts = [Part::new("a.txt", "for Mia Chen with seam_canary_1"), Part::new("b/c.txt", "$argon2id$x,")];
        let bytes = write_bundle(&path, &parts, &Masks::new(["Mia Chen"])).unwrap();
        assert_eq!(bytes, fs::metadata(&path).unwrap().len());
        let expected = [("a.txt", "for [hidden] with [hidden]"), ("b/c.txt", "[hidden]")];
        assert_eq!(texts(&path), expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_cannot_be_put_in_place_leaves_no_draft() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("taken")).unwrap();
        fs::write(folder.path().join("taken/x"), "").unwrap();
        assert!(write_bundle(&folder.path().join("taken"), &[], &Masks::default()).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_bundle(&folder.path().join("absent/x.zip"), &[], &Masks::default()).is_err());
    }

    #[test]
    fn crash_files_and_the_newest_logs_go_in_first() {
        let folder = tempfile::tempdir().unwrap();
        let half = "x".repeat(6 << 20);
        for name in ["keydesk.2026-01-01.00001.jsonl", "keydesk.2026-01-02.00001.jsonl"] {
            fs::write(folder.path().join(name), &half).unwrap();
        }
        for name in ["crash-1.txt", "settings.toml", "crash-2.seen"] {
            fs::write(folder.path().join(name), "short").unwrap();
        }
        let (parts, left_out) = log_parts(folder.path());
        let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["logs/crash-2.seen", "logs/crash-1.txt", "logs/keydesk.2026-01-02.00001.jsonl"]);
        assert_eq!(left_out, ["keydesk.2026-01-01.00001.jsonl"]);
        assert_eq!(log_parts(&folder.path().join("absent")), (vec![], vec![]));
    }
}
