use super::*;
use crate::domain::Setting;

#[test]
fn every_value_says_what_it_must_be_and_never_what_it_is() {
    let text = "[desk]\npeople = \"canary\"\n[ui]\nsounds = \"canary\"\n[idle]\nlock_after_minutes = 0\n\
        kiosk_reset_after_seconds = 901\n[connection]\nendpoint = \"http://canary.example\"\n\
        proxy = \"http://me:canary@proxy.example\"\nroot_certificate = \"canary.pem\"\n[kiosk]\nenabled = 1\n\
        sign_in = \"canary\"\nmask_names = [\"canary\"]\n[logs]\nnames = \"canary\"\n";
    let (_folder, store) = store(Some(text));
    let (settings, notices) = store.load();
    assert_eq!(settings, Settings::default());
    assert_eq!(
        keys(&notices),
        [
            "desk.people",
            "ui.sounds",
            "idle.lock_after_minutes",
            "idle.kiosk_reset_after_seconds",
            "connection.endpoint",
            "connection.proxy",
            "connection.root_certificate",
            "kiosk.enabled",
            "kiosk.sign_in",
            "kiosk.mask_names",
            "logs.names",
        ]
    );
    for notice in &notices {
        assert!(notice.reason.starts_with("must ") && !notice.reason.contains("canary"), "{notice:?}");
    }
}

#[test]
fn a_proxy_is_an_address_without_a_login() {
    let read = |proxy: &str| {
        let text = format!("connection.proxy = {proxy:?}\n");
        text::read(text.as_bytes(), None).unwrap().settings.connection.proxy
    };
    for taken in ["http://proxy:3128", "https://proxy.example", "http://10.0.0.9:8080/", "http://[fd00::1]:3128"] {
        assert_eq!(read(taken).as_deref(), Some(taken));
    }
    for refused in [
        "proxy:3128",
        "proxy.example",
        "socks5://proxy:1080",
        "ftp://proxy",
        "http://",
        "http://me@proxy",
        "http://me:secret@proxy",
        "http://proxy/path",
        "http://proxy/?a=1",
        "http://evil.example\\",
        "",
    ] {
        assert_eq!(read(refused), None, "{refused}");
    }
}

#[test]
fn an_address_behind_which_another_host_seems_to_stand_is_refused() {
    for (wrap, taken, misleading) in [
        (
            Setting::Endpoint as fn(Option<std::sync::Arc<str>>) -> Setting,
            "https://evil.example/connect.getseam.com",
            &[
                "https://evil.example/@connect.getseam.com",
                "https://connect.getseam.com@evil.example",
                "https://evil.example?@connect.getseam.com",
                "https://evil.example#@connect.getseam.com",
                "https://evil.example\\.connect.getseam.com",
            ][..],
        ),
        (Setting::Proxy, "http://proxy.example:3128", &["http://evil.example\\", "http://proxy.example@evil.example"]),
        (
            Setting::SharedJournal,
            "postgres://desk@records.hotel.example/keydesk?sslmode=require",
            &["postgres://desk@evil.example/keydesk@records.hotel.example"],
        ),
    ] {
        assert_eq!(unfit(&wrap(Some(taken.into()))), None, "{taken}");
        for address in misleading {
            let must = unfit(&wrap(Some((*address).into())));
            assert!(must.is_some_and(|must| must.starts_with("must ")), "{address}: {must:?}");
        }
        assert_eq!(unfit(&wrap(None)), None);
    }
}

#[test]
fn what_a_window_may_set_is_judged_as_the_file_is() {
    for (setting, is_fit) in [
        (Setting::KeepMonths(6), true),
        (Setting::KeepMonths(0), false),
        (Setting::UiScale(1.5), true),
        (Setting::UiScale(f64::NAN), false),
        (Setting::DeskName(Some("Concierge".into())), true),
        (Setting::DeskName(Some("a\nb".into())), false),
        (Setting::RootCertificate(Some("ca.pem".into())), false),
    ] {
        assert_eq!(unfit(&setting).is_none(), is_fit, "{setting:?}");
    }
}
