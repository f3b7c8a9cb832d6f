//! A hotel with as many card credentials as a measurement asks for.

use super::cards::Plan;
use super::names::full_name;
use super::standard::room;
use super::{Builder, Lock};
use crate::sandbox::config::SandboxError;
use crate::sandbox::world::Stamp;

impl Builder {
    pub(super) fn large(&mut self, count: usize) -> Result<(), SandboxError> {
        let mut stays = Vec::new();
        for days in 0..14 {
            stays.push((self.at(days - 7, 15)?, self.at(days - 4, 11)?));
        }
        (0..count).for_each(|nth| self.one_of_many(nth, stays[nth % stays.len()]));
        Ok(())
    }

    /// Three of four are encoded, as in a house that keeps its old cards on the list.
    fn one_of_many(&mut self, nth: usize, stay: (Stamp, Stamp)) {
        let lock = if nth % 5 == 4 { Lock::Vostio } else { Lock::Visionline };
        let guest = self.guest(Some(&full_name(nth)), lock, stay);
        let room = room(lock, nth);
        let common = if lock == Lock::Visionline { "Pool" } else { "Club" };
        let issued_at = (!nth.is_multiple_of(4)).then(|| self.ago(60 + (nth % 5000) as i64));
        let doors = [room.as_str(), common];
        let card = self.credential(&Plan { issued_at, ..Plan::guest_card(guest, lock, &doors, stay) });
        self.world.credentials.push(card);
    }
}
