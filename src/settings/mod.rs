//! The settings file of this desk: `settings.toml` in the folder for configuration.
//!
//! Reading is tolerant: a value that cannot be used falls back alone, with a [`Notice`] that names its key and the
//! reason. Writing keeps comments, order and keys of other versions, and replaces the file in one step. This room may
//! use `domain`.

mod file;
mod keys;
#[cfg(test)]
mod tests;
pub(crate) mod text;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use toml_edit::DocumentMut;

use crate::domain::EncoderId;

/// What can be set. An absent value means the default that stands in its comment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// `[desk]`.
    pub desk: DeskSettings,
    /// `[ui]`.
    pub ui: UiSettings,
    /// `[connection]`.
    pub connection: ConnectionSettings,
    /// `[journal]`.
    pub journal: JournalSettings,
}

/// Where and who this is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskSettings {
    /// `name`: else the name of this computer.
    pub name: Option<Arc<str>>,
    /// `encoder`: the encoder of this desk; else the clerk is asked.
    pub encoder: Option<EncoderId>,
    /// `encoder_name`: what it was called when it was chosen.
    pub encoder_name: Option<Arc<str>>,
    /// `operator`: who works here; else the name of the user who is signed in.
    pub operator: Option<Arc<str>>,
}

/// How the window looks.
#[derive(Debug, Clone, PartialEq)]
pub struct UiSettings {
    /// `theme`.
    pub theme: Theme,
    /// `scale`: 1.0 is the size that the system asks for; from 0.5 to 3.0.
    pub scale: f64,
    /// `language`: a tag such as `en` or `de-AT` (BCP 47); else the system's.
    pub language: Option<Arc<str>>,
}

impl Default for UiSettings {
    fn default() -> Self {
        Self { theme: Theme::System, scale: 1.0, language: None }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in the file.
    pub fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Where Seam is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConnectionSettings {
    /// `endpoint`: else Seam's own. Whether it may be used is for the room `seam` to judge.
    pub endpoint: Option<Arc<str>>,
}

/// How long the record is kept, and where else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalSettings {
    /// `shared`: the address of the shared record of all desks, `postgres://user@host/database`, without a password. Whether
    /// it may be used is for the room `journal` to judge.
    pub shared: Option<Arc<str>>,
    /// `erase_names_after_days`: names of guests and numbers of cards are erased after so many days; from 1 to 3650.
    pub erase_names_after_days: u16,
    /// `keep_months`: what is left of an attempt is removed after so many months; from 1 to 120.
    pub keep_months: u16,
}

impl Default for JournalSettings {
    fn default() -> Self {
        Self { shared: None, erase_names_after_days: 30, keep_months: 12 }
    }
}

/// Something in the file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The key, such as `ui.scale`; `None` when it is about the file.
    pub key: Option<&'static str>,
    /// What is wrong, and what happens instead. Never the value.
    pub reason: String,
}

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
}

/// The file. It is read again before each change, so that a change by hand is kept.
#[derive(Debug, Clone)]
pub struct SettingsStore {
    path: PathBuf,
}

impl SettingsStore {
    /// The settings at this path, which need not exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what can be read. A file that is no TOML is moved aside, never overwritten.
    pub fn load(&self) -> (Settings, Vec<Notice>) {
        let mut notices = Vec::new();
        let document = self.document(&mut notices).unwrap_or_else(|error| {
            let reason = format!("cannot be read ({}); the defaults apply", error.kind());
            notices.push(Notice { key: None, reason });
            DocumentMut::new()
        });
        (keys::read(&document, &mut notices), notices)
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
    fn document(&self, notices: &mut Vec<Notice>) -> io::Result<DocumentMut> {
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
        notices.push(Notice { key: None, reason });
        Ok(DocumentMut::new())
    }
}

/// `None` for what is no TOML. A byte order mark is passed over.
fn parse(bytes: &[u8]) -> Option<DocumentMut> {
    std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').parse().ok()
}
