//! The other jobs, open or ended and not yet seen: a slim strip under the list, so that none is lost.

use egui::{Frame, Panel, Ui};

use super::{form::EncodeForm, rules, words};
use crate::{
    domain::Subject,
    engine::JobView,
    ui::{
        kit::{self, JobPill, size},
        screens::Scene,
    },
};

/// Draws the strip of the jobs that the panel does not show; a press opens the job.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) {
    foot(ui, scene, form, &rules::other_jobs(scene.snapshot, form));
}

/// Draws the strip of all jobs, for a place that shows none of them itself. Whether one was opened.
pub(in crate::ui) fn show_all(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> bool {
    foot(ui, scene, form, &scene.snapshot.jobs.iter().collect::<Vec<_>>())
}

/// At the foot of the room there is.
fn foot(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, jobs: &[&JobView]) -> bool {
    if jobs.is_empty() {
        return false;
    }
    let panel = Panel::bottom("other jobs").frame(Frame::NONE).resizable(false).show_separator_line(false);
    let opened = panel.show(ui, |ui| pills(ui, scene, jobs)).inner;
    let is_opened = opened.is_some();
    if is_opened {
        form.choose(opened);
    }
    is_opened
}

fn pills(ui: &mut Ui, scene: &Scene<'_>, jobs: &[&JobView]) -> Option<Subject> {
    ui.add_space(size::S3);
    let mut opened = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::S2, size::S2);
        for job in jobs {
            let mark = words::job_mark(scene, job);
            let values = [("guest", words::job_holder(job)), ("encoder", &*job.encoder_name), ("state", &*mark.text)];
            let text = scene.t_with("job-in-strip", &values);
            if kit::job_pill(ui, &JobPill { tone: mark.tone, icon: mark.icon, text: &text }).clicked() {
                opened = Some(job.subject.clone());
            }
        }
    });
    opened
}
