//! The window: the eframe glue in [`App`], the screens, the design system in [`kit`] and every word in [`text`].
//!
//! Screens draw from a snapshot of the engine and from their own form state, and return what the person asked for; they do
//! no I/O. May use the domain and the engine's handle, snapshot, commands and events; `kit` and `text` use no room at all.

mod app;
pub mod kit;
mod screens;
pub mod text;

pub use app::{About, App, Choosing, SaveDialog, Shown, Sound, UiOptions};
pub use screens::SaveAs;
