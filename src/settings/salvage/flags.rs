//! Whether guests stand before this desk. Where the text leaves a doubt, they do: a kiosk that became an ordinary window would
//! hand them everything that a clerk sees.

use toml_edit::{Item, value};

use super::{lines, own_name, value_of};
use crate::domain::SettingKey;

/// What only a plain `false` everywhere turns off, in whatever table or spelling it stands.
const GUARDS: [SettingKey; 3] = [SettingKey::KioskEnabled, SettingKey::KioskSignIn, SettingKey::KioskMaskNames];

/// That this is no kiosk is the default, and stays with it: a policy may preset otherwise, and a `false` may be another's.
pub(super) fn values(text: &str) -> Vec<(SettingKey, Item)> {
    let said = GUARDS.into_iter().filter_map(|key| Some((key, flag(text, key)?)));
    said.filter(|(key, is_on)| *key != SettingKey::KioskEnabled || *is_on)
        .map(|(key, is_on)| (key, value(is_on)))
        .collect()
}

fn flag(text: &str, key: SettingKey) -> Option<bool> {
    let said = lines(text).filter_map(|line| after(line, own_name(key))).map(|after| value_of(after) != "false");
    said.reduce(|one, other| one || other)
}

/// What follows a word in a line, where it is a word of its own and no comment.
fn after<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let line = line.split('#').next()?;
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).find_map(|(at, _)| {
        let (before, after) = (line.get(..at)?, line.get(at + word.len()..)?);
        (!before.ends_with(is_part) && !after.starts_with(is_part)).then_some(after)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Salvage;

    #[test]
    fn a_kiosk_stays_one_whatever_slipped_in_its_file() {
        for text in [
            "[kiosk]\nenabled = true\n=",
            "=\n[kiosk]\nenabled=true # for guests\n",
            "[kiosk\nenabled = true\n",
            "kiosk]\nenabled = true\n",
            "[kisok\nenabled = true\n",
            "kiosk.enabled = true\n[",
            "kiosk = { sign_in_later = 1, enabled = true\n",
            "\"kiosk\": {\"enabled\": true}",
            "[kiosk]\nenabled = ture\n",
            "[kiosk]\nenabled = \"true\n",
            "[kiosk]\nenabled =\n",
            "[kiosk]\nenabled\n",
            "[kiosk]\nenabled = false\nenabled = true\n",
            "[kiosk]\renabled = true\r=",
        ] {
            let kept = Salvage::of(text.as_bytes()).toml();
            assert_eq!(kept, "[kiosk]\nenabled = true\n", "{text}");
        }
        let utf_16: Vec<u8> = "\u{feff}[kiosk]\r\nenabled = true".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Salvage::of(&utf_16).toml(), "[kiosk]\nenabled = true\n");
    }

    #[test]
    fn a_desk_that_is_plainly_no_kiosk_does_not_become_one() {
        for text in [
            "[kiosk]\nenabled = false\n=",
            "# [kiosk]\n# enabled = true\n=",
            "[ui\nsounds = true # enabled = true\n",
            "[ui\nis_enabled = true\nenabled_by = \"Mia\"\n",
            "[kiosk]\n=",
        ] {
            assert_eq!(Salvage::of(text.as_bytes()).toml(), "", "{text}");
        }
    }

    #[test]
    fn nobody_has_to_sign_in_and_names_are_seen_where_that_is_plain_alone() {
        for (text, expected) in [
            ("[kiosk]\nsign_in = false\nmask_names = false\n=", "sign_in = false\nmask_names = false\n"),
            ("[kiosk]\nsign_in = flase\nmask_names = \"false\"\n=", "sign_in = true\nmask_names = true\n"),
            ("kiosk.sign_in = false\nkiosk.sign_in = true\n", "sign_in = true\n"),
            ("kiosk = { enabled = true, sign_in = false }\n[", "enabled = true\nsign_in = false\n"),
        ] {
            assert_eq!(Salvage::of(text.as_bytes()).toml(), format!("[kiosk]\n{expected}"), "{text}");
        }
    }
}
