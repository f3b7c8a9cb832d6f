//! A note whose technical cause is one click away: it helps nobody at a desk, and whoever is asked for help needs it.

use egui::Ui;

use super::{Action, Actions, Scene};
use crate::ui::kit::{self, Note, Tone};

/// The note before it is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folded<'a> {
    /// How bad it is.
    pub(super) tone: Tone,
    /// What happened.
    pub(super) title: &'a str,
    /// What it means and what to do.
    pub(super) body: &'a str,
    /// In the words of a library or of the system; there may be none.
    pub(super) cause: &'a str,
    /// The one thing to do about it here, if there is one.
    pub(super) deed: Option<&'a str>,
}

/// What was pressed.
#[derive(Debug, Default)]
pub(super) struct Pressed {
    /// The deed.
    pub(super) deed: bool,
    /// What follows from anything else.
    pub(super) actions: Actions,
}

impl Pressed {
    /// With what the deed comes to.
    pub(super) fn or(self, deed: impl FnOnce() -> Action) -> Actions {
        self.actions.into_iter().chain(self.deed.then(deed)).collect()
    }
}

impl Folded<'_> {
    /// Draws it; `is_open` is whether its cause is in sight.
    pub(super) fn show(self, ui: &mut Ui, scene: &Scene<'_>, is_open: &mut bool) -> Pressed {
        let [show, hide, copy] = ["details-show", "details-hide", "about-copy"].map(|key| scene.t(key));
        let folds: &[&str] = match (self.cause.is_empty(), *is_open) {
            (true, _) => &[],
            (false, true) => &[&hide, &copy],
            (false, false) => &[&show],
        };
        let links: Vec<_> = self.deed.into_iter().chain(folds.iter().copied()).collect();
        let told = if *is_open { self.cause } else { "" };
        let shown = Note::new(self.tone, self.title).body(self.body).details(told).links(&links).show(ui);
        kit::announce(ui, self.title);
        let deeds = usize::from(self.deed.is_some());
        match shown.pressed.map(|at| at.checked_sub(deeds)) {
            None => Pressed::default(),
            Some(None) => Pressed { deed: true, ..Pressed::default() },
            Some(Some(0)) => {
                *is_open = !*is_open;
                Pressed::default()
            }
            Some(Some(_)) => Pressed { actions: vec![Action::Copy(self.cause.to_owned())], ..Pressed::default() },
        }
    }
}
