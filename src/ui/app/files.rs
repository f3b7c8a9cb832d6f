//! The system's own dialog for a file: opened in front of the window, and never waited for.

use std::{
    future::Future,
    path::PathBuf,
    pin::Pin,
    sync::Arc,
    task::{Poll, Wake, Waker},
};

use eframe::egui::Context;

use crate::ui::screens::{SaveAs, export::Chosen};

/// A dialog that is open. It comes to a path, or to nothing when it was cancelled or never came up.
pub type Choosing = Pin<Box<dyn Future<Output = Option<PathBuf>>>>;

/// Opens the system's dialog for a new file, in front of the window; must not block.
pub type SaveDialog = Box<dyn Fn(&eframe::Frame, &SaveAs) -> Choosing>;

/// Sooner than this, in seconds, nobody can have seen a dialog and closed it: there was none.
const SEEN_FROM: f64 = 0.3;

/// At most one open dialog.
#[derive(Default)]
pub(super) struct Files {
    wanted: Option<SaveAs>,
    /// The dialog, and when it was opened.
    choosing: Option<(Choosing, f64)>,
}

/// Draws the window anew when the dialog has something to say.
struct Redraw(Context);

impl Wake for Redraw {
    fn wake(self: Arc<Self>) {
        self.0.request_repaint();
    }
}

impl Files {
    /// A dialog is wanted; it opens at the end of the frame.
    pub(super) fn want(&mut self, save: SaveAs) {
        self.wanted = Some(save);
    }

    /// Opens what is wanted, unless one is open already.
    pub(super) fn open(&mut self, ctx: &Context, frame: &eframe::Frame, dialog: Option<&SaveDialog>) {
        let Some((save, dialog)) = self.wanted.take().zip(dialog) else { return };
        if self.choosing.is_none() {
            self.choosing = Some((dialog(frame, &save), now(ctx)));
            ctx.request_repaint();
        }
    }

    /// What the dialog came to, once; `None` while it is open, and while there is none.
    pub(super) fn poll(&mut self, ctx: &Context) -> Option<Chosen> {
        let waker = Waker::from(Arc::new(Redraw(ctx.clone())));
        let (choosing, opened) = self.choosing.as_mut()?;
        let Poll::Ready(path) = choosing.as_mut().poll(&mut std::task::Context::from_waker(&waker)) else {
            return None;
        };
        let was_seen = now(ctx) - *opened >= SEEN_FROM;
        self.choosing = None;
        Some(match path {
            Some(path) => Chosen::File(path),
            None if was_seen => Chosen::Nothing,
            None => Chosen::NoDialog,
        })
    }
}

fn now(ctx: &Context) -> f64 {
    ctx.input(|input| input.time)
}
