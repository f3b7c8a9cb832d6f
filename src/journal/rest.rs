//! What SQLite keeps in memory of what was read and written, and how it is let go of.

use sqlx::{Connection, Sqlite, pool::PoolConnection};

use super::Journal;

const SHRINK: &str = "PRAGMA shrink_memory";

impl Journal {
    /// Lets go of pages and statements, in which names of guests stand, as far as no question is being answered. The next one
    /// reads the file again. SQLite frees memory without wiping it: that is for the system's allocator to do.
    pub async fn let_go(&self) {
        for readers in [&self.store.readers, &self.store.questions] {
            while let Some(reader) = readers.try_acquire() {
                // A reader that does not close well is gone all the same.
                let _ = reader.close().await;
            }
        }
        if let Some(writer) = self.store.writer.try_acquire() {
            shrink(writer).await;
        }
    }
}

async fn shrink(mut writer: PoolConnection<Sqlite>) {
    let shrunk = async {
        sqlx::query(SHRINK).execute(&mut *writer).await?;
        writer.clear_cached_statements().await
    };
    if let Err(error) = shrunk.await {
        tracing::warn!(%error, "SQLite keeps what it knows in memory");
    }
}
