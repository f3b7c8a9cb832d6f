//! A file for support: where to, with or without names, and how it ended.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::Ui;

use crate::{
    engine::{BundleOrder, BundleView, Command},
    ui::{
        kit::{self, Note, TextField, Tone, Type, size, tokens},
        screens::{Action, Actions, SaveAs, Scene, export::Chosen},
    },
};

/// What was chosen about the file.
#[derive(Debug, Default)]
pub(in crate::ui) struct BundleForm {
    with_guests: bool,
    /// Whether the system's dialog is open for this file.
    is_asking: bool,
    types_path: bool,
    typed: Option<String>,
    folder: Option<PathBuf>,
    /// Whether an order is on its way and nothing shows it yet.
    is_sent: bool,
}

impl BundleForm {
    /// Files go into `folder` first. Where the system has no dialog for files, a path is typed.
    pub(in crate::ui) fn new(folder: Option<PathBuf>, has_dialog: bool) -> Self {
        Self { folder, types_path: !has_dialog, ..Self::default() }
    }

    /// Forgets what was typed and chosen.
    pub(in crate::ui) fn forget(&mut self) {
        (self.with_guests, self.is_asking, self.is_sent, self.typed) = (false, false, false, None);
    }

    /// The order did not come to anything.
    pub(super) fn take_back(&mut self) {
        self.is_sent = false;
    }

    /// Whether the system's dialog is open for this file.
    pub(in crate::ui) fn is_asking(&self) -> bool {
        self.is_asking
    }

    /// What the system's dialog came to: where to, if anywhere.
    pub(in crate::ui) fn chosen(&mut self, chosen: Chosen) -> Option<PathBuf> {
        self.is_asking = false;
        match chosen {
            Chosen::File(path) => Some(path),
            Chosen::Nothing => None,
            Chosen::NoDialog => {
                self.types_path = true;
                None
            }
        }
    }

    /// The order for a file.
    pub(in crate::ui) fn order(&mut self, path: PathBuf, about: Vec<(Arc<str>, Arc<str>)>) -> BundleOrder {
        self.folder = path.parent().map(Path::to_path_buf);
        self.is_sent = true;
        BundleOrder { path, with_guests: self.with_guests, about }
    }
}

/// Draws what there is to choose, or how it ended.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut BundleForm, about: &[(String, String)]) -> Actions {
    let palette = tokens(ui).palette;
    kit::section_label(ui, scene.t("section-support"));
    kit::paragraph(ui, Type::Secondary, scene.t("bundle-why"), palette.ink_2);
    ui.add_space(size::S2);
    let is_busy = form.is_asking || matches!(scene.snapshot.bundle, Some(BundleView::Writing));
    ui.add_enabled_ui(!is_busy, |ui| kit::checkbox(ui, &mut form.with_guests, &scene.t("bundle-with-guests")));
    ui.add_space(size::S3);
    let actions =
        if form.types_path { typed(ui, scene, form, about, is_busy) } else { asked(ui, scene, form, is_busy) };
    ui.add_space(size::S3);
    actions.into_iter().chain(end(ui, scene, form)).collect()
}

fn asked(ui: &mut Ui, scene: &Scene<'_>, form: &mut BundleForm, is_busy: bool) -> Actions {
    let pressed = ui.add_enabled_ui(!is_busy, |ui| kit::small_button(ui, &scene.t("bundle-save-as"))).inner.clicked();
    if !pressed {
        return Actions::new();
    }
    form.is_asking = true;
    vec![Action::ChooseFile(SaveAs {
        title: scene.t("bundle-title"),
        name: file_name(scene),
        kind: scene.t("bundle-kind"),
        extension: "zip",
        folder: form.folder.clone(),
    })]
}

fn typed(ui: &mut Ui, scene: &Scene<'_>, form: &mut BundleForm, about: &[(String, String)], is_busy: bool) -> Actions {
    let palette = tokens(ui).palette;
    let suggested = || form.folder.clone().unwrap_or_default().join(file_name(scene)).to_string_lossy().into_owned();
    let mut text = form.typed.take().unwrap_or_else(suggested);
    TextField::new(&mut text, &scene.t("export-path"), "").show(ui);
    let path = PathBuf::from(text.trim());
    form.typed = Some(text);
    let is_whole = path.is_absolute() && path.file_name().is_some();
    ui.add_space(size::S1);
    let hint = scene.t(if is_whole { "export-path-replaces" } else { "export-path-not-whole" });
    kit::paragraph(ui, Type::Secondary, hint, palette.ink_2);
    ui.add_space(size::S2);
    let save = ui.add_enabled_ui(is_whole && !is_busy, |ui| kit::small_button(ui, &scene.t("bundle-save")));
    if !save.inner.clicked() {
        return Actions::new();
    }
    let about = about.iter().map(|(name, value)| (name.as_str().into(), value.as_str().into())).collect();
    vec![Action::Tell(Command::SaveBundle(form.order(path, about)))]
}

/// Such as `keydesk-support-2026-11-24.zip`: names nobody, and sorts by date.
fn file_name(scene: &Scene<'_>) -> String {
    let day = scene.snapshot.zone.to_datetime(scene.now).date();
    format!("keydesk-support-{day}.zip")
}

fn end(ui: &mut Ui, scene: &Scene<'_>, form: &mut BundleForm) -> Actions {
    let Some(view) = &scene.snapshot.bundle else {
        if form.is_sent && scene.snapshot.approval.is_none() {
            kit::spinner(ui, &scene.t("bundle-writing"));
        }
        return Actions::new();
    };
    form.is_sent = false;
    let (tone, title, body) = match view {
        BundleView::Writing => {
            kit::spinner(ui, &scene.t("bundle-writing"));
            return Actions::new();
        }
        BundleView::Done { path, bytes } => {
            let size = scene.texts.number(usize::try_from(bytes.div_ceil(1000)).unwrap_or(usize::MAX));
            (Tone::Ok, scene.t("bundle-done"), scene.t_with("bundle-done-body", &[("path", path), ("size", &size)]))
        }
        BundleView::Failed(reason) => {
            (Tone::Bad, scene.t("bundle-failed"), scene.t_with("bundle-failed-body", &[("reason", reason)]))
        }
    };
    let (copy, close) = (scene.t("copy-path"), scene.t("bundle-seen"));
    let path = match view {
        BundleView::Done { path, .. } => Some(path.to_string()),
        BundleView::Writing | BundleView::Failed(_) => None,
    };
    let links: &[&str] = if path.is_some() { &[&close, &copy] } else { &[&close] };
    let shown = Note::new(tone, &title).body(&body).links(links).show(ui);
    kit::announce(ui, &title);
    match shown.pressed {
        Some(0) => vec![Action::Tell(Command::DismissBundle)],
        Some(_) => path.map(Action::Copy).into_iter().collect(),
        None => Actions::new(),
    }
}
