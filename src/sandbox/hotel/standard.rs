//! The standard hotel: the first ten rows by hand, then 24 more cards to encode, 212 encoded, some keys and codes, grants.

use uuid::Uuid;

use super::cards::Plan;
use super::guests::Guest;
use super::names::full_name;
use super::{Builder, Lock};
use crate::sandbox::config::{SandboxConfig, SandboxError};
use crate::sandbox::world::{Notice, Stamp};

/// Guest, card's name, doors, hour of arrival today, nights.
type Arrival = (&'static str, &'static str, &'static [&'static str], i8, i64);

/// Who arrives first today.
const ARRIVALS: [Arrival; 10] = [
    ("Amelia Hart", "Guest card", &["412", "Pool"], 14, 3),
    ("Ravi Natarajan", "Guest card", &["508"], 14, 5),
    ("Ravi Natarajan", "Second card", &["508"], 14, 5),
    ("Chen Wei 陈伟", "Guest card", &["301", "Spa"], 15, 4),
    ("Lucía Fernández", "Guest card", &["219"], 15, 2),
    ("Tomasz Zieliński", "Guest card", &["614", "Lounge"], 16, 6),
    ("Nadia Haddad نادية", "Guest card", &["405"], 16, 3),
    ("Oliver Brandt", "Guest card", &["118"], 17, 1),
    ("Maya Okafor", "Guest card", &["702"], 18, 7),
    ("Jun Takahashi 高橋", "Guest card", &["330"], 19, 2),
];

/// Further cards to encode; with the eight above and two access methods they make 34.
const LATER: usize = 24;
/// Cards that were encoded: 211 that say so and one of which Seam does not tell.
const ENCODED: usize = 212;
const MOBILE_KEYS: usize = 24;
const CODES: usize = 8;
const EXTRAS: [&str; 6] = ["Pool", "Spa", "Lounge", "Gym", "Garage", "Business Centre"];

impl Builder {
    pub(super) fn standard(&mut self, config: &SandboxConfig) -> Result<(), SandboxError> {
        self.arrivals()?;
        (0..LATER).try_for_each(|nth| self.later_arrival(nth))?;
        self.grants()?;
        (0..ENCODED).try_for_each(|nth| self.encoded(nth))?;
        (0..MOBILE_KEYS + CODES).try_for_each(|nth| self.key_or_code(nth))?;
        if config.practice_guests { self.practice() } else { Ok(()) }
    }

    fn arrivals(&mut self) -> Result<(), SandboxError> {
        let mut before: Option<(&str, Guest, Uuid)> = None;
        for (name, display_name, doors, hour, nights) in ARRIVALS {
            let stay = (self.at(0, hour)?, self.at(nights, 11)?);
            let known = before.filter(|(other, ..)| *other == name);
            let guest = known.map_or_else(|| self.guest(Some(name), Lock::Visionline, stay), |(_, guest, _)| guest);
            let issued_at = (name == "Lucía Fernández").then(|| self.ago(20 * 60));
            let card = Plan { display_name, issued_at, ..Plan::guest_card(guest, Lock::Visionline, doors, stay) };
            let id = self.add(&card);
            if let Some((_, _, first)) = known {
                self.join(id, first);
            }
            self.attention(name, id);
            before = Some((name, guest, id));
        }
        Ok(())
    }

    /// Makes a card one that coexists with the guest's first.
    fn join(&mut self, id: Uuid, first: Uuid) {
        self.adjust(id, |card| {
            if let Some(metadata) = &mut card.visionline_metadata {
                metadata.auto_join = false;
                metadata.joiner_acs_credential_ids = Some(vec![first]);
            }
        });
    }

    fn attention(&mut self, name: &str, id: Uuid) {
        let now = self.now;
        match name {
            "Lucía Fernández" => self.adjust(id, |card| {
                card.warnings.push(Notice::warning("needs_to_be_reissued", now));
                card.is_latest_desired_state_synced_with_provider = Some(false);
            }),
            "Oliver Brandt" => {
                let message = "Visionline does not know room 118. Check the room in the lock system.";
                self.adjust(id, |card| card.errors.push(Notice::error("failed_to_create_on_acs_system", message, now)));
            }
            _ => (),
        }
    }

    fn later_arrival(&mut self, nth: usize) -> Result<(), SandboxError> {
        let lock = if nth % 6 == 5 { Lock::Vostio } else { Lock::Visionline };
        let in_days = if nth >= LATER - 4 { 2 + (nth % 3) as i64 } else { 0 };
        let stay = (self.at(in_days, 20 + (nth % 2) as i8)?, self.at(in_days + 1 + (nth % 6) as i64, 11)?);
        let name = (nth != 7).then(|| full_name(nth));
        let guest = self.guest(name.as_deref(), lock, stay);
        let room = room(lock, 40 + nth * 7);
        let extra = self.extra(lock, nth);
        let doors: Vec<&str> = std::iter::once(room.as_str()).chain(extra).collect();
        self.add(&Plan { tells_doors: nth % 8 != 3, ..Plan::guest_card(guest, lock, &doors, stay) });
        Ok(())
    }

    fn extra(&self, lock: Lock, nth: usize) -> Option<&'static str> {
        match lock {
            Lock::Visionline => EXTRAS.get(nth % 9).copied(),
            Lock::Vostio => ["Rooftop", "Club"].get(nth % 3).copied(),
        }
    }

    fn encoded(&mut self, nth: usize) -> Result<(), SandboxError> {
        let lock = if nth % 5 == 4 { Lock::Vostio } else { Lock::Visionline };
        let arrived = -1 - (nth % 6) as i64;
        let leaves = if nth < 5 { -1 } else { 1 + (nth % 5) as i64 };
        let stay = (self.at(arrived.min(leaves - 1), 15)?, self.at(leaves, 11)?);
        let guest = self.guest(Some(&full_name(LATER + nth)), lock, stay);
        let room = room(lock, nth);
        let extra = self.extra(lock, nth);
        let doors: Vec<&str> = std::iter::once(room.as_str()).chain(extra).collect();
        let issued_at = Some(Stamp(stay.0.0.checked_add(jiff::SignedDuration::from_mins(3 + nth as i64 % 240))?));
        let card = Plan { issued_at, tells_doors: nth % 9 != 4, ..Plan::guest_card(guest, lock, &doors, stay) };
        let id = self.add(&card);
        self.oddity(nth, id);
        Ok(())
    }

    /// A few encoded cards are being deleted, changed by the lock system, or silent about having been issued.
    fn oddity(&mut self, nth: usize, id: Uuid) {
        let now = self.now;
        match nth {
            10 | 11 => self.adjust(id, |card| card.warnings.push(Notice::warning("being_deleted", now))),
            12 => self.adjust(id, |card| card.warnings.push(Notice::warning("schedule_externally_modified", now))),
            13 => self.adjust(id, |card| card.is_issued = None),
            _ => (),
        }
    }

    fn key_or_code(&mut self, nth: usize) -> Result<(), SandboxError> {
        let (access_method, display_name) =
            if nth < MOBILE_KEYS { ("mobile_key", "Mobile key") } else { ("code", "Door code") };
        let stay = (self.at(-(nth as i64 % 3), 15)?, self.at(1 + (nth % 4) as i64, 11)?);
        let guest = self.guest(Some(&full_name(LATER + ENCODED + nth)), Lock::Visionline, stay);
        let room = room(Lock::Visionline, 11 + nth * 5);
        let issued_at = (!nth.is_multiple_of(3)).then(|| self.ago(200 + nth as i64));
        let doors = [room.as_str()];
        self.add(&Plan {
            display_name,
            access_method,
            issued_at,
            ..Plan::guest_card(guest, Lock::Visionline, &doors, stay)
        });
        Ok(())
    }
}

/// The nth room of a system, spread over the floors.
pub(super) fn room(lock: Lock, nth: usize) -> String {
    match lock {
        Lock::Visionline => ((nth % 7 + 1) * 100 + (nth / 7 * 3) % 40 + 1).to_string(),
        Lock::Vostio => (801 + nth % 40).to_string(),
    }
}
