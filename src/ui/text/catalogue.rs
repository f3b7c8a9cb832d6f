//! The shipped languages and their parsed texts.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

pub(super) type Bundle = FluentBundle<FluentResource>;

/// One language as it is shipped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// BCP 47 tag.
    pub(super) tag: &'static str,
    /// Its files, in Fluent's syntax.
    pub(super) files: &'static [&'static str],
}

/// English, which has every text.
pub(super) const ENGLISH: Source = Source {
    tag: "en",
    files: &[
        include_str!("../../../assets/locales/en/main.ftl"),
        include_str!("../../../assets/locales/en/activity.ftl"),
        include_str!("../../../assets/locales/en/attempt.ftl"),
        include_str!("../../../assets/locales/en/kiosk.ftl"),
        include_str!("../../../assets/locales/en/desk.ftl"),
        include_str!("../../../assets/locales/en/settings.ftl"),
    ],
};

/// Every shipped language.
pub(super) const SHIPPED: &[Source] = &[ENGLISH];

/// The shipped language that fits `wanted` best; else English.
pub(super) fn nearest(wanted: &LanguageIdentifier) -> Source {
    shipped(wanted).unwrap_or(ENGLISH)
}

/// The shipped language that is `wanted`, or the same in another region.
pub(super) fn shipped(wanted: &LanguageIdentifier) -> Option<Source> {
    let tag = |source: &Source| source.tag.parse::<LanguageIdentifier>().unwrap_or_default();
    let exact = SHIPPED.iter().find(|source| tag(source) == *wanted);
    let same = SHIPPED.iter().find(|source| tag(source).language == wanted.language);
    exact.or(same).copied()
}

/// The parsed texts of `source`. What cannot be parsed is logged and left out; a test sees to it that this is nothing.
pub(super) fn bundle(source: Source) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![source.tag.parse().unwrap_or_default()]);
    // Isolation marks are for renderers that order text of two directions; egui orders none and would draw them as boxes.
    bundle.set_use_isolating(false);
    for file in source.files {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(language = source.tag, ?errors, "texts cannot be read in full");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(language = source.tag, ?errors, "texts stand twice");
        }
    }
    bundle
}

/// The text under `key`; none if it is missing or one of its variables is.
pub(super) fn format(bundle: &Bundle, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let message = bundle.get_message(key)?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value()?, args, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::warn!(key, ?errors, "a text lacks a variable");
    }
    Some(text)
}
