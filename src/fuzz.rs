//! Properties that must hold for any bytes, one function for each thing that comes from outside.
//!
//! `tests/it/fuzz.rs` feeds them the corpus and seeded changes of it, `tests/fuzz/` runs them under libFuzzer. A function
//! panics when its property does not hold. This room may use every other; none may use it.

mod answers;
mod arguments;
mod rows;
mod settings;
mod words;

pub use answers::answers;
pub use arguments::arguments;
pub use rows::rows;
pub use settings::settings;

/// A target: it panics when a property does not hold.
pub type Target = fn(&[u8]);

/// Every target by the name of its corpus.
pub const TARGETS: [(&str, Target); 4] =
    [("answers", answers), ("settings", settings), ("rows", rows), ("arguments", arguments)];
