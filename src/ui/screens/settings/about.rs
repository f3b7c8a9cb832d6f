//! What runs here, for whoever is asked for help.

use egui::{Align, Label, Layout, Rect, Ui, UiBuilder, pos2};

use super::form::SettingsForm;
use crate::{
    engine::{Session, SharedState, TokenSource},
    ui::{
        About,
        kit::{self, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// Width of the names' column, in points.
const NAMES: f32 = 150.0;
/// A link is that much taller than a line, above and below, in points.
const LINK_DOWN: f32 = 2.0;

/// Draws the facts and the file for support.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, about: &About) -> Actions {
    let all = facts(scene, about);
    let mut actions = Actions::new();
    ui.add_space(size::S2);
    for (name, value) in &all {
        actions.extend(fact(ui, scene, form, name, value));
    }
    ui.add_space(size::S3);
    let whole = all.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
    let is_copied = form.copied.as_ref() == Some(&whole);
    let text = scene.t(if is_copied { "about-all-copied" } else { "about-copy-all" });
    if kit::small_button(ui, &text).clicked() {
        form.copied = Some(whole.clone());
        actions.push(Action::Copy(whole));
    }
    ui.add_space(size::S5);
    kit::hairline(ui);
    ui.add_space(size::S4);
    actions.extend(super::bundle::show(ui, scene, &mut form.bundle, &all));
    actions
}

/// Names and values, in the order of the screen and of the file for support.
pub(in crate::ui) fn facts(scene: &Scene<'_>, about: &About) -> Vec<(String, String)> {
    let snapshot = scene.snapshot;
    let mut all = vec![("about-version", about.version.clone())];
    if let Session::Connected { workspace, .. } = &snapshot.session {
        all.push(("about-workspace", workspace.name.to_string()));
        all.push(("about-workspace-id", workspace.id.to_string()));
    }
    all.extend([
        ("about-endpoint", endpoint(scene)),
        ("about-record", record(scene)),
        ("about-shared", shared(scene)),
        ("about-settings", snapshot.settings.file.to_string()),
        ("about-policy", snapshot.settings.policy.as_deref().unwrap_or_default().to_owned()),
        ("about-data", about.data.clone()),
        ("about-logs", about.logs.clone()),
        ("about-renderer", about.renderer.clone()),
        ("about-system", about.system.clone()),
    ]);
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (scene.t(key), value)).collect()
}

/// The practice hotel is on this computer, whatever the desk asks at work.
fn endpoint(scene: &Scene<'_>) -> String {
    match &scene.snapshot.session {
        Session::Connected { source: TokenSource::Practice, .. } => scene.t("about-endpoint-practice"),
        Session::Starting
        | Session::Welcome(_)
        | Session::Connecting
        | Session::Confirming { .. }
        | Session::Connected { .. } => scene.snapshot.endpoint.to_string(),
    }
}

fn record(scene: &Scene<'_>) -> String {
    let snapshot = scene.snapshot;
    match &snapshot.journal_trouble {
        Some(reason) => scene.t_with("about-record-trouble", &[("reason", reason)]),
        None if snapshot.recovered.is_some() => scene.t("about-record-recovered"),
        None => scene.t("about-record-fine"),
    }
}

fn shared(scene: &Scene<'_>) -> String {
    match &scene.snapshot.shared {
        SharedState::Off => String::new(),
        SharedState::Connecting => scene.t("about-shared-connecting"),
        SharedState::Up { waiting: 0 } => scene.t("about-shared-up"),
        SharedState::Up { waiting } => {
            scene.t_count("about-shared-waiting", usize::try_from(*waiting).unwrap_or(usize::MAX), &[])
        }
        SharedState::Away { reason, .. } => scene.t_with("about-shared-away", &[("reason", reason)]),
    }
}

fn fact(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, name: &str, value: &str) -> Option<Action> {
    let palette = tokens(ui).palette;
    let is_copied = form.copied.as_deref() == Some(value);
    let copy = scene.t(if is_copied { "about-copied" } else { "about-copy" });
    let room = ui.available_rect_before_wrap();
    let split = room.left() + NAMES.min(room.width() / 3.0);
    let end = room.right() - 64.0;
    let mut left = ui.new_child(UiBuilder::new().max_rect(room.with_max_x(split)));
    left.add_space(LINK_DOWN);
    let named = left.add(Label::new(kit::rich(Type::Fact, name, palette.ink_2)).wrap());
    let middle_room = Rect::from_min_max(pos2(split + size::S3, room.top()), pos2(end - size::S3, room.bottom()));
    let mut middle = ui.new_child(UiBuilder::new().max_rect(middle_room));
    middle.add_space(LINK_DOWN);
    let text = Label::new(kit::rich(Type::Fact, value, palette.ink)).wrap().selectable(true);
    let shown = middle.add(text).labelled_by(named.id);
    let layout = Layout::right_to_left(Align::Min);
    let mut right = ui.new_child(UiBuilder::new().max_rect(room.with_min_x(end)).layout(layout).id_salt(name));
    let link = kit::link(&mut right, &copy);
    let pressed = link.clicked();
    let key = if is_copied { "about-copied-one" } else { "about-copy-one" };
    link.accessible_name(scene.t_with(key, &[("name", name)]));
    let bottom = named.rect.bottom().max(shown.rect.bottom()).max(right.min_rect().bottom());
    ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), bottom)));
    ui.add_space(size::S1);
    pressed.then(|| {
        form.copied = Some(value.to_owned());
        Action::Copy(value.to_owned())
    })
}
