//! The search and the rows under it.

use egui::Ui;

use super::{
    Forms,
    find::{self, Rows},
    rules, words,
};
use crate::{
    domain::Subject,
    ui::{
        kit::{self, KeyWords, Keyboard, TouchRow, TouchSearch, Type, Typed, size, tokens},
        screens::{Action, Actions, Scene, encode},
    },
};

/// Draws search and rows.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) -> Actions {
    let rows = find::rows(scene, forms.encode);
    let mut actions = search(ui, scene, forms, &rows);
    ui.add_space(kit::kiosk_size(ui.ctx(), size::KIOSK_GAP));
    unsettled(ui, scene, forms);
    match rows {
        Rows::These(rows) => draw(ui, scene, forms, &rows),
        Rows::Reading => drop(kit::spinner(ui, &scene.t("kiosk-reading"))),
        Rows::Nothing => hint(ui, scene, "kiosk-type-name"),
        Rows::TooLittle => hint(ui, scene, "kiosk-type-more"),
        Rows::TooMany => hint(ui, scene, "kiosk-too-many"),
        // A card that was made is none that waits to be made.
        Rows::NoMatch if forms.encode.selected().is_some() => {}
        Rows::NoMatch if rules::is_staff(scene.snapshot) => hint(ui, scene, "kiosk-nothing"),
        Rows::NoMatch => hint(ui, scene, "kiosk-no-match"),
    }
    actions.extend(asked(scene, forms));
    actions
}

fn search(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>, rows: &Rows) -> Actions {
    let found =
        if let Rows::These(rows) = rows { scene.t_count("kiosk-found", rows.len(), &[]) } else { String::new() };
    let [name, hint, clear] = ["kiosk-search", "kiosk-search-hint", "search-clear"].map(|key| scene.t(key));
    let mut text = forms.encode.query.text.clone();
    let said = TouchSearch::new(&mut text, &name, &hint, &clear).found(&found).show(ui);
    if said.response.clicked() || said.changed {
        forms.kiosk.types = true;
    }
    if said.entered {
        forms.kiosk.types = false;
        if let Rows::These(rows) = rows
            && let [only] = rows[..]
        {
            forms.encode.select_row(only);
        }
    }
    if said.changed { typed(scene, forms, &text) } else { Actions::new() }
}

/// Another text: whoever was chosen is not, since somebody else is looked for.
fn typed(scene: &Scene<'_>, forms: &mut Forms<'_>, text: &str) -> Actions {
    forms.encode.choose(None);
    vec![forms.encode.search(text, find::tab(scene, text))]
}

/// The form asks for the right tab by itself the first time, and again when staff signs in.
fn asked(scene: &Scene<'_>, forms: &mut Forms<'_>) -> Option<Action> {
    let text = forms.encode.query.text.clone();
    let tab = find::tab(scene, &text);
    (forms.encode.query.tab != tab).then(|| forms.encode.search(&text, tab))
}

/// The keyboard on the screen, which types into the search.
pub(super) fn keyboard(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) -> Actions {
    let [space, delete, done] = ["kiosk-key-space", "kiosk-key-delete", "kiosk-key-done"].map(|key| scene.t(key));
    let words = KeyWords { space: &space, delete: &delete, done: &done };
    let pressed = Keyboard::new(words).show(ui);
    let Some(pressed) = pressed else { return Actions::new() };
    if ui.input(|input| input.pointer.any_click()) {
        let id = TouchSearch::id(&scene.t("kiosk-search"));
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let mut text = forms.encode.query.text.clone();
    forms.kiosk.types = pressed != Typed::Done;
    match pressed {
        Typed::Letter(letter) => TouchSearch::push(&mut text, letter),
        Typed::Delete => drop(text.pop()),
        Typed::Done => {}
    }
    if text == forms.encode.query.text { Actions::new() } else { typed(scene, forms, &text) }
}

fn hint(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    ui.add_space(size::S2);
    let text = scene.t_with(key, &[("number", &find::AT_MOST.to_string())]);
    kit::paragraph(ui, Type::TouchFact, text, tokens(ui).palette.ink_2);
}

/// Cards whose end nobody knows, for staff alone.
fn unsettled(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) {
    if !rules::is_staff(scene.snapshot) {
        return;
    }
    let mut opened: Option<Subject> = None;
    for job in scene.snapshot.jobs.iter().filter(|job| rules::is_unsettled(job)) {
        let mark = encode::words::job_mark(scene, job);
        let row = TouchRow {
            name: encode::words::job_holder(job),
            mark: "",
            details: &[encode::words::doors(scene, Some(&job.doors))],
            tone: mark.tone,
            icon: mark.icon,
            state: &mark.text,
            is_selected: forms.encode.selected() == Some(&job.subject),
        };
        if row.show(ui).clicked() {
            opened = Some(job.subject.clone());
        }
        ui.add_space(kit::kiosk_size(ui.ctx(), size::KIOSK_GAP));
    }
    if opened.is_some() {
        forms.encode.choose(opened);
    }
}

fn draw(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>, rows: &[usize]) {
    let mut chosen = None;
    kit::touch_rows(ui, &scene.t("list-name"), rows.len(), |ui, at| {
        let Some(row) = rows.get(at).copied() else { return };
        let Some(card) = forms.encode.listed.card(row) else { return };
        let is_selected = forms.encode.selected() == Some(&card.subject);
        let job = scene.snapshot.job_of(&card.subject).filter(|_| is_selected);
        let mark = job.map_or_else(|| words::mark(scene, card), |job| words::job_mark(scene, job));
        let shown = TouchRow {
            name: &words::name(scene, forms.encode, card),
            mark: &words::told_apart(scene, forms.encode, rows, at),
            details: &words::details(scene, forms.encode, card),
            tone: mark.tone,
            icon: mark.icon,
            state: &mark.text,
            is_selected,
        };
        if shown.show(ui).clicked() {
            chosen = Some(row);
        }
    });
    if let Some(row) = chosen {
        forms.encode.select_row(row);
        (forms.kiosk.types, forms.kiosk.shows_staff) = (false, false);
    }
}
