//! What a guess at a PIN costs whoever has the file, beside a bare SHA-256.

use std::hint::black_box;

use keydesk::settings::pin;
use sha2::{Digest as _, Sha256};

use crate::measure::Samples;

const GUESSES: usize = 60;
/// One alone is too short to be timed.
const BARE: usize = 100_000;

pub fn run() {
    let kept = pin::hash("471183").unwrap();
    let params = kept.0.split('$').nth(3).unwrap_or_default();
    println!("argon2id, {params}");
    let right = Samples::time(GUESSES, || assert!(pin::verify("471183", black_box(&kept))));
    right.report("a right PIN");
    let wrong = Samples::time(GUESSES, || assert!(!pin::verify("471184", black_box(&kept))));
    wrong.report("a wrong PIN");
    let bare = Samples::time(GUESSES, || {
        for _ in 0..BARE {
            black_box(Sha256::digest(black_box(b"sixteen bytes!!!471184")));
        }
    });
    println!("a bare SHA-256: median {:.0} ns", bare.median().as_secs_f64() * 1e9 / BARE as f64);
    let each = bare.median().as_secs_f64() / BARE as f64;
    println!("a guess costs as much as {:.0} bare SHA-256", wrong.median().as_secs_f64() / each);
    let all = |digits: i32| wrong.median().as_secs_f64() * 10_f64.powi(digits) / 3_600.0;
    println!("all PINs of 4 digits on one core like this: {:.2} h; of 6 digits: {:.0} h", all(4), all(6));
}
