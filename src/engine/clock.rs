//! The one place that looks at the clocks.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::flow::Now;

/// The clocks of this run. Tokio's instant, so that tests can pause it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { start: Instant::now() }
    }

    pub(super) fn now(&self) -> Now {
        Now { since_start: self.start.elapsed(), wall: Timestamp::now() }
    }

    pub(super) fn instant(&self, since_start: Duration) -> Instant {
        self.start + since_start
    }
}
