//! Where Seam is reached.

use std::{fmt, net::IpAddr, str::FromStr};

use reqwest::Url;

/// The address that Seam's own service has.
const SEAM: &str = "https://connect.getseam.com";

/// A base address: `https`, or `http` on this computer alone, so that a token never travels in clear.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Endpoint(String);

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// It is no absolute URL.
    #[error("the endpoint is not an address; write it like https://connect.getseam.com")]
    NotAnAddress,
    /// Its scheme is neither `https` nor `http`.
    #[error("the endpoint must start with https://, not {0}://")]
    Scheme(String),
    /// `http` to another computer would show the token to everybody on the way.
    #[error("http:// is for this computer alone; use https:// for {0}")]
    InsecureHost(String),
    /// It carries a user, a password, a query or a fragment.
    #[error("the endpoint must be a plain address, without user name, password, \"?\" and \"#\"")]
    NotPlain,
}

impl Endpoint {
    /// The endpoint to use: the `--endpoint` flag, else the variable `SEAM_ENDPOINT`, else Seam's own. Blank counts as absent.
    ///
    /// # Errors
    ///
    /// When the first of them that is present cannot be used; the next is not tried, since it would be a surprise.
    pub fn resolve(flag: Option<&str>, variable: Option<&str>) -> Result<Self, EndpointError> {
        let present = |text: &&str| !text.trim().is_empty();
        flag.filter(present).or(variable.filter(present)).unwrap_or(SEAM).parse()
    }

    /// The base address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is Seam's own service.
    pub fn is_default(&self) -> bool {
        self.0 == SEAM
    }

    /// Whether it is on this computer, where no proxy is asked.
    pub fn is_loopback(&self) -> bool {
        self.url_of("").is_some_and(|url| is_loopback(&url))
    }

    /// Whether it is spoken to in TLS; without it only this computer is spoken to.
    pub(super) fn is_encrypted(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The address of a call, such as `/acs/encoders/list`.
    pub(super) fn url_of(&self, path: &str) -> Option<Url> {
        Url::parse(&format!("{}{path}", self.0)).ok()
    }
}

impl Default for Endpoint {
    fn default() -> Self {
        Self(SEAM.to_owned())
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text.trim()).map_err(|_| EndpointError::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(EndpointError::InsecureHost(url.host_str().unwrap_or_default().to_owned())),
            other => return Err(EndpointError::Scheme(other.to_owned())),
        }
        let is_bare = url.username().is_empty() && url.password().is_none();
        if !is_bare || url.query().is_some() || url.fragment().is_some() {
            return Err(EndpointError::NotPlain);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.0)
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for (text, expected) in [
            ("https://connect.getseam.com", Ok("https://connect.getseam.com")),
            (" https://connect.getseam.com/ ", Ok("https://connect.getseam.com")),
            ("https://proxy.example/seam/", Ok("https://proxy.example/seam")),
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://127.8.9.1:80/", Ok("http://127.8.9.1")),
            ("http://[::1]:9", Ok("http://[::1]:9")),
            ("http://localhost:3000", Ok("http://localhost:3000")),
            ("http://192.168.0.4:3000", Err(EndpointError::InsecureHost("192.168.0.4".into()))),
            ("http://localhost.example", Err(EndpointError::InsecureHost("localhost.example".into()))),
            ("http://connect.getseam.com", Err(EndpointError::InsecureHost("connect.getseam.com".into()))),
            ("ftp://x", Err(EndpointError::Scheme("ftp".into()))),
            ("connect.getseam.com", Err(EndpointError::NotAnAddress)),
            ("", Err(EndpointError::NotAnAddress)),
            ("https://user:pw@host", Err(EndpointError::NotPlain)),
            ("https://host/?a=1", Err(EndpointError::NotPlain)),
            ("https://host/#a", Err(EndpointError::NotPlain)),
        ] {
            let parsed = text.parse::<Endpoint>();
            assert_eq!(parsed.as_ref().map(Endpoint::as_str), expected.as_ref().map(|text| *text), "{text}");
        }
    }

    #[test]
    fn the_flag_wins_over_the_variable_over_seams_own() {
        let resolve = |flag, variable| Endpoint::resolve(flag, variable).map(|endpoint| endpoint.to_string());
        assert_eq!(resolve(Some("https://a"), Some("https://b")), Ok("https://a".into()));
        assert_eq!(resolve(None, Some("https://b")), Ok("https://b".into()));
        assert_eq!(resolve(Some(" "), Some("")), Ok(SEAM.into()));
        assert_eq!(resolve(Some("nonsense"), Some("https://b")), Err(EndpointError::NotAnAddress));
    }

    #[test]
    fn only_this_computer_is_loopback() {
        assert!("http://localhost:1".parse::<Endpoint>().unwrap().is_loopback());
        assert!(!Endpoint::default().is_loopback());
        assert!(Endpoint::default().is_default());
    }
}
