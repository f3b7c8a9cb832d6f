//! What goes in and what comes out: commands, the snapshot, events.

mod command;
mod event;
mod session;
mod snapshot;
mod views;

pub use crate::flow::encode::{Moment, Stage};
pub use command::{Command, EncodeOrder};
pub use event::Event;
pub use session::{Keep, KeyringTrouble, Link, Recovered, Session, TokenSource, TokenTrouble, WelcomeTrouble};
pub use snapshot::Snapshot;
pub use views::{Binding, CardEnd, EncoderView, EndedUnseen, JobView};
