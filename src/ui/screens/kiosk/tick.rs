//! When the picture changes by itself.

use std::time::Duration;

use super::Forms;
use crate::ui::screens::{Scene, encode, lock};

const SECOND: Duration = Duration::from_secs(1);

/// In what time the kiosk says something else although nothing happened.
pub(in crate::ui) fn next_tick(scene: &Scene<'_>, forms: &Forms<'_>) -> Duration {
    let snapshot = scene.snapshot;
    let counts = snapshot.rests_at.is_some() || lock::words::pause(&snapshot.pin, scene.now).is_some();
    let counting = counts.then_some(SECOND);
    let desk = if snapshot.is_resting { None } else { encode::next_tick(scene, forms.encode) };
    [counting, desk].into_iter().flatten().chain([of_clock(scene)]).min().unwrap_or(SECOND)
}

/// Until the clock shows another minute. Minutes are whole ones in every zone of today.
fn of_clock(scene: &Scene<'_>) -> Duration {
    let second = scene.now.as_second().rem_euclid(60);
    Duration::from_secs(60 - u64::try_from(second).unwrap_or(0))
}
