//! Access grants and access methods (Seam API: access grants, access methods).

use super::{Args, CURSOR, Call, Kind, LIMIT, fits, get, may, must, page, read};
use crate::sandbox::reply::{Answer, Refusal, one};
use crate::sandbox::state::State;
use crate::sandbox::world::Grant;

pub(super) const CALLS: &[Call] = &[
    read(
        "/access_grants/list",
        &[
            may("access_grant_ids", Kind::Ids),
            may("access_grant_key", Kind::TextOrNull),
            may("reservation_key", Kind::Text),
            may("user_identity_id", Kind::Id),
            may("acs_system_id", Kind::Id),
            may("acs_entrance_id", Kind::Id),
            may("space_id", Kind::Id),
            may("device_id", Kind::Id),
            may("access_code_id", Kind::Id),
            may("location_id", Kind::Id),
            may("customer_key", Kind::Text),
            LIMIT,
            CURSOR,
        ],
        grants,
    ),
    read("/access_grants/get", &[may("access_grant_id", Kind::Id), may("access_grant_key", Kind::Text)], grant),
    read(
        "/access_methods/list",
        &[
            may("access_grant_id", Kind::Id),
            may("access_grant_key", Kind::Text),
            may("acs_entrance_id", Kind::Id),
            may("device_id", Kind::Id),
            may("space_id", Kind::Id),
            may("access_code_id", Kind::Id),
            LIMIT,
            CURSOR,
        ],
        methods,
    ),
    read("/access_methods/get", &[must("access_method_id", Kind::Id)], |state, args| {
        get(&state.world.methods, "access_method", args)
    }),
];

/// Filters on things that this hotel does not have.
const NOTHING_HERE: [&str; 5] = ["device_id", "access_code_id", "space_id", "location_id", "customer_key"];

fn asks_for_nothing_here(args: &Args) -> bool {
    NOTHING_HERE.iter().any(|name| args.has(name))
}

fn grants(state: &mut State, args: &Args) -> Answer {
    let (ids, identity) = (args.ids("access_grant_ids"), args.id("user_identity_id"));
    let (system, door) = (args.id("acs_system_id"), args.id("acs_entrance_id"));
    let form = ("access_grants", "/access_grants/list", 500);
    page(form, &state.world.grants, args, &state.endpoint, |grant| {
        !asks_for_nothing_here(args)
            && !args.is_null("access_grant_key")
            && ids.as_ref().is_none_or(|ids| ids.contains(&grant.access_grant_id))
            && identity.is_none_or(|id| id == grant.user_identity_id)
            && system.is_none_or(|id| id == grant.acs_system_id)
            && door.is_none_or(|id| grant.doors.contains(&id))
            && fits(args.text("access_grant_key"), Some(grant.access_grant_key.as_str()))
            && fits(args.text("reservation_key"), Some(grant.reservation_key.as_str()))
    })
}

fn grant_of<'a>(state: &'a State, args: &Args) -> Option<&'a Grant> {
    match (args.id("access_grant_id"), args.text("access_grant_key")) {
        (Some(id), _) => state.world.grants.get(id),
        (None, key) => state.world.grants.iter().find(|grant| Some(grant.access_grant_key.as_str()) == key),
    }
}

fn grant(state: &mut State, args: &Args) -> Answer {
    if !args.has("access_grant_id") && !args.has("access_grant_key") {
        return Err(Refusal::invalid(&[("access_grant_id", "Required")]));
    }
    one("access_grant", grant_of(state, args).ok_or_else(|| Refusal::not_found("access_grant"))?)
}

fn methods(state: &mut State, args: &Args) -> Answer {
    let by_grant = args.has("access_grant_id") || args.has("access_grant_key");
    if !by_grant && !args.has("acs_entrance_id") {
        return Err(Refusal::invalid(&[(
            "access_grant_id",
            "Give access_grant_id, access_grant_key or acs_entrance_id",
        )]));
    }
    let grant = grant_of(state, args);
    if by_grant && grant.is_none() {
        return Err(Refusal::not_found("access_grant"));
    }
    let door = args.id("acs_entrance_id");
    let form = ("access_methods", "/access_methods/list", 500);
    page(form, &state.world.methods, args, &state.endpoint, |method| {
        !asks_for_nothing_here(args)
            && (!by_grant || grant.is_some_and(|grant| grant.access_method_ids.contains(&method.access_method_id)))
            && door.is_none_or(|id| method.doors.contains(&id))
    })
}
