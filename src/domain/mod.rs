//! What a front desk talks about: ids, encoders, credentials, access methods, guests, doors, validity, attempts and problems.
//!
//! Plain types and rules. There is no I/O, no async, no clock and none of Seam's JSON in here: a rule that depends on the
//! time takes it as an argument. Every other room may use this one; this one uses none of ours.

mod access;
mod access_fact;
mod activity;
mod attempt;
mod card;
mod catalog;
mod encoder;
mod evidence;
mod ids;
mod join;
mod people;
mod pin;
mod problem;
mod readiness;
mod record;
mod redact;
#[cfg(test)]
mod rules_tests;
mod settings;
mod status;
mod validity;
mod words;

pub use access::{Deed, Duty, OperatorEntry, Person, PinHash, Role};
pub use access_fact::{AccessFact, LockCause, OperatorChange};
pub use activity::{
    About, ActivityFilter, ActivityQuery, Advice, AttemptRow, Bar, Choices, EncoderChoice, FollowUp, FollowUpState,
    Outcome, OutcomeFilter, Overview, Pattern, PatternGroup, Period, Scope, Times, Took, find_patterns, times,
};
pub use attempt::{AttemptReport, AttemptStatus, IssuedCard, Subject, SubjectState};
pub use card::{AccessGrant, AccessMethod, AccessMethodKind, Card, Credential, Issued, Notice, VendorDetails};
pub use catalog::{Catalog, Filter, Found, Haystack, Progress, Query, Skipped, Tab, fold, is_joint, joined};
pub use encoder::{Encoder, EncoderHistory, LastFailure, System};
pub use evidence::{AttemptWord, CardFound, CardOnEncoder, Disproof, Evidence, IssueEvent, Proof, RecordWord};
pub use ids::{
    AccessGrantId, AccessMethodId, AcsUserId, ActionAttemptId, CredentialId, EncoderId, EntranceId, JobId, RequestId,
    SystemId, UserIdentityId, WorkspaceId,
};
pub use join::{Collector, Directory, haystack, waits_for_card};
pub use people::{AcsUser, Desk, Door, Guest, Operator, Workspace, has_letter, is_same_name};
pub use pin::{FREE_TRIES, LONGEST_PIN, PinTrouble, check_new_pin, least_digits, pause_after};
pub use problem::{Again, Details, Helper, Origin, Problem, ProblemCode};
pub use readiness::{Assessment, Blocker, Confirm, Desktop, assess};
pub use record::{Cut, Decision, Fact, FactKind, Intent, Reasked, RetentionRun, UncertainReason};
pub use redact::{redact, redact_quoted};
pub use settings::{
    ConnectionSettings, DeskSettings, IdleSettings, JournalSettings, KioskSettings, LoadedSettings, LogSettings,
    People, Setting, SettingKey, SettingNotice, SettingOrigin, Settings, SettingsFile, Theme, UiSettings,
};
pub use status::CardStatus;
pub use validity::Validity;
pub use words::{is_code, is_plain, plain};
