//! What is set at this desk: by its own file, `settings.toml` in the folder for configuration, and by the policy of whoever
//! looks after many desks.
//!
//! A locked value of the policy counts before the desk's own, that before what the policy presets, that before the default.
//! Reading is tolerant: a value that cannot be used falls back alone, with a [`SettingNotice`] that names its key and what it
//! must be. A file that is no TOML is kept aside, but for the people in it. A policy that cannot be understood locks everything. Where a
//! file does not tell whom it names, nobody can sign in. Writing keeps comments, order and keys of other versions, replaces the
//! file in one step, and never touches the policy. A change is made under a lock of the kernel, `settings.toml.lock`, of what the
//! file says by then. This room may use `domain`.

mod doubt;
mod error;
mod file;
mod keys;
mod layer;
mod lock;
mod looking;
mod merge;
mod names;
mod near;
mod notes;
mod operators;
pub mod pin;
mod policy;
mod reading;
mod salvage;
mod same_pin;
mod secrets;
mod support;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod values;

use std::{
    io,
    path::{Path, PathBuf},
};

pub use error::SettingsError;
pub use support::for_support;

pub use crate::domain::{
    ConnectionSettings, DeskSettings, JournalSettings, LoadedSettings, SettingKey, SettingNotice, Settings,
    SettingsFile, Theme, UiSettings,
};
pub use keys::unfit;
pub use names::{look_alike, usable_person};
pub use operators::has_supervisor;
pub use same_pin::Compared;
pub use values::usable_name;

use lock::Alone;
use reading::Reading;

/// The file. It is read again before each change, so that a change by hand is kept.
#[derive(Debug, Clone)]
pub struct SettingsStore {
    path: PathBuf,
    policy: Option<PolicySource>,
}

/// Where a policy is, and for whom it is read.
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
    /// moved aside, never overwritten, and the people in it stay. Where a file is there and cannot be read, nobody can sign in
    /// who may be named in it, and nothing is erased by the default.
    pub fn load_all(&self) -> LoadedSettings {
        reading::tolerant(&self.path, self.policy.as_ref())
    }

    /// What would hold after a start, and all that is wrong, for whoever checks the files: nothing on the disk changes, neither
    /// what is no TOML nor what a lock would need. Also tells what is wrong in what the policy says to other computers, and
    /// which files were moved aside before.
    pub fn look(&self) -> LoadedSettings {
        looking::look(&self.path, self.policy.as_ref())
    }

    /// The computers to which the policy says something of their own.
    pub fn computers(&self) -> Vec<String> {
        self.policy.as_ref().map(looking::computers).unwrap_or_default()
    }

    /// Reads what holds now, makes a change of it, saves that, and tells what holds then. Each file is read once, and no other
    /// window or command line changes the desk's meanwhile. Blocks while one does.
    ///
    /// # Errors
    /// When a locked setting would change, or a file cannot be locked, read or replaced; it is then as it was.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<LoadedSettings, SettingsError> {
        self.change_if(|held| {
            let mut settings = held.settings.clone();
            change(&mut settings);
            Ok(settings)
        })
    }

    /// The same with a change that judges first, by what holds at that moment, whether it will do.
    ///
    /// # Errors
    /// What the change says, or why it cannot be saved; the file is then as it was.
    pub fn change_if<E: From<SettingsError>>(
        &self,
        change: impl FnOnce(&LoadedSettings) -> Result<Settings, E>,
    ) -> Result<LoadedSettings, E> {
        let alone = Alone::with(&self.path)?;
        let reading = Reading::of(&self.path, self.policy.as_ref(), &alone)?;
        let settings = change(&reading.held().loaded)?;
        Ok(self.write(reading, &settings, &alone)?)
    }

    /// Writes what differs from what holds into the desk's file, for this user alone. The file is either the old one or the
    /// new one at any moment.
    ///
    /// # Errors
    /// When a locked setting would change, or a file cannot be locked, read or replaced; it is then as it was.
    pub fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        self.change(|held| held.clone_from(settings)).map(drop)
    }

    fn write(&self, mut reading: Reading, settings: &Settings, alone: &Alone) -> Result<LoadedSettings, SettingsError> {
        let held = reading.held();
        if let Some(key) = held.refuses(settings) {
            return Err(SettingsError::Locked { key });
        }
        if held.lets_everybody_in(&reading.document, settings) {
            return Err(SettingsError::LastUsable { path: self.path.clone() });
        }
        let text = held.saved(reading.document.clone(), settings);
        let write = |source| SettingsError::Write { path: self.path.clone(), source };
        reading.document = text.parse().map_err(|error| write(io::Error::new(io::ErrorKind::InvalidData, error)))?;
        file::replace(&self.path, text.as_bytes(), alone).map_err(write)?;
        Ok(reading.held().loaded)
    }
}
