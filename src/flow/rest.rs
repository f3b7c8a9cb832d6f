//! When a desk that nobody touches forgets who was there.
//!
//! It is untouched for as long as either clock says: the monotonic one may stand still while the computer sleeps, and the
//! wall clock may be set. A card that is being made keeps it awake, and its end begins a full period.

use std::time::Duration;

use super::Now;

/// When it comes to rest by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// After so long untouched.
    pub after: Duration,
    /// So long before it says so.
    pub warning: Duration,
}

impl Rules {
    /// A warning never takes more than half of the time.
    fn warning(self) -> Duration {
        self.warning.min(self.after / 2)
    }
}

/// What follows from a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing; by itself nothing changes before this time since the start.
    Awake {
        /// `None` when it never rests by itself as things are.
        next: Option<Duration>,
    },
    /// It rests at this time since the start unless somebody touches it.
    Warning {
        /// When.
        rests_at: Duration,
    },
    /// It comes to rest now.
    Rest {
        /// Because somebody wanted it, rather than for nobody being there.
        is_wanted: bool,
    },
}

/// How long a desk has been untouched.
#[derive(Debug, Clone, Copy)]
pub struct Untouched {
    since: Now,
    was_busy: bool,
    wants_rest: bool,
}

impl Untouched {
    /// Touched at this moment.
    pub fn start(now: Now) -> Self {
        Self { since: now, was_busy: false, wants_rest: false }
    }

    /// Somebody is here. Whoever touches a desk whose time is over has to look first: then it rests all the same.
    pub fn touch(&mut self, now: Now) {
        self.since = now;
    }

    /// Somebody wants it to rest as soon as it may.
    pub fn want_rest(&mut self) {
        self.wants_rest = true;
    }

    /// Whoever wanted that is here after all.
    pub fn stay(&mut self, now: Now) {
        self.wants_rest = false;
        self.touch(now);
    }

    /// Whether somebody wants it to rest, and a card keeps it from that.
    pub fn wants_rest(&self) -> bool {
        self.wants_rest
    }

    /// Somebody else took over: nobody wants it to rest any more.
    pub fn take_over(&mut self, now: Now) {
        *self = Self { was_busy: self.was_busy, ..Self::start(now) };
    }

    /// Looks at the clocks. `rules` is `None` where it does not rest by itself.
    pub fn look(&mut self, now: Now, rules: Option<Rules>, is_busy: bool) -> Look {
        if is_busy || self.was_busy {
            self.since = now;
        }
        self.was_busy = is_busy;
        match (is_busy, self.wants_rest, rules) {
            (true, ..) | (false, false, None) => Look::Awake { next: None },
            (false, true, _) => self.rest(now),
            (false, false, Some(rules)) => self.judge(now, rules),
        }
    }

    fn judge(&mut self, now: Now, rules: Rules) -> Look {
        let untouched = self.time(now);
        let left = rules.after.saturating_sub(untouched);
        if left.is_zero() {
            return self.rest(now);
        }
        let rests_at = now.since_start.saturating_add(left);
        if left <= rules.warning() {
            Look::Warning { rests_at }
        } else {
            Look::Awake { next: Some(rests_at.saturating_sub(rules.warning())) }
        }
    }

    fn rest(&mut self, now: Now) -> Look {
        let is_wanted = self.wants_rest;
        *self = Self::start(now);
        Look::Rest { is_wanted }
    }

    fn time(&self, now: Now) -> Duration {
        let ran = now.since_start.saturating_sub(self.since.since_start);
        let shown = Duration::try_from(now.wall.duration_since(self.since.wall)).unwrap_or_default();
        ran.max(shown)
    }
}

#[cfg(test)]
mod tests;
