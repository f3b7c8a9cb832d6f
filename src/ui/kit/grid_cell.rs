//! What stands in the cells of a long table.

use egui::{Rect, Ui};

use super::chip::{Chip, Tone};
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::tokens;

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Running text.
    Text(String),
    /// What the row is about.
    Strong(String),
    /// Of secondary importance.
    Detail(String),
    /// A state.
    Chip(Tone, Icon, String),
}

impl Cell {
    /// What it says.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Detail(text) | Self::Chip(_, _, text) => text,
        }
    }

    pub(super) fn paint(&self, ui: &Ui, cell: Rect) {
        let palette = tokens(ui).palette;
        let put = |kind, text: &str, ink| {
            paint::put_line(ui, cell.left_center(), kind, text, ink, cell.width());
        };
        match self {
            Self::Text(text) => put(Type::Body, text, palette.ink),
            Self::Strong(text) => put(Type::BodyStrong, text, palette.ink),
            Self::Detail(text) => put(Type::Small, text, palette.ink_2),
            Self::Chip(tone, icon, text) => {
                Chip::new(*tone, text).icon(*icon).paint_at(ui, cell.left_center(), cell.width());
            }
        }
    }
}
