//! What is looked at before anything writes to a file: its schema, and whether SQLite can find its way in it.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::{
    JournalError,
    error::{explain, is_read_only},
    file, log,
    store::{newest_schema, reading},
};

/// Up to this size, which some forty thousand cards take, every page is looked at when the file is opened; that takes
/// about a millisecond for each megabyte. Of a larger one only the schema is: damage elsewhere
/// is found by the hash of each row when it is read, and by a verification.
const QUICK_BYTES: u64 = 64 * 1024 * 1024;

const HAS_SCHEMA: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations')";
const SCHEMA: &str = "SELECT MAX(version) FROM _sqlx_migrations";

/// How closely a file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Every page, but no index against its table.
    Quick,
    /// Every page and every index.
    Whole,
}

impl Look {
    fn pragma(self) -> &'static str {
        match self {
            Self::Quick => "PRAGMA quick_check(1)",
            Self::Whole => "PRAGMA integrity_check(1)",
        }
    }
}

/// The schema of the journal in this file, without changing anything; `None` where there is no journal yet.
pub(super) async fn inspect(path: &Path) -> Result<Option<i64>, JournalError> {
    if file::size(path) == 0 {
        return if file::size(&file::beside(path, "-wal")) == 0 {
            Ok(None)
        } else {
            Err(damaged(path, "it is cut off"))
        };
    }
    if log::is_damaged(path) {
        return Err(damaged(path, "its log is damaged"));
    }
    let mut connection = match reading(path).connect().await {
        Ok(connection) => connection,
        Err(error) if is_to_be_rolled_back(path, &error) => return Ok(None),
        Err(error) => return Err(explain(path, "open for reading", error)),
    };
    let found = examine(path, &mut connection).await;
    let _ = connection.close().await;
    found
}

async fn examine(path: &Path, connection: &mut SqliteConnection) -> Result<Option<i64>, JournalError> {
    let version = match schema(connection).await {
        Err(error) if is_to_be_rolled_back(path, &error) => return Ok(None),
        read => read.map_err(|error| explain(path, "read its schema", error))?,
    };
    if let Some(version) = version.filter(|version| *version > newest_schema()) {
        // A number that stands there by damage must not keep anybody from recovering the file.
        look(path, connection, Look::Whole).await?;
        return Err(JournalError::NewerSchema { path: path.into(), version });
    }
    if file::size(path) <= QUICK_BYTES {
        look(path, connection, Look::Quick).await?;
    }
    Ok(version)
}

/// A first start that was interrupted before the file had a log, which only a writer can put right.
fn is_to_be_rolled_back(path: &Path, error: &sqlx::Error) -> bool {
    is_read_only(error) && file::size(&file::beside(path, "-journal")) > 0
}

async fn schema(connection: &mut SqliteConnection) -> sqlx::Result<Option<i64>> {
    let has_schema: bool = sqlx::query_scalar(HAS_SCHEMA).fetch_one(&mut *connection).await?;
    if has_schema { sqlx::query_scalar(SCHEMA).fetch_one(connection).await } else { Ok(None) }
}

/// Looks through the whole file.
pub(super) async fn look(path: &Path, connection: &mut SqliteConnection, look: Look) -> Result<(), JournalError> {
    let said: String = sqlx::query_scalar(look.pragma())
        .fetch_one(connection)
        .await
        .map_err(|error| explain(path, "look through its pages", error))?;
    if said == "ok" { Ok(()) } else { Err(damaged(path, said)) }
}

pub(super) fn damaged(path: &Path, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> JournalError {
    JournalError::Corrupt { path: path.into(), source: source.into() }
}
