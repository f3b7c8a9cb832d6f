//! Every key: how it is read, checked and written.

use std::{ops::RangeInclusive, sync::Arc};

use toml_edit::{DocumentMut, Item, Table, value};

use super::{
    ConnectionSettings, DeskSettings, JournalSettings, SettingNotice, Settings, SettingsFile, Theme, UiSettings,
};
use crate::domain::EncoderId;

const TABLES: [&str; 4] = ["desk", "ui", "connection", "journal"];
/// Names are shown on one line.
const LONGEST_NAME: usize = 200;
const SCALES: RangeInclusive<f64> = 0.5..=3.0;
const DAYS: RangeInclusive<i64> = 1..=3650;
const MONTHS: RangeInclusive<i64> = 1..=120;

pub(super) fn read(document: &DocumentMut, notices: &mut Vec<SettingNotice>) -> Settings {
    for table in TABLES {
        if document.get(table).is_some_and(|item| !item.is_table_like()) {
            notices.push(SettingNotice {
                file: SettingsFile::Desk,
                key: Some(table.into()),
                reason: "is no table; it is passed over".to_owned(),
            });
        }
    }
    let mut reader = Reader { document, notices };
    let (defaults, keeping) = (UiSettings::default(), JournalSettings::default());
    Settings {
        desk: DeskSettings {
            name: reader.get("desk.name", name),
            encoder: reader.get("desk.encoder", name).map(EncoderId::new),
            encoder_name: reader.get("desk.encoder_name", name),
            operator: reader.get("desk.operator", name),
            ..DeskSettings::default()
        },
        ui: UiSettings {
            theme: reader.get("ui.theme", theme).unwrap_or(defaults.theme),
            scale: reader.get("ui.scale", scale).unwrap_or(defaults.scale),
            language: reader.get("ui.language", language),
            ..UiSettings::default()
        },
        connection: ConnectionSettings {
            endpoint: reader.get("connection.endpoint", endpoint),
            ..ConnectionSettings::default()
        },
        journal: JournalSettings {
            shared: reader.get("journal.shared", shared),
            erase_names_after_days: reader
                .get("journal.erase_names_after_days", days)
                .unwrap_or(keeping.erase_names_after_days),
            keep_months: reader.get("journal.keep_months", months).unwrap_or(keeping.keep_months),
        },
        ..Settings::default()
    }
}

struct Reader<'a> {
    document: &'a DocumentMut,
    notices: &'a mut Vec<SettingNotice>,
}

impl Reader<'_> {
    fn get<T>(&mut self, key: &'static str, parse: fn(&Item) -> Result<T, &'static str>) -> Option<T> {
        let (table, name) = key.split_once('.')?;
        match parse(self.document.get(table)?.as_table_like()?.get(name)?) {
            Ok(value) => Some(value),
            Err(reason) => {
                let reason = format!("{reason}; the default applies");
                self.notices.push(SettingNotice { file: SettingsFile::Desk, key: Some(key.into()), reason });
                None
            }
        }
    }
}

fn name(item: &Item) -> Result<Arc<str>, &'static str> {
    let text = item.as_str().ok_or("must be text in quotes")?.trim();
    if text.is_empty() {
        Err("must not be empty")
    } else if text.chars().count() > LONGEST_NAME || text.contains(char::is_control) {
        Err("must be one line of at most 200 characters")
    } else {
        Ok(text.into())
    }
}

fn theme(item: &Item) -> Result<Theme, &'static str> {
    let found = Theme::ALL.into_iter().find(|theme| item.as_str() == Some(theme.key()));
    found.ok_or("must be \"system\", \"light\" or \"dark\"")
}

fn scale(item: &Item) -> Result<f64, &'static str> {
    #[expect(clippy::cast_precision_loss, reason = "what is out of range stays out of range")]
    let number = item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64));
    number.filter(|number| SCALES.contains(number)).ok_or("must be a number from 0.5 to 3.0")
}

fn language(item: &Item) -> Result<Arc<str>, &'static str> {
    let is_tag = |text: &&str| {
        let parts_fit = text.split('-').all(|part| (1..=8).contains(&part.len()));
        parts_fit && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
    };
    item.as_str().filter(is_tag).map(Arc::from).ok_or("must be a language tag such as \"en\" or \"de-AT\"")
}

fn endpoint(item: &Item) -> Result<Arc<str>, &'static str> {
    let text = name(item)?;
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    if is_url { Ok(text) } else { Err("must be an address that starts with https://") }
}

fn shared(item: &Item) -> Result<Arc<str>, &'static str> {
    let text = name(item)?;
    let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    let rest = rest.ok_or("must be an address that starts with postgres://")?;
    let has_password = rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    if has_password || rest.contains("password=") {
        return Err("must not hold a password, which belongs into the keyring: run `keydesk shared password`");
    }
    Ok(text)
}

fn days(item: &Item) -> Result<u16, &'static str> {
    whole(item, &DAYS).ok_or("must be a whole number from 1 to 3650")
}

fn months(item: &Item) -> Result<u16, &'static str> {
    whole(item, &MONTHS).ok_or("must be a whole number from 1 to 120")
}

fn whole(item: &Item, range: &RangeInclusive<i64>) -> Option<u16> {
    item.as_integer().filter(|number| range.contains(number)).and_then(|number| u16::try_from(number).ok())
}

/// Touches only the keys whose value in the file reads as something else, so that a bad value that nobody changed
/// stays.
pub(super) fn write(document: &mut DocumentMut, settings: &Settings) {
    let old = read(document, &mut Vec::new());
    let (desk, ui, standard) = (&settings.desk, &settings.ui, UiSettings::default());
    let mut put = |key: &str, is_changed: bool, item: Option<Item>| {
        if let Some((table, name)) = key.split_once('.').filter(|_| is_changed) {
            put(document, table, name, item);
        }
    };
    put("desk.name", desk.name != old.desk.name, text(desk.name.as_deref()));
    put("desk.encoder", desk.encoder != old.desk.encoder, text(desk.encoder.as_ref().map(EncoderId::as_str)));
    put("desk.encoder_name", desk.encoder_name != old.desk.encoder_name, text(desk.encoder_name.as_deref()));
    put("desk.operator", desk.operator != old.desk.operator, text(desk.operator.as_deref()));
    let theme = (ui.theme != standard.theme).then(|| value(ui.theme.key()));
    put("ui.theme", ui.theme != old.ui.theme, theme);
    let is_scaled = (ui.scale - standard.scale).abs() > f64::EPSILON;
    put("ui.scale", (ui.scale - old.ui.scale).abs() > f64::EPSILON, is_scaled.then(|| value(ui.scale)));
    put("ui.language", ui.language != old.ui.language, text(ui.language.as_deref()));
    let (endpoint, before) = (&settings.connection.endpoint, &old.connection.endpoint);
    put("connection.endpoint", endpoint != before, text(endpoint.as_deref()));
    write_journal(&settings.journal, &old.journal, put);
}

fn write_journal(new: &JournalSettings, old: &JournalSettings, mut put: impl FnMut(&str, bool, Option<Item>)) {
    let standard = JournalSettings::default();
    let number = |new: u16, standard: u16| (new != standard).then(|| value(i64::from(new)));
    put("journal.shared", new.shared != old.shared, text(new.shared.as_deref()));
    let days = number(new.erase_names_after_days, standard.erase_names_after_days);
    put("journal.erase_names_after_days", new.erase_names_after_days != old.erase_names_after_days, days);
    let months = number(new.keep_months, standard.keep_months);
    put("journal.keep_months", new.keep_months != old.keep_months, months);
}

fn text(text: Option<&str>) -> Option<Item> {
    text.map(value)
}

fn put(document: &mut DocumentMut, table: &str, name: &str, item: Option<Item>) {
    if item.is_none() && document.get(table).is_none() {
        return;
    }
    let entry = document.entry(table).or_insert_with(|| Item::Table(Table::new()));
    if !entry.is_table_like() {
        *entry = Item::Table(Table::new());
    }
    let Some(entries) = entry.as_table_like_mut() else { return };
    match (item, entries.get_mut(name)) {
        (Some(Item::Value(mut new)), Some(Item::Value(old))) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (Some(item), _) => drop(entries.insert(name, item)),
        (None, _) => drop(entries.remove(name)),
    }
}
