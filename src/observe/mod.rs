//! What Keydesk says about itself: the log, what must never stand in it, the file that a crash leaves behind, and the file for
//! support.
//!
//! Logs are JSON lines in the folder for logs: a file a day and more when one is full, all of them capped while the program
//! runs. Everything that is written goes through [`redact`], the last line of defence after types that hide what they hold.
//! This room may use `domain`, which tells what has the shape of a secret.

mod bundle;
mod crash;
mod files;
mod masks;
mod redacting;
mod rolling;

use std::{error::Error, io, path::Path};

use tracing::Subscriber;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    EnvFilter, Layer,
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

pub use crate::domain::{redact, redact_quoted};
pub use bundle::{Part, bundle_name, log_parts, write_bundle};
pub use crash::{Crash, install_panic_hook, last_crash};
pub use masks::Masks;
pub use redacting::Redacting;

use rolling::{Limits, Rolling};

/// Names what goes to standard error, in the syntax of `RUST_LOG`; unset means nothing does.
pub const STDERR_VARIABLE: &str = "KEYDESK_LOG";

const LEVELS: &str = "warn,keydesk=info";
/// How many lines may wait for the disk; in a storm the rest is dropped, and memory stays as it is.
const LINES_WAITING: usize = 8_192;

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ObserveError {
    /// The file cannot be opened.
    #[error("the log in {} cannot be written: check that this user may write there", path.display())]
    Open {
        /// The folder.
        path: std::path::PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A log is already set up in this process.
    #[error("the log is already set up")]
    Install {
        /// What the library says.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Writes what is still on its way to the file when it is dropped. It must live as long as `main`, and be dropped
/// before the process exits.
#[derive(Debug)]
#[must_use = "the last lines are lost when the guard is dropped early"]
pub struct LogGuard {
    _file: WorkerGuard,
}

/// Sets up the log of this process in this folder, which must exist.
///
/// # Errors
/// [`ObserveError::Open`], [`ObserveError::Install`]; the program can go on without a log.
pub fn start(folder: &Path) -> Result<LogGuard, ObserveError> {
    let levels = std::env::var(STDERR_VARIABLE).ok().filter(|levels| !levels.is_empty());
    let (subscriber, guard) =
        subscriber(folder, levels).map_err(|source| ObserveError::Open { path: folder.into(), source })?;
    subscriber.try_init().map_err(|error| ObserveError::Install { source: error.into() })?;
    Ok(guard)
}

/// The same, for whoever sets it up for a part of the process. `stderr_levels` is the filter for standard error, where nothing
/// goes without it.
///
/// # Errors
/// When the folder cannot be written to.
pub fn subscriber(
    folder: &Path,
    stderr_levels: Option<String>,
) -> io::Result<(impl Subscriber + Send + Sync + use<>, LogGuard)> {
    let files = Rolling::open(folder, Limits::LOGS)?;
    let (writer, guard) = NonBlockingBuilder::default().buffered_lines_limit(LINES_WAITING).finish(files);
    let file = fmt::layer().json().with_ansi(false).with_writer(ToFile(writer)).with_filter(EnvFilter::new(LEVELS));
    let stderr = stderr_levels.map(|levels| {
        let layer = fmt::layer().with_ansi(false).with_writer(|| Redacting(io::stderr()));
        layer.with_filter(EnvFilter::builder().parse_lossy(levels))
    });
    Ok((tracing_subscriber::registry().with(file).with(stderr), LogGuard { _file: guard }))
}

struct ToFile(NonBlocking);

impl<'a> MakeWriter<'a> for ToFile {
    type Writer = Redacting<NonBlocking>;

    fn make_writer(&'a self) -> Self::Writer {
        Redacting(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_json_lines_without_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let (subscriber, guard) = subscriber(folder.path(), None).unwrap();
        tracing::subscriber::with_default(subscriber, || {
            tracing::error!(
                token = "seam_test_canary1",
                header = "Bearer canary2",
                "sent {:?}",
                Some("seam_at_canary3")
            );
            tracing::debug!("canary4 is nothing for the file");
        });
        drop(guard);
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        let text = std::fs::read_to_string(&files[0]).unwrap();
        let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(line["level"], "ERROR");
        assert!(!text.contains("canary") && text.contains("[hidden]"), "{text}");
    }

    #[test]
    fn a_folder_that_is_absent_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = start(&folder.path().join("absent")).unwrap_err();
        assert!(error.to_string().contains("absent"), "{error}");
    }
}
