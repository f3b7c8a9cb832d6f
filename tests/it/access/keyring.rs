//! A kiosk whose keyring was locked when the computer started.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use keydesk::{
    engine::{Command, KeyringTrouble, Opening, Session, Snapshot, WelcomeTrouble, start},
    keychain::{Keychain, KeychainError, SecretBytes, Vault},
    sandbox::Sandbox,
};

use super::{connected, fence, kiosk};
use crate::desk::{Setup, TestDesk, config};

/// Holds this entry, and gives it once it is open.
struct Locked {
    is_open: Arc<AtomicBool>,
    entry: String,
}

impl Vault for Locked {
    fn read(&self, _: &str) -> Result<Option<SecretBytes>, KeychainError> {
        if self.is_open.load(Ordering::SeqCst) {
            return Ok(Some(self.entry.clone().into_bytes().into()));
        }
        Err(KeychainError::Locked { source: "closed".into() })
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), KeychainError> {
        Err(KeychainError::Locked { source: "closed".into() })
    }

    fn remove(&self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Locked { source: "closed".into() })
    }
}

fn is_locked(snapshot: &Snapshot) -> bool {
    snapshot.session == Session::Welcome(Some(WelcomeTrouble::KeyringRead(KeyringTrouble::Locked)))
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_asked_again_although_nobody_is_there() {
    for sign_in in [false, true] {
        let sandbox = Sandbox::start(Setup::default().sandbox).await.unwrap();
        let is_open = Arc::new(AtomicBool::new(false));
        let entry = serde_json::json!({ "token": sandbox.api_key() }).to_string();
        let vault = Locked { is_open: Arc::clone(&is_open), entry };
        let keychain = Keychain::new(Arc::new(vault), Duration::from_secs(5));
        let setup = Setup { keychain, ..kiosk(sign_in) };
        let handle = start(config(&setup, sandbox.endpoint(), Opening::Keyring), || {});
        let mut desk = TestDesk { handle, sandbox, folder: Arc::clone(&setup.folder) };
        desk.wait("the locked keyring", is_locked).await;
        is_open.store(true, Ordering::SeqCst);
        assert!(desk.send(Command::RetryKeyring));
        connected(&mut desk).await;
        desk.close().await;
    }
}

#[tokio::test]
async fn it_is_not_asked_by_a_kiosk_that_has_its_key() {
    let mut desk = TestDesk::open(kiosk(false)).await;
    connected(&mut desk).await;
    let before = desk.handle.snapshot().session.clone();
    assert!(desk.send(Command::RetryKeyring));
    fence(&mut desk).await;
    assert_eq!(desk.handle.snapshot().session, before);
    desk.close().await;
}
