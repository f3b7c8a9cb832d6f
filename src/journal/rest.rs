//! What SQLite keeps in memory of what was read and written, and how it is let go of.

use std::sync::atomic::Ordering;

use super::Journal;

impl Journal {
    /// Closes the connections that nobody uses, since SQLite keeps pages and statements with names of guests in them for as long
    /// as one is open. The next question or write opens another. SQLite frees memory without wiping it: that is for the system's
    /// allocator to do.
    ///
    /// The last connection folds the log into the file, so that [room](Self::make_room) has to be made again.
    pub async fn let_go(&self) {
        self.has_room.store(false, Ordering::SeqCst);
        for pool in [&self.store.questions, &self.store.readers, &self.store.writer] {
            while let Some(connection) = pool.try_acquire() {
                // One that does not close well is gone all the same.
                let _ = connection.close().await;
            }
        }
    }
}
