//! The one actor that owns everything alive: session, lists, jobs, polling. Commands in, snapshots and events out.

mod api;
mod handle;

pub use api::{
    Binding, Command, EncodeOrder, EncoderView, Event, JobView, Keep, KeyringTrouble, Link, Moment, Session, Snapshot,
    Stage, TokenSource, TokenTrouble, WelcomeTrouble,
};
pub use handle::{EngineEnd, Handle, channels};
