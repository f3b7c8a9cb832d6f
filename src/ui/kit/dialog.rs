//! A question that must be answered before anything else; Enter and Esc both take the safe answer.

use egui::accesskit::Role;
use egui::{Context, CornerRadius, Frame, Id, Key, Layout, Margin, Modal, Modifiers, Shadow, Stroke, Ui, UiBuilder};

use super::button::Button;
use super::paint::{self, Type};
use super::sheet::{cover, scrim};
use super::tokens::{size, tokens};

/// How a dialog was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing is lost.
    Safe,
    /// What was asked about is to happen.
    Other,
}

/// What was given in one frame.
enum Given {
    /// The question is new.
    Coming,
    /// No answer yet.
    Yet,
    Answer(Answer),
}

/// A question with two answers.
#[derive(Debug, Clone, Copy)]
pub struct Dialog<'a> {
    /// The question.
    pub title: &'a str,
    /// What follows from each answer.
    pub body: &'a str,
    /// The answer that loses nothing: on the primary button, by Enter and by Esc.
    pub safe: &'a str,
    /// The other answer.
    pub other: &'a str,
}

impl Dialog<'_> {
    /// Asks; returns the answer in the frame it is given.
    pub fn show(&self, ctx: &Context, id: Id) -> Option<Answer> {
        cover(ctx);
        let shown = Modal::new(id).frame(Frame::NONE).backdrop_color(scrim(ctx)).show(ctx, |ui| {
            let builder = UiBuilder::new().accessibility_role(Role::AlertDialog).accessibility_label(self.title);
            ui.scope_builder(builder, |ui| self.sheet(ui, id)).inner
        });
        match shown.inner {
            Given::Coming => None,
            Given::Yet if shown.should_close() => Some(Answer::Safe),
            Given::Yet => None,
            Given::Answer(answer) => Some(answer),
        }
    }

    fn sheet(&self, ui: &mut Ui, id: Id) -> Given {
        let palette = tokens(ui).palette;
        let frame = Frame::new()
            .fill(palette.panel)
            .stroke(Stroke::new(1.0, palette.line))
            .corner_radius(CornerRadius::same(size::RADIUS_CARD))
            .inner_margin(Margin::same(size::S6 as i8))
            .shadow(Shadow { offset: [0, 8], blur: 32, spread: 0, color: palette.shadow });
        frame.show(ui, |ui| self.contents(ui, id)).inner
    }

    fn contents(&self, ui: &mut Ui, id: Id) -> Given {
        let palette = tokens(ui).palette;
        ui.set_width(size::DIALOG - 2.0 * size::S6);
        paint::paragraph(ui, Type::Title, self.title, palette.ink);
        ui.add_space(size::S2);
        paint::paragraph(ui, Type::Body, self.body, palette.ink_2);
        ui.add_space(size::S6);
        let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let (safe, other) = ui.with_layout(Layout::top_down(egui::Align::Min), |ui| self.buttons(ui)).inner;
        let other_has_keyboard = other.has_focus();
        if paint::just_came(ui, id.with("opened")) {
            // The key that opened it is no answer.
            safe.request_focus();
            return Given::Coming;
        }
        match () {
            () if other.clicked() || (entered && other_has_keyboard) => Given::Answer(Answer::Other),
            () if safe.clicked() || entered => Given::Answer(Answer::Safe),
            () => Given::Yet,
        }
    }

    fn buttons(&self, ui: &mut Ui) -> (egui::Response, egui::Response) {
        let safe = ui.add(Button::primary(self.safe));
        ui.add_space(size::S3);
        (safe, ui.add(Button::danger(self.other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::{Look, install};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    fn asked<'a>() -> Harness<'a, Option<Answer>> {
        let still = Look { motion: false, ..Look::default() };
        Harness::builder().with_context_setup(move |ctx| install(ctx, &still)).build_ui_state(
            |ui, answer: &mut Option<Answer>| {
                if answer.is_none() {
                    let dialog = Dialog { title: "Leave?", body: "A card waits.", safe: "Stay", other: "Leave now" };
                    *answer = dialog.show(ui.ctx(), Id::unique("leave"));
                }
            },
            None,
        )
    }

    #[test]
    fn enter_and_escape_take_the_safe_answer() {
        for key in [Key::Enter, Key::Escape] {
            let mut harness = asked();
            harness.run();
            harness.key_press(key);
            harness.run();
            assert_eq!(*harness.state(), Some(Answer::Safe), "{key:?}");
        }
    }

    #[test]
    fn the_enter_that_opens_a_question_does_not_answer_it() {
        let mut harness = Harness::builder()
            .with_context_setup(|ctx| install(ctx, &Look { motion: false, ..Look::default() }))
            .build_ui_state(
                |ui, (is_open, answer): &mut (bool, Option<Answer>)| {
                    *is_open |= ui.button("Remove…").clicked();
                    if *is_open && answer.is_none() {
                        let dialog = Dialog { title: "Remove?", body: "", safe: "Keep", other: "Remove" };
                        *answer = dialog.show(ui.ctx(), Id::unique("remove"));
                    }
                },
                (false, None),
            );
        harness.get_by_label("Remove…").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), (true, None));
        assert!(harness.get_by_label("Keep").is_focused());
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), (true, Some(Answer::Safe)));
    }

    #[test]
    fn the_other_answer_needs_its_button() {
        let mut harness = asked();
        harness.run();
        harness.get_by_label("Leave now").click();
        harness.run();
        assert_eq!(*harness.state(), Some(Answer::Other));
    }
}
