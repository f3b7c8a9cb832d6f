//! Where the keyboard goes once what stood in front of a place is gone.

use egui::{Context, Id};

use crate::ui::kit;

/// What had the keyboard before something came in front of it.
#[derive(Debug, Default)]
pub(super) struct Return {
    before: Option<Id>,
    /// What had the keyboard in front: until egui notices that it is gone, it is said to have it still.
    in_front: Option<Option<Id>>,
}

impl Return {
    /// After each frame. The keyboard goes back where it was, unless somebody else has taken it.
    pub(super) fn look(&mut self, ctx: &Context) {
        let focused = ctx.memory(|memory| memory.focused());
        if kit::is_covered(ctx) {
            self.in_front = Some(focused);
            return;
        }
        match self.in_front {
            None => self.before = focused,
            Some(gone) if focused.is_some() && focused == gone => ctx.request_repaint(),
            Some(_) => {
                self.in_front = None;
                if let Some(before) = self.before.filter(|_| focused.is_none()) {
                    ctx.memory_mut(|memory| memory.request_focus(before));
                    ctx.request_repaint();
                }
            }
        }
    }
}
