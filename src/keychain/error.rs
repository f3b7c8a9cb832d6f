//! Why a keyring did not answer: each of these has a screen of its own.

use std::{error::Error, time::Duration};

/// What kept a token from being read, kept or removed. None of it holds any part of a token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeychainError {
    /// There is no keyring on this computer: no service, or one without a keyring in it. The library remembers that a
    /// service was missing, so one that comes up is noticed at the next start.
    #[error(
        "this computer has no keyring service: start one (on Linux for example GNOME Keyring or KWallet), then start Keydesk again"
    )]
    Missing {
        /// What the system says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The keyring is there and locked, or its prompt was closed without a password.
    #[error("the keyring is locked: unlock it and try again")]
    Locked {
        /// What the system says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The keyring does not let this program in.
    #[error("the keyring refuses access: allow Keydesk to use it, and try again")]
    Denied {
        /// What the system says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// No answer, most often because a prompt waits behind another window.
    #[error("the keyring did not answer within {} s: look for its prompt, and try again", limit.as_secs())]
    TimedOut {
        /// How long it had.
        limit: Duration,
    },
    /// The token is longer than this system's keyring takes.
    #[error("the token is too long: the keyring of this computer takes {limit} bytes")]
    TooLong {
        /// The longest secret in bytes.
        limit: usize,
    },
    /// Anything else.
    #[error("the keyring failed: {source}")]
    Broken {
        /// What the system says.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl KeychainError {
    pub(super) fn broken(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Broken { source: source.into() }
    }
}
