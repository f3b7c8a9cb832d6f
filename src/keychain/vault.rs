//! What a keyring has to do, and one that forgets everything when the program ends.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use zeroize::Zeroizing;

use super::KeychainError;

/// A secret that is wiped when it is let go.
pub type SecretBytes = Zeroizing<Vec<u8>>;

/// A place for secrets. Calls may block for as long as a person looks at a prompt.
pub trait Vault: Send + Sync + 'static {
    /// The secret under this name.
    ///
    /// # Errors
    /// When the place cannot be read; an absent secret is none.
    fn read(&self, name: &str) -> Result<Option<SecretBytes>, KeychainError>;

    /// Keeps a secret under this name.
    ///
    /// # Errors
    /// When the place does not take it.
    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError>;

    /// Removes the secret under this name, if there is one.
    ///
    /// # Errors
    /// When the place cannot be changed.
    fn remove(&self, name: &str) -> Result<(), KeychainError>;
}

/// Secrets in this process's memory.
#[derive(Default)]
pub struct MemoryVault(Mutex<HashMap<String, SecretBytes>>);

impl Vault for MemoryVault {
    fn read(&self, name: &str) -> Result<Option<SecretBytes>, KeychainError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned())
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError> {
        let secret = Zeroizing::new(secret.to_vec());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), secret);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }
}
