//! Part of the program, not of the library: the window of a kiosk. It shows no dialog of the system, and its end says whether
//! somebody with a PIN wanted it.

use std::{cell::Cell, path::Path, rc::Rc};

use eframe::egui;
use keydesk::{
    cli::{Arguments, Exit},
    domain::{LoadedSettings, SettingKey},
    engine::{EngineConfig, Mode},
    platform::{InstanceError, InstanceLock, dialog, renderer},
    settings::has_supervisor,
    ui::{UiOptions, kit::Density, kit::Look},
};

use super::{FIRST_SIZE, Kind, Opening, show_with_either};

/// What kind of window opens.
///
/// # Errors
/// A kiosk that nobody could leave does not open. Whoever did not ask for one in a terminal has no other place to read why than
/// a message box.
pub fn mode(arguments: &Arguments, loaded: &LoadedSettings) -> Result<Mode, Exit> {
    let mode = wanted(arguments, loaded);
    if mode != Mode::Kiosk || has_supervisor(&loaded.settings.operators) {
        return Ok(mode);
    }
    let other = if is_locked(loaded) { "" } else { OTHER_WAY };
    let reason = format!("{NO_WAY_OUT}{other}");
    tracing::error!(reason, "the kiosk does not open");
    if arguments.kiosk {
        dialog::say("keydesk", &reason);
    } else {
        dialog::tell("Keydesk", &reason);
    }
    Err(Exit::Usage)
}

fn is_locked(loaded: &LoadedSettings) -> bool {
    loaded.settings.kiosk.enabled && loaded.is_locked(SettingKey::KioskEnabled)
}

/// Whoever is bound by a policy that makes a kiosk of this computer does not choose another window.
fn wanted(arguments: &Arguments, loaded: &LoadedSettings) -> Mode {
    let is_locked = is_locked(loaded);
    if arguments.desk && is_locked {
        tracing::warn!(reason = SET_BY_POLICY, "--desk does nothing");
        dialog::say("keydesk", SET_BY_POLICY);
    }
    let is_kiosk = arguments.kiosk || is_locked || (loaded.settings.kiosk.enabled && !arguments.desk);
    if is_kiosk { Mode::Kiosk } else { Mode::Desk }
}

const SET_BY_POLICY: &str = "the policy of this hotel keeps this computer a kiosk, so --desk does nothing";

const NO_WAY_OUT: &str = "a kiosk is left with a supervisor's PIN, and nobody has one here: add somebody with \
    `keydesk operators add NAME --role supervisor`, then start the kiosk again";
const OTHER_WAY: &str = "; `keydesk --desk` opens a normal window";

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
