//! The areas of the window: bars, panels and cards, with the tokens' measures.

use egui::{CornerRadius, Frame, InnerResponse, Layout, Margin, Panel, ScrollArea, Shadow, Stroke, Ui, vec2};

use super::tokens::{size, tokens};

/// A bar across the top; its contents stand in one line, vertically centred.
pub fn top_bar<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let frame = Frame::new().fill(tokens(ui).palette.panel).inner_margin(Margin::symmetric(size::PAGE_X as i8, 0));
    let bar = Panel::top("top bar").exact_size(size::TOP_BAR).resizable(false).show_separator_line(false).frame(frame);
    let shown = bar.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = size::S4;
        ui.with_layout(Layout::left_to_right(egui::Align::Center), contents).inner
    });
    let rect = shown.response.rect;
    hairline_at(ui, rect.left(), rect.right(), rect.bottom());
    shown.inner
}

/// The panel on the right where the chosen card is worked on.
pub fn side_panel<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = tokens(ui).palette;
    let (x, y) = (size::PAGE_X as i8, size::PAGE_Y as i8);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin { left: x + 1, right: x, top: y, bottom: y });
    let width = if ui.available_width() < size::SIDE_FROM { size::SIDE_NARROW } else { size::SIDE };
    let panel = Panel::right("side panel").exact_size(width).resizable(false).show_separator_line(false).frame(frame);
    let shown = panel.show(ui, contents);
    let rect = shown.response.rect;
    ui.painter().vline(rect.left() + 0.5, rect.y_range(), Stroke::new(1.0, palette.line));
    shown.inner
}

/// The list's place while there is nothing to list: a panel with a few words in its middle.
pub fn notice_panel<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = tokens(ui).palette;
    let room = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(room);
    let radius = CornerRadius::same(size::RADIUS_L);
    ui.painter().rect(room, radius, palette.panel, Stroke::new(1.0, palette.line), egui::StrokeKind::Inside);
    let width = size::DIALOG.min(room.width() - 2.0 * size::S6);
    let top = room.top() + (room.height() / 3.0).min(size::NOTICE_TOP);
    let inner = egui::Rect::from_min_max(
        egui::pos2(room.center().x - width / 2.0, top),
        egui::pos2(room.center().x + width / 2.0, room.bottom()),
    );
    let layout = Layout::top_down(egui::Align::Center);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout).id_salt("notice"));
    contents(&mut child)
}

/// The rail on the left.
pub fn rail<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = tokens(ui).palette;
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(8, size::S4 as i8));
    let panel = Panel::left("rail").exact_size(size::RAIL).resizable(false).show_separator_line(false).frame(frame);
    let shown = panel.show(ui, contents);
    let rect = shown.response.rect;
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), Stroke::new(1.0, palette.line));
    shown.inner
}

/// A floating sheet in the middle of the room there is, as tall as its contents; it scrolls when the window is low.
pub fn card_panel<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let height_id = ui.scope_id().with("sheet height");
    let known = ui.data(|data| data.get_temp::<f32>(height_id));
    let room = ui.available_size();
    let width = width.min(room.x - 2.0 * size::S4);
    let space = vec2((room.x - width) / 2.0, ((room.y - known.unwrap_or(0.0)) / 2.0).max(size::S4));
    let shown = ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(space.y);
        ui.horizontal_top(|ui| {
            ui.add_space(space.x);
            sheet(ui, width, contents)
        })
        .inner
    });
    let height = shown.inner.response.rect.height();
    if known.is_none_or(|known| (known - height).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(height_id, height));
        ui.ctx().request_discard("the sheet's height became known");
    }
    shown.inner.inner
}

fn sheet<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let palette = tokens(ui).palette;
    sheet_frame(palette.panel, palette.line, palette.shadow).show(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(width - 2.0 * (size::SHEET_PAD + 1.0));
            contents(ui)
        })
        .inner
    })
}

fn sheet_frame(fill: egui::Color32, line: egui::Color32, shadow: egui::Color32) -> Frame {
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(size::RADIUS_SHEET))
        .inner_margin(Margin::same(size::SHEET_PAD as i8))
        .shadow(Shadow { offset: [0, 8], blur: 24, spread: 0, color: shadow })
}

/// A hairline across the room there is.
pub fn hairline(ui: &mut Ui) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 1.0));
    hairline_at(ui, rect.left(), rect.right(), rect.bottom());
}

pub(super) fn hairline_at(ui: &Ui, left: f32, right: f32, bottom: f32) {
    ui.painter().hline(left..=right, bottom - 0.5, Stroke::new(1.0, tokens(ui).palette.line));
}
