//! The fault suite: seeded attempts against a hotel and a network in which everything goes wrong, each held against what really
//! happened to the card.
//!
//! `cargo test` runs a short part. `KEYDESK_ATTEMPTS=10000 cargo test --release --test it faults -- --ignored --nocapture` runs
//! the long one; `KEYDESK_SEED=n` replays the attempt with that seed alone, and `KEYDESK_FIRST` says where the long part begins.

#![allow(clippy::print_stdout, reason = "the figures are what a long run is for")]

mod desk;
mod person;
mod script;
mod verdicts;

use std::collections::BTreeMap;

use desk::FaultyDesk;
use script::Script;

/// What came of a run.
#[derive(Debug, Default)]
struct Tally {
    attempts: u32,
    /// By the word for how they ended.
    ends: BTreeMap<&'static str, u32>,
    restarts: u32,
    refused_second_presses: u32,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.attempts += other.attempts;
        self.restarts += other.restarts;
        self.refused_second_presses += other.refused_second_presses;
        self.wrong.extend(other.wrong);
        for (word, count) in other.ends {
            *self.ends.entry(word).or_default() += count;
        }
    }
}

/// One desk after another attempt, from these seeds.
async fn run_desk(seeds: Vec<u64>) -> Tally {
    let mut desk = FaultyDesk::open(seeds.first().copied().unwrap_or_default()).await;
    let mut tally = Tally::default();
    for seed in seeds {
        let script = Script::of(seed);
        tally.attempts += 1;
        if let Err(what) = desk.attempt(&script, &mut tally).await {
            tally.wrong.push(format!("KEYDESK_SEED={seed}: {what}\n{script:#?}"));
            // What this one left open would stand in the way of the next ones.
            desk = FaultyDesk::open(seed).await;
        }
    }
    tally.wrong.extend(desk.reckon().await);
    tally
}

/// A hotel has no more fresh cards than this many attempts may need.
const ATTEMPTS_A_DESK: usize = 20;

/// Runs all seeds on so many desks side by side.
fn run(seeds: Vec<u64>, desks: usize) -> Tally {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut waiting = seeds.chunks(ATTEMPTS_A_DESK).map(<[u64]>::to_vec);
        let mut running = tokio::task::JoinSet::new();
        let mut all = Tally::default();
        waiting.by_ref().take(desks).for_each(|seeds| drop(running.spawn(run_desk(seeds))));
        while let Some(tally) = running.join_next().await {
            all.add(tally.unwrap());
            waiting.by_ref().take(1).for_each(|seeds| drop(running.spawn(run_desk(seeds))));
        }
        all
    })
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number")))
}

fn check(seeds: Vec<u64>, desks: usize) {
    let expected = u32::try_from(seeds.len()).unwrap();
    let began = std::time::Instant::now();
    let tally = run(seeds, desks);
    println!("{} attempts in {:.0} s, {} restarts", tally.attempts, began.elapsed().as_secs_f64(), tally.restarts);
    println!("{} second presses on a busy encoder, all refused", tally.refused_second_presses);
    println!("{:#?}", tally.ends);
    println!("{} wrong", tally.wrong.len());
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n\n"));
    assert_eq!(tally.attempts, expected);
    assert_eq!(tally.ends.values().sum::<u32>(), expected, "an attempt without a definite state");
}

#[test]
fn some_attempts_come_to_a_true_end_whatever_goes_wrong() {
    match number("KEYDESK_SEED") {
        Some(seed) => check(vec![seed], 1),
        None => check((0..80).collect(), 8),
    }
}

#[test]
#[ignore = "takes minutes: ten thousand attempts"]
fn thousands_of_attempts_come_to_a_true_end_whatever_goes_wrong() {
    let count = number("KEYDESK_ATTEMPTS").unwrap_or(10_000);
    let first = number("KEYDESK_FIRST").unwrap_or(1_000);
    match number("KEYDESK_SEED") {
        Some(seed) => check(vec![seed], 1),
        None => check((first..first + count).collect(), 16),
    }
}
