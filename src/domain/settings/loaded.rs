//! What holds, where each value comes from, and what is wrong in the files.

use std::{collections::BTreeMap, sync::Arc};

use super::{SettingKey, Settings};

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SettingOrigin {
    /// Nobody said anything.
    #[default]
    Default,
    /// The desk's own file.
    Desk,
    /// The policy file presets it; the desk may change it.
    Preset,
    /// The policy file locks it.
    Locked,
}

/// Something in a settings file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingNotice {
    /// Whose file.
    pub file: SettingsFile,
    /// The key, such as `ui.scale`; `None` when it is about the file.
    pub key: Option<Arc<str>>,
    /// What is wrong, and what happens instead. Never the value, but for the path of a file that does not do.
    pub reason: String,
    /// Where the file is now, if it was moved aside.
    pub aside: Option<Arc<str>>,
}

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SettingsFile {
    /// The desk's own.
    #[default]
    Desk,
    /// The policy of whoever looks after many desks.
    Policy,
}

/// The settings as they hold, with where they come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LoadedSettings {
    /// What holds.
    pub settings: Settings,
    /// Where each comes from.
    pub origins: BTreeMap<SettingKey, SettingOrigin>,
    /// What is wrong in the files.
    pub notices: Vec<SettingNotice>,
}

impl LoadedSettings {
    /// Where this one comes from.
    pub fn origin(&self, key: SettingKey) -> SettingOrigin {
        self.origins.get(&key).copied().unwrap_or_default()
    }

    /// Whether the policy keeps the desk from changing it.
    pub fn is_locked(&self, key: SettingKey) -> bool {
        self.origin(key) == SettingOrigin::Locked
    }
}
