//! The kiosk: a guest finds the own card and makes it. Nothing here leads anywhere else, and nobody sees who was here before.

mod buttons;
mod calm;
mod find;
mod foot;
mod form;
mod head;
mod list;
mod mask;
mod panel;
mod pin;
mod rules;
mod tick;
mod words;

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui, UiBuilder};

pub(in crate::ui) use form::{KioskForm, is_touched};
pub(in crate::ui) use tick::next_tick;

use super::{
    Actions, Scene,
    encode::{EncodeForm, dialogs},
};
use crate::ui::kit::{self, Button, Keyboard, size, tokens};
use rules::View;

/// The two forms of this screen.
#[derive(Debug)]
pub(in crate::ui) struct Forms<'a> {
    /// The card and its job, as at a desk.
    pub(in crate::ui) encode: &'a mut EncodeForm,
    /// What a kiosk has besides.
    pub(in crate::ui) kiosk: &'a mut KioskForm,
}

/// Draws the kiosk and says what was asked for. `is_stopped` is whether there is no engine behind it any more.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>, is_stopped: bool) -> Actions {
    let view = rules::view(scene, forms.encode, is_stopped);
    forms.encode.focus = None;
    let mut actions = head::show(ui, scene, &view, forms);
    let has_keyboard = view == View::Work && rules::has_keyboard(scene, forms);
    if has_keyboard {
        actions.extend(keyboard(ui, scene, forms));
    }
    let margin = Margin { left: 40, right: 40, top: 0, bottom: if has_keyboard { 0 } else { 40 } };
    let frame = Frame::new().fill(tokens(ui).palette.background).inner_margin(margin);
    CentralPanel::default().frame(frame).show(ui, |ui| match &view {
        View::Wait => calm::wait(ui, scene),
        View::NotReady(trouble) => calm::not_ready(ui, scene, trouble),
        View::Attract => calm::attract(ui, scene),
        View::SignIn => actions.extend(pin::sign_in(ui, scene, forms.kiosk)),
        View::Work => actions.extend(work(ui, scene, forms)),
    });
    if view == View::Work {
        actions.extend(dialogs::show(ui, scene, forms.encode));
    }
    actions.extend(pin::approval(ui, scene, forms.kiosk));
    actions
}

/// The keyboard along the lower edge.
fn keyboard(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) -> Actions {
    let palette = tokens(ui).palette;
    let around = kit::kiosk_size(ui.ctx(), size::KIOSK_KEYS);
    let frame = Frame::new().fill(palette.background).inner_margin(Margin::symmetric(40, around as i8));
    let height = Keyboard::height(ui.ctx()) + 2.0 * around;
    let panel = Panel::bottom("keyboard").exact_size(height).resizable(false).show_separator_line(false);
    panel.frame(frame).show(ui, |ui| list::keyboard(ui, scene, forms)).inner
}

/// List and panel side by side; in a narrow window the chosen card takes the list's place.
fn work(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) -> Actions {
    let room = ui.available_rect_before_wrap();
    let is_chosen = forms.encode.selected().is_some();
    if room.width() + 2.0 * size::KIOSK_MARGIN < size::KIOSK_WIDE {
        return if is_chosen { narrow_panel(ui, scene, forms) } else { list::show(ui, scene, forms) };
    }
    let split = room.left() + (room.width() - size::KIOSK_MARGIN) * 0.49;
    let mut left = child(ui, room.with_max_x(split), "kiosk list");
    let mut actions = list::show(&mut left, scene, forms);
    let mut right = child(ui, room.with_min_x(split + size::KIOSK_MARGIN), "kiosk panel");
    actions.extend(panel::show(&mut right, scene, forms));
    actions
}

/// The panel, with a way back to the list while no card is made or was: then its own buttons lead on.
fn narrow_panel(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) -> Actions {
    if rules::leads_back(scene, forms.encode) {
        if ui.add(Button::touch_quiet(&scene.t("back-to-list"))).clicked() {
            forms.encode.choose(None);
        }
        ui.add_space(kit::kiosk_size(ui.ctx(), size::KIOSK_GAP));
    }
    panel::show(ui, scene, forms)
}

fn child(ui: &mut Ui, rect: Rect, salt: &str) -> Ui {
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(salt))
}
