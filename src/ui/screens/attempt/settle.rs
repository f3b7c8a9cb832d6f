//! An outcome that nobody knows: the card is read, or a person says how it ended.

use egui::{Ui, vec2};

use super::deeds::Deed;
use crate::{
    domain::{Decision, Outcome},
    engine::{AttemptDetails, JobView, Stage},
    ui::{
        kit::{self, Button, Type, size, tokens},
        screens::{Scene, encode},
    },
};

/// Draws what settles it, where it is open and was made at this desk.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) -> Vec<Deed> {
    let is_unsettled = matches!(details.row.outcome, Outcome::Uncertain | Outcome::LetGo);
    if !is_unsettled {
        return Vec::new();
    }
    ui.add_space(size::S3);
    let followed = scene.snapshot.jobs.iter().find(|job| job.job == details.row.job);
    match followed.filter(|_| details.is_own) {
        Some(job) => buttons(ui, scene, job),
        None => {
            let values = [("desk", &*details.row.desk.0)];
            let key = if details.is_own { "attempt-settle-elsewhere" } else { "attempt-settle-there" };
            kit::paragraph(ui, Type::Secondary, scene.t_with(key, &values), tokens(ui).palette.ink_2);
            Vec::new()
        }
    }
}

fn buttons(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) -> Vec<Deed> {
    let can_read = matches!(job.stage, Stage::Uncertain(..));
    let hint = if can_read { encode::card_hint(scene, job) } else { scene.t("decide-hint") };
    kit::paragraph(ui, Type::Secondary, hint, tokens(ui).palette.ink_2);
    ui.add_space(size::S2);
    let read = if job.is_reading_card { "reading-card" } else { "read-card" };
    let mut items = vec![
        (Deed::Decide(Decision::Written), "decide-written"),
        (Deed::Decide(Decision::NotWritten), "decide-not-written"),
    ];
    if can_read {
        items.insert(0, (Deed::ReadCard, read));
    }
    let width = (ui.available_width() - size::S2 * (items.len() - 1) as f32) / items.len() as f32;
    let mut deeds = Vec::new();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::S2, 0.0);
        for (deed, key) in items {
            let is_read = deed == Deed::ReadCard;
            let text = scene.t(key);
            let button = Button::quiet(&text).width(width).enabled(!is_read || !job.is_parked);
            if ui.add(button.busy(is_read && job.is_reading_card)).clicked() {
                deeds.push(deed);
            }
        }
    });
    deeds
}
