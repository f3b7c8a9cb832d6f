//! What is set at this desk: by its own file, `settings.toml` in the folder for configuration, and by the policy of whoever
//! looks after many desks.
//!
//! A locked value of the policy counts before the desk's own, that before what the policy presets, that before the default.
//! Reading is tolerant: a value that cannot be used falls back alone, with a [`SettingNotice`] that names its key and what it
//! must be. A file that is no TOML is kept aside, but for the people in it. A policy that cannot be understood locks everything. Writing keeps comments, order and keys of other versions,
//! replaces the file in one step, and never touches the policy. This room may use `domain`.

mod file;
mod keys;
mod layer;
mod merge;
mod near;
mod notes;
mod operators;
pub mod pin;
mod policy;
mod salvage;
mod support;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod values;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use toml_edit::DocumentMut;

pub use support::for_support;

pub use crate::domain::{
    ConnectionSettings, DeskSettings, JournalSettings, LoadedSettings, SettingKey, SettingNotice, Settings,
    SettingsFile, Theme, UiSettings,
};
pub use operators::is_same_name;
pub use values::usable_name;

use layer::Layer;
use merge::{Held, merge};
use notes::Notes;
use policy::Policy;

/// What keeps settings from being written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file that is there cannot be read, so it cannot be changed either.
    #[error("the settings {} cannot be read: check that this user may read them", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The file cannot be put in place.
    #[error("the settings {} cannot be saved: check that this user may write there", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The policy keeps the desk from changing it.
    #[error("the policy of this hotel sets {}: ask whoever looks after this computer", key.name())]
    Locked {
        /// The first setting that would have changed.
        key: SettingKey,
    },
}

const NO_TOML: &str = "is no TOML";

/// The file. It is read again before each change, so that a change by hand is kept.
#[derive(Debug, Clone)]
pub struct SettingsStore {
    path: PathBuf,
    policy: Option<PolicySource>,
}

#[derive(Debug, Clone)]
struct PolicySource {
    path: PathBuf,
    computer: String,
}

impl SettingsStore {
    /// The settings at this path, which need not exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), policy: None }
    }

    /// With the policy at this path, which need not exist, as it is meant for the computer of this name.
    #[must_use]
    pub fn with_policy(self, path: impl Into<PathBuf>, computer: impl Into<String>) -> Self {
        Self { policy: Some(PolicySource { path: path.into(), computer: computer.into() }), ..self }
    }

    /// The same files, as they are read on the computer of this name.
    #[must_use]
    pub fn as_on(&self, computer: &str) -> Self {
        let policy = self.policy.clone().map(|policy| PolicySource { computer: computer.to_owned(), ..policy });
        Self { policy, ..self.clone() }
    }

    /// The name under which this computer looks for what a policy says to it alone.
    pub fn computer(&self) -> Option<&str> {
        self.policy.as_ref().map(|policy| policy.computer.as_str())
    }

    /// The policy file, if there is one.
    pub fn policy(&self) -> Option<&Path> {
        let path = self.policy.as_ref()?.path.as_path();
        file::is_there(path).then_some(path)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What holds, and what is wrong in the files.
    pub fn load(&self) -> (Settings, Vec<SettingNotice>) {
        let loaded = self.load_all();
        (loaded.settings, loaded.notices)
    }

    /// Reads what can be read of both files, and says where each value comes from. A file of the desk that is no TOML is
    /// moved aside, never overwritten, and the people in it stay.
    pub fn load_all(&self) -> LoadedSettings {
        let mut notices = Vec::new();
        let document = self.document(&mut notices).unwrap_or_else(|error| {
            let reason = format!("cannot be read ({}); the defaults apply", error.kind());
            Notes::of(SettingsFile::Desk, &mut notices).whole(reason);
            DocumentMut::new()
        });
        self.held(&document, notices).loaded
    }

    /// Reads what holds now, makes a change of it, saves that, and tells what holds then.
    ///
    /// # Errors
    /// When a locked setting would change, or the file cannot be read or replaced; it is then as it was.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<LoadedSettings, SettingsError> {
        let _alone = alone();
        let mut settings = self.load().0;
        change(&mut settings);
        self.write(&settings)?;
        Ok(self.load_all())
    }

    /// Writes what differs from what holds into the desk's file, for this user alone. The file is either the old one or the
    /// new one at any moment.
    ///
    /// # Errors
    /// When a locked setting would change, or the file cannot be read or replaced; it is then as it was.
    pub fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let _alone = alone();
        self.write(settings)
    }

    fn write(&self, settings: &Settings) -> Result<(), SettingsError> {
        let read = |source| SettingsError::Read { path: self.path.clone(), source };
        let document = self.document(&mut Vec::new()).map_err(read)?;
        let held = self.held(&document, Vec::new());
        if let Some(key) = held.refuses(settings) {
            return Err(SettingsError::Locked { key });
        }
        let text = held.saved(document, settings);
        let write = |source| SettingsError::Write { path: self.path.clone(), source };
        file::replace(&self.path, text.as_bytes()).map_err(write)
    }

    fn held(&self, document: &DocumentMut, mut notices: Vec<SettingNotice>) -> Held {
        let layer = Layer::read(document.as_table(), &mut Notes::of(SettingsFile::Desk, &mut notices));
        let policy = self.policy.as_ref();
        let policy = policy.and_then(|policy| Policy::load(&policy.path, &policy.computer, &mut notices));
        merge(&layer, policy.as_ref(), notices)
    }

    /// An absent file is an empty one.
    fn document(&self, notices: &mut Vec<SettingNotice>) -> io::Result<DocumentMut> {
        let bytes = match file::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DocumentMut::new()),
            Err(error) => return Err(error),
        };
        let what = match parse(&bytes) {
            Ok(document) => return Ok(document),
            Err(what) => what,
        };
        let aside = file::set_aside(&self.path)?;
        let people = salvage::people(&bytes);
        let rest = if people.is_some() { "who signs in here is kept, and for all else " } else { "" };
        let reason = format!("{what}; it is kept as {}, and {rest}the defaults apply", aside.display());
        Notes::of(SettingsFile::Desk, notices).whole(reason);
        let Some(people) = people else { return Ok(DocumentMut::new()) };
        // What cannot be written now still counts until the program ends.
        let _ = file::replace(&self.path, people.as_bytes());
        Ok(people.parse().unwrap_or_default())
    }
}

/// Of two changes at once in this program the later one would undo the earlier.
fn alone() -> MutexGuard<'static, ()> {
    static CHANGING: Mutex<()> = Mutex::new(());
    CHANGING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Or what it is instead of settings. A byte order mark is passed over.
fn parse(bytes: &[u8]) -> Result<DocumentMut, &'static str> {
    if bytes.len() as u64 > file::LONGEST {
        return Err("is longer than settings are");
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NO_TOML)?;
    text.trim_start_matches('\u{feff}').parse().map_err(|_| NO_TOML)
}
