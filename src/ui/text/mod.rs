//! Every word the window says, through Fluent, and times and numbers as people write them.
//!
//! The texts are part of the program (`assets/locales/<language>/*.ftl`). Uses no other room.

mod catalogue;
mod time;

use std::borrow::Cow;
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use fluent_bundle::FluentValue;
use unic_langid::LanguageIdentifier;

use catalogue::Bundle;

pub use time::{Clock, duration, milliseconds, seconds};

/// The texts of one language, with English behind them. Cheap to clone.
#[derive(Clone)]
pub struct Texts {
    chosen: Arc<Bundle>,
    english: Arc<Bundle>,
    language: LanguageIdentifier,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Texts").field(&self.language.to_string()).finish()
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::new("en")
    }
}

impl Texts {
    /// The texts of the shipped language nearest to `wanted` (a BCP 47 tag); English if there is none.
    #[must_use]
    pub fn new(wanted: &str) -> Self {
        let wanted: LanguageIdentifier = wanted.parse().unwrap_or_default();
        let source = catalogue::nearest(&wanted);
        let english = Arc::new(catalogue::bundle(catalogue::ENGLISH));
        let chosen =
            if source.tag == catalogue::ENGLISH.tag { english.clone() } else { Arc::new(catalogue::bundle(source)) };
        Self { chosen, english, language: source.tag.parse().unwrap_or_default() }
    }

    /// The texts for the language in the settings, else for that of the operating system.
    #[must_use]
    pub fn choose(setting: Option<&str>) -> Self {
        match setting {
            Some(tag) => Self::new(tag),
            None => Self::new(&sys_locale::get_locale().unwrap_or_default()),
        }
    }

    /// The tags of the shipped languages.
    pub fn shipped() -> impl Iterator<Item = &'static str> {
        catalogue::SHIPPED.iter().map(|source| source.tag)
    }

    /// Whether the language of this tag is shipped, in whatever region; English stands in for any other.
    pub fn is_shipped(wanted: &str) -> bool {
        let wanted = wanted.parse::<LanguageIdentifier>();
        wanted.is_ok_and(|wanted| catalogue::shipped(&wanted).is_some())
    }

    /// The language in use.
    #[must_use]
    pub const fn language(&self) -> &LanguageIdentifier {
        &self.language
    }

    /// The text under `key`; the key itself, and a line in the log, if there is none.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.find(key, None)
    }

    /// The text under `key` with its variables filled in.
    #[must_use]
    pub fn t_with<'a>(&self, key: &str, values: &[(&'a str, &'a str)]) -> String {
        let args = values.iter().map(|&(name, value)| (name, FluentValue::String(Cow::Borrowed(value)))).collect();
        self.find(key, Some(&args))
    }

    /// The text under `key` in the grammatical number of `$count`, and with further variables filled in.
    ///
    /// The number itself stands in the text as `{ $n }`, written as [`Texts::number`] writes it.
    #[must_use]
    pub fn t_count<'a>(&self, key: &str, count: usize, values: &[(&'a str, &'a str)]) -> String {
        let mut args: FluentArgs<'_> =
            values.iter().map(|&(name, value)| (name, FluentValue::String(Cow::Borrowed(value)))).collect();
        args.set("count", count);
        args.set("n", self.number(count));
        self.find(key, Some(&args))
    }

    /// A count with its thousands apart: "1,234".
    #[must_use]
    pub fn number(&self, count: usize) -> String {
        let digits = count.to_string();
        if digits.len() < 4 {
            return digits;
        }
        let between = self.t("number-thousands");
        let groups: Vec<String> =
            digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join(&between)
    }

    fn find(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let text = catalogue::format(&self.chosen, key, args).or_else(|| catalogue::format(&self.english, key, args));
        text.unwrap_or_else(|| {
            tracing::warn!(key, "no text under this key");
            key.to_owned()
        })
    }
}

#[cfg(test)]
mod tests;
