//! What a supervisor looks at: asked of the record beside everything else, and kept true while somebody looks.
//!
//! While what is asked for stays the same, one question is under way at a time, and what becomes true meanwhile makes one more
//! afterwards; asking for something else does not wait for it, and ends it.
//! A question never holds up a job: it reads, from connections of
//! its own.

mod aftermath;
mod asked;
mod attempt;
mod latest;
mod question;
mod source;
mod watching;

pub(super) use asked::{Asked, Numbers};
pub(super) use attempt::WatchedAttempt;
pub(super) use question::Picture;
use question::Question;
pub(super) use source::{Recorded, Source};
pub(super) use watching::Watching;
