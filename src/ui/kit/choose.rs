//! A drop-down choice. A long list can be narrowed by typing.

use egui::accesskit::Role;
use egui::{
    CornerRadius, CursorIcon, EventFilter, Frame, Id, Key, Margin, Modifiers, Popup, PopupCloseBehavior, Rect,
    Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::field::{edit, outline};
use super::icon::Icon;
use super::paint::{self, Type};
use super::table::arrow_keys;
use super::tokens::{size, tokens};

/// From so many choices on, they can be narrowed by typing.
const FIND_FROM: usize = 9;
const SIGN: f32 = 12.0;

/// The choice before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Choose<'a> {
    name: &'a str,
    items: &'a [String],
    selected: usize,
    find: &'a str,
    nothing: &'a str,
}

/// What was typed into an open list, and which of its rows Enter takes.
#[derive(Debug, Clone, Default)]
struct Open {
    text: String,
    at: usize,
    /// The frame in which the list came: the field takes the keyboard in the next one, when the click that opened the list
    /// no longer takes it away.
    came: Option<u64>,
}

impl<'a> Choose<'a> {
    /// A choice among `items`; `name` is what a screen reader calls it.
    #[must_use]
    pub const fn new(name: &'a str, items: &'a [String], selected: usize) -> Self {
        Self { name, items, selected, find: "", nothing: "" }
    }

    /// The hint where one types in a long list, and what is said when nothing matches.
    #[must_use]
    pub const fn find(mut self, hint: &'a str, nothing: &'a str) -> Self {
        (self.find, self.nothing) = (hint, nothing);
        self
    }

    /// Draws the button, and the list while it is open; returns what was chosen.
    pub fn show(self, ui: &mut Ui) -> Option<usize> {
        let id = ui.scope_id().with(("choose", self.name));
        let list = id.with("list");
        let was_open = Popup::is_id_open(ui.ctx(), list);
        let entered = was_open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let escaped = was_open && ui.input(|input| input.key_pressed(Key::Escape));
        let button = self.button(ui, id, was_open);
        let popup = Popup::from_toggle_button_response(&button)
            .id(list)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .gap(size::S1)
            .frame(sheet(ui));
        let chosen = popup.show(|ui| self.list(ui, list, entered)).and_then(|shown| shown.inner);
        if chosen.is_some() {
            Popup::close_id(ui.ctx(), list);
        }
        if chosen.is_some() || escaped {
            button.request_focus();
        }
        chosen
    }

    fn button(&self, ui: &mut Ui, id: Id, is_open: bool) -> Response {
        let tokens = tokens(ui);
        let palette = tokens.palette;
        let text = self.items.get(self.selected).map_or("", String::as_str);
        let galley = paint::one_line(ui, Type::BodyMedium, text, palette.ink, size::CHOOSE_WIDEST);
        let width = galley.size().x + 2.0 * size::S3 + size::S1 + SIGN;
        let (_, rect) = ui.allocate_space(vec2(width, tokens.at_least_target(size::TAB)));
        let response = ui.interact(rect, id, Sense::click());
        let fill = if response.hovered() || is_open { palette.hover } else { palette.background };
        let radius = CornerRadius::same(size::RADIUS_M);
        ui.painter().rect(rect, radius, fill, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        paint::put(ui, pos2(rect.left() + size::S3, rect.center().y), galley);
        let sign = pos2(rect.right() - size::S3 - SIGN / 2.0, rect.center().y + 1.0);
        Icon::Down.paint(ui.painter(), Rect::from_center_size(sign, vec2(SIGN, SIGN)), palette.ink_2);
        paint::focus_ring(ui, &response, rect, size::RADIUS_M);
        self.say_button(ui, &response, text, is_open);
        response.on_hover_cursor(CursorIcon::PointingHand)
    }

    fn say_button(&self, ui: &Ui, response: &Response, text: &str, is_open: bool) {
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(text.to_owned()),
            ..WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), self.name)
        });
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(is_open));
        if is_open && response.has_focus() {
            let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
    }

    fn list(&self, ui: &mut Ui, id: Id, entered: bool) -> Option<usize> {
        let just_came = paint::just_came(ui, id.with("came"));
        let mut open = ui.data(|data| data.get_temp::<Open>(id)).filter(|_| !just_came);
        let open = open.get_or_insert_with(|| Open {
            at: self.selected,
            came: Some(ui.ctx().cumulative_frame_nr()),
            ..Open::default()
        });
        ui.set_width(self.list_width(ui));
        ui.spacing_mut().item_spacing.y = 0.0;
        if self.items.len() >= FIND_FROM {
            self.find_field(ui, id, open);
        }
        let matching = matching(self.items, &open.text);
        let moved = arrow_keys(ui, Some(open.at), matching.len(), 8);
        open.at = moved.unwrap_or(open.at).min(matching.len().saturating_sub(1));
        let clicked = self.rows(ui, &matching, open.at, moved.is_some() || just_came);
        let taken = matching.get(open.at).copied().filter(|_| entered);
        ui.data_mut(|data| data.insert_temp(id, open.clone()));
        clicked.or(taken)
    }

    fn list_width(&self, ui: &Ui) -> f32 {
        let width = |text: &String| paint::one_line(ui, Type::Body, text, egui::Color32::PLACEHOLDER, 600.0).size().x;
        let widest = self.items.iter().take(200).map(width).fold(0.0, f32::max);
        (widest + 4.0 * size::S3 + SIGN).clamp(180.0, 340.0)
    }

    fn find_field(&self, ui: &mut Ui, id: Id, open: &mut Open) {
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::CONTROL));
        let rect = rect.shrink2(vec2(0.0, 2.0));
        let response = edit(ui, rect.shrink2(vec2(size::S3, 0.0)), id.with("find"), &mut open.text, self.find, false);
        outline(ui, rect, &response);
        if response.changed() {
            open.at = 0;
        }
        if open.came.is_some_and(|frame| frame < ui.ctx().cumulative_frame_nr()) {
            open.came = None;
            response.request_focus();
        } else if open.came.is_some() {
            ui.ctx().request_repaint();
        }
        response.accessible_name(self.find);
        ui.add_space(size::S1);
    }

    fn rows(&self, ui: &mut Ui, matching: &[usize], at: usize, follows: bool) -> Option<usize> {
        if matching.is_empty() {
            paint::line(ui, Type::Secondary, self.nothing, tokens(ui).palette.ink_2);
        }
        let area = ScrollArea::vertical().max_height(size::CHOOSE_TALLEST).auto_shrink([false, true]);
        let shown = area.show(ui, |ui| {
            let rows = matching.iter().enumerate();
            let responses: Vec<_> = rows.map(|(row, &item)| self.row(ui, item, row == at)).collect();
            if let Some(response) = responses.get(at).filter(|_| follows) {
                response.scroll_to_me(None);
            }
            responses.iter().position(Response::clicked)
        });
        shown.inner.and_then(|row| matching.get(row).copied())
    }

    fn row(&self, ui: &mut Ui, item: usize, is_at: bool) -> Response {
        let tokens = tokens(ui);
        let palette = tokens.palette;
        let wanted = vec2(ui.available_width(), tokens.at_least_target(32.0));
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::CLICK);
        let fill = if is_at { Some(palette.accent_soft) } else { response.hovered().then_some(palette.hover) };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_S), fill);
        }
        let (text, is_selected) = (self.items.get(item).map_or("", String::as_str), item == self.selected);
        let kind = if is_selected { Type::BodyStrong } else { Type::Body };
        let room = rect.width() - 3.0 * size::S2 - SIGN;
        paint::put_line(ui, rect.left_center() + vec2(size::S2, 0.0), kind, text, palette.ink, room);
        if is_selected {
            let sign = pos2(rect.right() - size::S2 - SIGN / 2.0, rect.center().y);
            Icon::Check.paint(ui.painter(), Rect::from_center_size(sign, vec2(SIGN, SIGN)), palette.accent);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), text));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
        response
    }
}

fn sheet(ui: &Ui) -> Frame {
    Frame::popup(ui.style()).inner_margin(Margin::same(size::S2 as i8))
}

/// Which items hold what was typed, in whatever case.
fn matching(items: &[String], text: &str) -> Vec<usize> {
    let wanted = text.trim().to_lowercase();
    items.iter().enumerate().filter(|(_, item)| item.to_lowercase().contains(&wanted)).map(|(at, _)| at).collect()
}

#[cfg(test)]
#[path = "choose_tests.rs"]
mod tests;
