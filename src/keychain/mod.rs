//! The Seam token in the keyring of the operating system: one entry per endpoint, under the service `keydesk`.
//!
//! A keyring can be missing, locked, or wait for minutes on a prompt, so each call runs on the blocking pool with a
//! time limit, and one at a time. A personal access token is useless without its workspace; both lie in one secret.
//! This room uses none of ours, and it alone sees a token in clear.

mod error;
mod secret;
mod system;
mod vault;

use std::{sync::Arc, time::Duration};

use tokio::sync::Mutex;

pub use error::KeychainError;
use secrecy::SecretString;
pub use secret::StoredToken;
pub use vault::{MemoryVault, SecretBytes, Vault};

/// How long a keyring may take, prompt included.
pub const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Where tokens are kept. Clones share it.
#[derive(Clone)]
pub struct Keychain {
    vault: Arc<dyn Vault>,
    time_limit: Duration,
    /// Held by the call that is under way, also after its time limit: calls never pile up behind a prompt.
    turn: Arc<Mutex<()>>,
}

impl Keychain {
    /// The keyring of the operating system: Credential Manager, Keychain, or the Secret Service.
    pub fn system() -> Self {
        Self::new(Arc::new(system::SystemVault), TIME_LIMIT)
    }

    /// Keeps tokens until the program ends: for tests, and for "this session only".
    pub fn in_memory() -> Self {
        Self::new(Arc::new(MemoryVault::default()), TIME_LIMIT)
    }

    /// Keeps tokens in this vault, which may take this long for a call.
    pub fn new(vault: Arc<dyn Vault>, time_limit: Duration) -> Self {
        Self { vault, time_limit, turn: Arc::default() }
    }

    /// The token for an endpoint, by its origin (`https://connect.getseam.com`); `None` when there is none.
    ///
    /// # Errors
    /// Each variant of [`KeychainError`] but [`KeychainError::TooLong`].
    pub async fn load(&self, origin: &str) -> Result<Option<StoredToken>, KeychainError> {
        let origin = origin.to_owned();
        let secret = self.run(move |vault| vault.read(&origin)).await?;
        secret.map(|secret| StoredToken::decode(&secret)).transpose()
    }

    /// Keeps the token for an endpoint, in place of the one before.
    ///
    /// # Errors
    /// Each variant of [`KeychainError`].
    pub async fn store(&self, origin: &str, token: &StoredToken) -> Result<(), KeychainError> {
        let (origin, secret) = (origin.to_owned(), token.encode()?);
        self.run(move |vault| vault.write(&origin, &secret)).await
    }

    /// Removes the token for an endpoint; there may be none.
    ///
    /// # Errors
    /// Each variant of [`KeychainError`] but [`KeychainError::TooLong`].
    pub async fn forget(&self, origin: &str) -> Result<(), KeychainError> {
        let origin = origin.to_owned();
        self.run(move |vault| vault.remove(&origin)).await
    }

    /// The password for the login of a shared record, by its name; `None` when there is none.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn password(&self, name: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(self.load(name).await?.map(|stored| stored.token))
    }

    /// Keeps the password for the login of a shared record, in place of the one before.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    pub async fn keep_password(&self, name: &str, password: SecretString) -> Result<(), KeychainError> {
        self.store(name, &StoredToken { token: password, workspace: None }).await
    }

    async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Vault) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (vault, turn) = (Arc::clone(&self.vault), Arc::clone(&self.turn));
        let work = async move {
            let turn = turn.lock_owned().await;
            let task = tokio::task::spawn_blocking(move || {
                let result = call(vault.as_ref());
                drop(turn);
                result
            });
            task.await.unwrap_or_else(|error| Err(KeychainError::broken(error)))
        };
        let limit = self.time_limit;
        tokio::time::timeout(limit, work).await.unwrap_or(Err(KeychainError::TimedOut { limit }))
    }
}

impl std::fmt::Debug for Keychain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keychain").field("time_limit", &self.time_limit).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers when told to.
    struct Prompting(std::sync::Mutex<std::sync::mpsc::Receiver<()>>);

    impl Vault for Prompting {
        fn read(&self, _: &str) -> Result<Option<SecretBytes>, KeychainError> {
            let _ = self.0.lock().unwrap().recv();
            Ok(None)
        }

        fn write(&self, _: &str, _: &[u8]) -> Result<(), KeychainError> {
            Ok(())
        }

        fn remove(&self, _: &str) -> Result<(), KeychainError> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_prompt_that_nobody_answers_times_out_and_later_calls_wait_for_it() {
        let (answer, prompt) = std::sync::mpsc::channel();
        let keychain = Keychain::new(Arc::new(Prompting(prompt.into())), Duration::from_millis(50));
        assert!(matches!(keychain.load("o").await, Err(KeychainError::TimedOut { .. })));
        assert!(matches!(keychain.forget("o").await, Err(KeychainError::TimedOut { .. })));
        answer.send(()).unwrap();
        drop(answer);
        let patient = Keychain { time_limit: Duration::from_secs(60), ..keychain };
        assert!(patient.load("o").await.unwrap().is_none());
    }
}
