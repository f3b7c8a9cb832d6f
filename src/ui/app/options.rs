//! What a window is started with.

use std::{path::PathBuf, sync::mpsc::Receiver};

use jiff::Timestamp;

use super::{files::SaveDialog, front::Shown};
use crate::ui::kit;

/// What the window is started with.
pub struct UiOptions {
    /// Ask the engine for the practice hotel at once.
    pub practice: bool,
    /// Theme, density and whether things may move.
    pub look: kit::Look,
    /// The desk's clock.
    pub clock: Box<dyn Fn() -> Timestamp>,
    /// Plays a sound; must not block.
    pub play: Option<Box<dyn Fn(Sound)>>,
    /// What the window says about the program that it belongs to.
    pub about: About,
    /// Called once, when the first picture was drawn: the renderer works.
    pub on_first_frame: Option<Box<dyn FnOnce()>>,
    /// The system's dialog for a new file. Without one, a path is typed.
    pub save_dialog: Option<SaveDialog>,
    /// Where files go first; it has to exist.
    pub folder: Option<PathBuf>,
    /// Calls to come to the front, each answered once; whoever sends one wakes the window.
    pub calls: Option<Receiver<Shown>>,
    /// A window where guests are: it stays in front, shows nothing but cards, and goes when the engine lets it go.
    pub kiosk: bool,
    /// Called once, when the engine lets the kiosk go.
    pub on_left: Option<Box<dyn FnOnce()>>,
    /// Called when the screen is to stay on, and when it no longer has to; must not block.
    pub keep_awake: Option<Box<dyn Fn(bool)>>,
}

impl Default for UiOptions {
    fn default() -> Self {
        Self {
            practice: false,
            look: kit::Look::default(),
            clock: Box::new(Timestamp::now),
            play: None,
            about: About::default(),
            on_first_frame: None,
            save_dialog: None,
            folder: None,
            calls: None,
            kiosk: false,
            on_left: None,
            keep_awake: None,
        }
    }
}

impl std::fmt::Debug for UiOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UiOptions").field("practice", &self.practice).field("look", &self.look).finish_non_exhaustive()
    }
}

/// What is heard at the end of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sound {
    /// The card is ready.
    Success,
    /// Somebody should look.
    Attention,
}

/// The program that a window belongs to, for whoever is asked for help. Empty parts are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Its version.
    pub version: String,
    /// What draws the window.
    pub renderer: String,
    /// The operating system, and the processor.
    pub system: String,
    /// The folder of the journals.
    pub data: String,
    /// The folder of the logs.
    pub logs: String,
}
