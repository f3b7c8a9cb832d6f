//! The kill suite: the real program is killed at seeded moments of an encode and started again, and its journal is compared
//! with what the practice server saw. Nothing is lost, nothing is doubled, nothing is wrongly called done or failed.
//!
//! The moments: any time of a run; each line that the program prints; before, within and after the request and each look
//! after it, while the server holds them; and both sides of each durable write (see [`writes`]). The server runs in this
//! process, survives the kills, and knows what really happened. `KEYDESK_SEED=n` repeats one round, `KEYDESK_KILLS=n` says
//! how many rounds the long part has.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "figures and seeds are for whoever runs the suite")]

mod desk;
mod journal;
mod plan;
mod round;
mod tally;
mod victim;
mod watch;
mod writes;

use std::{
    num::NonZero,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use desk::Desk;
use plan::{KINDS, Plan};
use round::{Round, Told};
use tally::Tally;
use tokio::runtime::{Builder, Runtime};

/// What the workers share.
struct Suite {
    runtime: Runtime,
    next: AtomicU64,
    last: u64,
    has_failed: AtomicBool,
    tally: Mutex<Tally>,
}

impl Suite {
    /// Plays the rounds of these seeds, a few side by side.
    fn play(seeds: std::ops::Range<u64>, workers: usize) -> Tally {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (next, has_failed) = (AtomicU64::new(seeds.start), AtomicBool::new(false));
        let suite = Self { runtime, next, last: seeds.end, has_failed, tally: Mutex::new(Tally::start()) };
        thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(|| suite.work()))));
        suite.tally.into_inner().unwrap()
    }

    fn work(&self) {
        let mut desk = None;
        while let Some(plan) = self.next_plan() {
            let failing = Failing(&self.has_failed);
            let told = self.round(&plan, &mut desk);
            self.tally.lock().unwrap().add(told);
            std::mem::forget(failing);
        }
        desk.iter().for_each(Desk::compare_all);
    }

    fn next_plan(&self) -> Option<Plan> {
        let seed = self.next.fetch_add(1, Ordering::Relaxed);
        (seed < self.last && !self.has_failed.load(Ordering::Relaxed)).then(|| Plan::of(seed))
    }

    /// A round at the worker's desk while it has cards, else at the next one.
    fn round<'a>(&'a self, plan: &Plan, desk: &mut Option<Desk<'a>>) -> Told {
        if let Some(usual) = desk.as_ref().map(|desk| desk.usual).filter(|_| plan.is_first_start) {
            let first = Desk::new(&self.runtime, usual);
            let told = play(plan, &first, first.card(plan.is_again).unwrap());
            first.compare_all();
            return told;
        }
        if let Some(card) = desk.as_ref().and_then(|desk| desk.card(plan.is_again)) {
            return play(plan, desk.as_ref().unwrap(), card);
        }
        desk.take().iter().for_each(Desk::compare_all);
        *desk = Some(Desk::open(&self.runtime));
        self.round(plan, desk)
    }
}

fn play(plan: &Plan, desk: &Desk<'_>, card: String) -> Told {
    let told = Round::new(plan, desk, &card).play();
    if told.outcome != "none" {
        desk.is_recorded(card);
    }
    told
}

/// Says that a worker failed, unless it is forgotten.
struct Failing<'a>(&'a AtomicBool);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|number| number.parse().unwrap())
}

#[test]
fn a_kill_at_any_moment_loses_nothing_doubles_nothing_and_says_nothing_wrong() {
    let seeds = number("KEYDESK_SEED").map_or(0..24, |seed| seed..seed + 1);
    let tally = Suite::play(seeds.clone(), 3);
    println!("{tally}");
    let rounds = usize::try_from(seeds.end - seeds.start).unwrap();
    assert_eq!(tally.rounds, rounds);
    assert!(rounds < KINDS || tally.hits > rounds / 2, "most kills have to hit");
}

#[test]
#[ignore = "takes minutes: cargo test --release --test it kills -- --ignored --nocapture"]
fn a_thousand_kills_lose_nothing_double_nothing_and_say_nothing_wrong() {
    let count = number("KEYDESK_KILLS").unwrap_or(1_000);
    let seeds = number("KEYDESK_SEED").map_or(0..count, |seed| seed..seed + 1);
    let workers = thread::available_parallelism().map_or(2, NonZero::get) * 2;
    let tally = Suite::play(seeds, workers);
    println!("{tally}");
    let kinds = ["at any time", "after line", "in write", "after write", "/acs/encoders", "/action_attempts"];
    let missed: Vec<_> = kinds.iter().filter(|kind| tally.hits_of(kind) == 0).collect();
    assert!(tally.rounds < 100 || missed.is_empty(), "no kill of these kinds came at its moment: {missed:?}");
}
