//! Keys that hold everywhere.

use eframe::egui::{Context, Event, Key, Modifiers};

use super::App;
use crate::{
    engine::{Command, Session},
    ui::screens::{Action, Actions, encode::Pressed, help::Help},
};

/// How large the window's contents may be shown.
const ZOOM: std::ops::RangeInclusive<f32> = 1.0..=2.0;
const ZOOM_STEP: f32 = 0.25;

/// Keys that act do so once for each time they are pressed, however long they are held.
pub(super) fn drop_repeats(ctx: &Context) {
    ctx.input_mut(|input| input.events.retain(|event| !is_repeated_act(event)));
}

fn is_repeated_act(event: &Event) -> bool {
    let Event::Key { key, repeat: true, modifiers, .. } = event else { return false };
    let acts = [Key::Enter, Key::Space, Key::Escape, Key::F1, Key::F5];
    acts.contains(key) || (*key == Key::F && modifiers.command)
}

impl App {
    /// F1, F5, the zoom, the lock and what hides everything.
    pub(super) fn global_keys(&mut self, ctx: &Context) -> Actions {
        if let Some(wanted) = wanted_zoom(ctx) {
            self.zoom(ctx, wanted);
        }
        if self.is_locked() {
            return Actions::new();
        }
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let mut actions = Vec::new();
        if ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::L)) {
            actions.push(Action::Lock);
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::H)) {
            self.desk.is_hidden = !self.desk.is_hidden;
        }
        if pressed(Key::F1) && !self.closing.is_asking() && !self.is_asked() {
            self.help = if self.help == Help::Closed { Help::Open } else { Help::Closed };
        }
        let is_connected = matches!(self.snapshot.session, Session::Connected { .. });
        if pressed(Key::F5) && is_connected {
            actions.push(Action::Tell(Command::Refresh));
        }
        actions
    }

    /// Whether something stands in front of the screen and has the keyboard.
    pub(super) fn is_covered(&self) -> bool {
        let is_sheet = self.snapshot.attempt.is_some() || self.export.is_open();
        is_sheet || self.help != Help::Closed || self.closing.is_asking() || self.is_asked()
    }

    /// Whether a person is asked for.
    fn is_asked(&self) -> bool {
        self.snapshot.approval.is_some() || self.snapshot.approval_lapsed || self.desk.switch.is_open()
    }

    /// The keys of the card screen.
    pub(super) fn desk_keys(&self, ctx: &Context) -> Pressed {
        let is_covered = self.is_covered();
        let find = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F));
        Pressed { find: find && !is_covered, is_covered }
    }
}

/// The size that Ctrl with +, - and 0 asks for.
fn wanted_zoom(ctx: &Context) -> Option<f32> {
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
    let (more, less) = (pressed(Key::Plus) || pressed(Key::Equals), pressed(Key::Minus));
    let now = ctx.zoom_factor();
    let wanted = match () {
        () if pressed(Key::Num0) => 1.0,
        () if more => now + ZOOM_STEP,
        () if less => now - ZOOM_STEP,
        () => return None,
    };
    Some(wanted.clamp(*ZOOM.start(), *ZOOM.end()))
}
