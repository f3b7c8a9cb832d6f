//! A process of the real program that is followed to its end, or killed at its moment.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use keydesk::sandbox::{Control, Moment, Pause};
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;

use super::{
    plan::{ENCODE, Kill, Side},
    writes::Writes,
};

/// A process that comes neither to its end nor to its moment is killed after this time: what it waits for does not come.
const PATIENCE: Duration = Duration::from_secs(3);

/// An undisturbed process that takes longer hangs.
const HANG: Duration = Duration::from_secs(60);

/// The pause between two looks at a process. A write is over sooner: for one nothing pauses.
const BREATH: Duration = Duration::from_micros(100);

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// By itself, with this code.
    Exited(Option<i32>),
    /// Killed at its moment.
    Killed,
    /// Killed because its moment did not come.
    Overdue,
}

/// What a process did.
#[derive(Debug)]
pub struct Ran {
    pub end: End,
    pub lines: Vec<Value>,
    pub complaint: String,
}

impl Ran {
    /// What it printed about a moment of its job.
    pub fn told(&self, moments: &[&str]) -> bool {
        self.lines.iter().any(|line| moments.contains(&line["event"].as_str().unwrap_or_default()))
    }
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
enum Watch {
    Never,
    Time(Instant),
    Line { number: usize, plus: Duration },
    Write { writes: Writes, number: u32, side: Side, plus: Duration },
    Encode(Moment),
    Read { told: UnboundedReceiver<Pause>, left: u32, at: Moment, held: Vec<Pause> },
}

impl Watch {
    fn new(kill: Option<&Kill>, place: &Place<'_>) -> Self {
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
    fn has_come(&mut self, gate: &mut Gate, lines: usize) -> Option<Duration> {
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

    fn breathe(&self) {
        match self {
            Self::Write { .. } => thread::yield_now(),
            Self::Never | Self::Time(_) | Self::Line { .. } | Self::Encode(_) | Self::Read { .. } => {
                thread::sleep(BREATH)
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

/// Where a process runs.
pub struct Place<'a> {
    pub control: &'a Control,
    pub journal: &'a Path,
    /// How long an undisturbed run takes.
    pub usual: Duration,
}

/// Runs the program to its end, or to the moment of its kill.
pub fn run(mut command: Command, kill: Option<&Kill>, place: &Place<'_>, gate: &mut Gate) -> Ran {
    let mut watch = Watch::new(kill, place);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (printed, mut said) = (printed(&mut child), child.stderr.take().unwrap());
    let mut complaint = String::new();
    let mut lines = Vec::new();
    let end = thread::scope(|scope| {
        scope.spawn(|| said.read_to_string(&mut complaint));
        follow(&mut child, &mut watch, gate, &printed, &mut lines, kill.is_some())
    });
    lines.extend(printed);
    // A process that dies while it prints leaves a part of a line.
    let lines = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Ran { end, lines, complaint }
}

fn printed(child: &mut Child) -> Receiver<String> {
    let (tell, told) = channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
    told
}

fn follow(
    child: &mut Child,
    watch: &mut Watch,
    gate: &mut Gate,
    printed: &Receiver<String>,
    lines: &mut Vec<String>,
    is_to_be_killed: bool,
) -> End {
    let until = Instant::now() + if is_to_be_killed { PATIENCE } else { HANG };
    let mut kill_at = None;
    loop {
        lines.extend(printed.try_iter());
        if kill_at.is_none() {
            kill_at = watch.has_come(gate, lines.len()).map(|plus| Instant::now() + plus);
        }
        let is_time = kill_at.is_some_and(|at| Instant::now() >= at);
        // What has ended by itself was not hit, even if its moment came.
        if let Some(status) = child.try_wait().unwrap() {
            return End::Exited(status.code());
        }
        if is_time || Instant::now() >= until {
            child.kill().unwrap();
            child.wait().unwrap();
            return if is_time { End::Killed } else { End::Overdue };
        }
        if kill_at.is_none() {
            watch.breathe();
        }
    }
}
