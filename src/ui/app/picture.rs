//! One picture: what stands on the screen, and what stands in front of it.

use std::{sync::Arc, time::Duration};

use eframe::egui::{Context, Ui};

use super::{App, close};
use crate::{
    engine::{Command, Session},
    ui::screens::{
        Action, Actions, Place, Scene, attempt,
        encode::{self, Look},
        export, first_start, help, hidden, welcome,
    },
};

impl App {
    pub(super) fn draw(&mut self, ui: &mut Ui) -> Actions {
        let now = (self.options.clock)();
        let snapshot = Arc::clone(&self.snapshot);
        let texts = self.texts.clone();
        let scene = Scene { snapshot: &snapshot, texts: &texts, now };
        if self.options.kiosk {
            return self.draw_kiosk(ui, &scene);
        }
        let mut actions = self.global_keys(ui.ctx());
        if self.is_engine_gone {
            close::engine_gone(ui, &scene);
        }
        if self.is_locked() {
            actions.extend(self.draw_locked(ui, &scene));
            self.closing.ask(ui.ctx(), &scene);
            return actions;
        }
        actions.extend(self.draw_warning(ui, &scene));
        if self.desk.is_hidden {
            self.desk.is_hidden = !hidden::show(ui, &scene);
            self.closing.ask(ui.ctx(), &scene);
            return actions;
        }
        let is_connected = matches!(snapshot.session, Session::Connected { .. });
        let shows_export = is_connected && export::band(ui, &scene, &self.export);
        actions.extend(match &snapshot.session {
            Session::Connected { .. } if self.asks_people() => first_start::show(ui, &scene),
            Session::Connected { .. } => self.draw_place(ui, &scene),
            Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. }
                if self.place == Place::Settings =>
            {
                self.draw_place(ui, &scene)
            }
            Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => {
                welcome::show(ui, &scene, &mut self.welcome)
            }
        });
        actions.extend(attempt::show(ui.ctx(), &scene, &mut self.attempt));
        actions.extend(export::show(ui.ctx(), &scene, &mut self.export));
        if shows_export {
            self.export.watch();
            ui.ctx().request_repaint();
        }
        actions.extend(help::show(ui.ctx(), &scene, &mut self.help));
        actions.extend(self.draw_questions(ui.ctx(), &scene));
        self.closing.ask(ui.ctx(), &scene);
        actions
    }

    pub(super) fn draw_encode(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let pressed = self.desk_keys(ui.ctx());
        let mut actions = encode::show(ui, scene, &mut self.encode, pressed);
        let time = ui.input(|input| input.time);
        let look = match self.encode.look(time) {
            Look::Done => None,
            Look::In(seconds) => Some(Duration::from_secs_f64(seconds)),
            Look::Now(subject) => {
                actions.push(Action::Tell(Command::LookAt(subject)));
                None
            }
        };
        if let Some(pause) = [look, encode::next_tick(scene, &self.encode)].into_iter().flatten().min() {
            ui.ctx().request_repaint_after(pause);
        }
        actions
    }

    /// A second picture means that the first one reached the screen.
    pub(super) fn tell_first_frame(&mut self, ctx: &Context) {
        if self.options.on_first_frame.is_none() {
            return;
        }
        if ctx.cumulative_frame_nr() == 0 {
            ctx.request_repaint();
        } else if let Some(tell) = self.options.on_first_frame.take() {
            tell();
        }
    }
}
