//! The system's own dialog for a file: opened in front of the window, and never waited for.

use std::{
    future::Future,
    path::PathBuf,
    pin::Pin,
    sync::Arc,
    task::{Poll, Wake, Waker},
};

use eframe::egui::Context;

use crate::ui::screens::SaveAs;

/// A dialog that is open. It comes to a path, or to nothing when it was cancelled or never came up.
pub type Choosing = Pin<Box<dyn Future<Output = Option<PathBuf>>>>;

/// Opens the system's dialog for a new file, in front of the window; must not block.
pub type SaveDialog = Box<dyn Fn(&eframe::Frame, &SaveAs) -> Choosing>;

/// At most one open dialog.
#[derive(Default)]
pub(super) struct Files {
    wanted: Option<SaveAs>,
    choosing: Option<Choosing>,
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
            self.choosing = Some(dialog(frame, &save));
            ctx.request_repaint();
        }
    }

    /// What the dialog came to, once. The outer `None` says that it is still open, or that there is none.
    pub(super) fn poll(&mut self, ctx: &Context) -> Option<Option<PathBuf>> {
        let waker = Waker::from(Arc::new(Redraw(ctx.clone())));
        let polled = self.choosing.as_mut()?.as_mut().poll(&mut std::task::Context::from_waker(&waker));
        match polled {
            Poll::Pending => None,
            Poll::Ready(chosen) => {
                self.choosing = None;
                Some(chosen)
            }
        }
    }
}
