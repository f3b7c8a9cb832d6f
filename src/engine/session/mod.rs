//! From a token to work, and back.

mod begin;
mod trial;

use super::{
    Keep, KeyringTrouble, Session, TokenSource, WelcomeTrouble,
    actor::{Board, Engine, Work},
    config::Opening,
    news::News,
};
use crate::keychain::{KeychainError, StoredToken};

impl Engine {
    pub(super) fn open(&mut self) {
        match std::mem::replace(&mut self.config.opening, Opening::Keyring) {
            Opening::Practice => self.open_practice(),
            Opening::Token { token, workspace, source } => self.try_token(StoredToken { token, workspace }, source),
            Opening::Keyring => self.read_keyring(),
            Opening::Ask => self.session = Session::Welcome(None),
        }
    }

    /// A desk that has a key stays with it.
    /// Looks again at what stood in the way: the journal where a key waits for it, else the keyring.
    pub(super) fn retry_keyring(&mut self) {
        if let Session::Welcome(_) = self.session
            && !self.open_journal_again()
        {
            self.read_keyring();
        }
    }

    pub(super) fn read_keyring(&mut self) {
        self.session = Session::Starting;
        let (keychain, origin) = (self.config.keychain.clone(), self.config.endpoint.as_str().to_owned());
        self.spawn(async move { News::Keyring(keychain.load(&origin).await.map_err(trouble)) });
    }

    pub(super) fn on_keyring(&mut self, stored: Result<Option<StoredToken>, KeyringTrouble>) {
        self.keyring = stored.as_ref().err().cloned();
        match stored {
            Ok(Some(stored)) => self.try_token(stored, TokenSource::Keyring),
            Ok(None) => self.session = Session::Welcome(None),
            Err(trouble) => self.welcome(WelcomeTrouble::KeyringRead(trouble)),
        }
    }

    fn welcome(&mut self, trouble: WelcomeTrouble) {
        self.session = Session::Welcome(Some(trouble));
    }

    pub(super) fn confirm(&mut self, keep: Keep) {
        let Some(tried) = &self.pending else { return };
        match keep {
            Keep::ThisSession => self.on_kept(keep, Ok(())),
            Keep::InKeyring => {
                let (keychain, origin) = (self.config.keychain.clone(), self.config.endpoint.as_str().to_owned());
                let stored = tried.token.clone();
                self.spawn(async move { News::Kept(keep, keychain.store(&origin, &stored).await.map_err(trouble)) });
            }
        }
    }

    pub(super) fn on_kept(&mut self, keep: Keep, result: Result<(), KeyringTrouble>) {
        if keep == Keep::InKeyring {
            self.keyring = result.as_ref().err().cloned();
        }
        match (result, self.pending.take()) {
            (Ok(()), Some(mut tried)) => {
                tried.source = match keep {
                    Keep::InKeyring => TokenSource::Keyring,
                    Keep::ThisSession => TokenSource::ThisSession,
                };
                self.begin_work(tried);
            }
            (Err(trouble), pending) => {
                self.pending = pending;
                if let Session::Confirming { keyring, .. } = &mut self.session {
                    *keyring = Some(trouble);
                }
            }
            (Ok(()), None) => {}
        }
    }

    pub(super) fn cancel_connect(&mut self) {
        self.epoch += 1;
        self.pending = None;
        self.board.is_loading = false;
        self.board.is_finding = false;
        match &self.work {
            None => {
                self.retry_at = None;
                self.session = Session::Welcome(None);
            }
            Some(work) => {
                self.session = connected(work);
                self.read_open_jobs();
                self.refresh();
            }
        }
    }

    /// The token goes from the keyring and from memory; what was on the way is only watched by Seam from here on.
    pub(super) fn forget(&mut self) {
        let (keychain, origin) = (self.config.keychain.clone(), self.config.endpoint.as_str().to_owned());
        let was_practice = self.work.as_ref().is_some_and(|work| work.source == TokenSource::Practice);
        self.epoch += 1;
        self.wipe();
        self.work = None;
        self.pending = None;
        self.practice = None;
        self.look_away();
        self.leave_jobs();
        self.histories.clear();
        self.board = Board { generation: self.board.generation + 1, ..Board::default() };
        self.session = Session::Welcome(None);
        if !was_practice {
            self.session = Session::Starting;
            self.spawn(async move { News::Keyring(keychain.forget(&origin).await.map(|()| None).map_err(trouble)) });
        }
    }

    /// Jobs, lists and choices stay; only the token is asked for.
    pub(super) fn replace(&mut self) {
        self.pending = None;
        self.session = Session::Welcome(None);
    }
}

fn connected(work: &Work) -> Session {
    Session::Connected { workspace: work.workspace.clone(), source: work.source, token_rejected: work.token_rejected }
}

fn trouble(error: KeychainError) -> KeyringTrouble {
    match error {
        KeychainError::Missing { .. } => KeyringTrouble::Missing,
        KeychainError::Locked { .. } => KeyringTrouble::Locked,
        KeychainError::Denied { .. } => KeyringTrouble::Denied,
        KeychainError::TimedOut { .. } => KeyringTrouble::TimedOut,
        other @ (KeychainError::TooLong { .. } | KeychainError::Broken { .. }) => {
            KeyringTrouble::Broken(other.to_string().into())
        }
    }
}
