//! A file for support: everything that tells what went wrong at this desk, and nothing about guests unless it is wished.

mod about;
mod calls;
mod collect;
mod record;
mod staff;
mod system;

use std::sync::Arc;

use super::{BundleOrder, BundleView, TokenSource, actor::Engine, news::News};
use collect::Collected;

impl Engine {
    /// One at a time.
    pub(super) fn save_bundle(&mut self, order: BundleOrder) {
        if self.bundle == Some(BundleView::Writing) {
            return;
        }
        self.bundle = Some(BundleView::Writing);
        self.last_words += 1;
        let collected = self.collect(order);
        let broken = News::Bundled(Err("the task that writes broke off".to_owned()));
        self.spawn_to_the_end(async move { News::Bundled(collected.write().await) }, broken);
    }

    /// What the engine knows goes along; what is on the disk the task reads itself.
    fn collect(&self, order: BundleOrder) -> Collected {
        let snapshot = Arc::clone(&self.end.snapshots.borrow());
        let path = self.journal_path(TokenSource::Keyring);
        Collected {
            settings: [
                Some(self.config.settings.path().to_owned()),
                snapshot.settings.policy.as_deref().map(Into::into),
            ],
            logs: self.config.logs.clone(),
            journal: self.work.as_ref().map_or(Err(path), |work| Ok(work.journal.clone())),
            calls: self.flight.latest(),
            staff: self.config.operator.clone(),
            order,
            snapshot,
        }
    }

    pub(super) fn on_bundled(&mut self, end: Result<BundleView, String>) {
        self.last_words = self.last_words.saturating_sub(1);
        if let Err(reason) = &end {
            tracing::warn!(%reason, "no file for support was written");
        }
        self.bundle = Some(end.unwrap_or_else(|reason| BundleView::Failed(reason.into())));
    }

    pub(super) fn dismiss_bundle(&mut self) {
        self.bundle = self.bundle.take().filter(|view| *view == BundleView::Writing);
    }
}
