//! The file behind the journal: where it may lie, who may read it, how it is opened.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use super::{JournalError, genesis};

static MIGRATIONS: Migrator = sqlx::migrate!("./assets/migrations/sqlite");

/// How long a statement waits for another program that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers beside the one writer.
const READERS: u32 = 2;

/// One connection that writes, a few that read.
#[derive(Debug, Clone)]
pub(super) struct Store {
    pub(super) path: PathBuf,
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
}

impl Store {
    pub(super) async fn open(path: &Path) -> Result<Self, JournalError> {
        refuse_network_share(path)?;
        prepare_file(path).map_err(|source| JournalError::Unwritable { path: path.into(), source: source.into() })?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .optimize_on_close(true, 400)
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await;
        let writer = writer.map_err(|error| explain(path, "open", error))?;
        let reading = options.optimize_on_close(false, None).read_only(true);
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(reading);
        let store = Self { path: path.into(), writer, readers };
        store.migrate().await?;
        store.seal().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), JournalError> {
        MIGRATIONS.run(&self.writer).await.map_err(|error| explain_migration(&self.path, error))
    }

    /// Begins the chain in a new journal and in one from before the chain.
    async fn seal(&self) -> Result<(), JournalError> {
        let failed = self.failed("seal its events");
        let mut writer = self.writer.acquire().await.map_err(&failed)?;
        genesis::begin(&mut writer, None).await.map_err(failed)
    }

    /// Readers first: the last connection to go folds the write-ahead log back into the file.
    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    pub(super) fn failed(&self, operation: &'static str) -> impl Fn(sqlx::Error) -> JournalError + '_ {
        move |error| explain(&self.path, operation, error)
    }
}

/// A share's locks cannot be trusted, and a lock is all that keeps two writers apart.
fn refuse_network_share(path: &Path) -> Result<(), JournalError> {
    use std::path::{Component, Prefix};
    let is_share = matches!(path.components().next(), Some(Component::Prefix(prefix))
        if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)));
    if is_share { Err(JournalError::NetworkShare { path: path.into() }) } else { Ok(()) }
}

/// Makes the folder and the file where they are missing, both for this user alone; SQLite gives its side files the
/// rights of the file.
fn prepare_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

/// A folder that already stands keeps its rights: it may be somebody else's.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn explain_migration(path: &Path, error: MigrateError) -> JournalError {
    if let MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) = error {
        return JournalError::NewerSchema { path: path.into(), version };
    }
    let operation = "bring its schema up to date";
    if let MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) = error {
        return explain(path, operation, error);
    }
    JournalError::Failed { path: path.into(), operation, source: error.into() }
}

/// `SQLITE_IOERR_SHMSIZE`: the index beside the write-ahead log cannot grow, for which a disk without room is the cause.
const IOERR_SHMSIZE: i32 = 4874;

/// SQLite's primary result codes (sqlite.org/rescode.html), as what a person can do about them.
fn explain(path: &Path, operation: &'static str, error: sqlx::Error) -> JournalError {
    let code = error.as_database_error().and_then(|database| database.code()).and_then(|code| code.parse::<i32>().ok());
    let path = path.to_path_buf();
    let source = Box::new(error);
    if code == Some(IOERR_SHMSIZE) {
        return JournalError::DiskFull { path, source };
    }
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => JournalError::InUse { path, source },
        Some(3 | 8 | 10 | 14 | 23) => JournalError::Unwritable { path, source },
        Some(11 | 26) => JournalError::Corrupt { path, source },
        Some(13) => JournalError::DiskFull { path, source },
        _ => JournalError::Failed { path, operation, source },
    }
}
