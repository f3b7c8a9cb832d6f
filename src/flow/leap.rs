//! Notices that the computer slept, or that somebody set its clock.

use std::time::Duration;

use jiff::SignedDuration;

use super::Now;

/// By how much the two clocks may drift apart between two looks before it counts.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(2);

/// A look at both clocks that is compared with the next one.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    last: Now,
}

/// What happened between two looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leap {
    /// The wall clock went on while the program did not, or was set ahead.
    Ahead(SignedDuration),
    /// The wall clock was set back.
    Back(SignedDuration),
    /// Both clocks ran, and much longer than the program meant to wait: it stood still, as during sleep on systems whose
    /// monotonic clock counts it.
    Stood(Duration),
}

impl Watch {
    /// Begins at this moment.
    pub fn start(now: Now) -> Self {
        Self { last: now }
    }

    /// Compares with the last look; `due` is when this look was meant to happen.
    pub fn look(&mut self, now: Now, due: Duration) -> Option<Leap> {
        let ran = now.since_start.saturating_sub(self.last.since_start);
        let shown = now.wall.duration_since(self.last.wall);
        self.last = now;
        let drift = shown.saturating_sub(SignedDuration::try_from(ran).unwrap_or(SignedDuration::MAX));
        let late = now.since_start.saturating_sub(due);
        if drift > TOLERANCE {
            Some(Leap::Ahead(drift))
        } else if drift < -TOLERANCE {
            Some(Leap::Back(-drift))
        } else {
            (late > TOLERANCE.unsigned_abs() * 5).then_some(Leap::Stood(late))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(since_start: u64, wall: i64) -> Now {
        let wall = jiff::Timestamp::from_second(1_795_000_000 + wall).unwrap();
        Now { since_start: Duration::from_secs(since_start), wall, server: None }
    }

    #[test]
    fn clocks_that_run_together_say_nothing() {
        let mut watch = Watch::start(now(0, 0));
        assert_eq!(watch.look(now(5, 5), Duration::from_secs(5)), None);
        assert_eq!(watch.look(now(10, 11), Duration::from_secs(10)), None);
    }

    #[test]
    fn sleep_and_a_clock_that_was_set_are_noticed_once() {
        let mut watch = Watch::start(now(0, 0));
        let due = Duration::from_secs(5);
        assert_eq!(watch.look(now(5, 3_605), due), Some(Leap::Ahead(SignedDuration::from_secs(3_600))));
        assert_eq!(watch.look(now(10, 3_610), due * 2), None);
        assert_eq!(watch.look(now(15, 15), due * 3), Some(Leap::Back(SignedDuration::from_secs(3_600))));
        assert_eq!(watch.look(now(3_620, 3_620), due * 4), Some(Leap::Stood(Duration::from_secs(3_600))));
    }
}
