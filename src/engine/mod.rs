//! The one actor that owns everything alive: session, lists, jobs, polling. Commands in, snapshots and events out.
//!
//! It runs as one task on tokio with a child task per request. A command changes state at once and starts a child; what the
//! child brings back is news, which changes state again; after each change a whole new [`Snapshot`] is published. Nothing
//! outside holds a lock that this task needs. It may use every room above the sandbox.

mod access;
mod access_api;
mod activity;
mod activity_api;
mod actor;
mod api;
mod asking;
mod bundle;
mod calls;
mod clock;
mod config;
mod exporting;
mod flight;
mod handle;
mod jobs;
mod learning;
mod leave;
mod lists;
mod loader;
mod locks;
mod news;
mod recording;
mod retaining;
mod session;
mod sharing;
mod views;
mod wiping;

pub use access::{forget_tries, record_access};
pub use access_api::{
    Asked, AskedAttempt, BundleOrder, BundleView, KnownAttempt, Mode, PinRefused, PinTry, PinView, SettingsView,
};
pub use activity_api::{
    ActivityTrouble, ActivityView, AttemptDetails, ExportFormat, ExportOrder, ExportState, ExportView, FollowUpOrder,
    SharedState,
};
pub use actor::start;
pub use api::{
    Binding, CardEnd, Command, EncodeOrder, EncoderView, EndedUnseen, Event, JobView, Keep, KeyringTrouble, Link,
    Moment, Recovered, Session, Snapshot, Stage, TokenSource, TokenTrouble, WelcomeTrouble,
};
pub use config::{EngineConfig, Lists, OpenPractice, Opening, Practice};
pub use handle::{Ending, EngineEnd, Handle, channels};
