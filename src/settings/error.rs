//! What keeps a change from the file.

use std::{io, path::PathBuf};

use crate::domain::SettingKey;

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
    /// Nobody can be kept from changing the file meanwhile, so it is not changed either.
    #[error(
        "the settings stay as they were, since {} cannot be locked: check that this user may write there and that its \
         disk knows locks",
        path.display()
    )]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// Another process keeps the lock.
    #[error(
        "the settings {} stay as they were, since another Keydesk keeps them locked: try again, and end that one if it \
         hangs",
        path.display()
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// Without the last one whose PIN can be checked, the desk of the others would be everybody's.
    #[error(
        "this is the last one here whose PIN can be checked, and {} names others, of whom none can sign in: mend or delete \
         their entries there, then try again; `keydesk settings check` says what is wrong with them",
        path.display()
    )]
    LastUsable {
        /// The file.
        path: PathBuf,
    },
    /// The policy keeps the desk from changing it.
    #[error("the policy of this hotel sets {}: ask whoever looks after this computer", key.name())]
    Locked {
        /// The first setting that would have changed.
        key: SettingKey,
    },
}
