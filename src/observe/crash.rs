//! What a panic leaves behind: where it happened, in which version, on which system. No values.

use std::{
    backtrace::Backtrace,
    fs,
    io::{self, Write},
    panic::PanicHookInfo,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{files, redact_quoted};

const PREFIX: &str = "crash-";
const SUFFIX: &str = ".txt";
const SEEN: &str = "seen";
const MOST_FILES: usize = 10;
const MOST_BYTES: u64 = 1024 * 1024;

/// The file of an earlier crash that nobody has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

impl Crash {
    /// Keeps the file, and does not mention it again.
    ///
    /// # Errors
    /// When the file cannot be renamed.
    pub fn dismiss(&self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_extension(SEEN))
    }
}

/// Lets every panic write a file into this folder and a sentence to standard error, in place of the standard library's
/// message.
pub fn install_panic_hook(folder: &Path, version: &'static str) {
    let folder = folder.to_owned();
    make_room(&folder);
    std::panic::set_hook(Box::new(move |panic| {
        // A task that panics again and again must not fill the disk either.
        make_room(&folder);
        let report = report(panic, version);
        let path = folder.join(format!("{PREFIX}{}{SUFFIX}", Timestamp::now().strftime("%Y%m%dT%H%M%S.%6fZ")));
        let kept = write(&path, &report);
        let place = panic.location().map_or_else(String::new, |place| format!(" at {place}"));
        let written = if kept.is_ok() { format!("; see {}", path.display()) } else { String::new() };
        let _ = writeln!(io::stderr(), "keydesk: an internal error happened{place}{written}");
    }));
}

fn make_room(folder: &Path) {
    for ending in [SEEN, SUFFIX] {
        // A folder that cannot be read keeps no crash file either, and the hook says so by naming none.
        let _ = files::prune(folder, PREFIX, ending, MOST_FILES, MOST_BYTES);
    }
}

fn report(panic: &PanicHookInfo<'_>, version: &str) -> String {
    let message = panic.payload_as_str().map_or_else(|| "(no message)".to_owned(), redact_quoted);
    let place = panic.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let thread = std::thread::current();
    format!(
        "Keydesk {version}\nsystem: {} {}\ntime: {}\nthread: {}\nplace: {place}\nmessage: {message}\n\n{}\n",
        std::env::consts::OS,
        std::env::consts::ARCH,
        Timestamp::now(),
        thread.name().unwrap_or("unnamed"),
        Backtrace::force_capture(),
    )
}

fn write(path: &Path, report: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(report.as_bytes())?;
    file.sync_all()
}

/// The newest crash in this folder that was not [dismissed](Crash::dismiss).
pub fn last_crash(folder: &Path) -> Option<Crash> {
    let names = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let newest = names.filter(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX)).max()?;
    let path = folder.join(newest);
    let text = fs::read_to_string(&path).ok()?;
    Some(Crash { path, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hook belongs to the whole process, so this is the only test that installs it, and other tests' panics may be
    /// in the folder too.
    #[test]
    fn a_panic_leaves_a_file_without_values_and_the_next_start_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last_crash(folder.path()), None);
        let before = std::panic::take_hook();
        install_panic_hook(folder.path(), "1.2.3");
        let panicked = std::panic::catch_unwind(|| panic!("no room for {:?} with seam_canary_123", "Mia Chen"));
        std::panic::set_hook(before);
        assert!(panicked.is_err());
        let mut crash = last_crash(folder.path()).unwrap();
        while !crash.text.contains("no room for") {
            crash.dismiss().unwrap();
            crash = last_crash(folder.path()).unwrap();
        }
        assert!(crash.text.contains("Keydesk 1.2.3") && crash.text.contains("crash.rs"), "{}", crash.text);
        assert!(!crash.text.contains("Mia") && !crash.text.contains("canary"), "{}", crash.text);
        crash.dismiss().unwrap();
        assert_ne!(last_crash(folder.path()), Some(crash));
    }
}
