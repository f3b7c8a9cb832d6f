//! Whether anything may move, and the two movements there are.

use std::time::Duration;

use egui::{Context, Id};

/// Time between two pictures of something that turns: 10 a second, bearable over a remote desktop.
const FRAME: Duration = Duration::from_millis(100);

#[derive(Clone, Copy)]
struct Allowed(bool);

/// Lets things move, or holds them still (reduced motion, tests, pictures).
pub fn set_allowed(ctx: &Context, allowed: bool) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Allowed(allowed)));
    ctx.all_styles_mut(|style| style.animation_time = if allowed { 0.12 } else { 0.0 });
}

/// Whether things may move: allowed, and somebody is looking at the window.
#[must_use]
pub fn allowed(ctx: &Context) -> bool {
    let allowed = ctx.data(|data| data.get_temp::<Allowed>(Id::NULL)).is_some_and(|a| a.0);
    allowed && ctx.input(|input| input.focused)
}

/// The turn of something that shows waiting, in radians. Still things stand at zero and ask for no frame.
#[must_use]
pub fn turn(ctx: &Context) -> f32 {
    if !allowed(ctx) {
        return 0.0;
    }
    ctx.request_repaint_after(FRAME);
    let tenths = (ctx.input(|input| input.time) * 10.0).floor() % 12.0;
    tenths as f32 * std::f32::consts::TAU / 12.0
}

/// How far the thing named `id` has arrived since it was first drawn, 0 to 1, within `seconds`; 1 at once when things hold still.
///
/// Something that comes again (the next guest's card) has another `id`.
#[must_use]
pub fn arrival(ctx: &Context, id: Id, seconds: f64) -> f32 {
    if !allowed(ctx) {
        return 1.0;
    }
    let now = ctx.input(|input| input.time);
    let came = ctx.data_mut(|data| *data.get_temp_mut_or(id, now));
    let part = ((now - came) / seconds).clamp(0.0, 1.0) as f32;
    if part < 1.0 {
        ctx.request_repaint();
    }
    1.0 - (1.0 - part).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(ctx: &Context, time: f64, run: impl FnMut(&mut egui::Ui)) {
        let input = egui::RawInput { time: Some(time), focused: true, ..Default::default() };
        ctx.run_ui(input, run).drop_without_applying_deltas();
    }

    #[test]
    fn nothing_moves_unless_allowed() {
        let ctx = Context::default();
        frame(&ctx, 0.55, |ui| {
            assert_eq!(turn(ui.ctx()), 0.0);
            assert_eq!(arrival(ui.ctx(), Id::unique("card"), 0.2), 1.0);
        });
    }

    #[test]
    fn allowed_things_turn_and_arrive() {
        let ctx = Context::default();
        set_allowed(&ctx, true);
        frame(&ctx, 0.55, |ui| {
            assert!(turn(ui.ctx()) > 0.0);
            assert_eq!(arrival(ui.ctx(), Id::unique("card"), 0.2), 0.0);
        });
        frame(&ctx, 0.80, |ui| assert_eq!(arrival(ui.ctx(), Id::unique("card"), 0.2), 1.0));
    }
}
