//! What somebody has begun to change, and not yet said.

use std::collections::BTreeMap;

use super::{
    bundle::BundleForm,
    operators::{OperatorsForm, OperatorsNotice},
};
use crate::{
    domain::{Person, Setting, SettingKey},
    engine::Command,
    ui::screens::Action,
};

/// A part of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::ui) enum Section {
    /// Name, encoder and people of this desk.
    #[default]
    Desk,
    /// Who signs in.
    Operators,
    /// Theme, size, language, sounds.
    Look,
    /// What happens when nobody is here.
    Idle,
    /// The way to Seam.
    Connection,
    /// How long what is kept.
    Record,
    /// A desk where guests are.
    Kiosk,
    /// What the log may say.
    Log,
    /// What runs here.
    About,
}

impl Section {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 9] = [
        Self::Desk,
        Self::Operators,
        Self::Look,
        Self::Idle,
        Self::Connection,
        Self::Record,
        Self::Kiosk,
        Self::Log,
        Self::About,
    ];

    /// The key of its name.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Desk => "settings-desk",
            Self::Operators => "settings-operators",
            Self::Look => "settings-look",
            Self::Idle => "settings-idle",
            Self::Connection => "settings-connection",
            Self::Record => "settings-record",
            Self::Kiosk => "settings-kiosk",
            Self::Log => "settings-log",
            Self::About => "settings-about",
        }
    }
}

/// The settings screen's own state.
#[derive(Debug, Default)]
pub(in crate::ui) struct SettingsForm {
    /// The part that is shown.
    pub(in crate::ui) section: Section,
    /// What was typed and does not hold yet.
    drafts: BTreeMap<SettingKey, String>,
    /// What was changed last: its trouble stands beside it.
    last: Option<SettingKey>,
    /// Whether the last change is on its way.
    is_sent: bool,
    /// People, and what is done about them.
    pub(super) operators: OperatorsForm,
    /// A file for support.
    pub(in crate::ui) bundle: BundleForm,
    /// Whether the question about the key is open.
    pub(super) is_forgetting: bool,
    /// What was copied last.
    pub(super) copied: Option<String>,
    /// Whether Esc means something else at first.
    pub(super) holds_escape: bool,
    /// Whether the keyboard goes to the index.
    pub(super) wants_keyboard: bool,
}

impl SettingsForm {
    /// Nothing begun; a file for support goes where `bundle` says.
    pub(in crate::ui) fn new(bundle: BundleForm) -> Self {
        Self { bundle, ..Self::default() }
    }

    /// Opens a part.
    pub(in crate::ui) fn open(&mut self, section: Section) {
        self.section = section;
        self.copied = None;
        self.operators.notice = None;
    }

    /// Somebody comes here: the keyboard goes to the index.
    pub(in crate::ui) fn come(&mut self) {
        self.wants_keyboard = true;
        self.operators.notice = None;
    }

    /// Opens the part about people and says how everybody goes.
    pub(super) fn show_how_to_be_alone(&mut self) {
        self.open(Section::Operators);
        self.operators.notice = Some(OperatorsNotice::HowToBeAlone);
    }

    /// Opens the part about people, with the question for the first of them.
    pub(in crate::ui) fn begin_operators(&mut self) {
        self.open(Section::Operators);
        self.operators.begin();
    }

    /// Opens the part about people, with the question for another PIN of this one.
    pub(in crate::ui) fn change_pin(&mut self, person: Person) {
        self.open(Section::Operators);
        self.operators.change_pin(person);
    }

    /// What stands in a field.
    pub(super) fn text(&self, key: SettingKey, held: &str) -> String {
        self.drafts.get(&key).map_or(held, String::as_str).to_owned()
    }

    /// Somebody typed.
    pub(super) fn typed(&mut self, key: SettingKey, text: String) {
        self.drafts.insert(key, text);
        if self.last == Some(key) {
            self.is_sent = false;
        }
    }

    /// Somebody is at the field again, so that what stands there can be sent once more.
    pub(super) fn begun(&mut self, key: SettingKey) {
        if self.last == Some(key) {
            self.is_sent = false;
        }
    }

    /// What was typed holds now, or is taken back.
    pub(super) fn drop_draft(&mut self, key: SettingKey) {
        self.drafts.remove(&key);
    }

    /// What was typed and is not on its way.
    pub(super) fn is_left(&self, key: SettingKey) -> bool {
        self.drafts.contains_key(&key) && !(self.is_sent && self.last == Some(key))
    }

    /// A change goes to the engine.
    pub(super) fn set(&mut self, setting: Setting) -> Action {
        (self.last, self.is_sent) = (Some(setting.key()), true);
        Action::Tell(Command::Set(setting))
    }

    /// Whether it was changed last.
    pub(super) fn is_last(&self, key: SettingKey) -> bool {
        self.last == Some(key)
    }

    /// Whether anything was changed here.
    pub(super) fn has_last(&self) -> bool {
        self.last.is_some()
    }

    /// Forgets what was begun here.
    pub(in crate::ui) fn forget(&mut self) {
        let mut bundle = std::mem::take(&mut self.bundle);
        bundle.forget();
        *self = Self::new(bundle);
    }

    /// The change did not come to hold: what was typed waits.
    pub(in crate::ui) fn take_back(&mut self) {
        self.is_sent = false;
        self.operators.take_back();
        self.bundle.take_back();
    }
}
