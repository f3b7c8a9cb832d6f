//! Rest: nobody is at the desk, so the window knows nothing of any guest.

use std::sync::Arc;

use eframe::egui::{Context, OutputCommand, Popup, text_edit::TextEditState};

use super::{App, close::Closing, files::Files};
use crate::ui::screens::{Place, activity::ActivityForm, attempt::AttemptForm, help::Help, welcome::WelcomeForm};
use crate::{domain::Duty, engine::Snapshot};

/// What the window has to know to forget the right things at the right time.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// How often the desk had come to rest when the window last looked.
    seen: u64,
    /// Whether something of ours may lie in the clipboard.
    has_copied: bool,
    /// Whether it was noticed that the engine is gone.
    has_lost_engine: bool,
}

impl Rest {
    /// A window that opens on a desk which came to rest so often before.
    pub(super) fn after(rests: u64) -> Self {
        Self { seen: rests, ..Self::default() }
    }

    /// Something was put into the clipboard.
    pub(super) fn copied(&mut self) {
        self.has_copied = true;
    }
}

impl App {
    /// Forgets everything about guests once for each time the desk came to rest, also where it has begun again since.
    pub(super) fn notice_rest(&mut self, ctx: &Context) {
        if self.rest.seen != self.snapshot.rests {
            self.rest.seen = self.snapshot.rests;
            self.forget_guests(ctx);
        }
    }

    /// Takes the latest snapshot. Nobody can lock a desk whose engine is gone, so its guests go from the screen with it.
    pub(super) fn take_snapshot(&mut self, ctx: &Context) {
        let is_gone = self.handle.is_gone();
        let is_new = is_gone && !std::mem::replace(&mut self.rest.has_lost_engine, is_gone);
        self.is_engine_gone |= is_gone;
        if !self.rest.has_lost_engine || self.snapshot.people.is_empty() {
            self.snapshot = self.handle.snapshot();
        }
        if is_new && !self.snapshot.people.is_empty() {
            let left = &self.snapshot;
            self.snapshot = Arc::new(Snapshot {
                mode: left.mode,
                people: Arc::clone(&left.people),
                duty: Duty::Locked,
                settings: Arc::clone(&left.settings),
                rests: left.rests,
                ..Snapshot::default()
            });
            self.forget_guests(ctx);
        }
    }

    /// A text field of egui's copies by itself.
    pub(super) fn notice_copies(&mut self, ctx: &Context) {
        let is_copy = |command: &OutputCommand| matches!(command, OutputCommand::CopyText(text) if !text.is_empty());
        if ctx.output(|output| output.commands.iter().any(is_copy)) {
            self.rest.copied();
        }
    }

    /// Drops every form, what egui remembers of typed text, and what was copied.
    pub(super) fn forget_guests(&mut self, ctx: &Context) {
        self.encode = self.kiosk.encode_form();
        self.kiosk.forget(ctx);
        self.activity = ActivityForm::default();
        self.attempt = AttemptForm::default();
        self.export.forget();
        self.files = Files::default();
        self.welcome.token.forget(ctx);
        self.welcome = WelcomeForm::default();
        self.settings.forget();
        self.forget_tries();
        (self.place, self.help, self.closing) = (Place::default(), Help::Closed, Closing::default());
        forget_typed(ctx);
        if std::mem::take(&mut self.rest.has_copied) {
            ctx.copy_text(String::new());
        }
        // Text that was laid out is dropped once it was not drawn for a frame, and so is what screen readers were told.
        ctx.request_repaint();
    }
}

/// Cursors and undo histories hold what was typed, also in fields that are gone.
fn forget_typed(ctx: &Context) {
    ctx.data_mut(|data| data.remove_by_type::<TextEditState>());
    ctx.memory_mut(|memory| memory.stop_text_input());
    Popup::close_all(ctx);
}
