//! Settings survive whatever stands in their file.

use keydesk::settings::SettingsStore;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_file_stops_a_start_and_none_is_lost(bytes in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        "((desk|ui|connection|journal|x)(\\.(name|scale|theme|endpoint|shared|keep_months))? = (1|\"a\"|\"postgres://a:b@c\"|true|\\[\\]|\\{\\}|nan)\n|\\[(desk|ui|journal|\\[x\\])\\]\n){0,6}".prop_map(String::into_bytes),
    ]) {
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
}
