//! A token and what belongs to it, as one secret.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KeychainError, SecretBytes};

/// A token as it lies in the keyring.
#[derive(Clone)]
pub struct StoredToken {
    /// The token.
    pub token: SecretString,
    /// `workspace_id`, which a personal access token needs with every call.
    pub workspace: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    workspace: Option<Cow<'a, str>>,
}

impl StoredToken {
    /// Reserves for the worst case of escapes, so that no copy is left behind by a buffer that grows.
    pub(super) fn encode(&self) -> Result<SecretBytes, KeychainError> {
        let token = self.token.expose_secret();
        let workspace = self.workspace.as_deref();
        let capacity = 64 + 6 * (token.len() + workspace.map_or(0, str::len));
        let mut secret = Zeroizing::new(Vec::with_capacity(capacity));
        let entry = Entry { token: token.into(), workspace: workspace.map(Cow::from) };
        serde_json::to_writer(&mut *secret, &entry).map_err(|_| KeychainError::broken("the token cannot be kept"))?;
        Ok(secret)
    }

    /// The parser's own words are left out: they may quote the secret.
    pub(super) fn decode(secret: &[u8]) -> Result<Self, KeychainError> {
        let entry: Entry<'_> = serde_json::from_slice(secret).map_err(|_| {
            KeychainError::broken("its entry for Keydesk is not Keydesk's: forget the token and enter it again")
        })?;
        Ok(Self { token: SecretString::from(&*entry.token), workspace: entry.workspace.map(Cow::into_owned) })
    }
}

impl std::fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredToken").field("workspace", &self.workspace).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str, workspace: Option<&str>) -> StoredToken {
        StoredToken { token: text.to_owned().into(), workspace: workspace.map(str::to_owned) }
    }

    #[test]
    fn a_token_comes_back_as_it_was() {
        for (text, workspace) in [("seam_test_canary", None), ("seam_at_\"\\\u{1}canary", Some("wörk\nspace"))] {
            let secret = token(text, workspace).encode().unwrap();
            let back = StoredToken::decode(&secret).unwrap();
            assert_eq!((back.token.expose_secret(), back.workspace.as_deref()), (text, workspace));
        }
    }

    #[test]
    fn the_buffer_never_grows() {
        let worst = "\u{1}".repeat(500);
        let secret = token(&worst, Some(&worst)).encode().unwrap();
        assert!(secret.len() <= 64 + 6 * 1000, "{}", secret.len());
    }

    #[test]
    fn nothing_quotes_the_token() {
        let shown = format!("{:?}", token("seam_canary", Some("w")));
        assert!(!shown.contains("canary"), "{shown}");
        for secret in ["\"seam_canary\"", "seam_canary", "{\"token\": [\"seam_canary\"]}"] {
            let error = StoredToken::decode(secret.as_bytes()).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
}
