//! Credentials (Seam API: ACS credentials).

use super::{Args, CURSOR, Call, Kind, LIMIT, SEARCH, get, may, must, needle, page, read};
use crate::sandbox::reply::{Answer, Refusal, many};
use crate::sandbox::state::State;

pub(super) const CALLS: &[Call] = &[
    read(
        "/acs/credentials/list",
        &[
            may("acs_system_id", Kind::Id),
            may("acs_user_id", Kind::Id),
            may("user_identity_id", Kind::Id),
            may("created_before", Kind::Time),
            may("is_multi_phone_sync_credential", Kind::Flag),
            SEARCH,
            LIMIT,
            CURSOR,
        ],
        list,
    ),
    read("/acs/credentials/get", &[must("acs_credential_id", Kind::Id)], |state, args| {
        get(&state.world.credentials, "acs_credential", args)
    }),
    read("/acs/credentials/list_accessible_entrances", &[must("acs_credential_id", Kind::Id)], accessible),
];

fn list(state: &mut State, args: &Args) -> Answer {
    let (system, user, identity) = (args.id("acs_system_id"), args.id("acs_user_id"), args.id("user_identity_id"));
    let (needle, before) = (needle(args), args.time("created_before"));
    let phones = args.flag("is_multi_phone_sync_credential");
    let form = ("acs_credentials", "/acs/credentials/list", 500);
    page(form, &state.world.credentials, args, &state.endpoint, |card| {
        !card.unlisted
            && system.is_none_or(|id| id == card.acs_system_id)
            && (user.is_none() || user == card.acs_user_id)
            && (identity.is_none() || identity == card.user_identity_id)
            && before.is_none_or(|before| card.created_at.0 < before)
            && phones.is_none_or(|flag| flag == card.is_multi_phone_sync_credential)
            && needle.as_ref().is_none_or(|needle| card.matches(needle))
    })
}

fn accessible(state: &mut State, args: &Args) -> Answer {
    let card = args.id("acs_credential_id").and_then(|id| state.world.credentials.get(id));
    let card = card.ok_or_else(|| Refusal::not_found("acs_credential"))?;
    many("acs_entrances", card.doors.iter().filter_map(|id| state.world.entrances.get(*id)), None)
}
