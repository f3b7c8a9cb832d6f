//! Settings survive whatever stands in their files.

use keydesk::{domain::SettingKey, settings::SettingsStore};
use proptest::prelude::*;

/// Bytes of any kind, and lines that are near to settings.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let lines = "((desk|ui|connection|journal|kiosk|x)(\\.(name|scale|theme|endpoint|proxy|shared|keep_months|enabled))? = \
        (1|\"a\"|\"postgres://a:b@c\"|true|\\[\\]|\\{\\}|nan)\n|\\[(desk|ui|journal|\\[x\\]|\\[operator\\])\\]\n|name = \"a\"\n|\
        locked = \\[(\"all\"|\"ui\"|7|)\\]\n|\\[computer\\.here\\.ui\\]\n){0,6}";
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..200), lines.prop_map(String::into_bytes)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_file_stops_a_start_and_none_is_lost(bytes in file()) {
        let folder = tempfile::tempdir().unwrap();
        let store = SettingsStore::new(folder.path().join("settings.toml"));
        std::fs::write(store.path(), &bytes).unwrap();
        let (mut settings, notices) = store.load();
        let kept = std::fs::read(folder.path().join("settings.toml.broken-1"));
        if notices.iter().any(|notice| notice.key.is_none()) {
            prop_assert_eq!(kept.unwrap(), bytes);
        } else {
            prop_assert_eq!(std::fs::read(store.path()).unwrap(), bytes);
        }
        settings.ui.scale = 1.75;
        store.save(&settings).unwrap();
        prop_assert_eq!(store.load().0, settings);
    }

    #[test]
    fn no_policy_is_touched_and_no_lock_opened(desk in file(), policy in file()) {
        let folder = tempfile::tempdir().unwrap();
        let (own, named) = (folder.path().join("settings.toml"), folder.path().join("policy.toml"));
        std::fs::write(&own, &desk).unwrap();
        std::fs::write(&named, &policy).unwrap();
        let store = SettingsStore::new(own).with_policy(&named, "here");
        let before = store.load_all();
        let changed = store.change(|settings| {
            settings.ui.scale = if settings.ui.scale > 2.0 { 1.5 } else { 2.5 };
        });
        prop_assert_eq!(changed.is_err(), before.is_locked(SettingKey::UiScale));
        let after = store.load_all();
        prop_assert_eq!(&after.origins.len(), &SettingKey::ALL.len());
        if changed.is_err() {
            prop_assert_eq!(after.settings, before.settings);
        }
        prop_assert_eq!(std::fs::read(&named).unwrap(), policy);
    }
}
