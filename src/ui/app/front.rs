//! Coming to the front when somebody starts the program again.
//!
//! What a system grants differs. X11, Windows and macOS raise and focus the window. Wayland lets no program do either by
//! itself, so there the window asks for attention, and the desktop shows that in its own way.

use std::{
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

use eframe::egui::{Context, UserAttentionType, ViewportCommand};

/// Called once the window has done what it can.
pub type Shown = Box<dyn FnOnce() + Send>;

/// How long the focus is tried for: a window that was minimised takes it only after the system has put it back.
const TRIED_FOR: Duration = Duration::from_secs(1);
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// The wish to be seen.
pub(super) struct Front {
    calls: Option<Receiver<Shown>>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody asked, or the window is in front.
    Rest,
    /// The focus is tried.
    Trying {
        /// When to be content with asking for attention.
        until: Instant,
    },
    /// The focus was refused, and attention was asked for.
    AskedForAttention,
}

impl Front {
    /// At rest until one of these calls comes.
    pub(super) fn new(calls: Option<Receiver<Shown>>) -> Self {
        Self { calls, stage: Stage::Rest }
    }

    /// Takes calls in and goes on trying. Works while the window is hidden as well.
    pub(super) fn look(&mut self, ctx: &Context, now: Instant) {
        let calls: Vec<Shown> = self.calls.iter().flat_map(Receiver::try_iter).collect();
        if !calls.is_empty() {
            tracing::info!("started again: the window comes to the front");
            self.stage = Stage::Trying { until: now + TRIED_FOR };
            ctx.send_viewport_cmd(ViewportCommand::Visible(true));
            // Also where the window has the focus already: it may lie below another one.
            try_focus(ctx);
            calls.into_iter().for_each(|shown| shown());
            return;
        }
        self.stage = self.next(ctx, now);
    }

    fn next(&self, ctx: &Context, now: Instant) -> Stage {
        let has_focus = ctx.input(|input| input.viewport().focused == Some(true));
        match self.stage {
            Stage::Rest => Stage::Rest,
            Stage::Trying { .. } if has_focus => arrived(),
            Stage::Trying { until } if now < until => {
                try_focus(ctx);
                self.stage
            }
            Stage::Trying { .. } => {
                ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(UserAttentionType::Informational));
                Stage::AskedForAttention
            }
            Stage::AskedForAttention if has_focus => {
                ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(UserAttentionType::Reset));
                arrived()
            }
            Stage::AskedForAttention => self.stage,
        }
    }
}

/// The focus may also come after the tries, where frames take long.
fn arrived() -> Stage {
    tracing::info!("the window is in front");
    Stage::Rest
}

fn try_focus(ctx: &Context) {
    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
    ctx.send_viewport_cmd(ViewportCommand::Focus);
    ctx.request_repaint_after(BETWEEN_TRIES);
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{
            Arc, Mutex,
            atomic::{AtomicUsize, Ordering},
            mpsc::{Sender, channel},
        },
    };

    use eframe::egui::{RawInput, ViewportId};
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Log {
        fn says(&self, words: &str) -> bool {
            String::from_utf8_lossy(&self.0.lock().unwrap()).contains(words)
        }
    }

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Log {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    /// One look of a window with or without the focus, and what it asks of the system.
    fn look(front: &mut Front, has_focus: bool, now: Instant) -> Vec<ViewportCommand> {
        let ctx = Context::default();
        let mut input = RawInput { focused: has_focus, ..RawInput::default() };
        input.viewports.entry(ViewportId::ROOT).or_default().focused = Some(has_focus);
        let mut output = ctx.run_logic(&input, |ctx| front.look(ctx, now));
        output.viewport_commands.remove(&ViewportId::ROOT).unwrap_or_default()
    }

    fn called() -> (Front, Sender<Shown>, Arc<AtomicUsize>) {
        let (caller, calls) = channel::<Shown>();
        let answered = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&answered);
        let count = move || {
            counted.fetch_add(1, Ordering::Relaxed);
        };
        caller.send(Box::new(count)).unwrap();
        (Front::new(Some(calls)), caller, answered)
    }

    #[test]
    fn nobody_is_bothered_without_a_call() {
        assert_eq!(look(&mut Front::new(None), false, Instant::now()), []);
    }

    #[test]
    fn a_call_is_answered_with_what_brings_the_window_back() {
        let (mut front, _caller, answered) = called();
        let (now, ours) = (Instant::now(), [ViewportCommand::Minimized(false), ViewportCommand::Focus]);
        let commands = look(&mut front, false, now);
        assert_eq!(commands[0], ViewportCommand::Visible(true));
        assert_eq!(commands[1..], ours);
        assert_eq!(answered.load(Ordering::Relaxed), 1);
        assert_eq!(look(&mut front, false, now + BETWEEN_TRIES), ours, "a window that came back late is focused");
        assert_eq!(look(&mut front, true, now + 2 * BETWEEN_TRIES), []);
        assert_eq!(look(&mut front, false, now + 3 * BETWEEN_TRIES), [], "the focus is not taken from what comes next");
        assert_eq!(answered.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_refused_focus_becomes_a_call_for_attention_that_ends_with_the_focus() {
        let (mut front, caller, answered) = called();
        let now = Instant::now();
        look(&mut front, false, now);
        let attention = ViewportCommand::RequestUserAttention;
        assert_eq!(look(&mut front, false, now + TRIED_FOR), [attention(UserAttentionType::Informational)]);
        assert_eq!(look(&mut front, false, now + 2 * TRIED_FOR), []);
        let log = Log::default();
        let hearing = tracing::subscriber::set_default(tracing_subscriber::fmt().with_writer(log.clone()).finish());
        assert_eq!(look(&mut front, true, now + 3 * TRIED_FOR), [attention(UserAttentionType::Reset)]);
        drop(hearing);
        assert!(log.says("the window is in front"), "whoever waits for it reads of it");
        assert_eq!(look(&mut front, true, now + 4 * TRIED_FOR), []);
        caller.send(Box::new(|| {})).unwrap();
        assert!(look(&mut front, true, now).contains(&ViewportCommand::Minimized(false)), "it may lie below another");
        assert_eq!(answered.load(Ordering::Relaxed), 1);
    }
}
