//! Where the shared record is: a URL without a password, and how its connection is protected.

use std::{env, path::PathBuf, str::FromStr};

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// How long a statement may take, in milliseconds; and what keeps the plans right: each for its own months, and from index to
/// index, for whoever joins stretches of time with counts by hashing reads all counts.
const SESSION: [(&str, &str); 8] = [
    ("statement_timeout", "30000"),
    ("lock_timeout", "10000"),
    ("idle_in_transaction_session_timeout", "60000"),
    ("plan_cache_mode", "force_custom_plan"),
    ("jit", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("timezone", "UTC"),
];

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It is no URL of PostgreSQL.
    #[error("the address of the shared record reads postgres://LOGIN@HOST/DATABASE")]
    NotPostgres,
    /// Settings and process lists are no place for a password.
    #[error(
        "the address of the shared record holds a password: leave it out, and keep it with `keydesk shared password`, which \
         puts it into this computer's keyring"
    )]
    HoldsPassword,
    /// It names no login.
    #[error("the address of the shared record names no login: postgres://LOGIN@HOST/DATABASE")]
    NoLogin,
    /// It names no database.
    #[error("the address of the shared record names no database: postgres://LOGIN@HOST/DATABASE")]
    NoDatabase,
    /// A word behind `sslmode=` that nobody knows.
    #[error("sslmode in the address of the shared record is one of disable, prefer, require, verify-ca, verify-full")]
    UnknownMode,
    /// A setting that this Keydesk would not heed is better refused.
    #[error(
        "the address of the shared record may say sslmode, sslrootcert and host behind the question mark, and no more"
    )]
    UnknownOption,
    /// Whoever reads it would take it for another.
    #[error(
        "the address of the shared record names two hosts: leave host out behind the question mark, where the folder of a \
         socket of this computer alone may stand"
    )]
    TwoHosts,
    /// Anybody on the way could read it, or answer in its place.
    #[error(
        "the shared record is on another computer, and its address does not insist that the server proves its name: leave \
         sslmode out, or say verify-full"
    )]
    Unprotected,
    /// The library would heed a variable that leads to other certificates or sessions than the address names.
    #[error(
        "{0} is set, and would decide whom the shared record is trusted to be: leave it out, and say sslrootcert in the address"
    )]
    Variable(&'static str),
}

/// Where the shared record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedAddress {
    login: String,
    host: String,
    port: u16,
    socket: Option<PathBuf>,
    database: String,
    protection: Protection,
    root: Option<PathBuf>,
}

/// What is asked of the connection. Never weaker than it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protection {
    /// In clear.
    Disable,
    /// Encrypted if the server can.
    Prefer,
    /// Encrypted, by whoever answers.
    Require,
    /// Encrypted, by a server whose certificate is signed by whom we trust.
    VerifyCa,
    /// Also for this very name.
    VerifyFull,
}

impl Protection {
    const ALL: [(&'static str, Self); 5] = [
        ("disable", Self::Disable),
        ("prefer", Self::Prefer),
        ("require", Self::Require),
        ("verify-ca", Self::VerifyCa),
        ("verify-full", Self::VerifyFull),
    ];

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, protection)| protection)
    }

    /// Whoever names an authority means it to be asked, as everywhere with PostgreSQL.
    fn with_root(self, has_root: bool) -> Self {
        match self {
            Self::Require if has_root => Self::VerifyCa,
            Self::Disable | Self::Prefer | Self::Require | Self::VerifyCa | Self::VerifyFull => self,
        }
    }

    fn is_by_name(self) -> bool {
        match self {
            Self::Disable | Self::Prefer | Self::Require | Self::VerifyCa => false,
            Self::VerifyFull => true,
        }
    }

    fn mode(self) -> PgSslMode {
        match self {
            Self::Disable => PgSslMode::Disable,
            Self::Prefer => PgSslMode::Prefer,
            Self::Require => PgSslMode::Require,
            Self::VerifyCa => PgSslMode::VerifyCa,
            Self::VerifyFull => PgSslMode::VerifyFull,
        }
    }
}

impl FromStr for SharedAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::NotPostgres)?;
        if !matches!(url.scheme(), "postgres" | "postgresql") || url.fragment().is_some() {
            return Err(AddressError::NotPostgres);
        }
        let options = Options::read(&url)?;
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let socket = options.host.as_deref().filter(|host| host.starts_with('/')).map(PathBuf::from);
        let host = options.host.filter(|_| socket.is_none()).unwrap_or(host);
        if host.is_empty() && socket.is_none() {
            return Err(AddressError::NotPostgres);
        }
        let is_near = socket.is_some() || is_loopback(&host);
        let usual = if is_near { Protection::Prefer } else { Protection::VerifyFull };
        let protection = options.protection.unwrap_or(usual).with_root(options.root.is_some());
        if !is_near && !protection.is_by_name() {
            return Err(AddressError::Unprotected);
        }
        let login = decoded(url.username()).ok_or(AddressError::NotPostgres)?;
        let database = decoded(url.path().trim_start_matches('/')).ok_or(AddressError::NotPostgres)?;
        if login.is_empty() {
            return Err(AddressError::NoLogin);
        }
        if database.is_empty() {
            return Err(AddressError::NoDatabase);
        }
        let port = url.port().unwrap_or(5432);
        Ok(Self { login, host, port, socket, database, protection, root: options.root })
    }
}

/// What stands behind the question mark.
#[derive(Default)]
struct Options {
    protection: Option<Protection>,
    root: Option<PathBuf>,
    host: Option<String>,
}

impl Options {
    fn read(url: &Url) -> Result<Self, AddressError> {
        if url.password().is_some() {
            return Err(AddressError::HoldsPassword);
        }
        let mut options = Self::default();
        for (name, value) in url.query_pairs() {
            match name.as_ref() {
                "sslmode" => options.protection = Some(Protection::from_word(&value).ok_or(AddressError::UnknownMode)?),
                "sslrootcert" => options.root = Some(PathBuf::from(value.as_ref())),
                "host" if is_another_host(url, &value) => return Err(AddressError::TwoHosts),
                "host" => options.host = Some(value.into_owned()),
                "password" => return Err(AddressError::HoldsPassword),
                _ => return Err(AddressError::UnknownOption),
            }
        }
        Ok(options)
    }
}

/// Whether a host behind the question mark is not the one in front of it. A socket is on this computer.
fn is_another_host(url: &Url, host: &str) -> bool {
    let first = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_same = first.eq_ignore_ascii_case(host.trim_matches(['[', ']']));
    let is_socket = host.starts_with('/') && is_loopback(first);
    !(first.is_empty() || is_same || is_socket)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Percent signs and what follows them, as letters again.
fn decoded(text: &str) -> Option<String> {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    let url = Url::parse(&format!("http://localhost/?{pairs}")).ok()?;
    url.query_pairs().next().map(|(_, value)| value.into_owned())
}

impl SharedAddress {
    /// The name under which its password is kept. Two addresses of the same login at the same server have the same.
    pub fn keyring_name(&self) -> String {
        let host = self.socket.as_ref().map_or_else(|| self.host.clone(), |path| path.display().to_string());
        format!("postgres://{}@{host}:{}/{}", self.login, self.port, self.database)
    }

    /// The login.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// The same record, for another login.
    #[must_use]
    pub fn with_login(&self, login: &str) -> Self {
        Self { login: login.to_owned(), ..self.clone() }
    }

    /// Whether the server is trusted for a certificate.
    pub fn asks_for_certificate(&self) -> bool {
        matches!(self.protection, Protection::VerifyCa | Protection::VerifyFull)
    }

    /// The library reads some variables that nothing said here takes back.
    fn variable(&self, is_set: impl Fn(&str) -> bool) -> Option<&'static str> {
        let heeded = ["PGSSLCERT", "PGSSLKEY", "PGOPTIONS"].into_iter();
        Some("PGSSLROOTCERT").filter(|_| self.root.is_none()).into_iter().chain(heeded).find(|name| is_set(name))
    }

    /// Everything is said outright, and what cannot be is refused, so that no variable of the environment decides about it.
    ///
    /// # Errors
    /// [`AddressError::Variable`].
    pub(super) fn options(&self, password: Option<&SecretString>) -> Result<PgConnectOptions, AddressError> {
        match self.variable(|name| env::var_os(name).is_some()) {
            Some(name) => Err(AddressError::Variable(name)),
            None => Ok(self.said(password)),
        }
    }

    fn said(&self, password: Option<&SecretString>) -> PgConnectOptions {
        let mut options = PgConnectOptions::new_without_pgpass()
            .host(if self.socket.is_some() { "localhost" } else { &self.host })
            .port(self.port)
            .username(&self.login)
            .password(password.map(ExposeSecret::expose_secret).unwrap_or_default())
            .database(&self.database)
            .ssl_mode(self.protection.mode())
            .application_name("keydesk")
            .options(SESSION);
        if let Some(socket) = &self.socket {
            options = options.socket(socket);
        }
        match &self.root {
            Some(root) => options.ssl_root_cert(root),
            None => options,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<Protection, AddressError> {
        url.parse::<SharedAddress>().map(|address| address.protection)
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        for url in ["postgres://desk:canary@host/db", "postgres://desk@host/db?password=canary"] {
            let error = url.parse::<SharedAddress>().unwrap_err();
            assert_eq!(error, AddressError::HoldsPassword);
            assert!(!format!("{error} {error:?}").contains("canary"));
            assert!(error.to_string().contains("keydesk shared password"), "{error}");
        }
    }

    #[test]
    fn another_computer_is_always_verified_by_its_name() {
        assert_eq!(mode("postgres://desk@records.example/db"), Ok(Protection::VerifyFull));
        assert_eq!(mode("postgres://desk@10.0.0.7/db"), Ok(Protection::VerifyFull));
        assert_eq!(mode("postgres://desk@records.example/db?sslmode=verify-full"), Ok(Protection::VerifyFull));
        for weak in ["disable", "prefer", "require", "verify-ca"] {
            for root in ["", "&sslrootcert=/etc/ca.pem"] {
                let url = format!("postgres://desk@records.example/db?sslmode={weak}{root}");
                assert_eq!(mode(&url), Err(AddressError::Unprotected), "{url}");
            }
        }
        assert_eq!(mode("postgres://desk@localhost.example/db?sslmode=disable"), Err(AddressError::Unprotected));
        assert_eq!(mode("postgres://d@LOCALHOST/db?host=localhost&sslmode=disable"), Ok(Protection::Disable));
    }

    #[test]
    fn a_second_host_that_is_not_the_first_is_refused() {
        for (first, second) in [
            ("records.hotel.example", "evil.example"),
            ("localhost", "10.0.0.7"),
            ("records.hotel.example", "/run/postgresql"),
            ("records.hotel.example", "records.hotel.example&host=evil.example"),
            ("records.hotel.example", ""),
        ] {
            let url = format!("postgres://desk@{first}/db?host={second}&sslmode=require");
            assert_eq!(mode(&url), Err(AddressError::TwoHosts), "{url}");
        }
        assert_eq!(mode("postgres://d@records.example/db?host=records.example"), Ok(Protection::VerifyFull));
        for unheeded in ["hostaddr=10.0.0.7", "port=1", "user=eve", "dbname=x", "service=x"] {
            let url = format!("postgres://desk@records.hotel.example/db?{unheeded}");
            assert_eq!(mode(&url), Err(AddressError::UnknownOption), "{url}");
        }
    }

    #[test]
    fn this_computer_may_do_without() {
        for near in ["localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(mode(&format!("postgres://desk@{near}/db")), Ok(Protection::Prefer));
            assert_eq!(mode(&format!("postgres://desk@{near}/db?sslmode=disable")), Ok(Protection::Disable));
        }
        assert_eq!(mode("postgres://desk@localhost/db?host=/run/postgresql"), Ok(Protection::Prefer));
    }

    #[test]
    fn the_mode_that_is_asked_for_is_the_one_that_is_set() {
        for (word, protection) in Protection::ALL {
            let url = format!("postgres://desk@localhost:5433/db?sslmode={word}");
            let options = url.parse::<SharedAddress>().unwrap().said(None);
            assert_eq!(format!("{:?}", options.get_ssl_mode()), format!("{:?}", protection.mode()));
            assert_eq!((options.get_port(), options.get_username()), (5433, "desk"));
        }
    }

    #[test]
    fn an_authority_that_is_named_is_asked() {
        let verified = mode("postgres://desk@localhost/db?sslmode=require&sslrootcert=/etc/ca.pem");
        assert_eq!(verified, Ok(Protection::VerifyCa));
    }

    #[test]
    fn what_would_not_be_heeded_is_refused() {
        assert_eq!(mode("https://desk@host/db"), Err(AddressError::NotPostgres));
        assert_eq!(mode("desk"), Err(AddressError::NotPostgres));
        assert_eq!(mode("postgres://host/db"), Err(AddressError::NoLogin));
        assert_eq!(mode("postgres://desk@host"), Err(AddressError::NoDatabase));
        assert_eq!(mode("postgres://desk@host/db?sslmode=allow"), Err(AddressError::UnknownMode));
        assert_eq!(mode("postgres://desk@host/db?ssl_mode=disable"), Err(AddressError::UnknownOption));
    }

    #[test]
    fn a_variable_that_the_library_heeds_is_refused_unless_the_address_overrides_it() {
        let address =
            |root: &str| format!("postgres://desk@records.example/db{root}").parse::<SharedAddress>().unwrap();
        let refused = |root: &str, set: &str| address(root).variable(|name| name == set);
        for name in ["PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGOPTIONS"] {
            assert_eq!(refused("", name), Some(name));
        }
        assert_eq!(refused("?sslrootcert=/etc/ca.pem", "PGSSLROOTCERT"), None);
        assert_eq!(refused("?sslrootcert=/etc/ca.pem", "PGSSLKEY"), Some("PGSSLKEY"));
        assert_eq!(refused("", "PGPASSWORD"), None, "which is overridden");
    }

    #[test]
    fn escaped_letters_are_read() {
        let address: SharedAddress = "postgres://front%20desk+1@host/key%2Fdesk".parse().unwrap();
        assert_eq!((address.login(), address.database.as_str()), ("front desk+1", "key/desk"));
        assert_eq!(address.keyring_name(), "postgres://front desk+1@host:5432/key/desk");
    }
}
