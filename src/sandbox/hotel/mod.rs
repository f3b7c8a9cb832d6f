//! Hotel Aurora: builds a world from a seed, around "today" in the property's zone.

mod cards;
mod doors;
mod grants;
mod guests;
mod large;
mod names;
mod practice;
mod standard;

pub use practice::practice_guests;

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::json;
use uuid::Uuid;

use super::config::{HotelSize, SandboxConfig, SandboxError};
use super::world::{Stamp, Table, Workspace, World, id_from};

/// The property's time zone.
const ZONE: &str = "Europe/Lisbon";

/// Builds the hotel that the configuration asks for.
pub(super) fn build(config: &SandboxConfig, now: Timestamp) -> Result<World, SandboxError> {
    let mut builder = Builder::new(config, now);
    builder.systems_and_encoders();
    builder.doors();
    match config.hotel {
        HotelSize::Standard => builder.standard(config)?,
        HotelSize::Credentials(count) => builder.large(count)?,
    }
    builder.count_users();
    Ok(builder.world)
}

/// One of the two lock systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Lock {
    Visionline,
    Vostio,
}

#[derive(Debug, Clone, Copy)]
struct Account {
    acs_system_id: Uuid,
    connected_account_id: Uuid,
}

struct Builder {
    world: World,
    now: Timestamp,
    today: Date,
    zone: TimeZone,
    zone_name: &'static str,
    visionline: Account,
    vostio: Account,
    doors: HashMap<(Lock, String), Uuid>,
    guests: usize,
    grant_credentials_listed: bool,
}

impl Builder {
    fn new(config: &SandboxConfig, now: Timestamp) -> Self {
        let mut rng = fastrand::Rng::with_seed(config.seed);
        let mut account = || Account { acs_system_id: id_from(&mut rng), connected_account_id: id_from(&mut rng) };
        let (visionline, vostio) = (account(), account());
        let workspace = workspace(id_from(&mut rng));
        // A computer without a time zone database gets a hotel in UTC rather than none.
        let found = TimeZone::get(ZONE).ok();
        let zone_name = if found.is_some() { ZONE } else { "UTC" };
        let zone = found.unwrap_or(TimeZone::UTC);
        let today = zone.to_datetime(now).date();
        let world = World {
            workspace,
            systems: Table::default(),
            encoders: Table::default(),
            entrances: Table::default(),
            users: Table::default(),
            identities: Table::default(),
            credentials: Table::default(),
            grants: Table::default(),
            methods: Table::default(),
            events: Vec::new(),
            rng,
        };
        let grant_credentials_listed = config.grant_credentials_listed;
        Self {
            world,
            now,
            today,
            zone,
            zone_name,
            visionline,
            vostio,
            doors: HashMap::new(),
            guests: 0,
            grant_credentials_listed,
        }
    }

    fn account(&self, lock: Lock) -> Account {
        match lock {
            Lock::Visionline => self.visionline,
            Lock::Vostio => self.vostio,
        }
    }

    /// `days` from today at `hour` o'clock in the property's zone.
    fn at(&self, days: i64, hour: i8) -> Result<Stamp, SandboxError> {
        let date = self.today.checked_add(days.days())?;
        Ok(Stamp(self.zone.to_timestamp(date.at(hour, 0, 0, 0))?))
    }

    /// This many minutes ago.
    fn ago(&self, minutes: i64) -> Stamp {
        Stamp(self.now.checked_sub(minutes.minutes()).unwrap_or(self.now))
    }

    fn count_users(&mut self) {
        for account in [self.visionline, self.vostio] {
            let count = self.world.users.iter().filter(|user| user.acs_system_id == account.acs_system_id).count();
            if let Some(system) = self.world.systems.get_mut(account.acs_system_id) {
                system.acs_user_count = count;
            }
        }
    }
}

fn workspace(workspace_id: Uuid) -> Workspace {
    Workspace {
        workspace_id,
        name: "Hotel Aurora",
        company_name: "Hotel Aurora",
        is_sandbox: true,
        is_suspended: false,
        connect_partner_name: None,
        organization_id: None,
        is_publishable_key_auth_enabled: false,
        connect_webview_customization: json!({}),
    }
}
