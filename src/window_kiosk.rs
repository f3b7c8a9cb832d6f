//! Part of the program, not of the library: the window of a kiosk. It shows no dialog of the system, and its end says whether
//! somebody with a PIN wanted it.

use std::{cell::Cell, path::Path, rc::Rc};

use eframe::egui;
use keydesk::{
    cli::{Arguments, Exit},
    engine::{EngineConfig, Mode},
    platform::{InstanceError, InstanceLock, dialog, renderer},
    settings::{Settings, has_supervisor},
    ui::{UiOptions, kit::Density, kit::Look},
};

use super::{FIRST_SIZE, Kind, Opening, show_with_either};

/// What kind of window opens.
///
/// # Errors
/// A kiosk that nobody could leave does not open. Whoever did not ask for one in a terminal has no other place to read why than
/// a message box.
pub fn mode(arguments: &Arguments, settings: &Settings) -> Result<Mode, Exit> {
    let mode = wanted(arguments, settings);
    if mode != Mode::Kiosk || has_supervisor(&settings.operators) {
        return Ok(mode);
    }
    tracing::error!(reason = NO_WAY_OUT, "the kiosk does not open");
    if arguments.kiosk {
        dialog::say("keydesk", NO_WAY_OUT);
    } else {
        dialog::tell("Keydesk", NO_WAY_OUT);
    }
    Err(Exit::Usage)
}

fn wanted(arguments: &Arguments, settings: &Settings) -> Mode {
    let is_kiosk = arguments.kiosk || (settings.kiosk.enabled && !arguments.desk);
    if is_kiosk { Mode::Kiosk } else { Mode::Desk }
}

const NO_WAY_OUT: &str = "a kiosk is left with a supervisor's PIN, and nobody has one here: add somebody with \
    `keydesk operators add NAME --role supervisor`, then start the kiosk again; `keydesk --desk` opens a normal window";

/// Waits until no other window is open for a data folder, and says whether there was one.
///
/// A kiosk brings no other window to the front, as another start does: somebody may work there, and what watches over the kiosk
/// would do so every second.
pub fn wait_until_alone(data: &Path) -> bool {
    if !matches!(InstanceLock::acquire(data), Err(InstanceError::AlreadyRunning)) {
        return false;
    }
    tracing::info!(reason = ANOTHER_IS_OPEN, "the kiosk waits");
    dialog::say("keydesk", ANOTHER_IS_OPEN);
    InstanceLock::wait(data).is_ok()
}

const ANOTHER_IS_OPEN: &str = "another window of Keydesk is open for this folder: the kiosk opens when that is closed";

/// Opens the kiosk and stays until it ends. Only one that was left with a PIN ends as done: whatever else ends it, what watches
/// over the kiosk is to start it again.
///
/// The program stays in the console that it was started from, since what watches reads its exit code.
pub(super) fn open(opening: &Opening<'_>, config: EngineConfig) -> Exit {
    match run(opening, config) {
        Ok(true) => Exit::Done,
        Ok(false) => complain("the kiosk ended without its PIN"),
        Err(reason) => complain(&reason),
    }
}

fn run(opening: &Opening<'_>, config: EngineConfig) -> Result<bool, String> {
    if !dialog::has_display() {
        return Err(renderer::NO_DISPLAY.to_owned());
    }
    let _lock = InstanceLock::acquire(&opening.dirs.data).map_err(|error| error.to_string())?;
    let left = Rc::new(Cell::new(false));
    show_with_either(opening, config, &Kind::Kiosk(Rc::clone(&left))).map_err(|error| {
        tracing::error!(%error, "no window");
        renderer::NEITHER_WORKS.to_owned()
    })?;
    Ok(left.get())
}

fn complain(reason: &str) -> Exit {
    tracing::error!(reason, "the kiosk ended");
    dialog::say("Keydesk", reason);
    Exit::Restart
}

/// No dialog, no folder, nothing to remember.
pub(super) fn options(theme: egui::ThemePreference, left: &Rc<Cell<bool>>) -> UiOptions {
    let left = Rc::clone(left);
    UiOptions {
        kiosk: true,
        look: Look { theme, density: Density::Touch, ..Look::default() },
        on_left: Some(Box::new(move || left.set(true))),
        ..UiOptions::default()
    }
}

/// The whole screen, with nothing to take hold of. Window managers of X11 give the whole screen to no window that may not
/// change its size, so that is forbidden where it does no harm.
pub(super) fn viewport(builder: egui::ViewportBuilder) -> egui::ViewportBuilder {
    builder
        .with_resizable(!cfg!(windows))
        .with_inner_size(FIRST_SIZE)
        .with_fullscreen(true)
        .with_decorations(false)
        .with_always_on_top()
        .with_close_button(false)
        .with_minimize_button(false)
        .with_maximize_button(false)
        .with_drag_and_drop(false)
        .with_active(true)
}
