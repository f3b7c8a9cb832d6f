//! Every key: where its value stands, how it is read, and how it is written.

use std::sync::Arc;

use toml_edit::{Item, value};

use super::values::{self, Reason};
use crate::domain::{EncoderId, People, Setting, SettingKey, Settings, Theme};

macro_rules! fields {
    ($($key:ident = $group:ident.$field:ident, $read:expr, $write:expr;)+) => {
        /// Takes a value over. Operators are taken over one by one, elsewhere.
        pub(super) fn take(key: SettingKey, item: &Item, into: &mut Settings) -> Result<(), Reason> {
            match key {
                $(SettingKey::$key => into.$group.$field = $read(item)?,)+
                SettingKey::Operators => {}
            }
            Ok(())
        }

        pub(super) fn copy(key: SettingKey, from: &Settings, into: &mut Settings) {
            match key {
                $(SettingKey::$key => Clone::clone_from(&mut into.$group.$field, &from.$group.$field),)+
                SettingKey::Operators => into.operators.clone_from(&from.operators),
            }
        }

        pub(super) fn is_same(key: SettingKey, one: &Settings, other: &Settings) -> bool {
            match key {
                $(SettingKey::$key => one.$group.$field == other.$group.$field,)+
                SettingKey::Operators => one.operators == other.operators,
            }
        }

        /// The value as it stands in the file; `None` for one that is absent there, and for operators.
        pub(super) fn item(key: SettingKey, settings: &Settings) -> Option<Item> {
            match key {
                $(SettingKey::$key => $write(&settings.$group.$field),)+
                SettingKey::Operators => None,
            }
        }
    };
}

fields! {
    DeskName = desk.name, maybe(values::name), text;
    DeskEncoder = desk.encoder, maybe(values::encoder), encoder;
    DeskEncoderName = desk.encoder_name, maybe(values::name), text;
    DeskOperator = desk.operator, maybe(values::name), text;
    DeskPeople = desk.people, maybe(values::people), people;
    UiTheme = ui.theme, values::theme, theme;
    UiScale = ui.scale, values::scale, number;
    UiLanguage = ui.language, maybe(values::language), text;
    UiSounds = ui.sounds, values::flag, flag;
    IdleLock = idle.lock_after_minutes, values::minutes, whole;
    IdleReset = idle.kiosk_reset_after_seconds, values::seconds, whole;
    Endpoint = connection.endpoint, maybe(values::endpoint), text;
    Proxy = connection.proxy, maybe(values::proxy), text;
    RootCertificate = connection.root_certificate, maybe(values::path), text;
    SharedJournal = journal.shared, maybe(values::shared), text;
    EraseNames = journal.erase_names_after_days, values::days, whole;
    KeepMonths = journal.keep_months, values::months, whole;
    KioskEnabled = kiosk.enabled, values::flag, flag;
    KioskSignIn = kiosk.sign_in, values::flag, flag;
    KioskMaskNames = kiosk.mask_names, values::flag, flag;
    LogNames = logs.names, values::flag, flag;
}

/// What a value must be like that a file would not take over; `None` for one that it would.
pub fn unfit(setting: &Setting) -> Option<&'static str> {
    let key = setting.key();
    let mut wanted = Settings::default();
    setting.clone().apply(&mut wanted);
    let item = item(key, &wanted)?;
    take(key, &item, &mut wanted).err()
}

/// An encoder and its name are one thing to whoever chooses: a name of one layer beside an id of another would lie.
pub(super) fn unit(key: SettingKey) -> [SettingKey; 2] {
    if matches!(key, SettingKey::DeskEncoder | SettingKey::DeskEncoderName) {
        [SettingKey::DeskEncoder, SettingKey::DeskEncoderName]
    } else {
        [key, key]
    }
}

fn maybe<T>(read: fn(&Item) -> Result<T, Reason>) -> impl Fn(&Item) -> Result<Option<T>, Reason> {
    move |item| read(item).map(Some)
}

fn text(text: &Option<Arc<str>>) -> Option<Item> {
    text.as_deref().map(value)
}

fn encoder(encoder: &Option<EncoderId>) -> Option<Item> {
    encoder.as_ref().map(|encoder| value(encoder.as_str()))
}

fn people(people: &Option<People>) -> Option<Item> {
    people.map(|people| value(people.key()))
}

fn theme(theme: &Theme) -> Option<Item> {
    Some(value(theme.key()))
}

fn number(number: &f64) -> Option<Item> {
    Some(value(*number))
}

fn flag(flag: &bool) -> Option<Item> {
    Some(value(*flag))
}

fn whole(number: &u16) -> Option<Item> {
    Some(value(i64::from(*number)))
}
