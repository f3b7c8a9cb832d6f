//! What can be set, in the groups of the file.

use std::sync::Arc;

use crate::domain::{EncoderId, OperatorEntry};

/// What can be set. An absent value means the default that stands in its comment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// `[desk]`.
    pub desk: DeskSettings,
    /// `[ui]`.
    pub ui: UiSettings,
    /// `[idle]`.
    pub idle: IdleSettings,
    /// `[connection]`.
    pub connection: ConnectionSettings,
    /// `[journal]`.
    pub journal: JournalSettings,
    /// `[kiosk]`.
    pub kiosk: KioskSettings,
    /// `[logs]`.
    pub logs: LogSettings,
    /// `[[operator]]`: who signs in here; nobody has to while there is none.
    pub operators: Vec<OperatorEntry>,
}

/// Where and who this is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskSettings {
    /// `name`: else the name of this computer.
    pub name: Option<Arc<str>>,
    /// `encoder`: the encoder of this desk; else the clerk is asked.
    pub encoder: Option<EncoderId>,
    /// `encoder_name`: what it was called when it was chosen. Without `encoder`, the encoder of this name is the desk's.
    pub encoder_name: Option<Arc<str>>,
    /// `operator`: in whose name a desk without operators works; else the name of the user who is signed in.
    pub operator: Option<Arc<str>>,
    /// `people`: whether one person works here or several; asked once while it is absent.
    pub people: Option<People>,
}

/// How many people work at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum People {
    /// `"one"`: nobody signs in.
    One,
    /// `"several"`: each with a PIN of their own.
    Several,
}

impl People {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::One, Self::Several];

    /// The word in the file.
    pub fn key(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Several => "several",
        }
    }
}

/// How the window looks and sounds.
#[derive(Debug, Clone, PartialEq)]
pub struct UiSettings {
    /// `theme`.
    pub theme: Theme,
    /// `scale`: 1.0 is the size that the system asks for; from 0.5 to 3.0.
    pub scale: f64,
    /// `language`: a tag such as `en` or `de-AT` (BCP 47); else the system's.
    pub language: Option<Arc<str>>,
    /// `sounds`: whether the end of a card is heard.
    pub sounds: bool,
}

impl Default for UiSettings {
    fn default() -> Self {
        Self { theme: Theme::System, scale: 1.0, language: None, sounds: false }
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

/// When a desk that nobody touches forgets who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleSettings {
    /// `lock_after_minutes`: a staffed desk with operators locks; from 1 to 240.
    pub lock_after_minutes: u16,
    /// `kiosk_reset_after_seconds`: a kiosk starts over; from 20 to 900.
    pub kiosk_reset_after_seconds: u16,
}

impl Default for IdleSettings {
    fn default() -> Self {
        Self { lock_after_minutes: 15, kiosk_reset_after_seconds: 60 }
    }
}

/// Where Seam is, and the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConnectionSettings {
    /// `endpoint`: else Seam's own. Whether it may be used is for the room `seam` to judge.
    pub endpoint: Option<Arc<str>>,
    /// `proxy`: an `http://` or `https://` address without a login; else the system's.
    pub proxy: Option<Arc<str>>,
    /// `root_certificate`: the path of a PEM file whose certificates are trusted beside the system's.
    pub root_certificate: Option<Arc<str>>,
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

/// A desk that stands where guests are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskSettings {
    /// `enabled`: the window opens as a kiosk, as with `--kiosk`.
    pub enabled: bool,
    /// `sign_in`: where there are operators, one of them has to sign in before a card is made; else guests make their own.
    pub sign_in: bool,
    /// `mask_names`: names of guests are covered until one is chosen.
    pub mask_names: bool,
}

impl Default for KioskSettings {
    fn default() -> Self {
        Self { enabled: false, sign_in: true, mask_names: true }
    }
}

/// What the log may say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogSettings {
    /// `names`: whether names of guests may stand in the log.
    pub names: bool,
}
