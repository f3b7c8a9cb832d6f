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
mod writes;

use std::{
    collections::BTreeSet,
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
        let mut recorded = BTreeSet::new();
        while let Some(plan) = self.next_plan() {
            let failing = Failing(&self.has_failed);
            let told = self.round(&plan, &mut desk, &mut recorded);
            self.tally.lock().unwrap().add(told);
            std::mem::forget(failing);
        }
        desk.iter().for_each(|desk| compare_all(desk, &recorded));
    }

    fn next_plan(&self) -> Option<Plan> {
        let seed = self.next.fetch_add(1, Ordering::Relaxed);
        (seed < self.last && !self.has_failed.load(Ordering::Relaxed)).then(|| Plan::of(seed))
    }

    fn round<'a>(&'a self, plan: &Plan, desk: &mut Option<Desk<'a>>, recorded: &mut BTreeSet<String>) -> Told {
        let mut card = desk.as_ref().and_then(|desk| desk.card(plan.is_again));
        if card.is_none() {
            desk.take().iter().for_each(|desk| compare_all(desk, recorded));
            recorded.clear();
            card = desk.insert(Desk::open(&self.runtime)).card(plan.is_again);
        }
        let (desk, card) = (desk.as_ref().unwrap(), card.unwrap());
        let own = plan.is_first_start.then(|| tempfile::tempdir().unwrap());
        let folder = own.as_ref().unwrap_or(&desk.folder).path();
        let told = Round::new(plan, desk, folder, &card).play();
        if told.outcome != "none" {
            recorded.insert(card);
        }
        told
    }
}

/// Says that a worker failed, unless it is forgotten.
struct Failing<'a>(&'a AtomicBool);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Every encode that reached this hotel belongs to a job in a journal, and no two are about the same card.
fn compare_all(desk: &Desk<'_>, recorded: &BTreeSet<String>) {
    let encodes = desk.control.encodes();
    let cards: Vec<_> = encodes.iter().filter_map(|seen| seen.acs_credential_id.clone()).collect();
    let distinct: BTreeSet<_> = cards.iter().cloned().collect();
    assert_eq!((cards.len(), distinct.len()), (encodes.len(), encodes.len()), "a card was sent twice");
    let unknown: Vec<_> = distinct.difference(recorded).collect();
    assert_eq!(unknown.len(), desk::MEASURED, "sent without a record: {unknown:?}");
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
