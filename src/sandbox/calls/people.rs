//! Users of a system and identities across systems (Seam API: ACS users, user identities).

use super::{Args, CURSOR, Call, Kind, LIMIT, SEARCH, fits, may, needle, page, read};
use crate::sandbox::reply::{Answer, Refusal, one};
use crate::sandbox::state::State;
use crate::sandbox::world::User;

pub(super) const CALLS: &[Call] = &[
    read(
        "/acs/users/list",
        &[
            may("acs_system_id", Kind::Id),
            may("user_identity_id", Kind::Id),
            may("user_identity_email_address", Kind::TextOrNull),
            may("user_identity_phone_number", Kind::TextOrNull),
            may("created_before", Kind::Time),
            SEARCH,
            LIMIT,
            CURSOR,
        ],
        users,
    ),
    read(
        "/acs/users/get",
        &[may("acs_user_id", Kind::Id), may("user_identity_id", Kind::Id), may("acs_system_id", Kind::Id)],
        user,
    ),
    read(
        "/user_identities/list",
        &[
            SEARCH,
            may("user_identity_ids", Kind::Ids),
            may("created_before", Kind::Time),
            may("credential_manager_acs_system_id", Kind::Id),
            LIMIT,
            CURSOR,
        ],
        identities,
    ),
    read("/user_identities/get", &[may("user_identity_id", Kind::Id), may("user_identity_key", Kind::Text)], identity),
];

/// A nullable text filter: absent lets all through, null those without, a text those that have it.
fn text_fits(args: &Args, name: &str, value: Option<&String>) -> bool {
    if args.is_null(name) {
        value.is_none()
    } else {
        fits(args.text(name), value.map(String::as_str)) || !args.has(name)
    }
}

fn users(state: &mut State, args: &Args) -> Answer {
    let (system, identity, needle) = (args.id("acs_system_id"), args.id("user_identity_id"), needle(args));
    let before = args.time("created_before");
    let form = ("acs_users", "/acs/users/list", 500);
    page(form, &state.world.users, args, &state.endpoint, |user| {
        system.is_none_or(|id| id == user.acs_system_id)
            && identity.is_none_or(|id| id == user.user_identity_id)
            && before.is_none_or(|before| user.created_at.0 < before)
            && text_fits(args, "user_identity_email_address", user.user_identity_email_address.as_ref())
            && text_fits(args, "user_identity_phone_number", user.user_identity_phone_number.as_ref())
            && needle.as_ref().is_none_or(|needle| user.matches(needle))
    })
}

fn user(state: &mut State, args: &Args) -> Answer {
    let (id, identity, system) = (args.id("acs_user_id"), args.id("user_identity_id"), args.id("acs_system_id"));
    let by_identity = |user: &&User| Some(user.user_identity_id) == identity && Some(user.acs_system_id) == system;
    let found = match (id, identity, system) {
        (Some(id), ..) => state.world.users.get(id),
        (None, Some(_), Some(_)) => state.world.users.iter().find(by_identity),
        (None, ..) => return Err(Refusal::invalid(&[("acs_user_id", "Required")])),
    };
    one("acs_user", found.ok_or_else(|| Refusal::not_found("acs_user"))?)
}

fn identities(state: &mut State, args: &Args) -> Answer {
    let (ids, before, needle) = (args.ids("user_identity_ids"), args.time("created_before"), needle(args));
    let form = ("user_identities", "/user_identities/list", 500);
    page(form, &state.world.identities, args, &state.endpoint, |identity| {
        ids.as_ref().is_none_or(|ids| ids.contains(&identity.user_identity_id))
            && before.is_none_or(|before| identity.created_at.0 < before)
            && !args.has("credential_manager_acs_system_id")
            && needle.as_ref().is_none_or(|needle| identity.matches(needle))
    })
}

fn identity(state: &mut State, args: &Args) -> Answer {
    let found = match (args.id("user_identity_id"), args.text("user_identity_key")) {
        (Some(id), _) => state.world.identities.get(id),
        (None, Some(key)) => state.world.identities.iter().find(|row| row.user_identity_key.as_deref() == Some(key)),
        (None, None) => return Err(Refusal::invalid(&[("user_identity_id", "Required")])),
    };
    one("user_identity", found.ok_or_else(|| Refusal::not_found("user_identity"))?)
}
