//! The settings as text, without a file: the opening for the fuzz targets.

use toml_edit::DocumentMut;

use super::{
    LoadedSettings, Settings, keys,
    layer::Layer,
    merge::{Held, merge},
    notes::Notes,
    operators,
    policy::Policy,
    reading::parse,
    salvage::{self, Salvage},
};
use crate::domain::{SettingKey, SettingsFile};

/// A policy, and the name of the computer that reads it.
pub(crate) type PolicyText<'t> = (&'t [u8], &'t str);

/// What holds by these texts; `None` when that of the desk is no TOML.
pub(crate) fn read(desk: &[u8], policy: Option<PolicyText<'_>>) -> Option<LoadedSettings> {
    Some(held(&parse(desk).ok()?, policy).loaded)
}

/// The desk's text with these settings in it; `None` when it is no TOML, or the policy locks what would change, or it
/// would open the desk to everybody.
pub(crate) fn write(desk: &[u8], policy: Option<PolicyText<'_>>, wanted: &Settings) -> Option<String> {
    let document = parse(desk).ok()?;
    let held = held(&document, policy);
    let is_refused = held.refuses(wanted).is_some() || held.lets_everybody_in(&document, wanted);
    (!is_refused).then(|| held.saved(document, wanted))
}

/// What stays of a text that is no TOML, as a text that is.
pub(crate) fn salvaged(desk: &[u8]) -> String {
    Salvage::of(desk).toml()
}

/// Whether a text that is no TOML seems to name people.
pub(crate) fn names_people(desk: &[u8]) -> bool {
    salvage::names_people(desk)
}

/// Without the people who stand for those who were shut out, whom no file can hold.
pub(crate) fn without_shut_out(mut settings: Settings) -> Settings {
    settings.operators.retain(operators::is_usable);
    settings
}

/// Whether one setting is the same in both.
pub(crate) fn is_same(key: SettingKey, one: &Settings, other: &Settings) -> bool {
    keys::is_same(key, one, other)
}

fn held(desk: &DocumentMut, policy: Option<PolicyText<'_>>) -> Held {
    let mut notices = Vec::new();
    let layer = Layer::read(desk.as_table(), &mut Notes::of(SettingsFile::Desk, &mut notices));
    let policy = policy.map(|(text, computer)| Policy::read(text, computer, &mut notices));
    merge(&layer, policy.as_ref(), notices)
}
