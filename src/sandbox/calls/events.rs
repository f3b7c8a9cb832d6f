//! Events (Seam API: events).

use jiff::Timestamp;
use serde_json::Value;

use super::{Args, Call, Kind, LIMIT, may, read};
use crate::sandbox::reply::{Answer, Refusal, many, one};
use crate::sandbox::state::State;

/// Filters by one id, and the field of the event they compare with.
const BY_ID: [&str; 7] = [
    "acs_credential_id",
    "acs_encoder_id",
    "acs_system_id",
    "acs_user_id",
    "acs_entrance_id",
    "access_method_id",
    "connected_account_id",
];

/// Filters by several ids.
const BY_IDS: [(&str, &str); 3] =
    [("acs_system_ids", "acs_system_id"), ("access_method_ids", "access_method_id"), ("event_ids", "event_id")];

pub(super) const CALLS: &[Call] = &[
    read(
        "/events/list",
        &[
            may("since", Kind::Time),
            may("between", Kind::TimePair),
            may("event_type", Kind::Text),
            may("event_types", Kind::Texts),
            may("acs_credential_id", Kind::Id),
            may("acs_encoder_id", Kind::Id),
            may("acs_system_id", Kind::Id),
            may("acs_system_ids", Kind::Ids),
            may("acs_user_id", Kind::Id),
            may("acs_entrance_id", Kind::Id),
            may("access_method_id", Kind::Id),
            may("access_method_ids", Kind::Ids),
            may("access_grant_id", Kind::Id),
            may("access_grant_ids", Kind::Ids),
            may("connected_account_id", Kind::Id),
            may("event_ids", Kind::Ids),
            may("unstable_offset", Kind::Count),
            LIMIT,
        ],
        list,
    ),
    read("/events/get", &[may("event_id", Kind::Id), may("event_type", Kind::Text)], get),
];

fn list(state: &mut State, args: &Args) -> Answer {
    if !args.has("since") && !args.has("between") && !args.has("event_ids") {
        return Err(Refusal::invalid(&[("since", "Give since or between")]));
    }
    let found = state.world.events.iter().filter(|event| in_time(args, event) && wanted(args, event));
    let offset = args.count("unstable_offset").unwrap_or(0);
    let limit = args.count("limit").unwrap_or(500);
    many("events", found.skip(offset).take(limit), None)
}

fn in_time(args: &Args, event: &Value) -> bool {
    let at: Option<Timestamp> = event["occurred_at"].as_str().and_then(|text| text.parse().ok());
    let after = args.time("since").is_none_or(|since| at.is_some_and(|at| at >= since));
    after && args.time_pair("between").is_none_or(|(from, to)| at.is_some_and(|at| at >= from && at <= to))
}

fn wanted(args: &Args, event: &Value) -> bool {
    let id_of = |field: &str| event[field].as_str().and_then(|text| text.parse().ok());
    let grants = event["access_grant_ids"].as_array();
    let has_grant = |id: &uuid::Uuid| grants.is_some_and(|list| list.iter().any(|grant| *grant == id.to_string()));
    BY_ID.iter().all(|name| args.id(name).is_none() || args.id(name) == id_of(name))
        && BY_IDS
            .iter()
            .all(|(name, field)| args.ids(name).is_none_or(|ids| id_of(field).is_some_and(|id| ids.contains(&id))))
        && args.id("access_grant_id").is_none_or(|id| has_grant(&id))
        && args.ids("access_grant_ids").is_none_or(|ids| ids.iter().any(has_grant))
        && args.text("event_type").is_none_or(|kind| event["event_type"] == kind)
        && args.texts("event_types").is_none_or(|kinds| kinds.iter().any(|kind| event["event_type"] == *kind))
}

fn get(state: &mut State, args: &Args) -> Answer {
    let (id, kind) = (args.text("event_id"), args.text("event_type"));
    if id.is_none() && kind.is_none() {
        return Err(Refusal::invalid(&[("event_id", "Required")]));
    }
    let mut newest_first = state.world.events.iter().rev();
    let found = newest_first.find(|event| {
        id.is_none_or(|id| event["event_id"] == id) && kind.is_none_or(|kind| event["event_type"] == kind)
    });
    one("event", found.ok_or_else(|| Refusal::not_found("event"))?)
}
