//! The places of the window, and the way from one to another.

use eframe::egui::{Context, Key, Modifiers, Ui};

use super::App;
use crate::{
    domain::ActivityQuery,
    engine::{Command, Session},
    ui::screens::{Action, Actions, Place, Scene, activity, encode, settings},
};

impl App {
    /// Draws where the person is.
    pub(super) fn draw_place(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let mut actions = self.place_keys(ui.ctx());
        actions.extend(match self.place {
            Place::Encode => self.draw_encode(ui, scene),
            Place::Activity => self.draw_activity(ui, scene),
            Place::Settings => self.draw_settings(ui, scene),
        });
        actions
    }

    fn draw_activity(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let pressed = self.desk_keys(ui.ctx());
        let actions = activity::show(ui, scene, &mut self.activity, &mut self.encode, pressed);
        if let Some(pause) = encode::next_tick(scene, &self.encode) {
            ui.ctx().request_repaint_after(pause);
        }
        actions
    }

    fn draw_settings(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let pressed = self.desk_keys(ui.ctx());
        let about = self.options.about.clone();
        let actions = settings::show(ui, scene, &mut self.settings, &mut self.encode, &about, pressed);
        if let Some(pause) = encode::next_tick(scene, &self.encode) {
            ui.ctx().request_repaint_after(pause);
        }
        actions
    }

    /// Goes to another place, and tells the engine what is looked at there.
    pub(super) fn go(&mut self, ctx: &Context, place: Place) {
        if place == Place::Settings {
            self.settings.come();
        }
        if place == self.place {
            return;
        }
        let was = std::mem::replace(&mut self.place, place);
        let command = match place {
            Place::Encode | Place::Settings if was == Place::Activity => Some(Command::HideActivity),
            Place::Encode | Place::Settings => None,
            Place::Activity => Some(Command::ShowActivity(self.activity.open())),
        };
        if let Some(command) = command {
            self.tell(command);
        }
        if place == Place::Encode {
            self.focus_cards(ctx);
        } else {
            ctx.memory_mut(|memory| memory.stop_text_input());
        }
        ctx.request_repaint();
    }

    /// At once, so that no key stroke is lost on the way. The search stands in every place: whoever types there goes on typing.
    fn focus_cards(&mut self, ctx: &Context) {
        if matches!(self.snapshot.session, Session::Connected { .. }) {
            let scene = Scene { snapshot: &self.snapshot, texts: &self.texts, now: (self.options.clock)() };
            encode::go_on_searching(ctx, &scene, &mut self.encode);
        } else {
            self.welcome.focus(ctx);
        }
    }

    /// Goes to Activity with this chosen, also from Activity itself.
    pub(super) fn show_activity(&mut self, ctx: &Context, query: ActivityQuery) {
        self.activity.choose(query);
        self.place = Place::Encode;
        self.go(ctx, Place::Activity);
    }

    /// A desk that has lost its session opens where cards are made.
    pub(super) fn leave_places(&self) -> Actions {
        let is_connected = matches!(self.snapshot.session, Session::Connected { .. });
        let is_away = !is_connected && self.place == Place::Activity;
        if is_away { vec![Action::Go(Place::default())] } else { Vec::new() }
    }

    fn place_keys(&self, ctx: &Context) -> Actions {
        let keys = [(Key::Num1, Place::Encode), (Key::Num2, Place::Activity), (Key::Num3, Place::Settings)];
        let pressed = keys.map(|(key, place)| {
            ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, key)).then_some(Action::Go(place))
        });
        if self.is_covered() { Vec::new() } else { pressed.into_iter().flatten().collect() }
    }
}
