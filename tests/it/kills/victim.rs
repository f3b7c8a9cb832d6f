//! A process of the real program that is followed to its end, or killed at its moment.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{
    plan::Kill,
    watch::{Gate, HANG, Place, Watch},
};

/// A process that comes neither to its end nor to its moment is killed after this time: what it waits for does not come.
const PATIENCE: Duration = Duration::from_secs(3);

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
