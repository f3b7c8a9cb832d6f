//! The keys of a long table.

use egui::{Event, Key, Ui};

/// What the keys of this frame come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Another row.
    To(u64),
    /// Enter on the chosen row.
    Enter,
}

/// Takes the keys of a table of `rows` rows out of this frame; `page` rows are in sight.
pub(super) fn pressed(ui: &Ui, selected: Option<u64>, rows: u64, page: u64) -> Option<Pressed> {
    let last = rows.checked_sub(1)?;
    let (mut at, mut is_entered) = (selected, false);
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            if modifiers.any() {
                return true;
            }
            is_entered |= *key == Key::Enter;
            let next = moved(*key, at, last, page.max(1));
            at = next.or(at);
            next.is_none() && *key != Key::Enter
        });
    });
    at.filter(|_| at != selected).map(Pressed::To).or(is_entered.then_some(Pressed::Enter))
}

/// Where a key leads from a row; `None` for a key that leads nowhere. From nowhere, all but one lead to the first row.
fn moved(key: Key, at: Option<u64>, last: u64, page: u64) -> Option<u64> {
    let from = at.unwrap_or(0);
    let steps = [
        (Key::ArrowUp, from.saturating_sub(1)),
        (Key::ArrowDown, from.saturating_add(1)),
        (Key::PageUp, from.saturating_sub(page)),
        (Key::PageDown, from.saturating_add(page)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let to = steps.into_iter().find(|(known, _)| *known == key).map(|(_, to)| to.min(last))?;
    Some(if at.is_none() && key != Key::End { 0 } else { to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_from_row_to_row_and_stop_at_the_ends() {
        let last = 999_999;
        assert_eq!(moved(Key::ArrowDown, None, last, 6), Some(0));
        assert_eq!(moved(Key::ArrowDown, Some(last), last, 6), Some(last));
        assert_eq!(moved(Key::ArrowUp, Some(0), last, 6), Some(0));
        assert_eq!(moved(Key::PageDown, Some(3), last, 6), Some(9));
        assert_eq!(moved(Key::PageUp, Some(3), last, 6), Some(0));
        assert_eq!(moved(Key::End, None, last, 6), Some(last));
        assert_eq!(moved(Key::Home, Some(last), last, 6), Some(0));
        assert_eq!(moved(Key::A, Some(5), last, 6), None);
    }
}
