//! `cargo bench`: the figures that a desk feels, as medians and 99th percentiles, and as ratios against something bare that
//! is measured in the same run. Nothing in here passes or fails: machines differ, and a timed test only fails on a busy one.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops where it cannot measure"
)]
#![allow(missing_docs, reason = "nobody uses this as a library")]

mod activity;
mod filter;
mod frame;
mod hotel;
mod load;
mod measure;
mod pins;
mod shared;
mod wire;

/// As in the program, so that the figures are the program's.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let benches: [(&str, fn()); 7] = [
        ("activity", activity::run),
        ("filter", filter::run),
        ("frame", frame::run),
        ("load", load::run),
        ("pins", pins::run),
        ("shared", shared::run),
        ("wire", wire::run),
    ];
    for (name, bench) in benches {
        if name.contains(&only) {
            println!("== {name}");
            bench();
        }
    }
}
