//! Preparing the record, and letting desks and supervisors in: for whoever looks after the database.

use secrecy::SecretString;
use sqlx::{PgPool, migrate::MigrateError, migrate::Migrator};

use super::{SharedAddress, SharedError, SharedRecord, asked, error::explain, limited};

static MIGRATIONS: Migrator = sqlx::migrate!("./assets/migrations/postgres");

/// How long the schema may take, and dropping months.
const ADMIN_LIMIT: std::time::Duration = std::time::Duration::from_secs(600);
/// Letters of a password: 32 of 64 are 192 bits.
const PASSWORD_LETTERS: usize = 32;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// PostgreSQL cuts names off behind 63 bytes.
const LONGEST_LOGIN: usize = 40;

/// A login that was made. Its password is known here alone.
#[derive(Debug)]
pub struct Login {
    /// Its name.
    pub login: String,
    /// Its password; `None` for a login that was there before.
    pub password: Option<SecretString>,
}

/// The record, for the role that owns it.
#[derive(Debug, Clone)]
pub struct SharedAdmin {
    pool: PgPool,
}

impl SharedAdmin {
    /// Connects as a role that may make roles and schemas.
    ///
    /// # Errors
    /// As [`SharedRecord::connect`].
    pub async fn connect(address: &SharedAddress, password: Option<&SecretString>) -> Result<Self, SharedError> {
        Ok(Self { pool: SharedRecord::connect(address, password).await?.pool })
    }

    /// Brings the schema up to date; nothing happens where it is.
    ///
    /// # Errors
    /// [`SharedError::NewerSchema`], [`SharedError::NotAllowed`].
    pub async fn init(&self) -> Result<(), SharedError> {
        let running = async { Ok(MIGRATIONS.run(&self.pool).await) };
        limited(ADMIN_LIMIT, "prepare the database", running).await?.map_err(explain_migration)
    }

    /// Makes a login for a desk.
    ///
    /// # Errors
    /// [`SharedError::DeskKnown`].
    pub async fn add_desk(&self, name: &str) -> Result<Login, SharedError> {
        let (login, password) = (login_of("desk", name)?, fresh_password()?);
        let adding = sqlx::query("SELECT keydesk.add_desk($1, $2, $3)").bind(&login).bind(name).bind(&password);
        asked("add a desk", adding.execute(&self.pool)).await?;
        Ok(Login { login, password: Some(password.into()) })
    }

    /// Lets the desk of this name read everything too, or makes a login that only reads.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn add_supervisor(&self, name: &str) -> Result<Login, SharedError> {
        let (fresh, password) = (login_of("supervisor", name)?, fresh_password()?);
        let adding = sqlx::query_scalar("SELECT keydesk.add_supervisor($1, $2, $3)").bind(&fresh).bind(name);
        let login: String = asked("add a supervisor", adding.bind(&password).fetch_one(&self.pool)).await?;
        let password = (login == fresh).then(|| password.into());
        Ok(Login { login, password })
    }

    /// Removes a desk's login. What it shipped stays.
    ///
    /// # Errors
    /// [`SharedError::DeskUnknown`].
    pub async fn remove_desk(&self, name: &str) -> Result<(), SharedError> {
        let removing = sqlx::query_scalar("SELECT keydesk.remove_desk($1)").bind(name).fetch_one(&self.pool);
        let was_there: bool = asked("remove a desk", removing).await?;
        if was_there { Ok(()) } else { Err(SharedError::DeskUnknown) }
    }

    /// Drops the months before this moment, events, attempts and counts. Gives how many months there were.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn drop_before(&self, before: jiff::Timestamp) -> Result<u32, SharedError> {
        let dropping = async {
            let mut connection = self.pool.acquire().await?;
            sqlx::query("SET statement_timeout = 0").execute(&mut *connection).await?;
            let dropped = sqlx::query_scalar("SELECT keydesk.drop_before($1)").bind(before.as_microsecond());
            let dropped: i32 = dropped.fetch_one(&mut *connection).await?;
            connection.close().await?;
            Ok(dropped)
        };
        let dropped = limited(ADMIN_LIMIT, "drop old months", dropping).await?;
        Ok(u32::try_from(dropped).unwrap_or(0))
    }

    /// The same record for reading.
    pub fn record(&self) -> SharedRecord {
        SharedRecord { pool: self.pool.clone() }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's errors, most of which are not for a person")]
fn explain_migration(error: MigrateError) -> SharedError {
    let operation = "prepare the database";
    match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => SharedError::NewerSchema,
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => explain(operation, error),
        _ => SharedError::Failed { operation, code: "migration".into() },
    }
}

/// A login of plain letters, with a chance part, so that two names never come to the same one.
fn login_of(role: &str, name: &str) -> Result<String, SharedError> {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let plain: String = plain.chars().take(LONGEST_LOGIN).collect();
    let chance: String = letters(6)?.to_lowercase().replace('-', "0").replace('_', "1");
    Ok(format!("{role}_{plain}_{chance}"))
}

fn fresh_password() -> Result<String, SharedError> {
    letters(PASSWORD_LETTERS)
}

fn letters(count: usize) -> Result<String, SharedError> {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes)
        .map_err(|_| SharedError::Failed { operation: "make a password", code: "no chance".into() })?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 64)])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_plain_and_its_own() {
        let [one, two] = [login_of("desk", "Front Desk 2 — „Süd“").unwrap(), login_of("desk", "front desk 2").unwrap()];
        assert!(one.starts_with("desk_front_desk_2___") && one.is_ascii() && one.len() < 63, "{one}");
        assert_ne!(one, two);
        assert_ne!(fresh_password().unwrap(), fresh_password().unwrap());
        assert_eq!(fresh_password().unwrap().len(), PASSWORD_LETTERS);
    }
}
