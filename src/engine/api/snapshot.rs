//! Everything a screen draws from.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{Binding, EncoderView, EndedUnseen, JobView, KeyringTrouble, Link, Recovered, Session};
use crate::{
    domain::{Catalog, Deed, Duty, EncoderId, Found, Person, Role, Subject},
    engine::{ActivityView, Asked, AttemptDetails, BundleView, ExportView, Mode, PinView, SettingsView, SharedState},
};

/// Everything a screen draws from. Cheap to clone; a new one replaces the old whole.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Where the desk stands with Seam.
    pub session: Session,
    /// Whether work goes on behind the first screen: another key was asked for, and one can go back.
    pub has_work: bool,
    /// Why the keyring was of no use when it was last asked.
    pub keyring: Option<KeyringTrouble>,
    /// How the way to Seam is doing.
    pub link: Link,
    /// The lists.
    pub catalog: Arc<Catalog>,
    /// Whether the lists are being read at this moment.
    pub is_loading: bool,
    /// The answer to the latest search.
    pub found: Arc<Found>,
    /// The encoders, by name.
    pub encoders: Arc<[EncoderView]>,
    /// The encoder of this desk; one that is missing from the list is still named here.
    pub binding: Option<Binding>,
    /// The jobs that are open, or ended and not dismissed; the newest last.
    pub jobs: Arc<[JobView]>,
    /// Why the journal cannot be written, when it cannot.
    pub journal_trouble: Option<Arc<str>>,
    /// How many open jobs another process of this computer follows.
    pub followed_elsewhere: usize,
    /// What was saved of a damaged journal in this run.
    pub recovered: Option<Recovered>,
    /// How far this desk's clock is ahead of the server's, when it is more than a minute off.
    pub clock_skew: Option<SignedDuration>,
    /// The property's time zone.
    pub zone: TimeZone,
    /// What was tried, while somebody looks at it.
    pub activity: Option<Arc<ActivityView>>,
    /// One attempt, while somebody looks at it.
    pub attempt: Option<Arc<AttemptDetails>>,
    /// The latest export, until its end was seen.
    pub export: Option<ExportView>,
    /// How this desk stands with the shared record.
    pub shared: SharedState,
    /// What kind of desk this is.
    pub mode: Mode,
    /// Where Seam is.
    pub endpoint: Arc<str>,
    /// Who is at the desk.
    pub duty: Duty,
    /// Who signs in here, by name.
    pub people: Arc<[Person]>,
    /// How the latest PIN fared.
    pub pin: PinView,
    /// What waits for a supervisor's PIN.
    pub approval: Option<Deed>,
    /// The same exactly, where there is more to say about it.
    pub asked: Option<Arc<Asked>>,
    /// What waited was dropped as a supervisor approved it, since it had changed meanwhile; until somebody has seen that.
    pub approval_lapsed: bool,
    /// Nobody is here, and nothing is known of any guest: a locked desk, or a kiosk that nobody has begun at.
    pub is_resting: bool,
    /// Counts how often it came to rest: a window that sees it change forgets what it knows of guests.
    pub rests: u64,
    /// Somebody wants it to rest, which happens as soon as the card that is being made is finished.
    pub rest_waits: bool,
    /// A card that ended while nobody could see it, until somebody has looked.
    pub ended_unseen: Option<EndedUnseen>,
    /// When the desk comes to rest unless somebody touches it, during the last moments before.
    pub rests_at: Option<Timestamp>,
    /// The kiosk was left with a PIN: its window may close.
    pub may_leave: bool,
    /// What is set.
    pub settings: Arc<SettingsView>,
    /// The latest file for support, until its end was seen.
    pub bundle: Option<BundleView>,
}

impl Snapshot {
    /// The job that is about a subject, the newest.
    pub fn job_of(&self, subject: &Subject) -> Option<&JobView> {
        self.jobs.iter().rev().find(|job| &job.subject == subject)
    }

    /// Whether whoever is signed in is a supervisor and works as a clerk, since their PIN is too short for more.
    pub fn is_pin_weak(&self) -> bool {
        let Duty::SignedIn(Person { name, role: Role::Clerk }) = &self.duty else { return false };
        self.people.iter().any(|known| known.name == *name && known.role == Role::Supervisor)
    }

    /// An encoder by id.
    pub fn encoder(&self, id: &EncoderId) -> Option<&EncoderView> {
        self.encoders.iter().find(|view| &view.encoder.id == id)
    }
}

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            session: Session::Starting,
            has_work: false,
            keyring: None,
            link: Link::Unknown,
            catalog: Arc::default(),
            is_loading: false,
            found: Arc::default(),
            encoders: Arc::default(),
            binding: None,
            jobs: Arc::default(),
            journal_trouble: None,
            followed_elsewhere: 0,
            recovered: None,
            clock_skew: None,
            zone: TimeZone::UTC,
            activity: None,
            attempt: None,
            export: None,
            shared: SharedState::Off,
            mode: Mode::default(),
            endpoint: "".into(),
            duty: Duty::default(),
            people: Arc::new([]),
            pin: PinView::default(),
            approval: None,
            asked: None,
            approval_lapsed: false,
            is_resting: false,
            rests: 0,
            rest_waits: false,
            ended_unseen: None,
            rests_at: None,
            may_leave: false,
            settings: Arc::default(),
            bundle: None,
        }
    }
}
