//! Questions before a card is made. The safe answer is on the first button, on Enter and on Esc.

use egui::{Id, Ui};

use super::{
    deeds,
    form::{Ask, EncodeForm, Wish},
    words,
};
use crate::{
    domain::Confirm,
    ui::{
        kit::{Answer, Dialog},
        screens::{Action, Actions, Scene},
    },
};

/// Asks what has to be asked.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    match form.ask.clone() {
        None => Vec::new(),
        Some(Ask::Confirm { order, open }) => confirm(ui, scene, form, order, open),
        Some(Ask::CheckedFirst(job)) => {
            let Some(shown) = scene.snapshot.jobs.iter().find(|view| view.job == job) else {
                form.ask = None;
                return Vec::new();
            };
            match ask(ui, scene, ["checked-title", "checked-body", "checked-safe", "checked-other"], "") {
                None => Vec::new(),
                Some(Answer::Safe) => {
                    form.ask = None;
                    Vec::new()
                }
                Some(Answer::Other) => {
                    form.ask = None;
                    deeds::try_again(scene, form, shown)
                }
            }
        }
    }
}

fn confirm(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, order: Wish, open: Vec<Confirm>) -> Actions {
    let Some((first, rest)) = open.split_first() else {
        form.ask = None;
        return Vec::new();
    };
    let guest = scene.snapshot.catalog.card(&order.subject).map(words::holder).unwrap_or_default().to_owned();
    match ask(ui, scene, keys(*first), &guest) {
        None => Vec::new(),
        Some(Answer::Safe) => {
            form.ask = None;
            Vec::new()
        }
        Some(Answer::Other) => answered(form, order, *first, rest),
    }
}

fn answered(form: &mut EncodeForm, mut order: Wish, given: Confirm, rest: &[Confirm]) -> Actions {
    order.confirmed.push(given);
    if rest.is_empty() {
        form.ask = None;
        let Wish { subject, encoder, confirmed, retry_of } = order;
        return vec![Action::Encode { subject, encoder, confirmed, retry_of }];
    }
    form.ask = Some(Ask::Confirm { order, open: rest.to_vec() });
    Vec::new()
}

/// Title, body, the safe answer, the other answer.
pub(super) fn keys(confirm: Confirm) -> [&'static str; 4] {
    match confirm {
        Confirm::Replaces => ["confirm-replaces", "confirm-replaces-body", "confirm-safe", "confirm-replaces-other"],
        Confirm::ReplacesJoiner => ["confirm-joiner", "confirm-joiner-body", "confirm-safe", "confirm-replaces-other"],
        Confirm::Expired => ["confirm-expired", "confirm-expired-body", "confirm-safe", "confirm-expired-other"],
    }
}

fn ask(ui: &Ui, scene: &Scene<'_>, keys: [&str; 4], guest: &str) -> Option<Answer> {
    let [title, body, safe, other] = keys.map(|key| scene.t_with(key, &[("guest", guest)]));
    let id = Id::unique(("question", keys[0]));
    Dialog { title: &title, body: &body, safe: &safe, other: &other }.show(ui.ctx(), id)
}
