//! The one place that looks at the clocks.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::flow::Now;

/// The clocks of this run. Tokio's instant, so that tests can pause it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
    /// Seconds of this clock in one second of the world; 1 but where a test lets hours pass.
    speed: u32,
}

impl Clock {
    pub(super) fn start(speed: u32) -> Self {
        Self { start: Instant::now(), speed: speed.max(1) }
    }

    /// Time of the world since the start, which the server's clock and the wall's run with.
    pub(super) fn of_world(&self) -> Duration {
        self.start.elapsed()
    }

    /// Both clocks as the world runs, to be compared with each other.
    pub(super) fn in_world(&self) -> Now {
        Now { since_start: self.of_world(), ..self.now() }
    }

    /// A time since the start as the world counts it.
    pub(super) fn world_time_of(&self, since_start: Duration) -> Duration {
        since_start / self.speed
    }

    pub(super) fn since_start(&self) -> Duration {
        self.start.elapsed().saturating_mul(self.speed)
    }

    /// Both clocks of this computer; what the server's says, the engine adds.
    pub(super) fn now(&self) -> Now {
        Now { since_start: self.since_start(), wall: Timestamp::now(), server: None }
    }

    pub(super) fn instant(&self, since_start: Duration) -> Instant {
        self.start + since_start / self.speed
    }

    pub(super) async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause / self.speed).await;
    }
}
