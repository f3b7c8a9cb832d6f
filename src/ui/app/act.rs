//! From what a person asked for to the engine's commands.

use eframe::egui::{Context, Theme, ThemePreference};

use super::App;
use crate::{
    domain::{ActivityQuery, JobId},
    engine::{Command, ExportState},
    ui::{
        kit,
        screens::{Action, Actions, encode::Wish, help::Help},
    },
};

impl App {
    /// Asks where to, and how, an export of this goes: what "Export…" does in Activity.
    pub fn ask_export(&mut self, ctx: &Context, query: ActivityQuery) {
        self.act(ctx, vec![Action::AskExport(query)]);
    }

    /// Does what was asked for in one frame.
    pub(super) fn act(&mut self, ctx: &Context, actions: Actions) {
        for action in actions {
            match action {
                Action::Tell(command) => self.tell(command),
                Action::Encode { subject, encoder, confirmed, retry_of } => {
                    self.encode_card(Wish { subject, encoder, confirmed, retry_of });
                    ctx.request_repaint();
                }
                Action::Copy(text) => {
                    self.rest.copied();
                    ctx.copy_text(text);
                }
                Action::AskExport(query) => self.open_export(query),
                Action::ShowActivity(query) => self.show_activity(ctx, query),
                Action::ChooseFile(save) => self.files.want(save),
                Action::SwitchTheme => self.switch_theme(ctx),
                Action::ShowHelp => self.help = Help::Open,
                Action::Go(place) => self.go(ctx, place),
            }
        }
    }

    /// Hands a command over. A command that does not get through shows as an engine that is gone.
    pub(super) fn tell(&mut self, command: Command) {
        if !self.handle.send(command) {
            self.is_engine_gone = true;
            self.encode.take_back();
        }
    }

    /// One press makes one job, whatever else is pressed until the engine has listed it.
    fn encode_card(&mut self, wish: Wish) {
        if let Some(order) = self.encode.order(JobId::generate(), wish) {
            self.tell(Command::Encode(order));
        }
    }

    /// One export at a time: while one goes on it is shown, and the end of an earlier one counts as seen.
    fn open_export(&mut self, query: ActivityQuery) {
        let latest = self.snapshot.export.clone();
        self.export.open(query, latest.as_ref());
        if latest.is_some_and(|view| view.state != ExportState::Running) {
            self.tell(Command::DismissExport);
        }
    }

    fn switch_theme(&mut self, ctx: &Context) {
        self.options.look.theme = match ctx.theme() {
            Theme::Light => ThemePreference::Dark,
            Theme::Dark => ThemePreference::Light,
        };
        kit::apply(ctx, &self.options.look);
        if let Some(remember) = &self.options.on_theme {
            remember(self.options.look.theme);
        }
    }
}
