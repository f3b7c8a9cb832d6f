//! Where the time went, and what else happened to this guest and on this encoder.

use std::time::Duration;

use egui::Ui;

use super::{deeds::Deed, words};
use crate::{
    domain::AttemptRow,
    engine::AttemptDetails,
    ui::{
        kit::{self, Chip, Share, Type, size, tokens},
        screens::Scene,
        text,
    },
};

/// Draws the parts of the time, each with its figure.
pub(super) fn times(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) {
    kit::section_label(ui, scene.t("attempt-section-times"));
    let times = details.times;
    let parts = [
        ("attempt-time-ours", times.ours),
        ("attempt-time-network", times.network),
        ("attempt-time-waiting", times.waiting),
    ];
    let names = parts.map(|(key, _)| scene.t(key));
    let amounts = parts.map(|(_, time)| amount(scene, time));
    let shares: Vec<_> = (parts.iter().zip(&names).zip(&amounts))
        .map(|(((_, time), name), amount)| Share { name, amount, weight: time.map(|time| time.as_secs_f32()) })
        .collect();
    kit::shares(ui, &shares);
    ui.add_space(size::S1);
    let total = scene.t_with("attempt-time-total", &[("time", &amount(scene, times.total))]);
    kit::paragraph(ui, Type::Secondary, total, tokens(ui).palette.ink_2);
}

/// A time in milliseconds, or that it is not on record.
pub(super) fn amount(scene: &Scene<'_>, time: Option<Duration>) -> String {
    time.map_or_else(|| scene.t("attempt-not-recorded"), |time| text::milliseconds(scene.texts, time))
}

/// Draws the attempts that belong to this one; a press shows it.
pub(super) fn related(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) -> Vec<Deed> {
    if details.related.is_empty() {
        return Vec::new();
    }
    ui.add_space(size::S5);
    kit::section_label(ui, scene.t("attempt-section-related"));
    let rows = &details.related;
    let shown = kit::list_frame(ui, |ui| {
        let responses = rows.iter().enumerate().map(|(at, row)| (one(ui, scene, (at, rows.len()), row), row.job));
        let pressed = responses.collect::<Vec<_>>().into_iter().find(|(response, _)| response.clicked());
        pressed.map(|(_, job)| Deed::Show(job))
    });
    shown.inner.into_iter().collect()
}

fn one(ui: &mut Ui, scene: &Scene<'_>, place: (usize, usize), row: &AttemptRow) -> egui::Response {
    let guest = row.guest.as_ref().map(|guest| guest.full_name().to_owned());
    let name = guest.unwrap_or_else(|| scene.t("attempt-no-name"));
    let values = [("time", &*scene.clock().exact(row.at)), ("encoder", &*row.encoder_name)];
    let detail = scene.t_with("attempt-related-line", &values);
    let (tone, icon, text) = words::mark(scene, row);
    kit::leading_row(ui, place, &name, &detail, &Chip::new(tone, &text).icon(icon))
}
