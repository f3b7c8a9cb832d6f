//! How the window looks and sounds, as it is set.

use eframe::egui::{Context, Theme, ThemePreference};

use super::{App, Sound};
use crate::{
    domain::{self, Setting, SettingKey},
    engine::{Command, JobView, Moment, Stage},
    ui::{kit, text::Texts},
};

impl App {
    /// Takes in what is set now. What the window was started with holds until somebody sets something else.
    pub(super) fn take_look(&mut self, ctx: &Context) {
        let now = self.snapshot.settings.loaded.settings.ui.clone();
        let before = std::mem::replace(&mut self.seen, now);
        let now = &self.seen;
        if now.theme != before.theme {
            self.options.look.theme = preference(now.theme);
            kit::apply(ctx, &self.options.look);
        }
        if (now.scale - before.scale).abs() > f64::EPSILON {
            ctx.set_zoom_factor(scale(now.scale));
        }
        if now.language != before.language {
            self.texts = Texts::choose(now.language.as_deref());
        }
    }

    /// From light to dark or back, for good.
    pub(super) fn switch_theme(&mut self, ctx: &Context) {
        let theme = match ctx.theme() {
            Theme::Light => domain::Theme::Dark,
            Theme::Dark => domain::Theme::Light,
        };
        self.options.look.theme = preference(theme);
        kit::apply(ctx, &self.options.look);
        self.tell(Command::Set(Setting::UiTheme(theme)));
    }

    /// Larger or smaller: at once, and for good unless the policy says otherwise.
    pub(super) fn zoom(&mut self, ctx: &Context, wanted: f32) {
        ctx.set_zoom_factor(wanted);
        if !self.snapshot.settings.loaded.is_locked(SettingKey::UiScale) {
            self.tell(Command::Set(Setting::UiScale(f64::from(wanted))));
        }
    }

    /// A card has ended, or nobody knows whether: it is heard once, where somebody wants to hear it.
    pub(super) fn sound(&self, job: &JobView, moment: Moment) {
        let is_wanted = self.snapshot.settings.loaded.settings.ui.sounds;
        if let (Some(play), Some(sound)) = (self.options.play.as_ref().filter(|_| is_wanted), heard(&job.stage, moment))
        {
            play(sound);
        }
    }
}

/// What is heard of a card. Whoever settles one by word is looking at it.
fn heard(stage: &Stage, moment: Moment) -> Option<Sound> {
    match (moment, stage) {
        (Moment::Ended, Stage::Succeeded { .. }) => Some(Sound::Success),
        (Moment::Ended, Stage::Decided(_)) => None,
        (Moment::Ended | Moment::BecameUncertain, _) => Some(Sound::Attention),
        (Moment::Recorded | Moment::Sent | Moment::Accepted | Moment::LetGo | Moment::Learned, _) => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a scale has three digits")]
fn scale(scale: f64) -> f32 {
    scale as f32
}

fn preference(theme: domain::Theme) -> ThemePreference {
    match theme {
        domain::Theme::System => ThemePreference::System,
        domain::Theme::Light => ThemePreference::Light,
        domain::Theme::Dark => ThemePreference::Dark,
    }
}
