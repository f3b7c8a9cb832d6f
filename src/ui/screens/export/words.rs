//! What an export holds, in words, and what its file is called.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{
    domain::{ActivityFilter, ActivityQuery, EncoderId, OutcomeFilter, Period, Scope},
    engine::ExportFormat,
    ui::screens::{Scene, problem},
};

/// Every format, the one that most people want first.
pub(super) const FORMATS: [ExportFormat; 5] =
    [ExportFormat::Csv, ExportFormat::ReportText, ExportFormat::ReportCsv, ExportFormat::Json, ExportFormat::JsonLines];

/// The keys of a format's name and of what it is good for.
pub(super) fn format_keys(format: ExportFormat) -> [&'static str; 2] {
    match format {
        ExportFormat::Csv => ["export-csv", "export-csv-for"],
        ExportFormat::Json => ["export-json", "export-json-for"],
        ExportFormat::JsonLines => ["export-jsonl", "export-jsonl-for"],
        ExportFormat::ReportText => ["export-report", "export-report-for"],
        ExportFormat::ReportCsv => ["export-report-csv", "export-report-csv-for"],
    }
}

/// What a format is called.
pub(in crate::ui) fn format_name(scene: &Scene<'_>, format: ExportFormat) -> String {
    let [name, _] = format_keys(format);
    scene.t(name)
}

/// How many attempts these are, where Activity has counted just them.
pub(super) fn count(scene: &Scene<'_>, query: &ActivityQuery) -> String {
    let view = scene
        .snapshot
        .activity
        .as_deref()
        .filter(|view| view.query == *query && !view.is_loading && view.trouble.is_none());
    match view.map(|view| usize::try_from(view.overview.total).unwrap_or(usize::MAX)) {
        Some(total) => scene.t_count("export-count", total, &[]),
        None => scene.t("export-count-unknown"),
    }
}

/// What was chosen, one name and value a line; what was left open is left out.
pub(super) fn filters(scene: &Scene<'_>, query: &ActivityQuery) -> Vec<(String, String)> {
    let (scope, filter) = scene.snapshot.duty.visible(query.scope, query.filter(scene.now, &scene.snapshot.zone));
    let scope = match scope {
        Scope::ThisDesk => scene.t("export-this-desk"),
        Scope::AllDesks => scene.t("export-all-desks"),
    };
    let desk = filter.desk.map(|desk| desk.0.to_string());
    let outcome = (query.outcome != OutcomeFilter::All).then(|| scene.t(outcome_key(query.outcome)));
    let lines = [
        ("export-period", Some(period(scene, query.period))),
        ("attempt-fact-desk", Some(desk.unwrap_or(scope))),
        ("attempt-fact-encoder", query.encoder.as_ref().map(|id| encoder(scene, id))),
        ("attempt-fact-clerk", filter.operator.map(|operator| operator.0.to_string())),
        ("export-outcome", outcome),
        ("export-cause", query.cause.map(|code| problem::short(scene, code))),
    ];
    lines.into_iter().filter_map(|(key, value)| Some((scene.t(key), value?))).collect()
}

/// The same of what waits for a supervisor, in one line.
pub(in crate::ui) fn filter_line(scene: &Scene<'_>, scope: Scope, filter: &ActivityFilter) -> String {
    let whose = match (&filter.desk, scope) {
        (Some(desk), _) => desk.0.to_string(),
        (None, Scope::ThisDesk) => scene.t("export-this-desk"),
        (None, Scope::AllDesks) => scene.t("export-all-desks"),
    };
    let rest = [
        filter.encoder.as_ref().map(|id| encoder(scene, id)),
        filter.operator.as_ref().map(|operator| scene.t_with("asked-attempts-of", &[("name", &operator.0)])),
        (filter.outcome != OutcomeFilter::All).then(|| scene.t(outcome_key(filter.outcome))),
        filter.cause.map(|code| problem::short(scene, code)),
    ];
    let counted = counted(scene, scope, filter).map(|total| scene.t_count("asked-attempts", total, &[]));
    let parts = [Some(when(scene, filter)), Some(whose)].into_iter().chain(rest).chain([counted]).flatten();
    parts.collect::<Vec<_>>().join(&scene.t("short-between"))
}

/// Whole days by their names.
fn when(scene: &Scene<'_>, filter: &ActivityFilter) -> String {
    let (clock, zone) = (scene.clock(), &scene.snapshot.zone);
    match (filter.since, filter.until) {
        (None, None) => scene.t("asked-all-times"),
        (Some(since), Some(until)) if is_midnight(since, zone) && is_midnight(until, zone) && since < until => {
            let last = (until - SignedDuration::from_nanos(1)).to_zoned_datetime(zone.clone()).date();
            days(scene, since.to_zoned_datetime(zone.clone()).date(), last)
        }
        (since, until) => clock.range(since, until),
    }
}

fn is_midnight(at: Timestamp, zone: &TimeZone) -> bool {
    let at = at.to_zoned_datetime(zone.clone());
    at.start_of_day().is_ok_and(|start| start == at)
}

/// How many these are, where Activity has counted just them.
fn counted(scene: &Scene<'_>, scope: Scope, filter: &ActivityFilter) -> Option<usize> {
    let view = scene.snapshot.activity.as_deref().filter(|view| !view.is_loading && view.trouble.is_none())?;
    let shown = view.query.filter(scene.now, &scene.snapshot.zone);
    let is_same = scene.snapshot.duty.visible(view.query.scope, shown) == (scope, filter.clone());
    is_same.then(|| usize::try_from(view.overview.total).unwrap_or(usize::MAX))
}

fn outcome_key(outcome: OutcomeFilter) -> &'static str {
    match outcome {
        OutcomeFilter::All => "export-outcome-all",
        OutcomeFilter::Encoded => "export-outcome-encoded",
        OutcomeFilter::Failures => "export-outcome-failures",
        OutcomeFilter::Unsettled => "export-outcome-unsettled",
    }
}

fn period(scene: &Scene<'_>, period: Period) -> String {
    let clock = scene.clock();
    let (first, last) = period.days(scene.now, &scene.snapshot.zone);
    match period {
        Period::Today => clock.date_name(last),
        Period::Days(days) => scene.t_count("export-days", usize::from(days), &[]),
        Period::Custom { .. } => days(scene, first, last),
    }
}

fn days(scene: &Scene<'_>, first: Date, last: Date) -> String {
    let [from, until] = [first, last].map(|day| scene.clock().date_name(day));
    if first == last { until } else { scene.t_with("time-range", &[("from", &from), ("until", &until)]) }
}

/// The encoder's name: from the list, else from what was tried, else its id.
fn encoder(scene: &Scene<'_>, id: &EncoderId) -> String {
    let listed = scene.snapshot.encoder(id).map(|view| view.encoder.name.to_string());
    let tried = scene.snapshot.activity.as_deref().and_then(|view| {
        view.choices.encoders.iter().find(|choice| choice.id == *id).map(|choice| choice.name.to_string())
    });
    listed.or(tried).unwrap_or_else(|| id.to_string())
}

/// Such as `keydesk-activity-2026-11-24.csv`: names no guest, sorts by date, and is allowed on every system.
pub(super) fn file_name(scene: &Scene<'_>, query: &ActivityQuery, format: ExportFormat) -> String {
    let (first, last) = query.period.days(scene.now, &scene.snapshot.zone);
    let what = match format {
        ExportFormat::Csv | ExportFormat::Json | ExportFormat::JsonLines => "keydesk-activity",
        ExportFormat::ReportText | ExportFormat::ReportCsv => "keydesk-shift-report",
    };
    let days = if first == last { last.to_string() } else { format!("{first}-to-{last}") };
    format!("{what}-{days}.{}", format.extension())
}
