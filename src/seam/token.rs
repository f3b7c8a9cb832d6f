//! Seam's tokens: which kind one is, and the headers that go with it.

use std::fmt;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// The kinds of token that can make a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `seam_…`: one workspace, full rights.
    ApiKey,
    /// `seam_at…`: all workspaces of a Console user, one of them named with every request.
    PersonalAccess,
    /// `seam_cst…`: limited rights, for one customer.
    ClientSession,
    /// A JWT (`ey…`) of Seam's Console; a workspace is named with every request.
    ConsoleSession,
}

/// Why a text cannot be used as a token. The text itself is never part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TokenError {
    /// There is nothing.
    #[error("there is no token; paste the key that Seam's Console shows")]
    Empty,
    /// Something was pasted along with it.
    #[error("the token contains spaces or line breaks; paste the key alone")]
    ContainsSpaces,
    /// It holds characters that no token has.
    #[error("the token contains characters that no key of Seam's has; copy it again")]
    Unprintable,
    /// `seam_pk…` can create client sessions and nothing else.
    #[error("this is a publishable key, which cannot make cards; use an API key or a personal access token")]
    PublishableKey,
    /// The kind needs a workspace.
    #[error("this kind of token opens several workspaces; name one with its workspace id")]
    MissingWorkspace,
    /// The workspace id holds characters that no id has.
    #[error("the workspace id contains spaces or characters that no id has; copy it again")]
    InvalidWorkspace,
    /// It breaks off right after its prefix.
    #[error("the token is incomplete; copy all of it")]
    Incomplete,
    /// It is none of Seam's.
    #[error("this is not a key of Seam's; an API key starts with \"seam_\"")]
    Unknown,
}

/// A token that Seam may accept, with the workspace it is used for where its kind needs one.
#[derive(Clone)]
pub struct Token {
    kind: TokenKind,
    secret: SecretString,
    workspace: Option<String>,
}

impl Token {
    /// Tells the kind of a token by its prefix, after taking off the white space around it.
    ///
    /// A workspace id given with a token that opens one workspace only is left out.
    ///
    /// # Errors
    ///
    /// One [`TokenError`] per reason for which it cannot be used.
    pub fn parse(secret: &SecretString, workspace: Option<&str>) -> Result<Self, TokenError> {
        let text = secret.expose_secret().trim();
        let kind = kind_of(text)?;
        let workspace = match kind {
            TokenKind::PersonalAccess | TokenKind::ConsoleSession => Some(workspace_id(workspace)?),
            TokenKind::ApiKey | TokenKind::ClientSession => None,
        };
        Ok(Self { kind, secret: SecretString::from(text), workspace })
    }

    /// Its kind.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The workspace that is named with every request, for the kinds that need it.
    pub fn workspace(&self) -> Option<&str> {
        self.workspace.as_deref()
    }

    /// Whether it may call `/action_attempts/list`; where not, attempts are read one by one.
    pub fn can_list_attempts(&self) -> bool {
        self.kind != TokenKind::ClientSession
    }

    /// The secret itself, to be looked for in what comes back.
    pub(super) fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The headers of every request, each marked as sensitive so that no log shows it.
    pub(super) fn headers(&self) -> Result<HeaderMap, TokenError> {
        let text = self.secret.expose_secret();
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, sensitive(&Zeroizing::new(format!("Bearer {text}")), TokenError::Unprintable)?);
        if self.kind == TokenKind::ClientSession {
            let name = HeaderName::from_static("client-session-token");
            headers.insert(name, sensitive(text, TokenError::Unprintable)?);
        }
        if let Some(workspace) = &self.workspace {
            let name = HeaderName::from_static("seam-workspace");
            headers.insert(name, sensitive(workspace, TokenError::InvalidWorkspace)?);
        }
        Ok(headers)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?}, …)", self.kind)
    }
}

/// The longer prefixes come first: they are all `seam_…` too.
fn kind_of(text: &str) -> Result<TokenKind, TokenError> {
    const KINDS: [(&str, Option<TokenKind>); 5] = [
        ("seam_at", Some(TokenKind::PersonalAccess)),
        ("seam_cst", Some(TokenKind::ClientSession)),
        ("seam_pk", None),
        ("seam_", Some(TokenKind::ApiKey)),
        ("ey", Some(TokenKind::ConsoleSession)),
    ];
    if text.is_empty() {
        return Err(TokenError::Empty);
    }
    if text.contains(char::is_whitespace) {
        return Err(TokenError::ContainsSpaces);
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(TokenError::Unprintable);
    }
    let (prefix, kind) = KINDS.into_iter().find(|(prefix, _)| text.starts_with(prefix)).ok_or(TokenError::Unknown)?;
    let kind = kind.ok_or(TokenError::PublishableKey)?;
    if text.len() == prefix.len() { Err(TokenError::Incomplete) } else { Ok(kind) }
}

fn workspace_id(id: Option<&str>) -> Result<String, TokenError> {
    let id = id.unwrap_or_default().trim();
    if id.is_empty() {
        Err(TokenError::MissingWorkspace)
    } else if id.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(id.to_owned())
    } else {
        Err(TokenError::InvalidWorkspace)
    }
}

fn sensitive(text: &str, error: TokenError) -> Result<HeaderValue, TokenError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| error)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, workspace: Option<&str>) -> Result<Token, TokenError> {
        Token::parse(&SecretString::from(text), workspace)
    }

    #[test]
    fn kinds_are_told_by_their_prefix() {
        for (text, workspace, expected) in [
            ("seam_test1234_abc", None, Ok(TokenKind::ApiKey)),
            ("  seam_prod1_abc\r\n", None, Ok(TokenKind::ApiKey)),
            ("seam_apt_x", None, Ok(TokenKind::ApiKey)),
            ("seam_at1test_abc", Some("ws"), Ok(TokenKind::PersonalAccess)),
            ("seam_at1test_abc", None, Err(TokenError::MissingWorkspace)),
            ("seam_at1test_abc", Some("  "), Err(TokenError::MissingWorkspace)),
            ("seam_at1test_abc", Some("a b"), Err(TokenError::InvalidWorkspace)),
            ("seam_cst1_abc", None, Ok(TokenKind::ClientSession)),
            ("seam_pk1_abc", None, Err(TokenError::PublishableKey)),
            ("eyJhbGciOi.J9.x", Some("ws"), Ok(TokenKind::ConsoleSession)),
            ("eyJhbGciOi.J9.x", None, Err(TokenError::MissingWorkspace)),
            ("", None, Err(TokenError::Empty)),
            (" \n", None, Err(TokenError::Empty)),
            ("Bearer seam_test1", None, Err(TokenError::ContainsSpaces)),
            ("seam_test\n1", None, Err(TokenError::ContainsSpaces)),
            ("seam_tést", None, Err(TokenError::Unprintable)),
            ("seam_\u{0}x", None, Err(TokenError::Unprintable)),
            ("seam_", None, Err(TokenError::Incomplete)),
            ("seam_at", Some("ws"), Err(TokenError::Incomplete)),
            ("sk_live_123", None, Err(TokenError::Unknown)),
            ("SEAM_test", None, Err(TokenError::Unknown)),
        ] {
            assert_eq!(parse(text, workspace).map(|token| token.kind()), expected, "{text:?} {workspace:?}");
        }
    }

    #[test]
    fn headers_belong_to_the_kind_and_are_sensitive() {
        for (text, workspace, expected) in [
            ("seam_test_x", None, vec![("authorization", "Bearer seam_test_x")]),
            ("seam_test_x", Some("w"), vec![("authorization", "Bearer seam_test_x")]),
            ("seam_at_x", Some(" w "), vec![("authorization", "Bearer seam_at_x"), ("seam-workspace", "w")]),
            ("seam_cst_x", None, vec![("authorization", "Bearer seam_cst_x"), ("client-session-token", "seam_cst_x")]),
            ("eyx", Some("w"), vec![("authorization", "Bearer eyx"), ("seam-workspace", "w")]),
        ] {
            let headers = parse(text, workspace).unwrap().headers().unwrap();
            let mut found: Vec<_> = headers.iter().map(|(k, v)| (k.as_str(), v.to_str().unwrap())).collect();
            found.sort_unstable();
            assert_eq!(found, expected);
            assert!(headers.values().all(HeaderValue::is_sensitive));
        }
    }

    #[test]
    fn debug_and_errors_never_show_it() {
        let token = parse("seam_test_canary", None).unwrap();
        assert_eq!(format!("{token:?}"), "Token(ApiKey, …)");
        assert!(!format!("{:?}", token.headers().unwrap()).contains("canary"));
        assert!(!parse("sk_canary", None).unwrap_err().to_string().contains("canary"));
    }

    #[test]
    fn a_client_session_cannot_list_attempts() {
        assert!(parse("seam_test_x", None).unwrap().can_list_attempts());
        assert!(!parse("seam_cst_x", None).unwrap().can_list_attempts());
    }
}
