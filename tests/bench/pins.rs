//! What a guess at a PIN costs whoever has the file, beside a bare SHA-256; and what a PIN costs a desk, beside bare argon2id
//! with the same parameters.

use std::hint::black_box;

use argon2::{Algorithm, Argon2, Params, Version, password_hash::phc::PasswordHash};
use keydesk::settings::pin;
use sha2::{Digest as _, Sha256};

use crate::measure::{Samples, ratio};

const GUESSES: usize = 60;
/// One alone is too short to be timed.
const BARE: usize = 100_000;

pub fn run() {
    let kept = pin::hash("471183").unwrap();
    let params = kept.0.split('$').nth(3).unwrap_or_default();
    println!("argon2id, {params}");
    let (function, mut out) = argon2id(&kept.0);
    let [right, wrong, library] = Samples::in_turn(
        GUESSES,
        [
            &mut || assert!(pin::verify("471183", black_box(&kept))),
            &mut || assert!(!pin::verify("471184", black_box(&kept))),
            &mut || function.hash_password_into(black_box(b"471183"), b"sixteen bytes!!!", &mut out).unwrap(),
        ],
    );
    right.report("a right PIN");
    wrong.report("a wrong PIN");
    library.report("argon2id alone");
    ratio("a right PIN beside argon2id alone", &right, &library);
    ratio("a wrong PIN beside a right one", &wrong, &right);
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

/// What no check of this hash can do without: the function, and where its end goes.
fn argon2id(kept: &str) -> (Argon2<'static>, Vec<u8>) {
    let params = Params::try_from(&PasswordHash::new(kept).unwrap()).unwrap();
    let bytes = params.output_len().unwrap();
    (Argon2::new(Algorithm::Argon2id, Version::V0x13, params), vec![0; bytes])
}
