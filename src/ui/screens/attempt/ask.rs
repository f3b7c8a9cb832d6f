//! Questions before something is lost or put on record for good. The safe answer is on Enter and on Esc.

use egui::{Context, Id};

use super::{
    deeds,
    form::{Ask, AttemptForm},
};
use crate::{
    domain::Decision,
    engine::{AttemptDetails, Command},
    ui::{
        kit::{Answer, Dialog},
        screens::{Action, Actions, Scene},
    },
};

/// Asks what has to be asked.
pub(super) fn show(ctx: &Context, scene: &Scene<'_>, form: &mut AttemptForm, details: &AttemptDetails) -> Actions {
    let Some(ask) = form.ask else { return Actions::new() };
    let [title, body, safe, other] = keys(ask).map(|key| scene.t(key));
    let dialog = Dialog { title: &title, body: &body, safe: &safe, other: &other };
    let Some(answer) = dialog.show(ctx, Id::unique(("attempt question", keys(ask)[0]))) else {
        return Actions::new();
    };
    form.ask = None;
    match (answer, ask) {
        (Answer::Safe, Ask::Lose(_)) => {
            form.wants_note = true;
            ctx.request_repaint();
            Actions::new()
        }
        (Answer::Safe, Ask::Decide(_)) => Actions::new(),
        (Answer::Other, Ask::Lose(to)) => {
            form.note.clear();
            form.state = None;
            deeds::go(form, details, to)
        }
        (Answer::Other, Ask::Decide(decision)) => vec![Action::Tell(Command::Decide(details.row.job, decision))],
    }
}

/// Title, body, the safe answer, the other answer.
fn keys(ask: Ask) -> [&'static str; 4] {
    match ask {
        Ask::Lose(_) => ["attempt-lose", "attempt-lose-body", "attempt-lose-safe", "attempt-lose-other"],
        Ask::Decide(Decision::Written) => {
            ["attempt-decide-written", "attempt-decide-body", "attempt-decide-safe", "decide-written"]
        }
        Ask::Decide(Decision::NotWritten) => {
            ["attempt-decide-not-written", "attempt-decide-body", "attempt-decide-safe", "decide-not-written"]
        }
    }
}
