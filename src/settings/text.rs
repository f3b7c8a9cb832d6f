//! The settings as text, without a file: the opening for the fuzz targets.

use super::{SettingNotice, Settings, keys, parse};

/// The settings in a text with what is wrong with it; `None` when it is no TOML.
pub(crate) fn read(bytes: &[u8]) -> Option<(Settings, Vec<SettingNotice>)> {
    let mut notices = Vec::new();
    let settings = keys::read(&parse(bytes)?, &mut notices);
    Some((settings, notices))
}

/// The text with these settings in it; `None` when it is no TOML.
pub(crate) fn write(bytes: &[u8], settings: &Settings) -> Option<String> {
    let mut document = parse(bytes)?;
    keys::write(&mut document, settings);
    Some(document.to_string())
}
