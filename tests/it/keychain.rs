//! Tokens in memory and, where a session bus with an unlocked keyring is there, in the real keyring.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use std::time::Duration;

use keydesk::keychain::{Keychain, KeychainError, StoredToken};
use secrecy::ExposeSecret;

fn token(text: &str, workspace: Option<&str>) -> StoredToken {
    StoredToken { token: text.to_owned().into(), workspace: workspace.map(str::to_owned) }
}

async fn shown(keychain: &Keychain, origin: &str) -> Option<(String, Option<String>)> {
    let stored = keychain.load(origin).await.unwrap();
    stored.map(|stored| (stored.token.expose_secret().to_owned(), stored.workspace))
}

async fn round_trip(keychain: &Keychain, origin: &str, other: &str) {
    keychain.forget(origin).await.unwrap();
    assert_eq!(shown(keychain, origin).await, None);
    keychain.store(origin, &token("seam_test_one", None)).await.unwrap();
    keychain.store(origin, &token("seam_at_two é\"", Some("ws_1"))).await.unwrap();
    assert_eq!(shown(keychain, origin).await, Some(("seam_at_two é\"".into(), Some("ws_1".into()))));
    assert_eq!(shown(keychain, other).await, None, "each endpoint has its own entry");
    keychain.forget(origin).await.unwrap();
    assert_eq!(shown(keychain, origin).await, None);
    keychain.forget(origin).await.unwrap();
}

#[tokio::test]
async fn a_token_in_memory_comes_back_and_goes() {
    round_trip(&Keychain::in_memory(), "https://a.example", "https://b.example").await;
}

#[tokio::test]
#[ignore = "needs an unlocked keyring: run under dbus-run-session with gnome-keyring-daemon --unlock"]
async fn a_token_in_the_real_keyring_comes_back_and_goes() {
    let origin = format!("https://round-trip-{}.example", std::process::id());
    round_trip(&Keychain::system(), &origin, "https://other.example").await;
}

/// `KEYDESK_EXPECT_KEYRING` says what this session is like: `missing` or `locked`.
#[tokio::test]
#[ignore = "needs a session without an unlocked keyring"]
async fn a_keyring_that_cannot_be_used_says_which_way() {
    let started = std::time::Instant::now();
    let read = Keychain::system().load("https://connect.getseam.com").await;
    let written = Keychain::system().store("https://connect.getseam.com", &token("seam_canary_1", None)).await;
    let error = written.expect_err("nothing is to be kept here");
    println!("read: {read:?}\nwritten: {error:?}\nafter {:?}", started.elapsed());
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert!(started.elapsed() < Duration::from_secs(45));
    let is_as_said = match std::env::var("KEYDESK_EXPECT_KEYRING").as_deref() {
        Ok("locked") => matches!(error, KeychainError::Locked { .. } | KeychainError::TimedOut { .. }),
        _ => matches!(error, KeychainError::Missing { .. }),
    };
    assert!(is_as_said, "{error:?}");
}
