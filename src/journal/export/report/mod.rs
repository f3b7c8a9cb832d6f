//! The shift report: what was made, what failed, and what is left to do, without a guest's name.

mod figures;
mod gathering;
mod page;
mod sheet;
mod text;

pub use figures::{Figures, Line, Loose};
pub use page::report_text;
pub use sheet::report_csv;

pub(super) use gathering::Gathering;
