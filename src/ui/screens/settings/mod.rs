//! The settings: what this desk is, who works at it, how it looks, and what runs here.

mod about;
mod bundle;
mod control;
mod form;
mod key;
mod notices;
mod operator_sheet;
mod operators;
mod parts;
mod row;

use egui::{CentralPanel, Frame, Key, Margin, Modifiers, Panel, Popup, ScrollArea, Ui};

pub(in crate::ui) use about::facts;
pub(in crate::ui) use bundle::BundleForm;
pub(in crate::ui) use form::{Section, SettingsForm};
pub(in crate::ui) use notices::title as notices_title;
pub(in crate::ui) use row::name_key;

use super::{
    Action, Actions, Place, Scene,
    encode::{self, EncodeForm, Pressed},
    rail,
};
use crate::{
    engine::Session,
    ui::{
        About,
        kit::{self, Choose, Type, size, tokens},
    },
};

/// Width of the index, in points.
const INDEX: f32 = 208.0;
/// Widest page, in points: longer lines are hard to read.
const PAGE: f32 = 800.0;
/// Room beside the rail from which the index stands beside the page.
const WITH_INDEX: f32 = 760.0;

/// Draws the screen and says what was asked for.
pub(in crate::ui) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SettingsForm,
    desk: &mut EncodeForm,
    about: &About,
    pressed: Pressed,
) -> Actions {
    let is_connected = matches!(scene.snapshot.session, Session::Connected { .. });
    let mut actions = Actions::new();
    let mut is_left = false;
    if is_connected {
        actions.extend(rail::show(ui, scene, Place::Settings));
        if pressed.find {
            encode::focus_search(ui, scene, desk);
        }
        let searched = encode::show_bar(ui, scene, desk);
        is_left = !searched.is_empty();
        actions.extend(searched);
        actions.extend(encode::show_bands(ui, scene));
    }
    actions.extend(page(ui, scene, form, about, is_connected));
    actions.extend(operators::sheets(ui.ctx(), scene, &mut form.operators));
    actions.extend(key::question(ui.ctx(), scene, form));
    is_left |= !pressed.is_covered && !form.is_covered() && escaped(ui, form);
    actions.extend(is_left.then_some(Action::Go(Place::Encode)));
    actions
}

impl SettingsForm {
    /// Whether something stands in front of the screen.
    pub(in crate::ui) fn is_covered(&self) -> bool {
        self.operators.is_open() || self.is_forgetting
    }
}

/// Whether Esc leads back to the cards. It first closes a list and leaves a field, which has happened by now.
fn escaped(ui: &Ui, form: &mut SettingsForm) -> bool {
    let holds = Popup::is_any_open(ui.ctx()) || ui.ctx().text_edit_focused();
    let held = std::mem::replace(&mut form.holds_escape, holds);
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) && !held
}

fn page(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, about: &About, is_connected: bool) -> Actions {
    let palette = tokens(ui).palette;
    let is_wide = ui.available_width() >= WITH_INDEX;
    let mut actions = Actions::new();
    if is_wide {
        let margin = Margin { left: size::PAGE_X as i8, right: 0, top: size::PAGE_Y as i8, bottom: size::PAGE_Y as i8 };
        let frame = Frame::new().fill(palette.background).inner_margin(margin);
        let panel = Panel::left("settings index").exact_size(INDEX).resizable(false).show_separator_line(false);
        panel.frame(frame).show(ui, |ui| actions.extend(index(ui, scene, form, is_connected)));
    }
    let margin = Margin { left: size::PAGE_X as i8, right: 0, top: size::PAGE_Y as i8, bottom: 0 };
    CentralPanel::default().frame(Frame::new().fill(palette.background).inner_margin(margin)).show(ui, |ui| {
        if !is_wide {
            actions.extend(back(ui, scene, is_connected));
            drop_down(ui, scene, form);
        }
        let area = ScrollArea::vertical().id_salt(form.section.key()).auto_shrink([false, false]);
        area.show(ui, |ui| {
            ui.set_max_width((ui.available_width() - size::PAGE_X).min(PAGE));
            actions.extend(notices::show(ui, scene, form));
            actions.extend(part(ui, scene, form, about));
            ui.add_space(size::PAGE_Y);
        });
    });
    actions
}

fn index(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, is_connected: bool) -> Actions {
    ui.spacing_mut().item_spacing.y = size::S1;
    let actions = back(ui, scene, is_connected);
    let names = Section::ALL.map(|section| scene.t(section.key()));
    let at = Section::ALL.iter().position(|section| *section == form.section).unwrap_or(0);
    let takes_keyboard = std::mem::take(&mut form.wants_keyboard) && !form.is_covered();
    let chosen = kit::index(ui, &names, at, takes_keyboard);
    if let Some(section) = chosen.and_then(|at| Section::ALL.get(at)) {
        form.open(*section);
    }
    actions
}

/// The way back where there is no rail.
fn back(ui: &mut Ui, scene: &Scene<'_>, is_connected: bool) -> Actions {
    if is_connected {
        return Actions::new();
    }
    let is_left = kit::small_button(ui, &scene.t("settings-back")).clicked();
    ui.add_space(size::S1);
    is_left.then_some(Action::Go(Place::Encode)).into_iter().collect()
}

fn drop_down(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) {
    let names = Section::ALL.map(|section| scene.t(section.key()));
    let at = Section::ALL.iter().position(|section| *section == form.section).unwrap_or(0);
    let chosen = Choose::new(&scene.t("settings-section"), &names, at).show(ui);
    if let Some(section) = chosen.and_then(|at| Section::ALL.get(at)) {
        form.open(*section);
    }
    ui.add_space(size::S3);
}

fn part(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, about: &About) -> Actions {
    kit::heading(ui, Type::Subject, scene.t(form.section.key()));
    ui.add_space(size::S3);
    kit::panel(ui, 0.0, "", |ui| match form.section {
        Section::Desk => parts::desk(ui, scene, form),
        Section::Operators => {
            operators::show(ui, scene, &mut form.operators);
            Actions::new()
        }
        Section::Look => parts::look(ui, scene, form),
        Section::Idle => parts::idle(ui, scene, form),
        Section::Connection => {
            let mut actions = key::show(ui, scene, form);
            kit::hairline(ui);
            actions.extend(parts::connection(ui, scene, form));
            actions
        }
        Section::Record => parts::record(ui, scene, form),
        Section::Kiosk => parts::kiosk(ui, scene, form),
        Section::Log => parts::log(ui, scene, form),
        Section::About => about::show(ui, scene, form, about),
    })
}
