//! The moments at which a process is killed, watched for from outside.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use keydesk::sandbox::{Control, Moment, Pause};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{
    plan::{ENCODE, Kill, Side},
    writes::Writes,
};

/// An undisturbed process that takes longer hangs.
pub const HANG: Duration = Duration::from_secs(60);

/// The pause between two looks at a process. A write is over sooner: for one nothing pauses.
const BREATH: Duration = Duration::from_micros(100);

/// Where a process runs.
pub struct Place<'a> {
    pub control: &'a Control,
    pub journal: &'a Path,
    /// How long an undisturbed run takes.
    pub usual: Duration,
}

/// The encode requests at the server, each let through unless a kill waits for it.
pub struct Gate {
    told: UnboundedReceiver<Pause>,
    received: usize,
    worked: usize,
    held: Vec<Pause>,
}

impl Gate {
    pub fn at(control: &Control) -> Self {
        Self { told: control.on_request(ENCODE), received: 0, worked: 0, held: Vec::new() }
    }

    /// Lets what came through; holds what comes to `stop`, and says whether anything did.
    fn tend(&mut self, stop: Option<Moment>) -> bool {
        let mut has_come = false;
        while let Ok(pause) = self.told.try_recv() {
            match pause.moment {
                Moment::Received => self.received += 1,
                Moment::Worked => self.worked += 1,
                Moment::Sent => {}
            }
            if stop == Some(pause.moment) {
                has_come = true;
                self.held.push(pause);
            }
        }
        has_come
    }

    pub fn let_go(&mut self) {
        self.held.clear();
    }

    /// Returns once everything that reached the server is worked on.
    pub fn wait_until_quiet(&mut self) {
        self.let_go();
        let until = Instant::now() + HANG;
        self.tend(None);
        while self.worked < self.received {
            assert!(Instant::now() < until, "an encode request is not worked on");
            thread::sleep(BREATH);
            self.tend(None);
        }
    }
}

/// Watches for the moment of a kill.
pub enum Watch {
    Never,
    Time(Instant),
    Line { number: usize, plus: Duration },
    Write { writes: Writes, number: u32, side: Side, plus: Duration },
    Encode(Moment),
    Read { told: UnboundedReceiver<Pause>, left: u32, at: Moment, held: Vec<Pause> },
}

impl Watch {
    pub fn new(kill: Option<&Kill>, place: &Place<'_>) -> Self {
        match kill.cloned() {
            None => Self::Never,
            Some(Kill::Anytime(share)) => Self::Time(Instant::now() + place.usual.mul_f64(share)),
            Some(Kill::Line { number, plus }) => Self::Line { number, plus },
            Some(Kill::Write { number, side, plus }) => {
                Self::Write { writes: Writes::to(place.journal), number, side, plus }
            }
            Some(Kill::Held { path: ENCODE, at, .. }) => Self::Encode(at),
            Some(Kill::Held { path, number, at }) => {
                Self::Read { told: place.control.on_request(path), left: number, at, held: Vec::new() }
            }
        }
    }

    /// How long from now on until the kill, once its moment has come.
    pub fn has_come(&mut self, gate: &mut Gate, lines: usize) -> Option<Duration> {
        let stop = if let Self::Encode(at) = self { Some(*at) } else { None };
        let is_held = gate.tend(stop);
        let (has_come, plus) = match self {
            Self::Never => (false, Duration::ZERO),
            Self::Time(at) => (Instant::now() >= *at, Duration::ZERO),
            Self::Line { number, plus } => (lines >= *number, *plus),
            Self::Write { writes, number, side, plus } => (writes.have_come_to(*number, *side), *plus),
            Self::Encode(_) => (is_held, Duration::ZERO),
            Self::Read { told, left, at, held } => (holds(told, left, *at, held), Duration::ZERO),
        };
        has_come.then_some(plus)
    }

    pub fn breathe(&self) {
        match self {
            Self::Write { .. } => thread::yield_now(),
            Self::Never | Self::Time(_) | Self::Line { .. } | Self::Encode(_) | Self::Read { .. } => {
                thread::sleep(BREATH);
            }
        }
    }
}

/// Lets requests through up to the one that is waited for.
fn holds(told: &mut UnboundedReceiver<Pause>, left: &mut u32, at: Moment, held: &mut Vec<Pause>) -> bool {
    while let Ok(pause) = told.try_recv() {
        if pause.moment == at {
            *left = left.saturating_sub(1);
        }
        if *left == 0 {
            held.push(pause);
            return true;
        }
    }
    false
}
