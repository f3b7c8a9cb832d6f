//! Who is at the desk: locking, taking over, approving, and telling the engine that somebody is here.

use eframe::egui::{Context, Event, Frame, Panel, Ui};

use super::App;
use crate::{
    domain::{Deed, Duty},
    engine::{Command, Mode},
    ui::{
        kit::{self, Banner, Icon, Tone},
        screens::{
            Action, Actions, Place, Scene,
            lock::{self, PinForm, Switch, words},
        },
    },
};

/// Once in so many seconds the engine is told that somebody is here.
pub(super) const TOUCH_EVERY: f64 = 1.0;

/// What the window remembers about who is here.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// Who signs in at a locked desk.
    pub(super) sign_in: PinForm,
    /// Which supervisor approves.
    pub(super) approve: PinForm,
    /// Who takes over.
    pub(super) switch: Switch,
    /// When the engine was last told that somebody is here, in the window's seconds.
    touched: Option<f64>,
    /// Who was here when the window last looked.
    seen: Option<Duty>,
    /// Whether everything is covered while a guest looks on.
    pub(super) is_hidden: bool,
    /// Whether it was said in this run who works here.
    pub(super) is_people_said: bool,
}

impl App {
    /// Whether nobody is at a staffed desk.
    pub(super) fn is_locked(&self) -> bool {
        self.snapshot.duty == Duty::Locked && self.snapshot.mode == Mode::Desk
    }

    /// Takes in who is here now.
    pub(super) fn take_duty(&mut self) {
        let duty = self.snapshot.duty.clone();
        self.desk.switch.look(&duty);
        if let Duty::SignedIn(person) = &duty {
            self.desk.sign_in.remember(&person.name);
        }
        let is_another = self.desk.seen.replace(duty.clone()).is_some_and(|before| before != duty);
        // Somebody with other rights sees other attempts, so that the engine shows none until it is asked.
        if is_another && self.place == Place::Activity {
            let query = self.activity.open();
            self.tell(Command::ShowActivity(query));
        }
    }

    /// Forgets whose PINs were asked for; the one who was here last is still probably the next.
    pub(super) fn forget_tries(&mut self) {
        let who = self.desk.sign_in.who().cloned();
        let is_people_said = self.desk.is_people_said;
        self.desk = Desk { sign_in: PinForm::of(who), is_people_said, ..Desk::default() };
    }

    /// Locks the desk, at once or when the card that is being made is finished. Where nobody signs in, what is on the screen goes.
    pub(super) fn lock(&mut self) {
        if self.snapshot.duty != Duty::Locked {
            self.tell(Command::Lock);
        }
    }

    /// Nobody has approved: the form that asked goes back to where it was.
    pub(super) fn not_approved(&mut self, deed: Deed) {
        match deed {
            Deed::Export => self.export.take_back(),
            Deed::FollowUp => self.attempt.take_back(),
            Deed::SaveBundle | Deed::Change(_) | Deed::ChangeOperators => self.settings.take_back(),
            Deed::EncodeExpired
            | Deed::Settle
            | Deed::ChangeToken
            | Deed::Practice
            | Deed::RecoverJournal
            | Deed::BindEncoder
            | Deed::LeaveKiosk => {}
        }
    }

    /// Tells the engine that somebody is here, where it waits for nobody being here.
    pub(super) fn touch(&mut self, ctx: &Context) {
        let is_counted = matches!(self.snapshot.duty, Duty::SignedIn(_));
        let (is_here, now) = ctx.input(|input| (input.raw.events.iter().any(is_somebody), input.time));
        let is_due = self.desk.touched.is_none_or(|last| now - last >= TOUCH_EVERY);
        if is_counted && is_here && is_due {
            self.desk.touched = Some(now);
            self.tell(Command::Touch);
        }
    }

    /// Draws the locked desk.
    pub(super) fn draw_locked(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        lock::show(ui, scene, &mut self.desk.sign_in)
    }

    /// What stands above every place: that the desk is about to lock, and how one stays.
    pub(super) fn draw_warning(&self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let snapshot = scene.snapshot;
        let left = snapshot.rests_at.and_then(|at| words::until(at, scene.now));
        let (text, stay) = match left {
            _ if snapshot.rest_waits && snapshot.people.is_empty() => (scene.t("forget-waits"), Command::Stay),
            _ if snapshot.rest_waits => (scene.t("lock-waits"), Command::Stay),
            Some(left) => {
                ui.ctx().request_repaint_after(words::next_second(left));
                let time = words::countdown(scene.texts, left);
                (scene.t_with("idle-band", &[("time", &time)]), Command::Touch)
            }
            None => return Actions::new(),
        };
        let band = Panel::top("idle warning").frame(Frame::NONE).resizable(false).show_separator_line(false);
        let pressed = band.show(ui, |ui| {
            // A countdown that is read out each second would be all that one hears.
            let said = if snapshot.rest_waits { text.clone() } else { scene.t("idle-soon") };
            kit::announce(ui, &said);
            let banner = Banner::new(Tone::Warn, Icon::Lock, &text);
            banner.action(&scene.t("idle-stay")).show(ui).is_some_and(|response| response.clicked())
        });
        pressed.inner.then_some(Action::Tell(stay)).into_iter().collect()
    }

    /// What stands in front of every place: a colleague who takes over, a supervisor who approves.
    pub(super) fn draw_questions(&mut self, ctx: &Context, scene: &Scene<'_>) -> Actions {
        let mut actions = lock::show_switch(ctx, scene, &mut self.desk.switch);
        actions.extend(lock::show_approval(ctx, scene, &mut self.desk.approve));
        actions
    }
}

/// Whether an event comes from a person.
fn is_somebody(event: &Event) -> bool {
    let is_input = matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut);
    let is_pointer = matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. } | Event::MouseWheel { .. });
    is_input || is_pointer || matches!(event, Event::Touch { .. } | Event::Ime(_) | Event::AccessKitActionRequest(_))
}
