//! The screens: functions from a scene and their own form state to what the person asked for.

pub(super) mod activity;
pub(super) mod attempt;
pub(super) mod encode;
mod evidence;
pub(super) mod export;
pub(super) mod first_start;
mod folded;
pub(super) mod help;
pub(super) mod hidden;
pub(super) mod kiosk;
pub(super) mod lock;
pub(super) mod problem;
pub(super) mod rail;
pub(super) mod settings;
pub(super) mod welcome;

use std::path::PathBuf;

use jiff::{Timestamp, tz::TimeZone};

use super::text::{Clock, Texts};
use crate::{
    domain::{ActivityQuery, Confirm, EncoderId, JobId, Operator, Subject},
    engine::{Command, Snapshot},
};

/// What a screen draws from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    /// What the engine knows.
    pub(super) snapshot: &'a Snapshot,
    /// Every word.
    pub(super) texts: &'a Texts,
    /// The moment that is drawn.
    pub(super) now: Timestamp,
}

impl<'a> Scene<'a> {
    /// Times in the property's zone.
    pub(super) fn clock(&self) -> Clock<'a> {
        self.clock_in(&self.snapshot.zone)
    }

    /// Times in the zone of one card.
    pub(super) fn clock_in(&self, zone: &TimeZone) -> Clock<'a> {
        Clock::new(self.texts, zone, self.now)
    }

    /// A text.
    pub(super) fn t(&self, key: &str) -> String {
        self.texts.t(key)
    }

    /// A text with its variables.
    pub(super) fn t_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.texts.t_with(key, values)
    }

    /// A text in the grammatical number of a count.
    pub(super) fn t_count(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        self.texts.t_count(key, count, values)
    }
}

/// A place of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Where cards are made.
    #[default]
    Encode,
    /// What was tried.
    Activity,
    /// What is set.
    Settings,
}

/// What a person asked for.
#[derive(Debug)]
pub(super) enum Action {
    /// Hand this to the engine.
    Tell(Command),
    /// Make a card. The job's id is given on the way to the engine.
    Encode {
        /// What to write.
        subject: Subject,
        /// Where.
        encoder: EncoderId,
        /// What the clerk said yes to.
        confirmed: Vec<Confirm>,
        /// The failed job that this one tries again.
        retry_of: Option<JobId>,
    },
    /// Into the clipboard.
    Copy(String),
    /// Ask where to, and how, an export of this goes.
    AskExport(ActivityQuery),
    /// Go to Activity with this chosen.
    ShowActivity(ActivityQuery),
    /// Let the system ask where a file goes.
    ChooseFile(SaveAs),
    /// From light to dark or back.
    SwitchTheme,
    /// Show the list of shortcuts.
    ShowHelp,
    /// Go to another place of the window.
    Go(Place),
    /// Lock this desk.
    Lock,
    /// Ask who takes over.
    AskSwitch,
    /// Nobody approves what waits for a supervisor.
    NotApproved,
    /// It was said who works here, so that it is not asked again.
    PeopleSaid,
    /// Go where the first supervisor is added.
    BeginOperators,
    /// Go where this person gets another PIN.
    ChangePin(Operator),
    /// Go to what is wrong in the settings.
    ShowSettings,
    /// Go to what this desk tells about itself.
    ShowAbout,
}

/// Where a file may go, before a person says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAs {
    /// What the system's dialog is called.
    pub title: String,
    /// The suggested name, with its extension.
    pub name: String,
    /// What such files are called.
    pub kind: String,
    /// Their extension, without its dot.
    pub extension: &'static str,
    /// The folder that was chosen before, if one was.
    pub folder: Option<PathBuf>,
}

/// What was asked for in one frame.
pub(super) type Actions = Vec<Action>;
