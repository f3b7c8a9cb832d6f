//! The chart of encodes and failures, and why they failed.

use std::time::Duration;

use egui::{Ui, vec2};

use super::{form::ActivityForm, rules, words};
use crate::{
    domain::{Overview, ProblemCode},
    ui::{
        kit::{self, BarChart, NamedBar, Stack, Type, size, tokens},
        screens::{Actions, Scene},
    },
};

/// The part of the width of what stands on the left: the chart, and below it the patterns.
const LEFT_SHARE: f32 = 0.615;

/// A late answer is said only after so many seconds, so that a quick one does not flicker.
const BEHIND_AFTER: f64 = 0.75;

/// Two panels, side by side where there is room.
pub(super) fn side_by_side(ui: &mut Ui, height: f32, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let room = ui.available_width();
    if room < size::CHART_WIDE {
        left(ui);
        right(ui);
        return;
    }
    let width = ((room - size::PAGE_GAP) * LEFT_SHARE).round();
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::PAGE_GAP;
        ui.allocate_ui_with_layout(vec2(width, height), layout, left);
        ui.allocate_ui_with_layout(vec2(room - size::PAGE_GAP - width, height), layout, right);
    });
}

/// Draws both, side by side where there is room. `page` is the height of the page.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, page: f32) -> Actions {
    let height = if page < size::PAGE_TALL { size::CHART_LOW } else { size::CHART };
    let empty = Overview::default();
    let overview = scene.snapshot.activity.as_deref().map_or(&empty, |view| &view.overview);
    let mut actions = Vec::new();
    let left = |ui: &mut Ui| chart(ui, scene, overview, height);
    side_by_side(ui, height, left, |ui| actions.extend(causes(ui, scene, form, overview, height)));
    actions
}

fn chart(ui: &mut Ui, scene: &Scene<'_>, overview: &Overview, height: f32) {
    let step = rules::step_of(&overview.bars);
    let bar = |bar| {
        let (label, spoken) = words::bar(scene, step, bar);
        Stack { good: bar.encoded, bad: bar.failed, label, spoken }
    };
    let bars: Vec<_> = rules::worth_showing(&overview.bars).iter().map(bar).collect();
    let [good, bad] = ["activity-series-encoded", "activity-series-failed"].map(|key| scene.t(key));
    let title = words::chart_title(scene, step);
    kit::panel(ui, height, "", |ui| {
        let inner = height - 2.0 * (size::S4 + 1.0);
        BarChart { title: &title, good: &good, bad: &bad, bars: &bars }.show(ui, inner);
    });
}

fn causes(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, overview: &Overview, height: f32) -> Actions {
    let note = behind(ui, scene, form);
    let pressed = kit::panel_with_note(ui, height, &scene.t("activity-why"), &note, |ui| {
        if overview.causes.is_empty() {
            let text = scene.t("activity-why-none");
            kit::paragraph(ui, Type::Secondary, text, tokens(ui).palette.ink_2);
            return None;
        }
        let room = height - 2.0 * (size::S4 + 1.0) - 22.0;
        let area = egui::ScrollArea::vertical().max_height(room).auto_shrink([false, true]);
        let selected = form.query().cause.map(Some);
        let selected = overview.causes.iter().position(|(code, _)| Some(*code) == selected);
        area.show(ui, |ui| kit::named_bars(ui, &bars(scene, &overview.causes), selected, room / 5.0)).inner
    });
    let code = pressed.and_then(|at| overview.causes.get(at)).and_then(|(code, _)| *code);
    code.map(|code| toggle(form, code)).unwrap_or_default()
}

/// Says, once it has lasted, that what is shown is older than what was asked for.
fn behind(ui: &Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> String {
    if !form.is_behind(scene.snapshot.activity.as_deref()) {
        form.behind_since = None;
        return String::new();
    }
    let now = ui.input(|input| input.time);
    let lasted = now - *form.behind_since.get_or_insert(now);
    if lasted >= BEHIND_AFTER {
        return scene.t("activity-updating");
    }
    ui.ctx().request_repaint_after(Duration::from_secs_f64(BEHIND_AFTER - lasted));
    String::new()
}

/// Narrows to a cause; pressed again, it widens again.
fn toggle(form: &mut ActivityForm, code: ProblemCode) -> Actions {
    form.change(|query| query.cause = if query.cause == Some(code) { None } else { Some(code) })
}

fn bars(scene: &Scene<'_>, causes: &[(Option<ProblemCode>, u64)]) -> Vec<NamedBar> {
    let most = causes.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let bar = |(code, count): &(Option<ProblemCode>, u64)| {
        let (name, number) = (words::cause(scene, *code), words::number(scene, *count));
        let spoken = scene.t_with("activity-cause-bar", &[("cause", &name), ("n", &number)]);
        #[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
        let share = *count as f32 / most as f32;
        NamedBar { name, count: number, share, spoken }
    };
    causes.iter().map(bar).collect()
}
