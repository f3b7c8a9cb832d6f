//! The connections behind the journal, and what is looked at before the first of them writes.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions, SqliteConnection,
    migrate::{MigrateError, Migrator},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};

use super::{JournalError, backup, error::explain, file, genesis, health, share};

static MIGRATIONS: Migrator = sqlx::migrate!("./assets/migrations/sqlite");

/// How long a statement waits for another program that holds the file.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Since this schema what is erased is overwritten.
const OVERWRITES_SINCE: i64 = 3;
const REWRITE: [&str; 2] = ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"];
/// Readers of each kind beside the one writer.
const READERS: u32 = 2;

/// One connection that writes, a few that read.
#[derive(Debug, Clone)]
pub(super) struct Store {
    pub(super) path: PathBuf,
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
    /// For whoever counts, lists, exports and ships, which may take long and must not hold up a job.
    pub(super) questions: SqlitePool,
}

/// The schema that this Keydesk writes.
pub(super) fn newest_schema() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// What every connection has in common.
fn options(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(true).busy_timeout(BUSY_TIMEOUT);
    // Pages whose cells overlap are found when they are read.
    options.pragma("cell_size_check", "ON").disable_statement_logging()
}

/// A connection that changes nothing: neither the schema nor the way in which the file is kept.
pub(super) fn reading(path: &Path) -> SqliteConnectOptions {
    options(path).read_only(true)
}

/// A connection here is a thread of this program and needs no test before it is used. Whoever was given up during such a test
/// would drop it, and it would close by itself at some time, for which [`Store::close`] could not wait.
fn pool(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(most).test_before_acquire(false)
}

fn some_readers(path: &Path) -> SqlitePool {
    pool(READERS).connect_lazy_with(reading(path))
}

fn writing(path: &Path) -> SqliteConnectOptions {
    let options = options(path).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    // What is erased is overwritten, in the file as in its log.
    options.pragma("cache_size", "-16384").pragma("secure_delete", "ON").optimize_on_close(true, 400)
}

impl Store {
    pub(super) async fn open(path: &Path) -> Result<Self, JournalError> {
        share::refuse(path)?;
        file::prepare(path).map_err(|source| JournalError::Unwritable { path: path.into(), source: source.into() })?;
        let found = health::inspect(path).await?;
        let older = found.filter(|version| *version < newest_schema());
        if let Some(version) = older {
            backup::keep(path, version).await?;
        }
        let store = Self::connect(path).await?;
        if found == Some(newest_schema()) {
            store.migrate().await?;
            store.seal(None).await?;
        } else {
            store.make().await?;
        }
        if older.is_some_and(|version| version < OVERWRITES_SINCE) {
            store.rewrite().await;
        }
        Ok(store)
    }

    /// A file of this Keydesk's schema, in which nothing can be written.
    pub(super) async fn open_read_only(path: &Path) -> Result<Self, JournalError> {
        share::refuse(path)?;
        match health::inspect(path).await? {
            Some(version) if version == newest_schema() => Ok(Self::for_reading(path)),
            Some(_) => Err(JournalError::OlderSchema { path: path.into() }),
            None => Err(JournalError::Empty { path: path.into() }),
        }
    }

    /// A file that was looked at already, or that is expected to be damaged.
    pub(super) fn for_reading(path: &Path) -> Self {
        let [readers, questions] = [some_readers(path), some_readers(path)];
        Self { path: path.into(), writer: readers.clone(), readers, questions }
    }

    /// A new file, whose chain is still to begin.
    pub(super) async fn create(path: &Path) -> Result<Self, JournalError> {
        file::prepare(path).map_err(|source| JournalError::Unwritable { path: path.into(), source: source.into() })?;
        let store = Self::connect(path).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Takes the file for this connection alone, as far as SQLite's locks reach: every other open connection stands in
    /// its way. `None` where the damage goes so deep that SQLite does not lock.
    ///
    /// # Errors
    /// [`JournalError::InUse`].
    pub(super) async fn claim(path: &Path) -> Result<Option<SqliteConnection>, JournalError> {
        let options = options(path).locking_mode(SqliteLockingMode::Exclusive).busy_timeout(Duration::ZERO);
        let claimed = async {
            let mut connection = options.connect().await?;
            sqlx::query("BEGIN EXCLUSIVE").execute(&mut connection).await?;
            sqlx::query("ROLLBACK").execute(&mut connection).await?;
            Ok(connection)
        };
        match claimed.await.map_err(|error| explain(path, "lock", error)) {
            Ok(connection) => Ok(Some(connection)),
            Err(error @ JournalError::InUse { .. }) => Err(error),
            Err(_) => Ok(None),
        }
    }

    async fn connect(path: &Path) -> Result<Self, JournalError> {
        let writer = pool(1).connect_with(writing(path)).await;
        let writer = writer.map_err(|error| explain(path, "open", error))?;
        let [readers, questions] = [some_readers(path), some_readers(path)];
        Ok(Self { path: path.into(), writer, readers, questions })
    }

    /// The schema and the beginning of the chain, in one step: whoever is switched off meanwhile leaves the file as it
    /// was, and two first starts at once wait for each other.
    async fn make(&self) -> Result<(), JournalError> {
        let failed = self.failed("bring its schema up to date");
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        // `run` on a transaction gives no future that may move between threads.
        MIGRATIONS
            .run_direct(None, &mut *transaction, false)
            .await
            .map_err(|error| explain_migration(&self.path, error))?;
        let has_begun = genesis::begin_within(&mut transaction, None).await.map_err(&failed)?;
        transaction.commit().await.map_err(failed)?;
        self.is_sound(has_begun)
    }

    async fn migrate(&self) -> Result<(), JournalError> {
        MIGRATIONS.run(&self.writer).await.map_err(|error| explain_migration(&self.path, error))
    }

    /// Writes every page anew, so that no words stay behind where rows lay before. Where the disk has no room for that, or
    /// somebody reads, the words go when SQLite needs the place.
    async fn rewrite(&self) {
        for statement in REWRITE {
            let _ = sqlx::query(statement).fetch_optional(&self.writer).await;
        }
    }

    /// Begins the chain where it has not begun: in a new journal and in one from before the chain.
    pub(super) async fn seal(&self, continues: Option<&str>) -> Result<(), JournalError> {
        let failed = self.failed("seal its events");
        let mut writer = self.writer.acquire().await.map_err(&failed)?;
        let has_begun = genesis::begin(&mut writer, continues).await.map_err(failed)?;
        self.is_sound(has_begun)
    }

    fn is_sound(&self, has_begun: bool) -> Result<(), JournalError> {
        if has_begun { Ok(()) } else { Err(health::damaged(&self.path, "the beginning of its chain is gone")) }
    }

    /// A reader of its own, for what leaves something behind in its connection.
    pub(super) async fn reader(&self) -> Result<SqliteConnection, JournalError> {
        reading(&self.path).connect().await.map_err(self.failed("open for reading"))
    }

    /// Readers first: the last connection to go folds the write-ahead log back into the file.
    pub(super) async fn close(&self) {
        self.questions.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }

    pub(super) fn failed(&self, operation: &'static str) -> impl Fn(sqlx::Error) -> JournalError + '_ {
        move |error| explain(&self.path, operation, error)
    }
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
