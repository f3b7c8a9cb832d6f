//! The two days of a custom period as they are typed.

use egui::Ui;
use jiff::{ToSpan as _, civil::Date};

use super::form::ActivityForm;
use crate::{
    domain::Period,
    ui::{
        kit::{self, StepField, Type, size, tokens},
        screens::{Actions, Scene},
    },
};

/// Both days, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CustomDays {
    first: String,
    last: String,
}

/// Why a day cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayTrouble {
    NoDay,
    Ahead,
}

impl CustomDays {
    /// Both days, written out.
    pub(super) fn of(first: Date, last: Date) -> Self {
        Self { first: first.to_string(), last: last.to_string() }
    }

    fn period(&self, today: Date) -> Result<Period, DayTrouble> {
        Ok(Period::Custom { first: day(&self.first, today)?, last: day(&self.last, today)? })
    }
}

fn day(text: &str, today: Date) -> Result<Date, DayTrouble> {
    let text = text.trim();
    let is_whole = text.len() == "2026-11-24".len() && text.is_ascii();
    let day: Date = text.parse().ok().filter(|_| is_whole).ok_or(DayTrouble::NoDay)?;
    if day > today { Err(DayTrouble::Ahead) } else { Ok(day) }
}

/// The day so many days later, today at most; what cannot be read stays.
fn stepped(text: &str, steps: i32, today: Date) -> String {
    match day(text, today) {
        Ok(day) if steps != 0 => day.saturating_add(i64::from(steps).days()).min(today).to_string(),
        Err(DayTrouble::Ahead) if steps != 0 => today.to_string(),
        Ok(_) | Err(DayTrouble::NoDay | DayTrouble::Ahead) => text.to_owned(),
    }
}

/// Draws both fields while the period is a custom one.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let Some(mut days) = form.days.take() else { return Vec::new() };
    let today = scene.now.to_zoned_datetime(scene.snapshot.zone.clone()).date();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(10.0, size::S2);
        field(ui, scene, "activity-first-day", &mut days.first, today);
        field(ui, scene, "activity-last-day", &mut days.last, today);
        if let Err(trouble) = days.period(today) {
            let key = match trouble {
                DayTrouble::NoDay => "activity-day-wrong",
                DayTrouble::Ahead => "activity-day-ahead",
            };
            kit::line(ui, Type::Secondary, scene.t(key), tokens(ui).palette.bad);
        }
    });
    let period = days.period(today);
    form.days = Some(days);
    period.map(|period| form.change(|query| query.period = period)).unwrap_or_default()
}

fn field(ui: &mut Ui, scene: &Scene<'_>, key: &str, text: &mut String, today: Date) {
    let (name, hint, is_wrong) = (scene.t(key), scene.t("activity-day-hint"), day(text, today).is_err());
    let field = StepField { text, name: &name, hint: &hint, is_wrong, width: size::DAY_FIELD };
    let (_, steps) = field.show(ui);
    *text = stepped(text, steps, today);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn a_day_is_whole_and_not_ahead() {
        assert_eq!(day(" 2026-02-28 ", today()), Ok("2026-02-28".parse().unwrap()));
        for text in ["", "2026-11", "24.11.2026", "2026-02-30", "2026-11-24T12:00:00", "2026-11-2"] {
            assert_eq!(day(text, today()), Err(DayTrouble::NoDay), "{text:?}");
        }
        assert_eq!(day("2026-11-25", today()), Err(DayTrouble::Ahead));
    }

    #[test]
    fn steps_go_over_the_end_of_a_month_and_never_ahead() {
        assert_eq!(stepped("2026-03-01", -1, today()), "2026-02-28");
        assert_eq!(stepped("2026-11-23", 3, today()), "2026-11-24");
        assert_eq!(stepped("2027-01-01", -1, today()), "2026-11-24");
        assert_eq!(stepped("2026-1", 1, today()), "2026-1", "what is being typed is left alone");
    }
}
