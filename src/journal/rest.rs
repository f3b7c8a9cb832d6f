//! What SQLite keeps in memory of what was read and written, and how it is let go of.

use std::{sync::atomic::Ordering, time::Duration};

use sqlx::SqlitePool;

use super::Journal;

/// How often, and after what pause, a connection that is in use is looked for again.
const TRIES: u32 = 80;
const PAUSE: Duration = Duration::from_millis(25);

impl Journal {
    /// Closes its connections, since SQLite keeps pages and statements with names of guests in them for as long as one is open.
    /// The next question or write opens another. One that is in use for longer than two seconds stays. SQLite frees memory
    /// without wiping it: that is for the system's allocator to do.
    ///
    /// The last connection folds the log into the file, so that [room](Self::make_room) has to be made again.
    pub async fn let_go(&self) {
        self.has_room.store(false, Ordering::SeqCst);
        for pool in [&self.store.questions, &self.store.readers, &self.store.writer] {
            close_all(pool).await;
        }
        // Room that was made meanwhile was in the log that is gone.
        self.has_room.store(false, Ordering::SeqCst);
    }
}

/// A connection comes back to its pool a moment after it was used.
async fn close_all(pool: &SqlitePool) {
    for _ in 0..TRIES {
        while let Some(connection) = pool.try_acquire() {
            // One that does not close well is gone all the same.
            let _ = connection.close().await;
        }
        if pool.size() == 0 {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
