//! What is let go of beside the engine's own state when nobody is here: libraries keep buffers of what went through them, and
//! whatever is freed is wiped.

use super::{actor::Engine, news::News};

impl Engine {
    /// Closes connections that are not in use, and empties the journal's memory.
    pub(super) fn wipe(&self) {
        let clients = self.work.iter().map(|work| &work.client);
        clients.chain(self.jobs.values().map(|job| &job.client)).for_each(|client| client.hang_up());
        let Some(work) = &self.work else { return };
        let journal = work.journal.clone();
        self.spawn(async move {
            journal.let_go().await;
            tracing::info!("what was read is let go of");
            News::Room(journal.make_room().await.map_err(|error| error.to_string()))
        });
    }
}
