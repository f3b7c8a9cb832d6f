//! A kiosk's window stays in front, whole and open.

use std::time::{Duration, Instant};

use eframe::egui::{Context, ViewportCommand};

/// The pause before the window is put back again: first short, then longer, since a system may refuse for good.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);
/// From this pause on, asking has not helped.
const STUBBORN: Duration = Duration::from_secs(2);

/// So often the front is asked for although the window seems to have it. On X11, where the keyboard follows the pointer once it
/// is nobody's, a window hears of that as if it had been given the keyboard, and is not told that "show the desktop" hid it.
const REASSURED_EVERY: Duration = Duration::from_secs(2);

/// A window of another size than the screen, by less than so many points, is rounded and not made smaller.
const ROUNDING: f32 = 2.0;

/// What is done against whoever puts the window away.
#[derive(Debug, Default)]
pub(super) struct Hold {
    /// When the window is put back again, and after what pause the time after that.
    next: Option<(Instant, Duration)>,
    /// When the front was last asked for, while nothing seemed wrong.
    reassured: Option<Instant>,
}

/// How the window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    InFront,
    Behind,
    Minimised,
    /// The window manager took the whole screen away from it.
    Smaller,
}

impl Hold {
    /// Refuses to close, and puts the window back where it was put away.
    pub(super) fn look(&mut self, ctx: &Context, now: Instant) {
        if ctx.input(|input| input.viewport().close_requested()) {
            tracing::info!("somebody wanted to close the kiosk");
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        let stand = stand(ctx);
        if stand == Stand::InFront {
            self.next = None;
            return self.reassure(ctx, now);
        }
        self.reassured = None;
        let (due, pause) = self.next.unwrap_or((now, FIRST_PAUSE));
        if now >= due {
            put_back(ctx, stand, pause >= STUBBORN);
            self.next = Some((now + pause, (pause * 2).min(LONGEST_PAUSE)));
        }
        let due = self.next.map_or(pause, |(due, _)| due.saturating_duration_since(now));
        ctx.request_repaint_after(due);
    }

    fn reassure(&mut self, ctx: &Context, now: Instant) {
        let last = *self.reassured.get_or_insert(now);
        if now.saturating_duration_since(last) >= REASSURED_EVERY {
            // The wish for the focus is not passed on by a window that believes to have it; this one always is, and X11 takes it
            // for both. Other systems leave an open window alone.
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            self.reassured = Some(now);
        }
        ctx.request_repaint_after(REASSURED_EVERY);
    }
}

fn stand(ctx: &Context) -> Stand {
    ctx.input(|input| {
        let window = input.viewport();
        let is_smaller = window
            .monitor_size
            .zip(window.inner_rect)
            .is_some_and(|(screen, inner)| inner.width() + ROUNDING < screen.x || inner.height() + ROUNDING < screen.y);
        match (window.focused, window.minimized) {
            (_, Some(true)) => Stand::Minimised,
            (Some(false), _) => Stand::Behind,
            _other if is_smaller => Stand::Smaller,
            _other => Stand::InFront,
        }
    })
}

fn put_back(ctx: &Context, stand: Stand, is_stubborn: bool) {
    if stand == Stand::Minimised && is_stubborn {
        // A window manager that takes the wish for an intrusion shows a window that appears anew.
        ctx.send_viewport_cmd(ViewportCommand::Visible(false));
        ctx.send_viewport_cmd(ViewportCommand::Visible(true));
    }
    if stand == Stand::Smaller {
        // A window that believes to have the whole screen does not ask for it again.
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
    }
    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
    ctx.send_viewport_cmd(ViewportCommand::Focus);
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Pos2, RawInput, Rect, Vec2, ViewportEvent, ViewportId, ViewportInfo};

    use super::*;

    fn info(focused: bool, minimized: bool, size: Vec2) -> ViewportInfo {
        ViewportInfo {
            focused: Some(focused),
            minimized: Some(minimized),
            monitor_size: Some(Vec2::new(1280.0, 800.0)),
            inner_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            ..ViewportInfo::default()
        }
    }

    fn look(hold: &mut Hold, info: ViewportInfo, now: Instant) -> Vec<ViewportCommand> {
        let ctx = Context::default();
        let mut input = RawInput { focused: info.focused == Some(true), ..RawInput::default() };
        input.viewports.insert(ViewportId::ROOT, info);
        let mut output = ctx.run_logic(&input, |ctx| hold.look(ctx, now));
        output.viewport_commands.remove(&ViewportId::ROOT).unwrap_or_default()
    }

    const WHOLE: Vec2 = Vec2::new(1280.0, 800.0);

    #[test]
    fn a_window_in_its_place_is_left_alone() {
        assert_eq!(look(&mut Hold::default(), info(true, false, WHOLE), Instant::now()), []);
    }

    #[test]
    fn a_window_that_may_have_been_hidden_unheard_asks_for_the_front_now_and_then() {
        let (mut hold, now) = (Hold::default(), Instant::now());
        let mut at = |times| look(&mut hold, info(true, false, WHOLE), now + REASSURED_EVERY * times / 2);
        assert_eq!([at(0), at(1), at(2), at(3)], [vec![], vec![], vec![ViewportCommand::Minimized(false)], vec![]]);
    }

    #[test]
    fn a_wish_to_close_is_refused() {
        let mut info = info(true, false, WHOLE);
        info.events.push(ViewportEvent::Close);
        assert_eq!(look(&mut Hold::default(), info, Instant::now()), [ViewportCommand::CancelClose]);
    }

    #[test]
    fn a_window_that_was_put_away_comes_back_and_keeps_trying_ever_more_calmly() {
        let (mut hold, now) = (Hold::default(), Instant::now());
        let back = [ViewportCommand::Minimized(false), ViewportCommand::Fullscreen(true), ViewportCommand::Focus];
        assert_eq!(look(&mut hold, info(false, true, WHOLE), now), back);
        assert_eq!(look(&mut hold, info(false, false, WHOLE), now + FIRST_PAUSE / 2), [], "no loop");
        assert_eq!(look(&mut hold, info(false, false, WHOLE), now + FIRST_PAUSE), back);
        assert_eq!(look(&mut hold, info(false, false, WHOLE), now + FIRST_PAUSE * 2), []);
        assert_eq!(look(&mut hold, info(false, false, WHOLE), now + FIRST_PAUSE * 3), back);
        assert_eq!(look(&mut hold, info(true, false, WHOLE), now + FIRST_PAUSE * 4), []);
        assert_eq!(look(&mut hold, info(false, false, WHOLE), now + FIRST_PAUSE * 4), back, "at once again");
    }

    #[test]
    fn a_window_that_stays_minimised_appears_anew() {
        let (mut hold, now) = (Hold::default(), Instant::now());
        let anew = |commands: &[ViewportCommand]| commands.contains(&ViewportCommand::Visible(true));
        let mut tries = [0, 1, 3, 7].map(|times| look(&mut hold, info(false, true, WHOLE), now + FIRST_PAUSE * times));
        assert!(anew(&tries[3]) && !tries[..3].iter_mut().any(|commands| anew(commands)), "{tries:?}");
        let behind = look(&mut hold, info(false, false, WHOLE), now + LONGEST_PAUSE);
        assert!(!anew(&behind), "a window that is seen does not flicker");
    }

    #[test]
    fn a_window_that_lost_the_whole_screen_asks_for_it_anew() {
        let commands = look(&mut Hold::default(), info(true, false, Vec2::new(800.0, 600.0)), Instant::now());
        assert_eq!(commands[0], ViewportCommand::Fullscreen(false));
        assert!(commands.contains(&ViewportCommand::Fullscreen(true)));
    }
}
