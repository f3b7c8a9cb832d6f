//! Leaving: a window with an open job, or with a note that nobody saved, asks first.

use eframe::egui::{Context, Frame, Id, Panel, Ui, ViewportCommand};

use crate::{
    engine::Snapshot,
    ui::{
        kit::{Answer, Banner, Dialog, Icon, Tone},
        screens::Scene,
    },
};

/// Where the wish to leave stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Closing {
    /// Nobody wants to leave.
    #[default]
    No,
    /// The question is on the screen.
    Asking,
    /// Yes, leave.
    Agreed,
}

impl Closing {
    /// Whether the question is on the screen.
    pub(super) fn is_asking(self) -> bool {
        self == Self::Asking
    }

    /// Holds the window while a job is open or something is unsaved, and nobody has agreed.
    pub(super) fn look(&mut self, ctx: &Context, snapshot: &Snapshot, has_unsaved: bool) {
        let is_wanted = ctx.input(|input| input.viewport().close_requested());
        let is_open = snapshot.jobs.iter().any(|job| !job.stage.is_terminal());
        if is_wanted && (is_open || has_unsaved) && *self != Self::Agreed {
            *self = Self::Asking;
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
    }

    /// Asks whether to leave; staying is the safe answer.
    pub(super) fn ask(&mut self, ctx: &Context, scene: &Scene<'_>) {
        if *self != Self::Asking {
            return;
        }
        let is_open = scene.snapshot.jobs.iter().any(|job| !job.stage.is_terminal());
        let keys = if is_open { ["leave-title", "leave-body"] } else { ["leave-note-title", "leave-note-body"] };
        let [title, body] = keys.map(|key| scene.t(key));
        let [safe, other] = ["leave-safe", "leave-other"].map(|key| scene.t(key));
        let dialog = Dialog { title: &title, body: &body, safe: &safe, other: &other };
        match dialog.show(ctx, Id::unique("leave")) {
            None => {}
            Some(Answer::Safe) => *self = Self::No,
            Some(Answer::Other) => {
                *self = Self::Agreed;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}

/// A band for the one case in which no button can do anything.
pub(super) fn engine_gone(ui: &mut Ui, scene: &Scene<'_>) {
    let band = Panel::top("engine gone").frame(Frame::NONE).resizable(false).show_separator_line(false);
    band.show(ui, |ui| Banner::new(Tone::Bad, Icon::Warning, &scene.t("engine-gone")).show(ui));
}
