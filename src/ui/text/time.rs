//! Times as a front desk says them: "Today 14:00", "Thu 11:00", "Thu 26 Nov 11:00", "12 s ago".

use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::Texts;

/// Says times in the property's zone, as seen at one moment.
#[derive(Debug, Clone)]
pub struct Clock<'a> {
    texts: &'a Texts,
    now: ZonedDateTime,
}

impl<'a> Clock<'a> {
    /// A clock in `zone` that stands at `now`.
    #[must_use]
    pub fn new(texts: &'a Texts, zone: &TimeZone, now: Timestamp) -> Self {
        Self { texts, now: now.to_zoned_datetime(zone.clone()) }
    }

    fn local(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.now.time_zone().clone())
    }

    /// "14:00".
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        self.hour_minute(&self.local(at))
    }

    fn hour_minute(&self, at: &ZonedDateTime) -> String {
        let (hour, minute) = (format!("{:02}", at.hour()), format!("{:02}", at.minute()));
        self.texts.t_with("time-hm", &[("hour", &hour), ("minute", &minute)])
    }

    /// "Today 14:00", "Tomorrow 11:00", "Thu 11:00" in the six days to come; else the [`long`](Self::long) form.
    #[must_use]
    pub fn short(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let time = self.hour_minute(&local);
        let day = match days_between(self.now.date(), local.date()) {
            2..=6 => Some(weekday(self.texts, local.weekday())),
            days => self.named_day(days),
        };
        match day {
            Some(day) => self.texts.t_with("time-day", &[("day", &day), ("time", &time)]),
            None => self.dated(&local, &time),
        }
    }

    /// "Today 14:00", else "Thu 26 Nov 11:00"; with the year when it is another one.
    #[must_use]
    pub fn long(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let time = self.hour_minute(&local);
        self.on_its_day(&local, &time)
    }

    /// The [`long`](Self::long) form with seconds: "Today 13:41:07".
    #[must_use]
    pub fn exact(&self, at: Timestamp) -> String {
        self.on_its_day(&self.local(at), &self.to_second(at))
    }

    /// "13:41:07".
    #[must_use]
    pub fn to_second(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let second = format!("{:02}", local.second());
        self.texts.t_with("time-hms", &[("time", &self.hour_minute(&local)), ("second", &second)])
    }

    /// "13:41:07.382": for whoever counts milliseconds.
    #[must_use]
    pub fn to_millisecond(&self, at: Timestamp) -> String {
        let (second, rest) = (self.to_second(at), format!("{:03}", self.local(at).millisecond()));
        self.texts.t_with("time-hms-milli", &[("time", &second), ("milli", &rest)])
    }

    /// "Today", "Yesterday", else "Mon 16 Nov"; with the year when it is another one.
    #[must_use]
    pub fn day_name(&self, at: Timestamp) -> String {
        self.date_name(self.local(at).date())
    }

    /// The [`day_name`](Self::day_name) form of a date.
    #[must_use]
    pub fn date_name(&self, date: Date) -> String {
        if let Some(named) = self.named_day(days_between(self.now.date(), date)) {
            return named;
        }
        let (weekday, day) = (weekday(self.texts, date.weekday()), date.day().to_string());
        let (month, year) = (month(self.texts, date.month()), date.year().to_string());
        let key = if date.year() == self.now.year() { "day-dated" } else { "day-dated-year" };
        self.texts.t_with(key, &[("weekday", &weekday), ("day", &day), ("month", &month), ("year", &year)])
    }

    /// "24 Nov", with the year when it is another one.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let (day, month) = (local.day().to_string(), month(self.texts, local.month()));
        let date = self.texts.t_with("time-day-month", &[("day", &day), ("month", &month)]);
        if local.year() == self.now.year() {
            return date;
        }
        self.texts.t_with("time-date-of-year", &[("date", &date), ("year", &local.year().to_string())])
    }

    /// "24 Nov 13:41:07".
    #[must_use]
    pub fn day_to_second(&self, at: Timestamp) -> String {
        self.texts.t_with("time-day", &[("day", &self.day(at)), ("time", &self.to_second(at))])
    }

    fn on_its_day(&self, local: &ZonedDateTime, time: &str) -> String {
        if local.date() == self.now.date() {
            let today = self.texts.t("time-today");
            return self.texts.t_with("time-day", &[("day", &today), ("time", time)]);
        }
        self.dated(local, time)
    }

    /// "13:38" today, else the [`short`](Self::short) form: for the last thing known about an encoder.
    #[must_use]
    pub fn recent(&self, at: Timestamp) -> String {
        let local = self.local(at);
        if local.date() == self.now.date() { self.hour_minute(&local) } else { self.short(at) }
    }

    /// "13:38" today, else "16 Nov": where there is little room.
    #[must_use]
    pub fn brief(&self, at: Timestamp) -> String {
        let local = self.local(at);
        if local.date() == self.now.date() {
            return self.hour_minute(&local);
        }
        let (day, month) = (local.day().to_string(), month(self.texts, local.month()));
        self.texts.t_with("time-day-month", &[("day", &day), ("month", &month)])
    }

    /// "Today 14:00 – Thu 11:00"; one side alone when the other is open; empty when both are.
    #[must_use]
    pub fn range(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> String {
        match (from, until) {
            (Some(from), Some(until)) => {
                let (from, until) = (self.short(from), self.short(until));
                self.texts.t_with("time-range", &[("from", &from), ("until", &until)])
            }
            (Some(from), None) => self.texts.t_with("time-from", &[("from", &self.short(from))]),
            (None, Some(until)) => self.texts.t_with("time-until", &[("until", &self.short(until))]),
            (None, None) => String::new(),
        }
    }

    /// "just now", "12 s ago", "3 min ago", "2 h ago", "4 d ago"; what lies ahead (a clock that is off) is "just now".
    #[must_use]
    pub fn ago(&self, at: Timestamp) -> String {
        let seconds = self.now.timestamp().as_second() - at.as_second();
        let (key, value) = match seconds {
            ..5 => return self.texts.t("ago-now"),
            5..60 => ("ago-seconds", seconds),
            60..3600 => ("ago-minutes", seconds / 60),
            3600..86_400 => ("ago-hours", seconds / 3600),
            _ => ("ago-days", seconds / 86_400),
        };
        self.texts.t_with(key, &[("n", &value.to_string())])
    }

    /// When [`ago`](Self::ago) will say something else about `at`: after this time a repaint is due.
    #[must_use]
    pub fn ago_changes_in(&self, at: Timestamp) -> Duration {
        let seconds = u64::try_from(self.now.timestamp().as_second() - at.as_second()).unwrap_or(0);
        let step = match seconds {
            0..5 => 5 - seconds,
            5..60 => 1,
            60..3600 => 60 - seconds % 60,
            _ => 3600 - seconds % 3600,
        };
        Duration::from_secs(step)
    }

    fn named_day(&self, days: i32) -> Option<String> {
        match days {
            -1 => Some(self.texts.t("time-yesterday")),
            0 => Some(self.texts.t("time-today")),
            1 => Some(self.texts.t("time-tomorrow")),
            _ => None,
        }
    }

    fn dated(&self, local: &ZonedDateTime, time: &str) -> String {
        let (day, month) = (local.day().to_string(), month(self.texts, local.month()));
        let weekday = weekday(self.texts, local.weekday());
        let year = local.year().to_string();
        let key = if local.year() == self.now.year() { "time-date" } else { "time-date-year" };
        let values = [("weekday", &*weekday), ("day", &*day), ("month", &*month), ("year", &*year), ("time", time)];
        self.texts.t_with(key, &values)
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn weekday(texts: &Texts, day: Weekday) -> String {
    match day {
        Weekday::Monday => texts.t("weekday-mon"),
        Weekday::Tuesday => texts.t("weekday-tue"),
        Weekday::Wednesday => texts.t("weekday-wed"),
        Weekday::Thursday => texts.t("weekday-thu"),
        Weekday::Friday => texts.t("weekday-fri"),
        Weekday::Saturday => texts.t("weekday-sat"),
        Weekday::Sunday => texts.t("weekday-sun"),
    }
}

fn month(texts: &Texts, month: i8) -> String {
    match month {
        1 => texts.t("month-jan"),
        2 => texts.t("month-feb"),
        3 => texts.t("month-mar"),
        4 => texts.t("month-apr"),
        5 => texts.t("month-may"),
        6 => texts.t("month-jun"),
        7 => texts.t("month-jul"),
        8 => texts.t("month-aug"),
        9 => texts.t("month-sep"),
        10 => texts.t("month-oct"),
        11 => texts.t("month-nov"),
        _ => texts.t("month-dec"),
    }
}

/// "3.8 s" below ten seconds, "12 s" below two minutes, "2 min 05 s" above.
#[must_use]
pub fn duration(texts: &Texts, time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    if tenths < 100 {
        let (whole, tenth) = ((tenths / 10).to_string(), (tenths % 10).to_string());
        return texts.t_with("span-tenths", &[("whole", &whole), ("tenth", &tenth)]);
    }
    let whole = (time.as_millis() + 500) / 1000;
    if whole < 120 {
        return texts.t_with("span-seconds", &[("n", &whole.to_string())]);
    }
    let (minutes, rest) = ((whole / 60).to_string(), format!("{:02}", whole % 60));
    texts.t_with("span-minutes", &[("minutes", &minutes), ("seconds", &rest)])
}

/// "212 ms": for whoever looks for the slow part; "3,849 ms" above a second.
#[must_use]
pub fn milliseconds(texts: &Texts, time: Duration) -> String {
    let whole = usize::try_from(time.as_millis()).unwrap_or(usize::MAX);
    texts.t_with("span-millis", &[("n", &texts.number(whole))])
}

/// "4 s": a usual time, which promises no tenths; never less than one second.
#[must_use]
pub fn seconds(texts: &Texts, time: Duration) -> String {
    let whole = ((time.as_millis() + 500) / 1000).max(1);
    texts.t_with("span-seconds", &[("n", &whole.to_string())])
}
