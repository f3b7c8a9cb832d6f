//! Edges of the operating system: folders, single instance, the choice of renderer, names of computer and user, a
//! message without a window, and the console. This room uses none of ours.

pub mod console;
pub mod dialog;
pub mod dirs;
pub mod host;
pub mod instance;
pub mod renderer;

pub use dirs::{DataDirs, DirsError};
pub use instance::{InstanceError, InstanceLock};
pub use renderer::{Plan, Renderer, RendererChoice, RendererMemory};
