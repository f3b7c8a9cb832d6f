//! One change of what is set.

use std::sync::Arc;

use super::{People, SettingKey, Settings, Theme};

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
