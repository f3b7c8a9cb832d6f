//! Values that read as absent when they are not what was expected.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

use super::super::repeated::shortened;
use crate::domain::plain;

/// The longest text, in letters: more than any name or message of Seam's.
const LONGEST_TEXT: usize = 2_000;
/// The most entries of a list inside an item.
const MOST_ENTRIES: usize = 10_000;

/// A string in one line and of a length that can be shown; a number or a bool is taken as it is written, for ids and card
/// numbers that are not quoted.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize), serde(transparent))]
pub struct Text<'a>(Option<Cow<'a, str>>);

/// A string as it came, for what goes back to Seam and is shown nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Verbatim<'a>(pub Text<'a>);

/// A bool, also as `"true"` or `1`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize), serde(transparent))]
pub struct Flag(pub Option<bool>);

/// A number, also as a string.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(test, derive(serde::Serialize), serde(transparent))]
pub struct Number(pub Option<f64>);

/// An object, else nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize), serde(transparent))]
pub struct Maybe<T>(pub Option<T>);

/// A list; anything else is an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize), serde(transparent))]
pub struct List<T>(pub Vec<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a> Text<'a> {
    fn fit_to_be_shown(self) -> Self {
        let fit = |text: Cow<'a, str>| {
            if matches!(plain(&text), Cow::Borrowed(_)) && text.chars().nth(LONGEST_TEXT).is_none() {
                return text;
            }
            Cow::Owned(shortened(plain(&text).into_owned(), LONGEST_TEXT))
        };
        Self(self.0.map(fit))
    }
}

impl Text<'_> {
    /// The text, unless it is absent or empty.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.is_empty())
    }

    /// The text, unless it is blank.
    pub fn filled(&self) -> Option<&str> {
        self.get().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The text in the domain's form.
    pub fn shared(&self) -> Option<Arc<str>> {
        self.get().map(Arc::from)
    }

    /// The text, empty when it is absent.
    pub fn or_empty(&self) -> Arc<str> {
        self.0.as_deref().unwrap_or_default().into()
    }
}

impl Flag {
    /// Whether it is there and true.
    pub fn is_true(self) -> bool {
        self.0 == Some(true)
    }
}

/// Writes the part of a visitor that swallows what a value must not be.
macro_rules! absent {
    (scalars) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        absent!(null);
    };
    (null) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (seq) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (map) => {
        fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
            while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

struct TextVisitor<'a>(PhantomData<&'a str>);

impl<'de: 'a, 'a> Visitor<'de> for TextVisitor<'a> {
    type Value = Text<'a>;

    absent!(null);
    absent!(seq);
    absent!(map);

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Borrowed(text))))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(text.to_owned()))))
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Borrowed(if value { "true" } else { "false" }))))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(value.to_string()))))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(value.to_string()))))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Text(Some(Cow::Owned(value.to_string()))))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(TextVisitor(PhantomData)).map(Text::fit_to_be_shown)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Verbatim<'a> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(TextVisitor(PhantomData)).map(Verbatim)
    }
}

struct FlagVisitor;

impl<'de> Visitor<'de> for FlagVisitor {
    type Value = Flag;

    absent!(null);
    absent!(seq);
    absent!(map);

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Flag(Some(value)))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Flag((value < 2).then_some(value == 1)))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Flag(None))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Flag(None))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Flag(text.to_ascii_lowercase().parse().ok()))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(FlagVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    absent!(null);
    absent!(seq);
    absent!(map);

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Number(None))
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Number(Some(value)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Number(text.trim().parse().ok().filter(|number: &f64| number.is_finite())))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(NumberVisitor)
    }
}

struct MaybeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MaybeVisitor<T> {
    type Value = Maybe<T>;

    absent!(scalars);

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields)).map(|object| Maybe(Some(object)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Maybe(None))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(MaybeVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    absent!(scalars);
    absent!(map);

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element()? {
            found.push(item);
            if found.len() > MOST_ENTRIES {
                return Err(de::Error::custom("too many entries"));
            }
        }
        Ok(List(found))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(ListVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seam::wire::Encoder;

    fn text(json: &str) -> Option<String> {
        serde_json::from_str::<Text<'_>>(json).unwrap().get().map(str::to_owned)
    }

    #[test]
    fn ids_and_numbers_read_as_text() {
        for (json, expected) in [
            ("\"a\"", Some("a")),
            ("\"a\\u00e9\"", Some("aé")),
            ("\"\"", None),
            ("null", None),
            ("17", Some("17")),
            ("-3", Some("-3")),
            ("1.5", Some("1.5")),
            ("true", Some("true")),
            ("[\"a\"]", None),
            ("{\"a\": {\"b\": [1]}}", None),
        ] {
            assert_eq!(text(json).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn flags_read_from_what_means_a_bool() {
        for (json, expected) in [
            ("true", Some(true)),
            ("false", Some(false)),
            ("1", Some(true)),
            ("0", Some(false)),
            ("7", None),
            ("-1", None),
            ("\"TRUE\"", Some(true)),
            ("\"maybe\"", None),
            ("null", None),
            ("[]", None),
            ("{}", None),
        ] {
            assert_eq!(serde_json::from_str::<Flag>(json).unwrap().0, expected, "{json}");
        }
    }

    #[test]
    fn numbers_lists_and_objects_are_absent_when_they_are_not() {
        for (json, expected) in
            [("3", Some(3.0)), ("\"4.5\"", Some(4.5)), ("\"NaN\"", None), ("null", None), ("{}", None)]
        {
            assert_eq!(serde_json::from_str::<Number>(json).unwrap().0, expected, "{json}");
        }
        for (json, expected) in [("[1, \"2\", null]", 3), ("null", 0), ("{\"0\": 1}", 0), ("\"x\"", 0), ("5", 0)] {
            assert_eq!(serde_json::from_str::<List<Text<'_>>>(json).unwrap().0.len(), expected, "{json}");
        }
        for (json, expected) in [("{}", true), ("null", false), ("[{}]", false), ("\"x\"", false), ("false", false)] {
            assert_eq!(serde_json::from_str::<Maybe<IgnoredAny>>(json).unwrap().0.is_some(), expected, "{json}");
        }
    }

    #[test]
    fn a_text_is_one_line_of_a_length_that_can_be_shown_and_a_cursor_stays_as_it_is() {
        let hostile = "Mia\n\u{1b}]52;c;x\u{7}\u{202e}";
        let json = serde_json::to_string(hostile).unwrap();
        assert_eq!(text(&json).as_deref(), Some("Mia \u{fffd}]52;c;x\u{fffd}\u{fffd}"));
        assert_eq!(serde_json::from_str::<Verbatim<'_>>(&json).unwrap().0.get(), Some(hostile));
        let long = format!("\"{}\"", "é".repeat(1 << 20));
        assert_eq!(text(&long).unwrap().chars().count(), LONGEST_TEXT + 1);
        assert!(serde_json::from_str::<Verbatim<'_>>(&long).unwrap().0.get().unwrap().len() == 2 << 20);
    }

    #[test]
    fn an_item_with_more_entries_than_any_of_seams_is_not_read() {
        let item = |entries: usize| format!("{{\"errors\": [{}]}}", vec!["null"; entries].join(","));
        assert!(serde_json::from_str::<Encoder<'_>>(&item(MOST_ENTRIES)).is_ok());
        assert!(serde_json::from_str::<Encoder<'_>>(&item(MOST_ENTRIES + 1)).is_err());
    }
}
