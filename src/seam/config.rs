//! What a client is made from.

use std::{fmt, path::PathBuf, time::Duration};

use super::{endpoint::Endpoint, observer::Observer, token::Token};

/// How long Seam is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands: name look-up, TCP and TLS. Kept below nine tenths of `request`, so that a connection that
    /// never stands is known as such and not as a call that may have arrived.
    pub connect: Duration,
    /// Until the last byte of the answer, the connection included.
    pub request: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), request: Duration::from_secs(30) }
    }
}

/// What a client needs to know.
#[derive(Clone)]
pub struct ClientConfig {
    /// Where Seam is.
    pub endpoint: Endpoint,
    /// What opens it.
    pub token: Token,
    /// How long it is waited for.
    pub timeouts: Timeouts,
    /// A proxy instead of the system's; not used for this computer.
    pub proxy: Option<String>,
    /// Whether the system's proxy, which variables name too, is asked where none is named here.
    pub uses_system_proxy: bool,
    /// Certificates (PEM, any number in one file) to trust beside the system's.
    pub extra_roots: Vec<Vec<u8>>,
    /// A file of more such certificates. It is read when the client is made; one that cannot be used is an error then, since
    /// nothing would be reached without it, and certificates are never left unchecked.
    pub root_file: Option<PathBuf>,
    /// Whether variables of the environment may name what is trusted in place of the system's certificates.
    pub heeds_root_variables: bool,
    /// The `User-Agent`.
    pub user_agent: String,
    /// Hears of every call.
    pub observer: Option<Observer>,
}

impl ClientConfig {
    /// A client with the usual times, the system's proxy and the system's certificates.
    pub fn new(endpoint: Endpoint, token: Token) -> Self {
        Self {
            endpoint,
            token,
            timeouts: Timeouts::default(),
            proxy: None,
            uses_system_proxy: true,
            extra_roots: Vec::new(),
            root_file: None,
            heeds_root_variables: true,
            user_agent: concat!("keydesk/", env!("CARGO_PKG_VERSION")).to_owned(),
            observer: None,
        }
    }
}

/// Without the proxy's address, which may carry a password.
impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("endpoint", &self.endpoint)
            .field("token", &self.token)
            .field("timeouts", &self.timeouts)
            .field("has_proxy", &self.proxy.is_some())
            .field("extra_roots", &self.extra_roots.len())
            .field("root_file", &self.root_file)
            .finish_non_exhaustive()
    }
}
