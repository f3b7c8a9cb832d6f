//! What is set: kept true, and taking effect where it can at once.

use std::sync::Arc;

use super::{changes::Change, duty};
use crate::{
    domain::{AccessFact, Duty, LoadedSettings, LockCause, Operator, Person, Role, Setting, SettingKey},
    engine::{Binding, Mode, SettingsView, actor::Engine},
    journal::{Retention, shared::SharedAddress},
    settings::unfit,
};

impl Engine {
    pub(in crate::engine) fn set(&mut self, setting: Setting) {
        self.touched();
        if self.is_kept_by_policy(setting.key()) || self.is_unfit(&setting) {
            return;
        }
        self.change(Change::Setting(setting));
    }

    /// Says why a value will not do. What waited for a supervisor could else be something else than it seems.
    pub(super) fn is_unfit(&mut self, setting: &Setting) -> bool {
        let reason = why_unfit(setting);
        let is_unfit = reason.is_some();
        if let Some(reason) = reason {
            self.say_in_settings(reason);
        }
        is_unfit
    }

    /// Says so where the policy keeps a setting as it is.
    fn is_kept_by_policy(&mut self, key: SettingKey) -> bool {
        let is_locked = self.access.settings.loaded.is_locked(key);
        if is_locked {
            let name = key.name();
            self.say_in_settings(
                format!("the policy of this hotel sets {name}: ask whoever looks after this computer").into(),
            );
        }
        is_locked
    }

    /// The encoder of this desk, where the policy leaves it to the desk.
    pub(in crate::engine) fn may_bind(&mut self) -> bool {
        !self.is_kept_by_policy(SettingKey::DeskEncoder) && !self.is_kept_by_policy(SettingKey::DeskEncoderName)
    }

    pub(in crate::engine) fn remember_binding(&mut self, binding: Binding) {
        self.change(Change::Encoder(binding));
    }

    pub(super) fn say_in_settings(&mut self, reason: Arc<str>) {
        tracing::warn!(%reason, "a setting was not changed");
        Arc::make_mut(&mut self.access.settings).trouble = Some(reason);
    }

    pub(super) fn setting_changed(&mut self, key: SettingKey, by: Operator, loaded: LoadedSettings) {
        tracing::info!(key = key.name(), "a setting was changed");
        self.note_access(AccessFact::SettingChanged { key, by });
        self.take_settings(loaded);
        self.settle_duty();
    }

    /// What waits for the next start stands in the snapshot all the same.
    pub(super) fn take_settings(&mut self, loaded: LoadedSettings) {
        if self.config.retention.is_some() {
            let journal = &loaded.settings.journal;
            let (erase_names_after, keep_for) = (journal.erase_names_after_days, journal.keep_months);
            self.config.retention = Some(Retention { erase_names_after, keep_for });
        }
        self.access.people = duty::people(&loaded);
        self.access.pins.tries.keep_only(&loaded.settings.operators);
        let view = SettingsView { loaded, trouble: None, ..self.access.settings.as_ref().clone() };
        self.access.settings = Arc::new(view);
    }

    /// Whoever is at the desk may have another role since, or not sign in here any more.
    pub(super) fn settle_duty(&mut self) {
        let at_first = self.duty_at_first();
        match (&self.access.duty, &at_first) {
            (Duty::SignedIn(person), _) => {
                let known = self.access.people.iter().find(|known| known.name == person.name).cloned();
                match known {
                    None => self.rest(LockCause::Removed),
                    Some(known) if !self.access.has_long_pin => {
                        self.change_duty(Duty::SignedIn(Person { role: Role::Clerk, ..known }));
                    }
                    Some(known) => self.change_duty(Duty::SignedIn(known)),
                }
            }
            (Duty::OnePerson(_), Duty::OnePerson(_)) | (Duty::Unattended(_), Duty::Unattended(_)) => {
                self.access.duty = at_first;
            }
            (Duty::Locked, Duty::Locked) => {}
            (Duty::Locked, Duty::OnePerson(_)) => {
                self.change_duty(at_first);
                self.wake_up();
            }
            (Duty::Locked | Duty::OnePerson(_) | Duty::Unattended(_), _) => self.rest(LockCause::Hand),
        }
    }

    /// An encoder that the settings know by its name alone, once the lists say which it is.
    pub(in crate::engine) fn binding_by_name(&self, named: impl Iterator<Item = Binding>) -> Option<Binding> {
        let desk = &self.access.settings.loaded.settings.desk;
        let name = desk.encoder_name.as_ref().filter(|_| desk.encoder.is_none() && self.config.mode != Mode::Script)?;
        let mut fitting = named.filter(|binding| binding.name == *name);
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

fn why_unfit(setting: &Setting) -> Option<Arc<str>> {
    if let Setting::SharedJournal(Some(address)) = setting
        && let Err(error) = address.parse::<SharedAddress>()
    {
        return Some(error.to_string().into());
    }
    unfit(setting).map(|must| format!("{} {must}", setting.key().name()).into())
}
