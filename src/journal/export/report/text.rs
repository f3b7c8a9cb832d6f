//! Names, times and counts in columns of a page of fixed letters.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use crate::journal::export::cells::calm;

/// The name in exactly so many columns, cut where it is longer.
pub(super) fn fit(name: &str, columns: usize) -> String {
    let one_line: String = calm(name).chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
    let is_long = width(&one_line) > columns;
    let room = columns - usize::from(is_long);
    let mut used = 0;
    let mut fitting: String = one_line
        .chars()
        .take_while(|letter| {
            used += letter_width(*letter);
            used <= room
        })
        .collect();
    // What was cut may have turned the writing direction back.
    fitting = calm(&fitting).into_owned();
    fitting.extend(is_long.then_some('…'));
    let missing = columns.saturating_sub(width(&fitting));
    fitting + &" ".repeat(missing)
}

pub(super) fn width(text: &str) -> usize {
    text.chars().map(letter_width).sum()
}

/// Two columns for the wide letters of East Asia and for pictures (Unicode Standard Annex 11), none for what is not drawn.
fn letter_width(letter: char) -> usize {
    match u32::from(letter) {
        0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x0300..=0x036f | 0xfe00..=0xfe0f | 0xfeff => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f => 2,
        0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x2_0000..=0x3_fffd => 2,
        _ => 1,
    }
}

pub(super) fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

pub(super) fn moment(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map_or_else(|| "-".to_owned(), |at| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_name_takes_the_room_it_is_given(name in any::<String>(), columns in 2..40_usize) {
            let fitting = fit(&name, columns);
            prop_assert_eq!(width(&fitting), columns, "{:?}", fitting);
            prop_assert!(!fitting.contains(['\n', '\r', '\t', '\0']));
        }
    }

    #[test]
    fn a_long_name_is_cut_and_a_short_one_filled() {
        assert_eq!(fit("Front Desk 1", 8), "Front D…");
        assert_eq!(fit("夜間フロント", 8), "夜間フ… ");
        assert_eq!(fit("Bar", 5), "Bar  ");
    }
}
