//! Why a call has no answer.

use std::fmt;

use super::token::TokenError;

/// The step that failed before anything was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotSentCause {
    /// The name of the server has no address.
    Dns,
    /// No connection: refused, unreachable, no network.
    Connect,
    /// No connection in time.
    ConnectTimeout,
    /// The certificate is not trusted: a wrong clock, or a network that inspects TLS.
    Certificate,
    /// TLS failed otherwise.
    Tls,
    /// The proxy did not let it through.
    Proxy,
    /// The file of certificates to trust beside the system's cannot be used.
    RootFile(RootFileTrouble),
    /// A variable of the environment would decide which certificates are trusted, where a policy does.
    RootVariable(&'static str),
    /// The request could not be put together.
    Build,
    /// The token cannot stand in a header.
    Token(TokenError),
}

/// What is wrong with a file of certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RootFileTrouble {
    /// It is not there, or may not be read.
    Unreadable,
    /// No certificate in PEM stands in it.
    NoCertificate,
}

/// How an answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LostCause {
    /// No answer in time.
    Timeout,
    /// The connection broke before the answer.
    Connection,
    /// The connection broke in the middle of the answer.
    Body,
    /// The answer is longer than any of Seam's.
    TooLong,
}

impl fmt::Display for NotSentCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "its name cannot be looked up",
            Self::Connect => "no connection",
            Self::ConnectTimeout => "no connection in time",
            Self::Certificate => "its certificate is not trusted",
            Self::Tls => "no secure connection",
            Self::Proxy => "the proxy does not let it through",
            Self::RootFile(RootFileTrouble::Unreadable) => {
                "the file of certificates that this desk is to trust cannot be read"
            }
            Self::RootFile(RootFileTrouble::NoCertificate) => {
                "the file of certificates that this desk is to trust holds none in PEM"
            }
            Self::RootVariable(name) => {
                return write!(f, "the policy of this hotel sets connection.root_certificate: leave {name} out");
            }
            Self::Build => "the request could not be made",
            Self::Token(error) => return write!(f, "{error}"),
        })
    }
}

impl fmt::Display for LostCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "no answer in time",
            Self::Connection => "the connection broke before the answer",
            Self::Body => "the connection broke in the middle of the answer",
            Self::TooLong => "the answer is too long",
        })
    }
}
