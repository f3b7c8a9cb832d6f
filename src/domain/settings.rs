//! What can be set at a desk. How it is read and written is the room `settings`' matter.

use std::{collections::BTreeMap, sync::Arc};

use super::{EncoderId, OperatorEntry};

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

macro_rules! setting_keys {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// The name of one setting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SettingKey {
            $(#[doc = concat!("`", $name, "`.")] $variant),+
        }

        impl SettingKey {
            /// All of them, in the order of the file.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// As it is written in the file, table and key.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// The setting of this [`name`](Self::name).
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|key| key.name() == name)
            }
        }
    };
}

setting_keys! {
    DeskName = "desk.name",
    DeskEncoder = "desk.encoder",
    DeskEncoderName = "desk.encoder_name",
    DeskOperator = "desk.operator",
    DeskPeople = "desk.people",
    UiTheme = "ui.theme",
    UiScale = "ui.scale",
    UiLanguage = "ui.language",
    UiSounds = "ui.sounds",
    IdleLock = "idle.lock_after_minutes",
    IdleReset = "idle.kiosk_reset_after_seconds",
    Endpoint = "connection.endpoint",
    Proxy = "connection.proxy",
    RootCertificate = "connection.root_certificate",
    SharedJournal = "journal.shared",
    EraseNames = "journal.erase_names_after_days",
    KeepMonths = "journal.keep_months",
    KioskEnabled = "kiosk.enabled",
    KioskSignIn = "kiosk.sign_in",
    KioskMaskNames = "kiosk.mask_names",
    LogNames = "logs.names",
    Operators = "operator",
}

impl SettingKey {
    /// Whether only a supervisor may change it. How the window looks and sounds is everybody's.
    pub fn is_supervisors(self) -> bool {
        !matches!(self, Self::UiTheme | Self::UiScale | Self::UiLanguage | Self::UiSounds)
    }

    /// Whether a change holds from the next start on only.
    pub fn waits_for_start(self) -> bool {
        matches!(
            self,
            Self::DeskName
                | Self::Endpoint
                | Self::Proxy
                | Self::RootCertificate
                | Self::SharedJournal
                | Self::KioskEnabled
        )
    }
}

/// One change of the settings. Operators are changed by commands of their own, the encoder by binding the desk to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// `desk.name`.
    DeskName(Option<Arc<str>>),
    /// `desk.operator`.
    DeskOperator(Option<Arc<str>>),
    /// `desk.people`.
    DeskPeople(People),
    /// `ui.theme`.
    UiTheme(Theme),
    /// `ui.scale`.
    UiScale(f64),
    /// `ui.language`.
    UiLanguage(Option<Arc<str>>),
    /// `ui.sounds`.
    UiSounds(bool),
    /// `idle.lock_after_minutes`.
    IdleLock(u16),
    /// `idle.kiosk_reset_after_seconds`.
    IdleReset(u16),
    /// `connection.endpoint`.
    Endpoint(Option<Arc<str>>),
    /// `connection.proxy`.
    Proxy(Option<Arc<str>>),
    /// `connection.root_certificate`.
    RootCertificate(Option<Arc<str>>),
    /// `journal.shared`.
    SharedJournal(Option<Arc<str>>),
    /// `journal.erase_names_after_days`.
    EraseNames(u16),
    /// `journal.keep_months`.
    KeepMonths(u16),
    /// `kiosk.enabled`.
    KioskEnabled(bool),
    /// `kiosk.sign_in`.
    KioskSignIn(bool),
    /// `kiosk.mask_names`.
    KioskMaskNames(bool),
    /// `logs.names`.
    LogNames(bool),
}

impl Setting {
    /// Its name.
    pub fn key(&self) -> SettingKey {
        match self {
            Self::DeskName(_) => SettingKey::DeskName,
            Self::DeskOperator(_) => SettingKey::DeskOperator,
            Self::DeskPeople(_) => SettingKey::DeskPeople,
            Self::UiTheme(_) => SettingKey::UiTheme,
            Self::UiScale(_) => SettingKey::UiScale,
            Self::UiLanguage(_) => SettingKey::UiLanguage,
            Self::UiSounds(_) => SettingKey::UiSounds,
            Self::IdleLock(_) => SettingKey::IdleLock,
            Self::IdleReset(_) => SettingKey::IdleReset,
            Self::Endpoint(_) => SettingKey::Endpoint,
            Self::Proxy(_) => SettingKey::Proxy,
            Self::RootCertificate(_) => SettingKey::RootCertificate,
            Self::SharedJournal(_) => SettingKey::SharedJournal,
            Self::EraseNames(_) => SettingKey::EraseNames,
            Self::KeepMonths(_) => SettingKey::KeepMonths,
            Self::KioskEnabled(_) => SettingKey::KioskEnabled,
            Self::KioskSignIn(_) => SettingKey::KioskSignIn,
            Self::KioskMaskNames(_) => SettingKey::KioskMaskNames,
            Self::LogNames(_) => SettingKey::LogNames,
        }
    }

    /// Makes the change.
    pub fn apply(self, settings: &mut Settings) {
        match self {
            Self::DeskName(name) => settings.desk.name = name,
            Self::DeskOperator(name) => settings.desk.operator = name,
            Self::DeskPeople(people) => settings.desk.people = Some(people),
            Self::UiTheme(theme) => settings.ui.theme = theme,
            Self::UiScale(scale) => settings.ui.scale = scale,
            Self::UiLanguage(language) => settings.ui.language = language,
            Self::UiSounds(sounds) => settings.ui.sounds = sounds,
            Self::IdleLock(minutes) => settings.idle.lock_after_minutes = minutes,
            Self::IdleReset(seconds) => settings.idle.kiosk_reset_after_seconds = seconds,
            Self::Endpoint(endpoint) => settings.connection.endpoint = endpoint,
            Self::Proxy(proxy) => settings.connection.proxy = proxy,
            Self::RootCertificate(path) => settings.connection.root_certificate = path,
            Self::SharedJournal(address) => settings.journal.shared = address,
            Self::EraseNames(days) => settings.journal.erase_names_after_days = days,
            Self::KeepMonths(months) => settings.journal.keep_months = months,
            Self::KioskEnabled(enabled) => settings.kiosk.enabled = enabled,
            Self::KioskSignIn(sign_in) => settings.kiosk.sign_in = sign_in,
            Self::KioskMaskNames(mask) => settings.kiosk.mask_names = mask,
            Self::LogNames(names) => settings.logs.names = names,
        }
    }
}

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
    /// What is wrong, and what happens instead. Never the value.
    pub reason: String,
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
