//! Changes of what is set, one after the other and off the actor's task: each reads the file, changes it and saves it.

use std::{collections::VecDeque, path::Path, sync::Arc};

use super::operators::{self, OperatorOrder};
use crate::{
    domain::{LoadedSettings, Operator, Setting, SettingKey, Settings},
    engine::{Binding, PinRefused, actor::Engine, news::News},
    settings::{SettingsError, SettingsStore, has_supervisor},
};

const NO_WAY_OUT: &str = "a kiosk needs a supervisor's PIN to be left: add one under People first";

/// What is to change.
#[derive(Debug)]
pub(super) enum Change {
    /// A setting.
    Setting(Setting),
    /// The encoder of this desk.
    Encoder(Binding),
    /// Who signs in.
    Operator(OperatorOrder),
}

impl Change {
    fn is_about_pins(&self) -> bool {
        match self {
            Self::Operator(_) => true,
            Self::Setting(_) | Self::Encoder(_) => false,
        }
    }
}

/// Why nothing changed.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It will not do.
    Unfit(PinRefused),
    /// It could not be saved, in words.
    NotSaved(Arc<str>),
}

impl From<SettingsError> for Refusal {
    fn from(error: SettingsError) -> Self {
        Self::NotSaved(error.to_string().into())
    }
}

/// What came of a change.
#[derive(Debug)]
pub(in crate::engine) struct Changed {
    pub(super) told: Told,
    pub(super) by: Operator,
    pub(super) result: Result<LoadedSettings, Refusal>,
}

/// What a change was about, once its secrets are gone.
#[derive(Debug, Clone)]
pub(super) enum Told {
    Setting(SettingKey),
    Operator(operators::Told),
}

/// Changes that wait for the one that is being saved.
#[derive(Default)]
pub(super) struct Changes {
    waiting: VecDeque<(Change, Operator)>,
    saving: Option<(Told, Operator)>,
}

impl Changes {
    pub(super) fn has_pin(&self) -> bool {
        let is_saving = self.saving.as_ref().is_some_and(|(told, _)| matches!(told, Told::Operator(_)));
        is_saving || self.waiting.iter().any(|(change, _)| change.is_about_pins())
    }
}

impl Engine {
    /// In the name of whoever is at the desk now.
    pub(super) fn change(&mut self, change: Change) {
        let by = self.operator();
        self.access.changes.waiting.push_back((change, by));
        self.save_next();
    }

    fn save_next(&mut self) {
        if self.access.changes.saving.is_some() {
            return;
        }
        let Some((change, by)) = self.access.changes.waiting.pop_front() else { return };
        let told = told(&change);
        self.access.changes.saving = Some((told.clone(), by.clone()));
        let (store, data) = (self.config.settings.clone(), self.config.data.clone());
        let (saved, lost_by) = (told.clone(), by.clone());
        let save = async move {
            let made = tokio::task::spawn_blocking(move || make(&store, &data, change)).await;
            let result = made.unwrap_or_else(|_| Err(broken_off()));
            News::Changed(Box::new(Changed { told: saved, by, result }))
        };
        self.last_words += 1;
        let lost = Changed { told, by: lost_by, result: Err(broken_off()) };
        self.spawn_to_the_end(save, News::Changed(Box::new(lost)));
    }

    pub(in crate::engine) fn on_changed(&mut self, changed: Changed) {
        self.last_words = self.last_words.saturating_sub(1);
        self.access.changes.saving = None;
        let Changed { told, by, result } = changed;
        match (told, result) {
            (Told::Setting(key), Ok(loaded)) => self.setting_changed(key, by, loaded),
            (Told::Operator(told), Ok(loaded)) => self.operators_changed(told, by, loaded),
            (Told::Setting(_), Err(Refusal::Unfit(_))) => {}
            (Told::Setting(_), Err(Refusal::NotSaved(reason))) => self.say_in_settings(reason),
            (Told::Operator(_), Err(Refusal::Unfit(why))) => self.refuse_pin(why),
            (Told::Operator(_), Err(Refusal::NotSaved(reason))) => self.refuse_pin(PinRefused::NotSaved(reason)),
        }
        self.save_next();
    }
}

fn told(change: &Change) -> Told {
    match change {
        Change::Setting(setting) => Told::Setting(setting.key()),
        Change::Encoder(_) => Told::Setting(SettingKey::DeskEncoder),
        Change::Operator(order) => Told::Operator(order.told()),
    }
}

fn make(store: &SettingsStore, data: &Path, change: Change) -> Result<LoadedSettings, Refusal> {
    match change {
        Change::Setting(setting) => store.change_if(|held| set(held, setting)),
        Change::Encoder(binding) => Ok(store.change(|settings| {
            settings.desk.encoder = Some(binding.encoder);
            settings.desk.encoder_name = Some(binding.name);
        })?),
        Change::Operator(order) => operators::make(store, data, order),
    }
}

fn set(held: &LoadedSettings, setting: Setting) -> Result<Settings, Refusal> {
    if setting == Setting::KioskEnabled(true) && !has_supervisor(&held.settings.operators) {
        return Err(Refusal::NotSaved(NO_WAY_OUT.into()));
    }
    let mut settings = held.settings.clone();
    setting.apply(&mut settings);
    Ok(settings)
}

fn broken_off() -> Refusal {
    Refusal::NotSaved("the task that saves broke off".into())
}
