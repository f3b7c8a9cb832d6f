//! The two lock systems, the three encoders, and every door.

use serde_json::json;
use uuid::Uuid;

use super::{Builder, Lock};
use crate::sandbox::world::{Encoder, Entrance, Lying, System};

/// Visionline's rooms: floors 1 to 7 and the practice rooms on 9, each from 01 to 40.
const FLOORS: [u32; 8] = [1, 2, 3, 4, 5, 6, 7, 9];
const ROOMS_PER_FLOOR: u32 = 40;
/// Vostio's rooms stand on floor 8.
const VOSTIO_FLOOR: u32 = 8;

/// Visionline's other doors with their category.
const COMMON: [(&str, &str); 8] = [
    ("Pool", "common"),
    ("Spa", "common"),
    ("Lounge", "common"),
    ("Gym", "common"),
    ("Business Centre", "common (PMS)"),
    ("Garage", "entrance"),
    ("Main Entrance", "entrance"),
    ("Lift", "elevator reader"),
];

/// Vostio's other doors with their type.
const VOSTIO_COMMON: [(&str, &str); 4] = [
    ("Rooftop", "CommonDoor"),
    ("Club", "CommonDoor"),
    ("Residence Entrance", "EntranceDoor"),
    ("Residence Lift", "Elevator"),
];

impl Builder {
    pub(super) fn systems_and_encoders(&mut self) {
        let visionline = self.system(Lock::Visionline);
        let vostio = self.system(Lock::Vostio);
        self.world.systems.push(visionline);
        self.world.systems.push(vostio);
        for (name, lock) in
            [("Front Desk 1", Lock::Visionline), ("Front Desk 2", Lock::Visionline), ("Concierge", Lock::Vostio)]
        {
            let encoder = self.encoder(name, lock);
            self.world.encoders.push(encoder);
        }
    }

    fn system(&self, lock: Lock) -> System {
        let account = self.account(lock);
        let (name, external_type, display_name) = match lock {
            Lock::Visionline => ("Hotel Aurora", "visionline_system", "Visionline"),
            Lock::Vostio => ("Aurora Residence", "assa_abloy_vostio", "Vostio"),
        };
        let lan = (lock == Lock::Visionline).then(|| json!({"lan_address": "10.20.0.5", "system_id": "AURORA"}));
        System {
            acs_system_id: account.acs_system_id,
            connected_account_id: account.connected_account_id,
            connected_account_ids: [account.connected_account_id],
            workspace_id: self.world.workspace.workspace_id,
            name,
            external_type,
            external_type_display_name: display_name,
            system_type: external_type,
            system_type_display_name: display_name,
            is_credential_manager: false,
            default_credential_manager_acs_system_id: None,
            image_url: format!("https://practice.invalid/{external_type}.png"),
            image_alt_text: display_name,
            location: System::place(self.zone_name),
            acs_user_count: 0,
            visionline_metadata: lan,
            created_at: self.ago(400 * 24 * 60),
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn encoder(&mut self, display_name: &'static str, lock: Lock) -> Encoder {
        let account = self.account(lock);
        Encoder {
            acs_encoder_id: self.world.new_id(),
            acs_system_id: account.acs_system_id,
            connected_account_id: account.connected_account_id,
            workspace_id: self.world.workspace.workspace_id,
            display_name,
            created_at: self.ago(399 * 24 * 60),
            errors: Vec::new(),
            card: Lying::Blank,
        }
    }

    pub(super) fn doors(&mut self) {
        for floor in FLOORS {
            (1..=ROOMS_PER_FLOOR).for_each(|room| self.visionline_door(&(floor * 100 + room).to_string(), "guest"));
        }
        COMMON.iter().for_each(|(name, category)| self.visionline_door(name, category));
        for room in 1..=ROOMS_PER_FLOOR {
            let number = VOSTIO_FLOOR * 100 + room;
            self.vostio_door(&number.to_string(), "GuestDoor", Some(number));
        }
        VOSTIO_COMMON.iter().for_each(|(name, kind)| self.vostio_door(name, kind, None));
    }

    fn visionline_door(&mut self, name: &str, category: &str) {
        let metadata = json!({"door_name": name, "door_category": category, "profiles": []});
        let door = self.door(Lock::Visionline, name);
        self.keep(Lock::Visionline, Entrance { visionline_metadata: Some(metadata), ..door });
    }

    fn vostio_door(&mut self, name: &str, kind: &str, number: Option<u32>) {
        let mut metadata = json!({"door_name": name, "door_type": kind, "pms_id": name, "stand_open": false});
        if let Some(number) = number {
            metadata["door_number"] = number.into();
        }
        let door = self.door(Lock::Vostio, name);
        self.keep(Lock::Vostio, Entrance { assa_abloy_vostio_metadata: Some(metadata), ..door });
    }

    fn keep(&mut self, lock: Lock, door: Entrance) {
        self.doors.insert((lock, door.display_name.clone()), door.acs_entrance_id);
        self.world.entrances.push(door);
    }

    fn door(&mut self, lock: Lock, name: &str) -> Entrance {
        let account = self.account(lock);
        Entrance {
            acs_entrance_id: self.world.new_id(),
            acs_system_id: account.acs_system_id,
            connected_account_id: account.connected_account_id,
            display_name: name.to_owned(),
            created_at: self.ago(398 * 24 * 60),
            space_ids: Vec::new(),
            can_unlock_with_card: true,
            can_unlock_with_mobile_key: true,
            can_unlock_with_code: false,
            can_belong_to_reservation: true,
            visionline_metadata: None,
            assa_abloy_vostio_metadata: None,
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The ids of doors by name, in the given order.
    pub(super) fn door_ids(&self, lock: Lock, names: &[&str]) -> Vec<Uuid> {
        names.iter().filter_map(|name| self.doors.get(&(lock, (*name).to_owned())).copied()).collect()
    }
}
