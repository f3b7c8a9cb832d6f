//! When to ask again. All of it is arithmetic on durations since the program started.

use std::time::Duration;

/// How long an attempt may stay pending before its outcome counts as unknown. Nobody holds a card for longer.
pub const PENDING_LIMIT: Duration = Duration::from_secs(90);

/// The pause before the first look at something that has just become uncertain.
pub const FIRST_LOOK: Duration = Duration::from_millis(250);

/// How long a request whose connection broke may still be worked on at the other end. What is read on an encoder before
/// that says nothing about what the encoder does next.
pub const SETTLED: Duration = Duration::from_secs(10);

/// When the pause between two looks is at its longest while somebody waits at the desk.
const STEADY_POLL: Duration = Duration::from_secs(1);

/// The pause between two looks when nobody waits any more, and when nobody has decided for ten minutes.
const QUIET_POLL: Duration = Duration::from_secs(5);
const RARE_POLL: Duration = Duration::from_secs(30);

/// The pause before the next look at a pending attempt, `waited` after Seam took it on.
///
/// Quick at first, because some encoders answer within a second, then steady; after the limit it goes on quietly.
pub fn poll_pause(waited: Duration) -> Duration {
    match waited.as_millis() {
        0..1_000 => FIRST_LOOK,
        1_000..4_000 => Duration::from_millis(500),
        4_000..90_000 => STEADY_POLL,
        90_000..600_000 => QUIET_POLL,
        _ => RARE_POLL,
    }
}

/// The pause after `failures` looks in a row went wrong: doubling from one second to at most thirty, plus up to a quarter
/// of jitter, so that fifty desks do not come back in the same instant. What Seam asks for wins if it is longer.
///
/// `jitter` lies in 0..1.
pub fn trouble_pause(failures: u32, retry_after: Option<Duration>, jitter: f64) -> Duration {
    let base =
        Duration::from_secs(1).saturating_mul(1 << failures.saturating_sub(1).min(5)).min(Duration::from_secs(30));
    let jittered = base.mul_f64(1.0 + jitter.clamp(0.0, 1.0) / 4.0);
    retry_after.map_or(jittered, |asked| asked.min(Duration::from_secs(300)).max(jittered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_ease_off() {
        let pauses: Vec<_> = [0, 500, 1_000, 3_999, 4_000, 60_000, 90_000, 600_000]
            .map(|waited| poll_pause(Duration::from_millis(waited)).as_millis())
            .into();
        assert_eq!(pauses, [250, 250, 500, 500, 1_000, 1_000, 5_000, 30_000]);
    }

    #[test]
    fn trouble_doubles_up_to_half_a_minute() {
        let pauses: Vec<_> = (1..=8).map(|failures| trouble_pause(failures, None, 0.0).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn seams_own_wish_wins_when_it_is_longer_and_is_capped() {
        let asked = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(trouble_pause(1, asked(7), 0.0), Duration::from_secs(7));
        assert_eq!(trouble_pause(4, asked(2), 0.0), Duration::from_secs(8));
        assert_eq!(trouble_pause(1, asked(86_400), 0.0), Duration::from_secs(300));
        assert_eq!(trouble_pause(1, None, 1.0), Duration::from_millis(1_250));
    }
}
