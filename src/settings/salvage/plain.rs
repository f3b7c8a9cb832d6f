//! The encoder, and the way to Seam and to the shared record, where a broken file says them plainly: each line is read by
//! itself, below the last header.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item};

use super::super::keys;
use crate::domain::{SettingKey, Settings};

const KEPT: [SettingKey; 6] = [
    SettingKey::DeskEncoder,
    SettingKey::DeskEncoderName,
    SettingKey::Endpoint,
    SettingKey::Proxy,
    SettingKey::RootCertificate,
    SettingKey::SharedJournal,
];

/// What is said once, or twice the same.
pub(super) fn values(text: &str) -> Vec<(SettingKey, Item)> {
    let mut found: BTreeMap<SettingKey, Vec<Item>> = BTreeMap::new();
    for (key, item) in said(text) {
        found.entry(key).or_default().push(item);
    }
    let is_same = |items: &[Item]| items.windows(2).all(|two| matches!(two, [one, other] if is_same(one, other)));
    found
        .into_iter()
        .filter(|(_, items)| is_same(items))
        .filter_map(|(key, mut items)| Some((key, items.pop()?)))
        .collect()
}

fn is_same(one: &Item, other: &Item) -> bool {
    one.as_str().is_some() && one.as_str() == other.as_str()
}

fn said(text: &str) -> Vec<(SettingKey, Item)> {
    let mut header = Some("");
    let mut said = Vec::new();
    for line in text.split(['\n', '\r']).map(|line| line.trim_start_matches('\u{feff}').trim()) {
        let is_header = line.starts_with('[');
        if is_header {
            header = line.parse::<DocumentMut>().is_ok().then_some(line);
        } else if let Some(header) = header {
            said.extend(of_line(&format!("{header}\n{line}\n")));
        }
    }
    said
}

fn of_line(text: &str) -> Vec<(SettingKey, Item)> {
    let Ok(document) = text.parse::<DocumentMut>() else { return Vec::new() };
    let found = |key: SettingKey| {
        let (table, name) = key.name().split_once('.')?;
        let item = document.get(table)?.as_table_like()?.get(name)?;
        keys::take(key, item, &mut Settings::default()).ok()?;
        Some((key, toml_edit::value(item.as_str()?)))
    };
    KEPT.into_iter().filter_map(found).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Salvage;

    #[test]
    fn the_encoder_and_the_way_to_seam_stay_where_they_are_plain() {
        let text = "=\n[desk]\nname = \"Front\"\nencoder = \"e1\" # left\nencoder_name = \"Left\"\n[connection]\n\
                    proxy = \"http://proxy.example:3128\"\nroot_certificate = \"/etc/hotel.pem\"\n\
                    journal.shared = \"postgres://other.example/x\"\n[ui\n";
        assert_eq!(
            Salvage::of(text.as_bytes()).toml(),
            "[desk]\nencoder = \"e1\"\nencoder_name = \"Left\"\n[connection]\nproxy = \"http://proxy.example:3128\"\n\
             root_certificate = \"/etc/hotel.pem\"\n"
        );
        let inline = "connection = { endpoint = \"https://seam.example\" }\njournal.shared = \"postgres://a@b/c\"\n[";
        assert_eq!(
            Salvage::of(inline.as_bytes()).toml(),
            "[connection]\nendpoint = \"https://seam.example\"\n[journal]\nshared = \"postgres://a@b/c\"\n"
        );
    }

    #[test]
    fn what_is_said_twice_or_cannot_be_used_or_stands_nobody_knows_where_does_not_stay() {
        for text in [
            "desk.encoder = \"a\"\n[desk]\nencoder = \"b\"\n",
            "[connection]\nproxy = \"http://user:canary@proxy.example\"\n=",
            "[connection\nproxy = \"http://proxy.example\"\n",
            "[plugin]\nproxy = \"http://proxy.example\"\n=",
            "[connection]\nproxy = \"http://proxy.example\n",
            "# connection.proxy = \"http://proxy.example\"\n=",
        ] {
            assert_eq!(Salvage::of(text.as_bytes()).toml(), "", "{text}");
        }
    }
}
