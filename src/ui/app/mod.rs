//! The eframe glue: events and snapshots in, a picture out, commands back to the engine.

mod act;
mod close;
mod duty;
mod files;
mod focus;
mod front;
mod hold;
mod keys;
mod kiosk;
mod look;
mod options;
mod picture;
mod places;
mod rest;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use eframe::egui::{Context, Ui};
pub use files::{Choosing, SaveDialog};
pub use front::Shown;
pub use options::{About, Sound, UiOptions};

use super::{
    kit,
    screens::{
        Place,
        activity::ActivityForm,
        attempt::AttemptForm,
        encode::EncodeForm,
        export::ExportForm,
        help::Help,
        settings::{self, SettingsForm},
        welcome::WelcomeForm,
    },
    text::Texts,
};
use crate::{
    domain::UiSettings,
    engine::{Command, Event, Handle, JobView, Snapshot, Stage},
};

/// How long one frame may take in news; what is left comes in the next.
const NEWS_BUDGET: Duration = Duration::from_millis(4);

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
    focus: focus::Return,
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
            focus: focus::Return::default(),
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
        self.welcome.take_in(ctx, &self.snapshot.session);
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
        if !self.options.kiosk {
            self.focus.look(&ctx);
        }
        self.tell_first_frame(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.tell(Command::Shutdown);
    }

    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
