//! The shared record on a real PostgreSQL, which `.ci/postgres` starts.

mod desk;
mod engines;
mod harm;
mod outages;
mod proxy;
mod questions;
mod retention;
mod rights;
mod sight;
mod story;
mod tls;

use std::{env, process::Stdio, sync::LazyLock};

use keydesk::{
    domain::Fact,
    journal::shared::{Login, SharedAddress, SharedAdmin, SharedRecord, ship},
};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio::sync::{Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Held for reading by whoever uses the server, and for writing by whoever stops it.
static SERVER: LazyLock<RwLock<()>> = LazyLock::new(RwLock::default);

/// One database is prepared at a time.
static PREPARING: LazyLock<Mutex<()>> = LazyLock::new(Mutex::default);

fn setting(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run .ci/postgres"))
}

fn admin_password() -> SecretString {
    setting("KEYDESK_TEST_POSTGRES_PASSWORD").into()
}

/// What keeps the server from being stopped, or others from using it.
enum Turn {
    Shared { _turn: RwLockReadGuard<'static, ()> },
    Alone { _turn: RwLockWriteGuard<'static, ()> },
}

/// A database with a shared record in it.
pub(crate) struct Server {
    pub(crate) admin: SharedAdmin,
    url: String,
    database: String,
    _turn: Turn,
}

impl Server {
    pub(crate) async fn open() -> Self {
        Self::of(Turn::Shared { _turn: SERVER.read().await }).await
    }

    /// For a test that stops the server.
    async fn alone() -> Self {
        Self::of(Turn::Alone { _turn: SERVER.write().await }).await
    }

    async fn of(turn: Turn) -> Self {
        let url = setting("KEYDESK_TEST_POSTGRES");
        let base = url.strip_suffix("/postgres").expect("the address ends with /postgres").to_owned();
        let database = format!("t_{}", uuid::Uuid::new_v4().simple());
        let mut connection = PgConnection::connect_with(&raw_options(&url, &admin_password())).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {database}"))).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let url = format!("{base}/{database}");
        let address: SharedAddress = url.parse().unwrap();
        let admin = SharedAdmin::connect(&address, Some(&admin_password())).await.unwrap();
        // Roles belong to the whole server, and so do the rights that are granted to them.
        let preparing = PREPARING.lock().await;
        admin.init().await.unwrap();
        drop(preparing);
        Self { admin, url, database, _turn: turn }
    }

    fn address(&self, login: &str) -> SharedAddress {
        self.url.parse::<SharedAddress>().unwrap().with_login(login)
    }

    pub(crate) async fn connect(&self, login: &Login, password: &SecretString) -> SharedRecord {
        SharedRecord::connect(&self.address(&login.login), Some(password)).await.unwrap()
    }

    /// A desk that may ship and not read.
    async fn desk(&self, name: &str) -> (SharedRecord, Login) {
        let login = self.admin.add_desk(name).await.unwrap();
        let record = self.connect(&login, login.password.as_ref().unwrap()).await;
        (record, login)
    }

    /// A desk that may read everything too.
    pub(crate) async fn chief(&self, name: &str) -> SharedRecord {
        let (record, _) = self.desk(name).await;
        assert!(self.admin.add_supervisor(name).await.unwrap().password.is_none());
        record
    }

    async fn supervisor(&self) -> (SharedRecord, Login) {
        let login = self.admin.add_supervisor("Supervisor").await.unwrap();
        (self.connect(&login, login.password.as_ref().unwrap()).await, login)
    }

    /// Around Keydesk, in plain SQL.
    async fn raw(&self, login: &Login) -> PgConnection {
        let options = raw_options(&self.url, login.password.as_ref().unwrap()).username(&login.login);
        PgConnection::connect_with(&options).await.unwrap()
    }

    async fn raw_admin(&self) -> PgConnection {
        self.try_raw_admin().await.unwrap()
    }

    async fn try_raw_admin(&self) -> Option<PgConnection> {
        PgConnection::connect_with(&raw_options(&self.url, &admin_password())).await.ok()
    }
}

fn raw_options(url: &str, password: &SecretString) -> PgConnectOptions {
    let options: PgConnectOptions = url.parse().unwrap();
    options.password(password.expose_secret()).ssl_mode(PgSslMode::Require)
}

/// Starts or stops the server and waits until that is done.
async fn control(what: &[&str]) {
    let command = setting("KEYDESK_TEST_POSTGRES_CONTROL");
    let mut words = command.split_whitespace();
    let mut control = std::process::Command::new(words.next().unwrap());
    control.args(words).args(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = tokio::task::spawn_blocking(move || control.status().unwrap()).await.unwrap();
    assert!(status.success(), "pg_ctl {what:?}: {status}");
}

/// A record that holds the facts of one desk, and the login of one who may read it.
pub(crate) struct Shared {
    pub(crate) record: SharedRecord,
    _server: Server,
}

/// Ships these facts, in their order.
pub(crate) async fn shared_with(facts: &[Fact]) -> Shared {
    let server = Server::open().await;
    let record = server.chief("Front Desk 1").await;
    let (_folder, journal) = desk::journal().await;
    for fact in facts {
        journal.record(fact).await.unwrap();
    }
    assert_eq!(ship(&journal, &record).await.unwrap().waiting, 0);
    Shared { record, _server: server }
}
