//! What can be set at a desk. How it is read and written is the room `settings`' matter.

mod change;
mod groups;
mod keys;
mod loaded;

pub use change::Setting;
pub use groups::{
    ConnectionSettings, DeskSettings, IdleSettings, JournalSettings, KioskSettings, LogSettings, People, Settings,
    Theme, UiSettings,
};
pub use keys::SettingKey;
pub use loaded::{LoadedSettings, SettingNotice, SettingOrigin, SettingsFile};
