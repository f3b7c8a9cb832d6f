//! Systems and entrances (Seam API: ACS systems, ACS entrances).

use uuid::Uuid;

use super::{Args, CURSOR, Call, Kind, LIMIT, SEARCH, get, may, must, needle, page, read};
use crate::sandbox::reply::{Answer, many};
use crate::sandbox::state::State;

pub(super) const CALLS: &[Call] = &[
    read(
        "/acs/systems/list",
        &[may("connected_account_id", Kind::Id), may("customer_key", Kind::Text), SEARCH],
        systems,
    ),
    read("/acs/systems/get", &[must("acs_system_id", Kind::Id)], |state, args| {
        get(&state.world.systems, "acs_system", args)
    }),
    read(
        "/acs/entrances/list",
        &[
            may("acs_system_id", Kind::Id),
            may("acs_credential_id", Kind::Id),
            may("access_method_id", Kind::Id),
            may("connected_account_id", Kind::Id),
            may("space_id", Kind::Id),
            may("customer_key", Kind::Text),
            may("acs_entrance_ids", Kind::Ids),
            SEARCH,
            LIMIT,
            CURSOR,
        ],
        entrances,
    ),
    read("/acs/entrances/get", &[must("acs_entrance_id", Kind::Id)], |state, args| {
        get(&state.world.entrances, "acs_entrance", args)
    }),
];

fn systems(state: &mut State, args: &Args) -> Answer {
    let (account, needle) = (args.id("connected_account_id"), needle(args));
    let found = state.world.systems.iter().filter(|system| {
        account.is_none_or(|id| id == system.connected_account_id)
            && !args.has("customer_key")
            && needle.as_ref().is_none_or(|needle| {
                system.name.to_lowercase().contains(needle) || system.acs_system_id.to_string().contains(needle)
            })
    });
    many("acs_systems", found, None)
}

/// The doors that the named credential and access method open; `None` where neither is named.
fn reach(state: &State, args: &Args) -> Option<Vec<Uuid>> {
    let card = args.id("acs_credential_id").map(|id| state.world.credentials.get(id).map(|card| card.doors.clone()));
    let method = args.id("access_method_id").map(|id| state.world.methods.get(id).map(|method| method.doors.clone()));
    let (card, method) = (card.map(Option::unwrap_or_default), method.map(Option::unwrap_or_default));
    match (card, method) {
        (Some(card), Some(method)) => Some(card.into_iter().filter(|id| method.contains(id)).collect()),
        (one, other) => one.or(other),
    }
}

fn entrances(state: &mut State, args: &Args) -> Answer {
    let (system, account, space) = (args.id("acs_system_id"), args.id("connected_account_id"), args.id("space_id"));
    let (ids, reach, needle) = (args.ids("acs_entrance_ids"), reach(state, args), needle(args));
    let form = ("acs_entrances", "/acs/entrances/list", 900);
    page(form, &state.world.entrances, args, &state.endpoint, |door| {
        system.is_none_or(|id| id == door.acs_system_id)
            && account.is_none_or(|id| id == door.connected_account_id)
            && space.is_none_or(|id| door.space_ids.contains(&id))
            && !args.has("customer_key")
            && ids.as_ref().is_none_or(|ids| ids.contains(&door.acs_entrance_id))
            && reach.as_ref().is_none_or(|ids| ids.contains(&door.acs_entrance_id))
            && needle.as_ref().is_none_or(|needle| door.display_name.to_lowercase().contains(needle))
    })
}
