//! What is wrong in the files of settings.

use egui::Ui;

use super::form::SettingsForm;
use crate::{
    domain::{SettingNotice, SettingsFile},
    ui::{
        kit::{self, Icon, Note, Tone, size},
        screens::{Action, Actions, Scene},
    },
};

/// Draws each thing that is wrong, with the file it stands in.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let view = &scene.snapshot.settings;
    let mut actions = Actions::new();
    for (file, path) in [(SettingsFile::Desk, Some(&view.file)), (SettingsFile::Policy, view.policy.as_ref())] {
        let notices: Vec<_> = view.loaded.notices.iter().filter(|notice| notice.file == file).collect();
        if notices.is_empty() {
            continue;
        }
        actions.extend(one_file(ui, scene, form, &notices, path.map_or("", |path| path)));
        ui.add_space(size::S4);
    }
    if let Some(trouble) = view.trouble.as_deref().filter(|_| !form.has_last()) {
        kit::quiet_note(ui, Tone::Bad, Icon::Warning, trouble, None);
        ui.add_space(size::S4);
    }
    actions
}

/// How many settings are not used, or that none of a file is.
pub(in crate::ui) fn title<'a>(scene: &Scene<'_>, notices: impl IntoIterator<Item = &'a SettingNotice>) -> String {
    let keys: Vec<_> = notices.into_iter().map(|notice| &notice.key).collect();
    if keys.iter().any(|key| key.is_none()) {
        return scene.t("notices-file");
    }
    scene.t_count("notices-title", keys.len(), &[])
}

fn one_file(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SettingsForm,
    notices: &[&SettingNotice],
    path: &str,
) -> Actions {
    let title = title(scene, notices.iter().copied());
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let line = |notice: &&SettingNotice| match &notice.key {
        Some(key) => format!("{key}: {}", notice.reason),
        None => format!("{name} {}", notice.reason).trim_start().to_owned(),
    };
    let path = notices.iter().find_map(|notice| notice.aside.as_deref()).unwrap_or(path);
    let body = notices.iter().map(line).collect::<Vec<_>>().join("\n");
    let copy = scene.t(if form.copied.as_deref() == Some(path) { "path-copied" } else { "copy-path" });
    let links: &[&str] = if path.is_empty() { &[] } else { &[&copy] };
    let shown = Note::new(Tone::Warn, &title).body(&body).details(path).links(links).show(ui);
    if shown.pressed.is_none() {
        return Actions::new();
    }
    form.copied = Some(path.to_owned());
    vec![Action::Copy(path.to_owned())]
}
