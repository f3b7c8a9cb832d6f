//! The window as a kiosk.

use std::time::Instant;

use eframe::egui::{Context, Ui, ViewportCommand};

use super::{App, duty::TOUCH_EVERY, hold::Hold};
use crate::{
    domain::Duty,
    engine::{Command, KeyringTrouble, Session, Snapshot, WelcomeTrouble},
    ui::screens::{
        Action, Actions, Scene,
        encode::{EncodeForm, Look},
        kiosk::{self, Forms, KioskForm},
    },
};

/// How often a keyring that gave no key is asked again, in seconds.
const KEYRING: f64 = 30.0;

/// What the window of a kiosk has besides.
#[derive(Default)]
pub(super) struct Kiosk {
    is_on: bool,
    on_left: Option<Box<dyn FnOnce()>>,
    form: KioskForm,
    hold: Hold,
    /// When the engine was told last that somebody is here, in the window's seconds, and of what rest it woke then.
    told: Option<(f64, bool)>,
    /// When the keyring is asked again, in the window's seconds.
    asks_at: Option<f64>,
}

impl Kiosk {
    /// `on_left` is called once when the engine lets the kiosk go.
    pub(super) fn new(is_on: bool, on_left: Option<Box<dyn FnOnce()>>) -> Self {
        Self { is_on, on_left, ..Self::default() }
    }

    /// A clean form for cards.
    pub(super) fn encode_form(&self) -> EncodeForm {
        if self.is_on { EncodeForm::at_kiosk() } else { EncodeForm::default() }
    }

    /// Forgets whoever was here.
    pub(super) fn forget(&mut self, ctx: &Context) {
        self.form.forget(ctx);
    }

    /// What a touch tells the engine: that somebody begins, or that somebody is still here.
    fn touch(&mut self, ctx: &Context, snapshot: &Snapshot) -> Option<Action> {
        let (now, is_touched) = ctx.input(|input| (input.time, kiosk::is_touched(input)));
        let can_begin = snapshot.is_resting && matches!(snapshot.duty, Duty::Unattended(_));
        let begins = can_begin && matches!(snapshot.session, Session::Connected { .. });
        let is_told = self.told.is_some_and(|(at, of_rest)| now - at < TOUCH_EVERY && of_rest == begins);
        if !is_touched || is_told {
            return None;
        }
        self.told = Some((now, begins));
        Some(Action::Tell(if begins { Command::Begin } else { Command::Touch }))
    }
}

impl Kiosk {
    /// A keyring that is locked while the computer starts is opened later, and nobody here has a button for it.
    fn ask_keyring(&mut self, ctx: &Context, snapshot: &Snapshot) -> Option<Action> {
        let is_closed = match &snapshot.session {
            // One that is missing is noticed at the next start alone.
            Session::Welcome(Some(WelcomeTrouble::KeyringRead(trouble))) => *trouble != KeyringTrouble::Missing,
            Session::Welcome(_)
            | Session::Starting
            | Session::Connecting
            | Session::Confirming { .. }
            | Session::Connected { .. } => false,
        };
        if !is_closed {
            self.asks_at = None;
            return None;
        }
        let now = ctx.input(|input| input.time);
        let asks_at = *self.asks_at.get_or_insert(now + KEYRING);
        if now < asks_at {
            ctx.request_repaint_after_secs((asks_at - now) as f32 + 0.01);
            return None;
        }
        self.asks_at = None;
        Some(Action::Tell(Command::RetryKeyring))
    }
}

impl App {
    /// Keeps the window where it is, until the engine lets it go. One whose engine is gone can be left by nobody, and ends so that
    /// it is started again.
    pub(super) fn hold_kiosk(&mut self, ctx: &Context) {
        if self.snapshot.may_leave
            && let Some(left) = self.kiosk.on_left.take()
        {
            tracing::info!("the kiosk was left with a PIN");
            left();
        }
        if self.snapshot.may_leave || self.is_engine_gone {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        } else {
            self.kiosk.hold.look(ctx, Instant::now());
        }
    }

    /// Draws the kiosk instead of everything else.
    pub(super) fn draw_kiosk(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let mut actions: Actions = self.kiosk.touch(ui.ctx(), scene.snapshot).into_iter().collect();
        actions.extend(self.kiosk.ask_keyring(ui.ctx(), scene.snapshot));
        let mut forms = Forms { encode: &mut self.encode, kiosk: &mut self.kiosk.form };
        actions.extend(kiosk::show(ui, scene, &mut forms, self.is_engine_gone));
        let mut pause = kiosk::next_tick(scene, &forms);
        let time = ui.input(|input| input.time);
        match self.encode.look(time) {
            Look::Done => {}
            Look::In(seconds) => pause = pause.min(std::time::Duration::from_secs_f64(seconds)),
            Look::Now(subject) => actions.push(Action::Tell(Command::LookAt(subject))),
        }
        ui.ctx().request_repaint_after(pause);
        actions
    }
}
