//! Sheets in front of a screen: one along the right side, one in its middle. Nothing behind them takes keys or clicks.

use egui::accesskit::Role;
use egui::style::ScrollAnimation;
use egui::{
    Align2, Area, Color32, Context, CornerRadius, Frame, Id, Margin, Modal, ModalResponse, ScrollArea, Shadow, Stroke,
    Ui, UiBuilder, Vec2,
};

use super::paint;
use super::tokens::{Palette, size, tokens};

/// What became of a sheet in one frame.
#[derive(Debug)]
pub struct SheetResponse<R> {
    /// What its contents returned.
    pub inner: R,
    /// Esc, or a click beside it: whoever opened it decides whether it goes.
    pub wants_to_close: bool,
}

/// Whether a sheet leaves out what the keyboard does as well.
pub(super) fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < size::LOW
}

/// A sheet along the right side, as high as the window. `name` is what a screen reader calls it.
pub fn side_sheet<R>(ctx: &Context, id: Id, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> SheetResponse<R> {
    let room = ctx.content_rect().size();
    let width = size::SIDE_SHEET.min(room.x - size::S6);
    let area = Modal::default_area(id).anchor(Align2::RIGHT_TOP, Vec2::ZERO);
    let frame = |palette: &Palette| {
        let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line));
        frame.shadow(shadow(palette, 0))
    };
    modal(ctx, area, name, frame, |ui| {
        ui.set_min_size(Vec2::new(width, room.y) - Vec2::splat(2.0));
        ui.set_max_size(Vec2::new(width, room.y) - Vec2::splat(2.0));
        contents(ui)
    })
}

/// A sheet in the middle, as high as its contents; it scrolls when the window is low.
pub fn middle_sheet<R>(ctx: &Context, id: Id, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> SheetResponse<R> {
    let room = ctx.content_rect().size();
    let width = size::MIDDLE_SHEET.min(room.x - 2.0 * size::S4);
    let frame = |palette: &Palette| {
        let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line));
        let frame = frame.corner_radius(CornerRadius::same(size::RADIUS_CARD)).shadow(shadow(palette, 8));
        frame.inner_margin(Margin::same(size::S6 as i8))
    };
    modal(ctx, Modal::default_area(id), name, frame, |ui| {
        ui.set_width(width - 2.0 * size::S6);
        let height = room.y - 2.0 * (size::S6 + size::S4);
        ui.set_max_height(height);
        scroll(ui, ScrollArea::vertical().max_height(height).auto_shrink([false, true]), contents)
    })
}

/// A body that scrolls above a foot that stays in sight. The foot comes last for the keyboard too.
pub fn body_and_foot<S>(
    ui: &mut Ui,
    salt: impl std::hash::Hash + std::fmt::Debug,
    state: &mut S,
    body: impl FnOnce(&mut Ui, &mut S),
    foot: impl FnOnce(&mut Ui, &mut S),
) {
    let memory = ui.scope_id().with("foot height");
    let known = ui.data(|data| data.get_temp::<f32>(memory));
    let room = ui.available_rect_before_wrap();
    let split = room.bottom() - known.unwrap_or(0.0);
    let mut above = ui.new_child(UiBuilder::new().max_rect(room.with_max_y(split)).id_salt("above"));
    scroll(&mut above, ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]), |ui| body(ui, state));
    let mut below = ui.new_child(UiBuilder::new().max_rect(room.with_min_y(split)).id_salt("below"));
    foot(&mut below, state);
    let height = below.min_rect().height();
    if known.is_none_or(|known| (known - height).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(memory, height));
        ui.ctx().request_discard("the foot's height became known");
    }
    ui.advance_cursor_after_rect(room);
}

/// Scrolls `contents`; what gets the keyboard comes into sight.
fn scroll<R>(ui: &mut Ui, area: ScrollArea, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let drawn = area.show(ui, |ui| {
        let inner = contents(ui);
        show_focused(ui);
        inner
    });
    drawn.inner
}

/// Scrolls to what has the keyboard since this frame, if it stands in this area and out of sight.
fn show_focused(ui: &Ui) {
    let memory = ui.scope_id().with("focused");
    let focused = ui.memory(|memory| memory.focused());
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(memory, None), focused));
    let shown = focused.filter(|_| focused != before).and_then(|id| ui.ctx().read_response(id));
    let Some(shown) = shown.filter(|shown| shown.layer_id == ui.layer_id()) else { return };
    let view = ui.clip_rect();
    let is_elsewhere = shown.interact_rect.is_positive() && !view.intersects(shown.interact_rect);
    if !is_elsewhere && !view.contains_rect(shown.rect) {
        ui.scroll_to_rect_animation(shown.rect.expand(size::S3), None, ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}

/// Says that something stands in front of the place in this frame.
pub fn cover(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(Id::unique("covered"), frame));
}

/// Whether something stood in front of the place in this frame.
pub fn is_covered(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(Id::unique("covered"))) == Some(ctx.cumulative_frame_nr())
}

fn modal<R>(
    ctx: &Context,
    area: Area,
    name: &str,
    frame: impl FnOnce(&Palette) -> Frame,
    contents: impl FnOnce(&mut Ui) -> R,
) -> SheetResponse<R> {
    cover(ctx);
    let shown: ModalResponse<R> =
        Modal::new(Id::NULL).area(area).frame(Frame::NONE).backdrop_color(scrim(ctx)).show(ctx, |ui| {
            let builder = UiBuilder::new().accessibility_role(Role::Dialog).accessibility_label(name);
            let frame = frame(tokens(ui).palette);
            ui.scope_builder(builder, |ui| frame.show(ui, contents).inner).inner
        });
    SheetResponse { wants_to_close: shown.should_close(), inner: shown.inner }
}

fn shadow(palette: &Palette, down: i8) -> Shadow {
    Shadow { offset: [0, down], blur: 32, spread: 0, color: palette.shadow }
}

pub(super) fn scrim(ctx: &Context) -> Color32 {
    let dark = ctx.global_style().visuals.dark_mode;
    if dark { Palette::DARK.scrim } else { Palette::LIGHT.scrim }
}

/// Whether what `id` names is drawn now and was not in the frame before: the moment to give it the keyboard.
pub fn just_opened(ui: &Ui, id: Id) -> bool {
    paint::just_came(ui, id)
}
