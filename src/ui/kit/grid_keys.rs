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

/// Where a key leads from a row; `None` for a key that leads nowhere.
fn moved(key: Key, at: Option<u64>, last: u64, page: u64) -> Option<u64> {
    let steps: [(Key, fn(u64, u64, u64) -> u64); 6] = [
        (Key::ArrowUp, |at, _, _| at.saturating_sub(1)),
        (Key::ArrowDown, |at, _, last| at.saturating_add(1).min(last)),
        (Key::PageUp, |at, page, _| at.saturating_sub(page)),
        (Key::PageDown, |at, page, last| at.saturating_add(page).min(last)),
        (Key::Home, |_, _, _| 0),
        (Key::End, |_, _, last| last),
    ];
    let step = steps.into_iter().find(|(known, _)| *known == key).map(|(_, step)| step)?;
    match at {
        None if key != Key::End => Some(0),
        at => Some(step(at.unwrap_or(0), page, last)),
    }
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
