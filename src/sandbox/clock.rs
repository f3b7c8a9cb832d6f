//! The server's clock: the computer's own, or one that starts at a chosen instant.

use jiff::{Timestamp, ToSpan};
use tokio::time::Instant;

#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    fixed: Option<(Timestamp, Instant)>,
}

impl Clock {
    pub(super) fn new(start: Option<Timestamp>) -> Self {
        Self { fixed: start.map(|at| (at, Instant::now())) }
    }

    pub(super) fn now(&self) -> Timestamp {
        let Some((start, since)) = self.fixed else { return Timestamp::now() };
        let passed = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
        start.checked_add(passed.milliseconds()).unwrap_or(start)
    }

    /// What the clock showed at an instant that has passed.
    pub(super) fn at(&self, instant: Instant) -> Timestamp {
        let past = i64::try_from(instant.elapsed().as_millis()).unwrap_or(0);
        let now = self.now();
        now.checked_sub(past.milliseconds()).unwrap_or(now)
    }
}

/// A date as the `Date` header wants it (RFC 9110 section 5.6.7), moved by `skew_s` seconds.
pub(super) fn http_date(at: Timestamp, skew_s: i64) -> String {
    let moved = at.checked_add(skew_s.seconds()).unwrap_or(at);
    moved.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_header_is_in_gmt_and_can_be_skewed() {
        let at: Timestamp = "2026-11-23T13:41:07Z".parse().unwrap();
        assert_eq!(http_date(at, 0), "Mon, 23 Nov 2026 13:41:07 GMT");
        assert_eq!(http_date(at, -7200), "Mon, 23 Nov 2026 11:41:07 GMT");
    }

    #[tokio::test(start_paused = true)]
    async fn a_chosen_start_moves_on_with_time() {
        let at: Timestamp = "2026-11-23T13:41:07Z".parse().unwrap();
        let clock = Clock::new(Some(at));
        tokio::time::advance(std::time::Duration::from_secs(5)).await;
        assert_eq!(clock.now().to_string(), "2026-11-23T13:41:12Z");
    }
}
