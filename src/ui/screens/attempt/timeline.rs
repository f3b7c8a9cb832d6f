//! Every recorded event, in order, with its time to the second.

use egui::{Label, Ui};

use super::{
    events::{self, Told},
    form::AttemptForm,
};
use crate::{
    domain::Fact,
    engine::AttemptDetails,
    ui::{
        kit::{self, Entry, Type, size, tokens},
        screens::Scene,
    },
};

/// Draws the timeline.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttemptForm, details: &AttemptDetails) {
    kit::section_label(ui, scene.t("attempt-section-timeline"));
    let mut day = String::new();
    for (at, fact) in details.facts.iter().enumerate() {
        let its_day = scene.clock().day_name(fact.at);
        if its_day != day {
            kit::line(ui, Type::Label, &its_day, tokens(ui).palette.ink_2);
            ui.add_space(size::S1);
            day = its_day;
        }
        let told = events::told(scene, details, fact);
        entry(ui, scene, form.shows_details, fact, &told, at + 1 < details.facts.len());
    }
    let fold = scene.t(if form.shows_details { "attempt-exact-hide" } else { "attempt-exact-show" });
    if kit::link(ui, &fold).clicked() {
        form.shows_details = !form.shows_details;
    }
}

fn entry(ui: &mut Ui, scene: &Scene<'_>, is_exact: bool, fact: &Fact, told: &Told, goes_on: bool) {
    let clock = scene.clock();
    let time = if is_exact { clock.to_millisecond(fact.at) } else { clock.to_second(fact.at) };
    let entry = Entry { time: &time, tone: told.tone, title: &told.title, goes_on };
    kit::timeline_entry(ui, &entry, |ui| {
        if !told.body.is_empty() {
            selectable(ui, Type::Secondary, &told.body);
        }
        told.foreign.iter().for_each(|line| selectable(ui, Type::Mono, line));
        if is_exact {
            told.exact.iter().for_each(|line| selectable(ui, Type::Mono, line));
        }
    });
}

fn selectable(ui: &mut Ui, step: Type, text: &str) {
    let ink_2 = tokens(ui).palette.ink_2;
    ui.add(Label::new(kit::rich(step, text, ink_2)).wrap().selectable(true));
}
