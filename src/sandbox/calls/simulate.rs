//! The sandbox's own calls that arm an encoder's next encode or scan (Seam API: ACS encoders, simulate).

use uuid::Uuid;

use super::{Args, Call, Kind, arm, may, must};
use crate::sandbox::faults::AttemptFault;
use crate::sandbox::plan::ScanPlan;
use crate::sandbox::reply::{Answer, Refusal, done};
use crate::sandbox::state::State;

pub(super) const CALLS: &[Call] = &[
    arm(
        "/acs/encoders/simulate/next_credential_encode_will_succeed",
        &[must("acs_encoder_id", Kind::Id), may("scenario", Kind::OneOf(&["credential_is_issued"]))],
        |state, args| {
            let encoder = encoder_of(state, args)?;
            state.plan.arm_encode(encoder, AttemptFault::Succeeds);
            done()
        },
    ),
    arm(
        "/acs/encoders/simulate/next_credential_encode_will_fail",
        &[
            must("acs_encoder_id", Kind::Id),
            may("error_code", Kind::OneOf(&[NO_CARD, "encoding_interrupted", UNCATEGORIZED, EXPIRED])),
            may("acs_credential_id", Kind::Id),
        ],
        encode_will_fail,
    ),
    arm(
        "/acs/encoders/simulate/next_credential_scan_will_succeed",
        &[
            must("acs_encoder_id", Kind::Id),
            may(
                "scenario",
                Kind::OneOf(&[KNOWN, STALE, "credential_does_not_exist_on_seam", "credential_on_encoder_is_empty"]),
            ),
            may("acs_credential_id_on_seam", Kind::Id),
        ],
        scan_will_succeed,
    ),
    arm(
        "/acs/encoders/simulate/next_credential_scan_will_fail",
        &[
            must("acs_encoder_id", Kind::Id),
            may("error_code", Kind::OneOf(&[NO_CARD, UNCATEGORIZED, EXPIRED])),
            may("acs_credential_id_on_seam", Kind::Id),
        ],
        scan_will_fail,
    ),
];

const NO_CARD: &str = "no_credential_on_encoder";
const UNCATEGORIZED: &str = "uncategorized_error";
const EXPIRED: &str = "action_attempt_expired";
const KNOWN: &str = "credential_exists_on_seam";
const STALE: &str = "credential_on_encoder_needs_update";

fn encoder_of(state: &State, args: &Args) -> Result<Uuid, Refusal> {
    let id = args.id("acs_encoder_id").filter(|id| state.world.encoders.get(*id).is_some());
    id.ok_or_else(|| Refusal::not_found("acs_encoder"))
}

/// The credential named in `name`, which only the error codes in `with` may come with.
fn credential_of(state: &State, args: &Args, name: &'static str, fits: bool) -> Result<Option<Uuid>, Refusal> {
    let Some(id) = args.id(name) else { return Ok(None) };
    if !fits {
        return Err(Refusal::invalid(&[(name, "Unrecognized key")]));
    }
    state.world.credentials.get(id).ok_or_else(|| Refusal::not_found("acs_credential"))?;
    Ok(Some(id))
}

fn encode_will_fail(state: &mut State, args: &Args) -> Answer {
    let encoder = encoder_of(state, args)?;
    let code = args.text("error_code").unwrap_or(NO_CARD);
    credential_of(state, args, "acs_credential_id", matches!(code, UNCATEGORIZED | EXPIRED))?;
    state.plan.arm_encode(encoder, AttemptFault::error(code));
    done()
}

fn scan_will_succeed(state: &mut State, args: &Args) -> Answer {
    let encoder = encoder_of(state, args)?;
    let scenario = args.text("scenario").unwrap_or(KNOWN);
    let asked = credential_of(state, args, "acs_credential_id_on_seam", matches!(scenario, KNOWN | STALE))?;
    let plan = match scenario {
        KNOWN | STALE => ScanPlan::Known { acs_credential_id: asked, stale: scenario == STALE },
        "credential_does_not_exist_on_seam" => ScanPlan::Unknown,
        _ => ScanPlan::Empty,
    };
    state.plan.arm_scan(encoder, plan);
    done()
}

fn scan_will_fail(state: &mut State, args: &Args) -> Answer {
    let encoder = encoder_of(state, args)?;
    let code = args.text("error_code").unwrap_or(NO_CARD);
    credential_of(state, args, "acs_credential_id_on_seam", matches!(code, UNCATEGORIZED | EXPIRED))?;
    state.plan.arm_scan(encoder, ScanPlan::Fault(AttemptFault::error(code)));
    done()
}
