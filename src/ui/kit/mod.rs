//! The design system: tokens, fonts, icons and the widgets every screen is composed of.
//!
//! Knows no domain and holds no words: every label comes in as an argument. Uses egui only.
//! Screens take colours and measures from here and nowhere else, so both themes and both densities come for free.

mod announce;
mod area;
mod banner;
mod button;
mod chart;
mod check;
mod chip;
mod choose;
mod dialog;
mod facts;
mod field;
pub mod fonts;
mod grid;
mod grid_cell;
mod grid_keys;
mod icon;
mod keycard;
mod list;
pub mod motion;
mod named_bars;
mod note;
mod paint;
mod pill;
mod pin;
mod progress;
mod rail;
mod rows;
mod secret;
mod segments;
mod shares;
mod sheet;
mod slide;
mod step_field;
mod steps;
mod surface;
mod table;
mod tabs;
mod theme;
mod tile;
mod timeline;
mod tokens;

pub use announce::announce;
pub use area::TextArea;
pub use banner::Banner;
pub use button::{Button, link};
pub use chart::{BarChart, Stack};
pub use check::checkbox;
pub use chip::{Chip, Tone, badge, status};
pub use choose::Choose;
pub use dialog::{Answer, Dialog};
pub use facts::Facts;
pub use field::{SearchField, TextField};
pub use grid::{Grid, GridResponse};
pub use grid_cell::Cell;
pub use icon::Icon;
pub use keycard::KeyCard;
pub use list::{Evidence, choice_row, list_frame};
pub use named_bars::{NamedBar, named_bars};
pub use note::{Note, NoteResponse};
pub use paint::{Type, heading, label, line, paragraph, rich, section_label};
pub use pill::{JobPill, job_pill};
pub use pin::{PinPad, PinWords};
pub use progress::{progress, spinner};
pub use rail::{avatar, rail_item};
pub use rows::{leading_row, radio_row};
pub use secret::{SecretBuffer, SecretField};
pub use segments::segmented;
pub use shares::{Share, shares};
pub use sheet::{SheetResponse, body_and_foot, just_opened, middle_sheet, side_sheet};
pub use step_field::StepField;
pub use steps::{Step, StepState, steps};
pub use surface::{card_panel, hairline, notice_panel, rail, side_panel, top_bar};
pub use table::{Column, Row, Table, TableResponse, arrow_keys};
pub use tabs::{Tab, segments, tabs};
pub use theme::{Look, apply, install};
pub use tile::{Tile, panel, panel_with_note, quiet_note, sentence_row, small_button, toggle};
pub use timeline::{Entry, timeline_entry};
pub use tokens::{Density, Palette, Tokens, size, tokens};

#[cfg(test)]
mod tests;
