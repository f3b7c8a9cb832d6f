//! What an export holds, in words, and what its file is called.

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
    let when = scene.clock().range(filter.since, filter.until);
    let when = if when.is_empty() { scene.t("asked-all-times") } else { when };
    let whose = match (&filter.desk, scope) {
        (Some(desk), _) => desk.0.to_string(),
        (None, Scope::ThisDesk) => scene.t("export-this-desk"),
        (None, Scope::AllDesks) => scene.t("export-all-desks"),
    };
    let rest = [
        filter.encoder.as_ref().map(|id| encoder(scene, id)),
        filter.operator.as_ref().map(|operator| operator.0.to_string()),
        (filter.outcome != OutcomeFilter::All).then(|| scene.t(outcome_key(filter.outcome))),
        filter.cause.map(|code| problem::short(scene, code)),
    ];
    let parts = [Some(when), Some(whose)].into_iter().chain(rest).flatten();
    parts.collect::<Vec<_>>().join(&scene.t("short-between"))
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
        Period::Custom { .. } if first == last => clock.date_name(last),
        Period::Custom { .. } => {
            scene.t_with("time-range", &[("from", &clock.date_name(first)), ("until", &clock.date_name(last))])
        }
    }
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
