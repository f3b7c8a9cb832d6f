//! What a supervisor looks at: attempts as their events leave them, which of them, counted and grouped.

mod details;
mod filter;
mod outcome;
mod overview;
mod pattern;
mod period;
mod row;

pub use details::{Times, times};
pub use filter::{ActivityFilter, ActivityQuery, OutcomeFilter, Scope};
pub use outcome::Outcome;
pub use overview::{Bar, Choices, EncoderChoice, Overview, Took};
pub use pattern::{About, Advice, Pattern, PatternGroup, find_patterns};
pub use period::Period;
pub use row::{AttemptRow, FollowUp, FollowUpState};
