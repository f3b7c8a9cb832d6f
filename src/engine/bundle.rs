//! The file for support.

use super::{BundleOrder, BundleView, actor::Engine};

impl Engine {
    pub(super) fn save_bundle(&mut self, order: BundleOrder) {
        let _ = order;
        self.bundle = Some(BundleView::Failed("this is not built yet".into()));
    }

    pub(super) fn dismiss_bundle(&mut self) {
        self.bundle = None;
    }
}
