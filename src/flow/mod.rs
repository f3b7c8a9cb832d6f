//! State machines without I/O: what happens next, given what just happened and what time it is.
//!
//! [`encode`] follows one card from a click to a definite end; [`reconcile`] settles an outcome that nobody reported;
//! [`schedule`] is the arithmetic of when to ask again; [`rest`] is about a desk that nobody touches; [`server_clock`] and
//! [`leap`] are about clocks that are not to be
//! trusted. Nothing in here sends, waits, writes or looks at a clock: inputs carry the news, effects say what somebody else
//! has to do. Uses the domain only.

pub mod encode;
pub mod leap;
pub mod reconcile;
pub mod rest;
#[cfg(test)]
mod samples;
pub mod schedule;
pub mod server_clock;

use jiff::Timestamp;
use std::time::Duration;

/// The moment at which an input arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Monotonic time since the program started; all waiting is measured in it.
    pub since_start: Duration,
    /// The desk's clock in UTC; only written down and shown, never subtracted.
    pub wall: Timestamp,
    /// The server's clock, as far as it is known.
    pub server: Option<Timestamp>,
}
