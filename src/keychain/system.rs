//! The operating system's keyring, through the keyring crate.

use std::{collections::HashMap, error::Error as _};

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::{KeychainError, SecretBytes, Vault};

const SERVICE: &str = "keydesk";

/// The longest secret in bytes: `CRED_MAX_CREDENTIAL_BLOB_SIZE` of Windows' Credential Manager; the others have no
/// limit.
const LONGEST: Option<usize> = if cfg!(windows) { Some(5 * 512) } else { None };

pub(super) struct SystemVault;

impl Vault for SystemVault {
    fn read(&self, name: &str) -> Result<Option<SecretBytes>, KeychainError> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(error)),
        }
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError> {
        check_length(secret.len(), LONGEST)?;
        let entry = entry(name)?;
        match entry.set_secret(secret) {
            Err(Error::Ambiguous(_)) => {
                self.remove(name)?;
                entry.set_secret(secret).map_err(explain)
            }
            written => written.map_err(explain),
        }
    }

    fn remove(&self, name: &str) -> Result<(), KeychainError> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(entries)) => {
                entries.iter().try_for_each(|entry| entry.delete_credential().map_err(explain))
            }
            Err(error) => Err(explain(error)),
        }
    }
}

fn check_length(length: usize, longest: Option<usize>) -> Result<(), KeychainError> {
    match longest {
        Some(limit) if length > limit => Err(KeychainError::TooLong { limit }),
        _ => Ok(()),
    }
}

/// The first `Entry::new` opens the system's store for the whole process; the entry itself is made with modifiers.
fn entry(name: &str) -> Result<Entry, KeychainError> {
    Entry::new(SERVICE, name).map_err(|error| match (error, Entry::store_status()) {
        (Error::NoDefaultStore, Err(reason)) => no_store(reason),
        (error, _) => explain(error),
    })?;
    let label = format!("Keydesk ({name})");
    let inner = keyring_core::Entry::new_with_modifiers(SERVICE, name, &modifiers(&label)).map_err(explain)?;
    Ok(Entry { inner })
}

/// Windows would roam the token to every computer of the user's profile; the Secret Service shows a label to the user.
fn modifiers(label: &str) -> HashMap<&str, &str> {
    if cfg!(windows) {
        HashMap::from([("persistence", "Local")])
    } else if cfg!(target_os = "macos") {
        HashMap::new()
    } else {
        HashMap::from([("label", label)])
    }
}

/// Why the store could not be opened. The library lends its reason, so its words are copied.
fn no_store(reason: &Error) -> KeychainError {
    let text = chain(reason);
    if is_denied(&text) {
        return KeychainError::Denied { source: text.into() };
    }
    KeychainError::Missing { source: text.into() }
}

/// The library's variants say where it failed; for the Secret Service only the words inside say why.
fn explain(error: Error) -> KeychainError {
    let text = chain(&error);
    if let Error::TooLong(_, limit) = error {
        return KeychainError::TooLong { limit: usize::try_from(limit).unwrap_or(usize::MAX) };
    }
    if matches!(error, Error::NoDefaultStore) || is_missing(&text) {
        KeychainError::Missing { source: text.into() }
    } else if is_locked(&text) {
        KeychainError::Locked { source: text.into() }
    } else if matches!(error, Error::NoStorageAccess(_)) || is_denied(&text) {
        KeychainError::Denied { source: text.into() }
    } else {
        KeychainError::broken(text)
    }
}

fn chain(error: &Error) -> String {
    // The bytes of the secret stand in these two, and in their debug form.
    if matches!(error, Error::BadEncoding(_) | Error::BadDataFormat(..)) {
        return "the secret is malformed".to_owned();
    }
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let words = error.to_string();
        // Most of these errors repeat their source.
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        source = error.source();
    }
    text
}

fn says_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// In the words of the D-Bus, the Secret Service library (also for a service without any keyring in it), and macOS.
fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 6] = [
        "ServiceUnknown",
        "NameHasNoOwner",
        "no secret service provider",
        "result not returned",
        "No keychain is available",
        "keychain could not be found",
    ];
    says_any(text, &WORDS)
}

fn is_locked(text: &str) -> bool {
    says_any(text, &["object locked", "prompt dismissed", "Error.IsLocked", "User interaction is not allowed"])
}

fn is_denied(text: &str) -> bool {
    says_any(text, &["AccessDenied", "Permission denied", "User canceled", "passphrase you entered is not correct"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_longer_than_the_keyring_takes_is_refused_with_the_limit() {
        assert!(check_length(2561, None).is_ok());
        assert!(check_length(2560, Some(2560)).is_ok());
        let error = check_length(2561, Some(2560)).unwrap_err();
        assert!(error.to_string().contains("2560 bytes"), "{error}");
    }

    #[test]
    fn each_way_of_failing_has_its_own_variant() {
        let failure = |text: &str| explain(Error::PlatformFailure(text.into()));
        let refused = |text: &str| explain(Error::NoStorageAccess(text.into()));
        assert!(matches!(explain(Error::NoDefaultStore), KeychainError::Missing { .. }));
        assert!(matches!(failure("org.freedesktop.DBus.Error.ServiceUnknown: x"), KeychainError::Missing { .. }));
        assert!(matches!(refused("SS error: result not returned from SS API"), KeychainError::Missing { .. }));
        assert!(matches!(refused("SS error: prompt dismissed"), KeychainError::Locked { .. }));
        assert!(matches!(failure("User interaction is not allowed."), KeychainError::Locked { .. }));
        assert!(matches!(refused("no such logon session"), KeychainError::Denied { .. }));
        assert!(matches!(failure("org.freedesktop.DBus.Error.AccessDenied: x"), KeychainError::Denied { .. }));
        assert!(matches!(failure("zbus error: broken pipe"), KeychainError::Broken { .. }));
        assert!(matches!(explain(Error::TooLong("secret".into(), 9)), KeychainError::TooLong { limit: 9 }));
    }

    #[test]
    fn malformed_secrets_are_not_quoted() {
        let error = explain(Error::BadDataFormat(b"canary".to_vec(), "seam_canary".into()));
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
