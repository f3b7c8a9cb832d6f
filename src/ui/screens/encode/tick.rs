//! When the picture changes by itself: only then is another frame asked for.

use std::time::Duration;

use super::{
    form::EncodeForm,
    rules::{self, Side},
};
use crate::{
    engine::{JobView, Link, Stage},
    ui::screens::Scene,
};

/// Tenths of a second are shown while they mean something.
const TENTHS: Duration = Duration::from_millis(100);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: u64 = 60;

/// In what time the screen says something else although nothing happened; `None` for never.
pub(in crate::ui) fn next_tick(scene: &Scene<'_>, form: &EncodeForm) -> Option<Duration> {
    let job = match rules::side(scene.snapshot, form) {
        Side::Job(job) => of_job(scene, job),
        Side::Nobody | Side::Gone | Side::Ready(_) => None,
    };
    let link = match &scene.snapshot.link {
        Link::Down { retry_at, .. } if *retry_at > scene.now => Some(SECOND),
        Link::Down { .. } | Link::Up | Link::Unknown => None,
    };
    [job, link, of_age(scene)].into_iter().flatten().min()
}

fn of_job(scene: &Scene<'_>, job: &JobView) -> Option<Duration> {
    match &job.stage {
        Stage::Queued | Stage::Submitting | Stage::Waiting => {
            let is_young = rules::elapsed(scene, job) < Duration::from_secs(10);
            Some(if is_young { TENTHS } else { SECOND })
        }
        Stage::Failed(problem) | Stage::NotExecuted(problem) => (!rules::rest_of_pause(scene, job, problem).is_zero()
            && problem.details.retry_after.is_some())
        .then_some(SECOND),
        Stage::LetGo | Stage::Uncertain(..) | Stage::Succeeded { .. } | Stage::NotWritten(_) | Stage::Decided(_) => {
            None
        }
    }
}

/// The age of the lists, and with it every state that depends on the clock, is drawn anew once a minute.
fn of_age(scene: &Scene<'_>) -> Option<Duration> {
    let age = scene.now.duration_since(scene.snapshot.catalog.loaded_at?);
    let seconds = u64::try_from(age.as_secs()).unwrap_or(0);
    Some(Duration::from_secs(MINUTE - seconds % MINUTE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Snapshot,
        ui::{
            screens::encode::sample::{desk, desk_with_job, form_on, now},
            text::Texts,
        },
    };

    fn tick(snapshot: &Snapshot) -> Option<Duration> {
        let texts = Texts::default();
        next_tick(&Scene { snapshot, texts: &texts, now: now() }, &form_on(snapshot))
    }

    #[test]
    fn an_idle_desk_is_drawn_once_a_minute() {
        assert_eq!(tick(&desk()), Some(Duration::from_secs(60)));
    }

    #[test]
    fn a_waiting_job_counts_tenths_and_an_ended_one_nothing() {
        assert_eq!(tick(&desk_with_job(Stage::Waiting)), Some(TENTHS));
        assert_eq!(tick(&desk_with_job(Stage::Succeeded { card: None, proof: None })), Some(Duration::from_secs(60)));
    }
}
