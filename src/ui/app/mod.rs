//! The eframe glue: events and snapshots in, a picture out, commands back to the engine.

mod act;
mod close;
mod duty;
mod files;
mod front;
mod hold;
mod keys;
mod kiosk;
mod look;
mod places;
mod rest;

use std::{
    path::PathBuf,
    sync::{Arc, mpsc::Receiver},
    time::{Duration, Instant},
};

use eframe::egui::{Context, Ui};
pub use files::{Choosing, SaveDialog};
pub use front::Shown;
use jiff::Timestamp;

use super::{
    kit,
    screens::{
        Action, Actions, Place, Scene,
        activity::ActivityForm,
        attempt::{self, AttemptForm},
        encode::{self, EncodeForm, Look},
        export::{self, ExportForm},
        first_start,
        help::{self, Help},
        hidden,
        settings::{self, SettingsForm},
        welcome::{self, WelcomeForm},
    },
    text::Texts,
};
use crate::{
    domain::UiSettings,
    engine::{Command, Event, Handle, JobView, Session, Snapshot, Stage},
};

/// How long one frame may take in news; what is left comes in the next.
const NEWS_BUDGET: Duration = Duration::from_millis(4);

/// What the window is started with.
pub struct UiOptions {
    /// Ask the engine for the practice hotel at once.
    pub practice: bool,
    /// Theme, density and whether things may move.
    pub look: kit::Look,
    /// The desk's clock.
    pub clock: Box<dyn Fn() -> Timestamp>,
    /// Plays a sound; must not block.
    pub play: Option<Box<dyn Fn(Sound)>>,
    /// What the window says about the program that it belongs to.
    pub about: About,
    /// Called once, when the first picture was drawn: the renderer works.
    pub on_first_frame: Option<Box<dyn FnOnce()>>,
    /// The system's dialog for a new file. Without one, a path is typed.
    pub save_dialog: Option<SaveDialog>,
    /// Where files go first; it has to exist.
    pub folder: Option<PathBuf>,
    /// Calls to come to the front, each answered once; whoever sends one wakes the window.
    pub calls: Option<Receiver<Shown>>,
    /// A window where guests are: it stays in front, shows nothing but cards, and goes when the engine lets it go.
    pub kiosk: bool,
    /// Called once, when the engine lets the kiosk go.
    pub on_left: Option<Box<dyn FnOnce()>>,
    /// Called when the screen is to stay on, and when it no longer has to; must not block.
    pub keep_awake: Option<Box<dyn Fn(bool)>>,
}

impl Default for UiOptions {
    fn default() -> Self {
        Self {
            practice: false,
            look: kit::Look::default(),
            clock: Box::new(Timestamp::now),
            play: None,
            about: About::default(),
            on_first_frame: None,
            save_dialog: None,
            folder: None,
            calls: None,
            kiosk: false,
            on_left: None,
            keep_awake: None,
        }
    }
}

impl std::fmt::Debug for UiOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UiOptions").field("practice", &self.practice).field("look", &self.look).finish_non_exhaustive()
    }
}

/// What is heard at the end of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sound {
    /// The card is ready.
    Success,
    /// Somebody should look.
    Attention,
}

/// The program that a window belongs to, for whoever is asked for help. Empty parts are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Its version.
    pub version: String,
    /// What draws the window.
    pub renderer: String,
    /// The operating system, and the processor.
    pub system: String,
    /// The folder of the journals.
    pub data: String,
    /// The folder of the logs.
    pub logs: String,
}

/// The window.
pub struct App {
    handle: Handle,
    texts: Texts,
    options: UiOptions,
    snapshot: Arc<Snapshot>,
    welcome: WelcomeForm,
    encode: EncodeForm,
    activity: ActivityForm,
    settings: SettingsForm,
    place: Place,
    desk: duty::Desk,
    seen: UiSettings,
    attempt: AttemptForm,
    export: ExportForm,
    files: files::Files,
    help: Help,
    is_engine_gone: bool,
    closing: close::Closing,
    front: front::Front,
    rest: rest::Rest,
    kiosk: kiosk::Kiosk,
    is_kept_awake: bool,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("options", &self.options).finish_non_exhaustive()
    }
}

impl App {
    /// A window onto the engine behind `handle`. Fonts and style are put into `ctx` here.
    ///
    /// The engine's wake closure has to call `ctx.request_repaint()`.
    #[must_use]
    pub fn new(ctx: &Context, handle: Handle, mut options: UiOptions, texts: Texts) -> Self {
        kit::install(ctx, &options.look);
        let snapshot = handle.snapshot();
        let rest = rest::Rest::after(snapshot.rests);
        let kiosk = kiosk::Kiosk::new(options.kiosk, options.on_left.take());
        let front = front::Front::new(options.calls.take());
        let folder = options.folder.take();
        let bundle = settings::BundleForm::new(folder.clone(), options.save_dialog.is_some());
        let export = ExportForm::new(folder, options.save_dialog.is_some());
        let seen = snapshot.settings.loaded.settings.ui.clone();
        let mut app = Self {
            handle,
            texts,
            options,
            snapshot,
            welcome: WelcomeForm::default(),
            encode: kiosk.encode_form(),
            activity: ActivityForm::default(),
            settings: SettingsForm::new(bundle),
            place: Place::default(),
            desk: duty::Desk::default(),
            seen,
            attempt: AttemptForm::default(),
            export,
            files: files::Files::default(),
            help: Help::default(),
            is_engine_gone: false,
            closing: close::Closing::default(),
            front,
            rest,
            kiosk,
            is_kept_awake: false,
        };
        if app.options.practice {
            app.tell(Command::StartPractice);
        }
        app
    }

    /// Takes in what has happened since the last frame.
    fn take_news(&mut self, ctx: &Context) {
        let began = Instant::now();
        while began.elapsed() < NEWS_BUDGET {
            let Some(event) = self.handle.try_event() else { break };
            self.take_event(event);
        }
        if began.elapsed() >= NEWS_BUDGET {
            ctx.request_repaint();
        }
        self.take_snapshot(ctx);
        self.take_look(ctx);
        self.notice_rest(ctx);
        self.take_duty();
        // A form that asks while nobody may be answered would believe that it had asked.
        let mut actions = if self.snapshot.is_resting { Vec::new() } else { self.encode.take_in(&self.snapshot) };
        actions.extend(self.leave_places());
        self.act(ctx, actions);
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Refused { job, blocker } => self.encode.take_refusal(job, blocker),
            Event::ConfirmFirst { job, confirms } => self.encode.take_question(job, confirms),
            Event::Stopped => self.is_engine_gone = true,
            Event::NotApproved(deed) => self.not_approved(deed),
            Event::Job { job, moment } => self.sound(&job, moment),
            Event::Loaded(_) => {}
        }
    }

    /// Takes in where a file goes, once the system's dialog says so.
    fn take_file(&mut self, ctx: &Context) {
        let Some(chosen) = self.files.poll(ctx) else { return };
        if self.settings.bundle.is_asking() {
            self.take_bundle_path(chosen);
            return;
        }
        let now = (self.options.clock)();
        if let Some(order) = self.export.chosen(chosen, now, &self.snapshot.zone) {
            self.tell(Command::Export(order));
        }
    }

    fn draw(&mut self, ui: &mut Ui) -> Actions {
        let now = (self.options.clock)();
        let snapshot = Arc::clone(&self.snapshot);
        let texts = self.texts.clone();
        let scene = Scene { snapshot: &snapshot, texts: &texts, now };
        if self.options.kiosk {
            return self.draw_kiosk(ui, &scene);
        }
        let mut actions = self.global_keys(ui.ctx());
        if self.is_engine_gone {
            close::engine_gone(ui, &scene);
        }
        if self.is_locked() {
            actions.extend(self.draw_locked(ui, &scene));
            self.closing.ask(ui.ctx(), &scene);
            return actions;
        }
        actions.extend(self.draw_warning(ui, &scene));
        if self.desk.is_hidden {
            self.desk.is_hidden = !hidden::show(ui, &scene);
            self.closing.ask(ui.ctx(), &scene);
            return actions;
        }
        let is_connected = matches!(snapshot.session, Session::Connected { .. });
        let shows_export = is_connected && export::band(ui, &scene, &self.export);
        actions.extend(match &snapshot.session {
            Session::Connected { .. } if self.asks_people() => first_start::show(ui, &scene),
            Session::Connected { .. } => self.draw_place(ui, &scene),
            Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. }
                if self.place == Place::Settings =>
            {
                self.draw_place(ui, &scene)
            }
            Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => {
                welcome::show(ui, &scene, &mut self.welcome)
            }
        });
        actions.extend(attempt::show(ui.ctx(), &scene, &mut self.attempt));
        actions.extend(export::show(ui.ctx(), &scene, &mut self.export));
        if shows_export {
            self.export.watch();
            ui.ctx().request_repaint();
        }
        actions.extend(help::show(ui.ctx(), &scene, &mut self.help));
        actions.extend(self.draw_questions(ui.ctx(), &scene));
        self.closing.ask(ui.ctx(), &scene);
        actions
    }

    /// The screen stays on at a kiosk, and at a desk while somebody waits for a card.
    fn keep_awake(&mut self) {
        let is_waiting = |job: &JobView| matches!(job.stage, Stage::Queued | Stage::Submitting | Stage::Waiting);
        let is_wanted = self.options.kiosk || self.snapshot.jobs.iter().any(is_waiting);
        if is_wanted != std::mem::replace(&mut self.is_kept_awake, is_wanted)
            && let Some(keep_awake) = &self.options.keep_awake
        {
            keep_awake(is_wanted);
        }
    }

    /// A second picture means that the first one reached the screen.
    fn tell_first_frame(&mut self, ctx: &Context) {
        if self.options.on_first_frame.is_none() {
            return;
        }
        if ctx.cumulative_frame_nr() == 0 {
            ctx.request_repaint();
        } else if let Some(tell) = self.options.on_first_frame.take() {
            tell();
        }
    }

    fn draw_encode(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Actions {
        let pressed = self.desk_keys(ui.ctx());
        let mut actions = encode::show(ui, scene, &mut self.encode, pressed);
        let time = ui.input(|input| input.time);
        let look = match self.encode.look(time) {
            Look::Done => None,
            Look::In(seconds) => Some(Duration::from_secs_f64(seconds)),
            Look::Now(subject) => {
                actions.push(Action::Tell(Command::LookAt(subject)));
                None
            }
        };
        if let Some(pause) = [look, encode::next_tick(scene, &self.encode)].into_iter().flatten().min() {
            ui.ctx().request_repaint_after(pause);
        }
        actions
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.take_news(ctx);
        self.take_file(ctx);
        if self.options.kiosk {
            self.hold_kiosk(ctx);
        } else {
            let has_unsaved = self.attempt.has_unsaved(&self.snapshot);
            self.closing.look(ctx, &self.snapshot, has_unsaved);
        }
        self.front.look(ctx, Instant::now());
        self.keep_awake();
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        keys::drop_repeats(ui.ctx());
        self.touch(ui.ctx());
        let actions = self.draw(ui);
        let ctx = ui.ctx().clone();
        self.notice_copies(&ctx);
        self.act(&ctx, actions);
        self.files.open(&ctx, frame, self.options.save_dialog.as_ref());
        self.tell_first_frame(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.tell(Command::Shutdown);
    }

    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
