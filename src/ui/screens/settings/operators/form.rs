//! What is remembered between two frames about who signs in.

use crate::{
    domain::{Operator, Person, Role},
    ui::screens::settings::operator_sheet::{PersonForm, What},
};

/// People, and what is done about them.
#[derive(Debug, Default)]
pub(in crate::ui::screens::settings) struct OperatorsForm {
    /// The sheet on which somebody comes, or gets another PIN.
    pub(in crate::ui::screens::settings) sheet: Option<PersonForm>,
    /// Who is asked about, and what would become of them.
    pub(super) asking: Option<(Operator, Leaving)>,
    /// Whether a role or a removal was asked for here, so that what is said about it belongs here.
    pub(super) has_asked: bool,
    /// Who was asked to be removed, or to be a clerk, until it holds.
    pub(super) leaving: Option<(Operator, Leaving)>,
    /// What the list begins with.
    pub(in crate::ui::screens::settings) notice: Option<OperatorsNotice>,
}

/// What the list begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::screens::settings) enum OperatorsNotice {
    /// How everybody goes.
    HowToBeAlone,
    /// What has come to hold about whom; the key of its sentence.
    Done(&'static str, Operator),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    Desk,
    Supervisors,
}

impl OperatorsForm {
    /// Asks for the first, or another, person.
    pub(in crate::ui::screens::settings) fn begin(&mut self) {
        self.ask(What::Add);
    }

    /// Asks for another PIN of somebody.
    pub(in crate::ui::screens::settings) fn change_pin(&mut self, person: Person) {
        self.ask(What::ChangePin(person));
    }

    pub(super) fn ask(&mut self, what: What) {
        (self.sheet, self.notice, self.leaving) = (Some(PersonForm::new(what)), None, None);
    }

    /// Asks whether somebody is to go, or to be a clerk. What was said about an earlier wish goes.
    pub(super) fn ask_about(&mut self, who: &Operator, leaving: Leaving) {
        (self.asking, self.notice, self.has_asked) = (Some((who.clone(), leaving)), None, false);
    }

    /// Notices that somebody was removed, or is a clerk.
    pub(super) fn look(&mut self, people: &[Person]) {
        let Some((who, leaving)) = &self.leaving else { return };
        let found = people.iter().find(|person| person.name == *who);
        let done = match (leaving, found) {
            (Leaving::Desk, None) => Some("operators-removed"),
            (Leaving::Supervisors, Some(person)) if person.role == Role::Clerk => Some("operators-demoted"),
            (Leaving::Desk | Leaving::Supervisors, _) => None,
        };
        if let Some(key) = done {
            self.notice = Some(OperatorsNotice::Done(key, who.clone()));
            self.leaving = None;
        }
    }

    /// What was asked for did not come to hold.
    pub(in crate::ui::screens::settings) fn take_back(&mut self) {
        self.leaving = None;
        if let Some(sheet) = &mut self.sheet {
            sheet.take_back();
        }
    }

    /// Whether something stands in front of the screen.
    pub(in crate::ui::screens::settings) fn is_open(&self) -> bool {
        self.sheet.is_some() || self.asking.is_some()
    }
}
