//! From what a person asked for to the engine's commands.

use eframe::egui::Context;

use super::App;
use crate::{
    domain::{ActivityQuery, JobId, Operator},
    engine::{Command, ExportState},
    ui::screens::{Action, Actions, Place, Scene, encode::Wish, export::Chosen, first_start, help::Help, settings},
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
                Action::Lock => self.lock(),
                Action::AskSwitch => self.desk.switch.open(&self.snapshot.duty),
                Action::NotApproved => self.tell(Command::CancelApproval),
                Action::PeopleSaid => self.desk.is_people_said = true,
                Action::BeginOperators => {
                    self.settings.begin_operators();
                    self.go(ctx, Place::Settings);
                }
                Action::ChangePin(who) => self.change_pin(ctx, &who),
                Action::ShowSettings => self.go(ctx, Place::Settings),
                Action::ShowAbout => {
                    self.settings.open(settings::Section::About);
                    self.go(ctx, Place::Settings);
                }
            }
        }
    }

    fn change_pin(&mut self, ctx: &Context, who: &Operator) {
        if let Some(person) = self.snapshot.people.iter().find(|person| person.name == *who) {
            self.settings.change_pin(person.clone());
            self.go(ctx, Place::Settings);
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

    /// Whether the question of a first start stands in the way.
    pub(super) fn asks_people(&self) -> bool {
        !self.desk.is_people_said && first_start::is_asked(&self.snapshot)
    }

    /// Takes in where a file for support goes.
    pub(super) fn take_bundle_path(&mut self, chosen: Chosen) {
        let Some(path) = self.settings.bundle.chosen(chosen) else { return };
        let now = (self.options.clock)();
        let scene = Scene { snapshot: &self.snapshot, texts: &self.texts, now };
        let about = settings::facts(&scene, &self.options.about);
        let about = about.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        let order = self.settings.bundle.order(path, about);
        self.tell(Command::SaveBundle(order));
    }
}
