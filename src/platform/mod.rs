//! Edges of the operating system: folders, single instance and its hand-off, the choice of renderer, names of computer and user, a
//! message without a window, short sounds, the console, a screen that stays on, what the system keeps of a crash, and what
//! libraries leave in memory. This room uses none of ours.

pub mod awake;
pub mod console;
pub mod dialog;
pub mod dirs;
pub mod dumps;
pub mod freed;
pub mod handoff;
pub mod host;
pub mod instance;
pub mod renderer;
pub mod sound;

pub use awake::Awake;
pub use dirs::{DataDirs, DirsError, PolicyError};
pub use handoff::{Handoff, Summons};
pub use instance::{InstanceError, InstanceLock, Start};
pub use renderer::{Plan, Renderer, RendererChoice, RendererMemory};
pub use sound::{Clip, Player};
