//! One attempt with all that is recorded about it, on a sheet in front of whatever screen there is.

mod ask;
mod deeds;
mod events;
mod facts;
mod follow;
mod form;
mod outcome;
mod parts;
mod reasked;
mod settle;
mod sheet;
mod support;
mod timeline;
mod words;

use egui::{Context, Id};

pub(in crate::ui) use form::AttemptForm;

use super::{Actions, Scene};
use crate::ui::kit;
use deeds::Deed;

/// Draws the sheet while there is an attempt to show.
pub(in crate::ui) fn show(ctx: &Context, scene: &Scene<'_>, form: &mut AttemptForm) -> Actions {
    let Some(details) = scene.snapshot.attempt.as_deref() else {
        form.gone(ctx);
        return Actions::new();
    };
    form.take(ctx, details);
    let title = words::headline(scene, details);
    let id = Id::unique("attempt");
    let shown = kit::side_sheet(ctx, id, &title, |ui| sheet::contents(ui, scene, form, details));
    let mut deeds = shown.inner;
    if shown.wants_to_close && form.ask.is_none() {
        deeds.push(Deed::Close);
    }
    let mut actions: Actions = deeds.into_iter().flat_map(|deed| deeds::act(scene, form, details, deed)).collect();
    actions.extend(ask::show(ctx, scene, form, details));
    actions
}
