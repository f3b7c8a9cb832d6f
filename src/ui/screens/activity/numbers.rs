//! The four numbers on top.

use egui::Ui;

use super::{rules, words};
use crate::{
    domain::{Overview, Took},
    ui::{
        kit::{Tile, size},
        screens::Scene,
        text,
    },
};

/// A number in words.
#[derive(Debug, Default, PartialEq, Eq)]
struct Number {
    name: String,
    value: String,
    tail: String,
    note: String,
    is_bad: bool,
}

/// Draws the tiles; before the first answer they stand without numbers.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let overview = scene.snapshot.activity.as_deref().map(|view| &view.overview);
    let numbers = numbers(scene, overview);
    let columns: u8 = if ui.available_width() < size::CHART_WIDE { 2 } else { 4 };
    let width = (ui.available_width() - size::PAGE_GAP * f32::from(columns - 1)) / f32::from(columns);
    for line in numbers.chunks(usize::from(columns)) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = size::PAGE_GAP;
            for number in line {
                let Number { name, value, tail, note, is_bad } = number;
                Tile { name, value, tail, note, is_bad: *is_bad }.show(ui, width);
            }
        });
    }
}

fn numbers(scene: &Scene<'_>, overview: Option<&Overview>) -> [Number; 4] {
    let none = || scene.t("activity-none");
    let count = |count: Option<u64>| count.map_or_else(none, |count| words::number(scene, count));
    let failed = overview.map(|overview| overview.failed);
    let number = |key: &str, value: String| Number { name: scene.t(key), value, ..Number::default() };
    let encoded = number("activity-encoded", count(overview.map(|overview| overview.encoded)));
    let failures = number("activity-failed", count(failed));
    let rate = overview.and_then(|overview| rate(scene, overview));
    let time = overview.and_then(|overview| overview.took.map(|took| time(scene, overview, took)));
    [
        encoded,
        Number { is_bad: failed.is_some_and(|failed| failed > 0), ..failures },
        rate.unwrap_or_else(|| number("activity-rate", none())),
        time.unwrap_or_else(|| number("activity-time", none())),
    ]
}

fn rate(scene: &Scene<'_>, overview: &Overview) -> Option<Number> {
    let permille = rules::permille(overview)?;
    let (whole, tenth) = ((permille / 10).to_string(), (permille % 10).to_string());
    let value = scene.t_with("activity-percent", &[("whole", &whole), ("tenth", &tenth)]);
    let ended = overview.encoded + overview.failed;
    let note = if ended < rules::THIN { counted(scene, "activity-of-attempts", ended) } else { String::new() };
    Some(Number { name: scene.t("activity-rate"), value, note, ..Number::default() })
}

fn time(scene: &Scene<'_>, overview: &Overview, took: Took) -> Number {
    let value = text::duration(scene.texts, took.median);
    let tail = scene.t_with("activity-second", &[("value", &text::duration(scene.texts, took.p95))]);
    let note = match () {
        () if took.of < overview.encoded => scene.t_with("activity-newest", &[("n", &words::number(scene, took.of))]),
        () if took.of < rules::THIN => counted(scene, "activity-of-cards", took.of),
        () => String::new(),
    };
    Number { name: scene.t("activity-time"), value, tail, note, is_bad: false }
}

fn counted(scene: &Scene<'_>, key: &str, count: u64) -> String {
    scene.t_count(key, usize::try_from(count).unwrap_or(usize::MAX), &[])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{engine::Snapshot, ui::text::Texts};

    fn told(overview: &Overview) -> [Number; 4] {
        let (snapshot, texts) = (Snapshot::default(), Texts::default());
        numbers(&Scene { snapshot: &snapshot, texts: &texts, now: jiff::Timestamp::UNIX_EPOCH }, Some(overview))
    }

    fn took(of: u64) -> Option<Took> {
        Some(Took { median: Duration::from_millis(3_900), p95: Duration::from_millis(7_200), of })
    }

    #[test]
    fn many_attempts_are_told_without_reserve() {
        let [encoded, failed, rate, time] =
            told(&Overview { total: 249, encoded: 236, failed: 13, took: took(236), ..Overview::default() });
        assert_eq!((&*encoded.value, &*failed.value, failed.is_bad), ("236", "13", true));
        assert_eq!((&*rate.value, &*rate.note), ("94.8 %", ""));
        assert_eq!((&*time.value, &*time.tail, &*time.note), ("3.9 s", "/ 7.2 s", ""));
    }

    #[test]
    fn few_attempts_say_how_few_and_a_part_says_of_how_many() {
        let [_, failed, rate, time] =
            told(&Overview { total: 3, encoded: 3, failed: 0, took: took(3), ..Overview::default() });
        assert_eq!((&*rate.value, &*rate.note, &*time.note), ("100.0 %", "of 3 attempts", "of 3 cards"));
        assert!(!failed.is_bad);
        let [.., time] = told(&Overview { encoded: 90_000, failed: 1, took: took(5_000), ..Overview::default() });
        assert_eq!(time.note, "newest 5,000");
    }

    #[test]
    fn nothing_is_no_number() {
        let [encoded, _, rate, time] = told(&Overview::default());
        assert_eq!((&*encoded.value, &*rate.value, &*time.value), ("0", "–", "–"));
    }
}
