//! The settings file of this desk: `settings.toml` in the folder for configuration.
//!
//! Reading is tolerant: a value that cannot be used falls back alone, with a [`SettingNotice`] that names its key and the
//! reason. Writing keeps comments, order and keys of other versions, and replaces the file in one step. This room may
//! use `domain`.

mod file;
mod keys;
pub mod pin;
#[cfg(test)]
mod tests;
pub(crate) mod text;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use toml_edit::DocumentMut;

pub use crate::domain::{
    ConnectionSettings, DeskSettings, JournalSettings, LoadedSettings, SettingKey, SettingNotice, Settings,
    SettingsFile, Theme, UiSettings,
};

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

    /// The policy file, if there is one.
    pub fn policy(&self) -> Option<&Path> {
        let path = self.policy.as_ref()?.path.as_path();
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Ok(_) | Err(_) => Some(path),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what can be read. A file that is no TOML is moved aside, never overwritten.
    pub fn load(&self) -> (Settings, Vec<SettingNotice>) {
        let mut notices = Vec::new();
        let document = self.document(&mut notices).unwrap_or_else(|error| {
            let reason = format!("cannot be read ({}); the defaults apply", error.kind());
            notices.push(SettingNotice { file: SettingsFile::Desk, key: None, reason });
            DocumentMut::new()
        });
        (keys::read(&document, &mut notices), notices)
    }

    /// Reads both files, and says where each value comes from.
    pub fn load_all(&self) -> LoadedSettings {
        let (settings, notices) = self.load();
        LoadedSettings { settings, notices, ..LoadedSettings::default() }
    }

    /// Reads what holds now, makes a change of it, saves that, and tells what holds then.
    ///
    /// # Errors
    /// When a locked setting would change, or the file cannot be read or replaced; it is then as it was.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<LoadedSettings, SettingsError> {
        let mut settings = self.load().0;
        change(&mut settings);
        self.save(&settings)?;
        Ok(self.load_all())
    }

    /// Writes what differs from the file, for this user alone. The file is either the old one or the new one at any
    /// moment.
    ///
    /// # Errors
    /// When the file cannot be read or replaced; it is then as it was.
    pub fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let read = |source| SettingsError::Read { path: self.path.clone(), source };
        let mut document = self.document(&mut Vec::new()).map_err(read)?;
        keys::write(&mut document, settings);
        let write = |source| SettingsError::Write { path: self.path.clone(), source };
        file::replace(&self.path, document.to_string().as_bytes()).map_err(write)
    }

    /// An absent file is an empty one.
    fn document(&self, notices: &mut Vec<SettingNotice>) -> io::Result<DocumentMut> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(DocumentMut::new()),
            Err(error) => return Err(error),
        };
        if let Some(document) = parse(&bytes) {
            return Ok(document);
        }
        let aside = file::set_aside(&self.path)?;
        let reason = format!("is no TOML; it is kept as {}, and the defaults apply", aside.display());
        notices.push(SettingNotice { file: SettingsFile::Desk, key: None, reason });
        Ok(DocumentMut::new())
    }
}

/// `None` for what is no TOML. A byte order mark is passed over.
fn parse(bytes: &[u8]) -> Option<DocumentMut> {
    std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').parse().ok()
}
