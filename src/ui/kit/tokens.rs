//! Colours, measures and densities: the only place in the window where such literals stand.

use egui::{Color32, Context, Id, Ui};

/// Every colour of one theme.
///
/// The values are those of the design's look page. All its text colours reach 4.5:1 where they are used, except `ink_3`, so labels
/// and hints are `ink_2` here; and a line around something one types into needs 3:1, so `outline` stands beside `line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub background: Color32,
    /// Cards, bars and the side panel.
    pub panel: Color32,
    /// Hairlines between areas; decoration, so it carries no contrast duty.
    pub line: Color32,
    /// Outline of a field one types into: 3:1 against `panel` and `background`, where `line` has 1.3:1.
    pub outline: Color32,
    /// Text.
    pub ink: Color32,
    /// Secondary text, labels, hints that must be read.
    pub ink_2: Color32,
    /// Decoration only: idle dots and empty rings; never text.
    pub ink_3: Color32,
    /// Primary action, selection, links.
    pub accent: Color32,
    /// Pointer over, or finger on, the primary action.
    pub accent_hover: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// Background of what is selected.
    pub accent_soft: Color32,
    /// Good outcome.
    pub ok: Color32,
    /// Background of a good outcome.
    pub ok_soft: Color32,
    /// Text on `ok`.
    pub on_ok: Color32,
    /// Needs attention.
    pub warn: Color32,
    /// Background of what needs attention.
    pub warn_soft: Color32,
    /// Bad outcome.
    pub bad: Color32,
    /// Background of a bad outcome.
    pub bad_soft: Color32,
    /// Pointer over a quiet control.
    pub hover: Color32,
    /// Behind a modal dialog.
    pub scrim: Color32,
    /// Shadow under floating panels; transparent in dark.
    pub shadow: Color32,
    /// The key card's gradient, from upper left to lower right, the same in both themes.
    pub card: [Color32; 2],
    /// What went well, in a chart: 3:1 against `panel`.
    pub series_good: Color32,
    /// What went wrong, in a chart: 3:1 against `panel`.
    pub series_bad: Color32,
    /// How often something went wrong, by its cause.
    pub series_cause: Color32,
    /// Text on the key card.
    pub on_card: Color32,
    /// Secondary text on the key card.
    pub on_card_2: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Palette {
    /// By daylight.
    pub const LIGHT: Self = Self {
        background: rgb(0xf4f5f7),
        panel: rgb(0xffffff),
        line: rgb(0xe2e6eb),
        outline: rgb(0x848f9d),
        ink: rgb(0x16202c),
        ink_2: rgb(0x5b6776),
        ink_3: rgb(0x8a95a3),
        accent: rgb(0x0f5c63),
        accent_hover: rgb(0x0c4d53),
        on_accent: rgb(0xffffff),
        accent_soft: rgb(0xe3f0f0),
        ok: rgb(0x1f7a4d),
        ok_soft: rgb(0xe2f3ea),
        on_ok: rgb(0xffffff),
        warn: rgb(0x9a6200),
        warn_soft: rgb(0xfdf1dc),
        bad: rgb(0xb3261e),
        bad_soft: rgb(0xfbe6e4),
        hover: rgb(0xf4f6f8),
        scrim: Color32::from_black_alpha(96),
        shadow: Color32::from_black_alpha(18),
        series_good: rgb(0x4b8588),
        series_bad: rgb(0xb3261e),
        series_cause: rgb(0xc2514b),
        card: [rgb(0x0f5c63), rgb(0x15414f)],
        on_card: rgb(0xffffff),
        on_card_2: rgb(0xd3e2e4),
    };

    /// By night.
    pub const DARK: Self = Self {
        background: rgb(0x10161c),
        panel: rgb(0x182129),
        line: rgb(0x27323c),
        outline: rgb(0x667380),
        ink: rgb(0xe8edf2),
        ink_2: rgb(0xa4b0bd),
        ink_3: rgb(0x75818e),
        accent: rgb(0x4fb7b9),
        accent_hover: rgb(0x66c5c7),
        on_accent: rgb(0x06262a),
        accent_soft: rgb(0x173438),
        ok: rgb(0x5cc892),
        ok_soft: rgb(0x163326),
        on_ok: rgb(0x06251a),
        warn: rgb(0xe9b45a),
        warn_soft: rgb(0x3a2c12),
        bad: rgb(0xff8a80),
        bad_soft: rgb(0x3d1d1b),
        hover: rgb(0x1e2832),
        scrim: Color32::from_black_alpha(140),
        shadow: Color32::TRANSPARENT,
        series_good: rgb(0x419195),
        series_bad: rgb(0xff8a80),
        series_cause: rgb(0xd0756c),
        card: [rgb(0x0f5c63), rgb(0x15414f)],
        on_card: rgb(0xffffff),
        on_card_2: rgb(0xd3e2e4),
    };
}

/// How large the targets of a pointer or a finger are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Density {
    /// Mouse and keyboard at the desk: 24 px targets at least.
    #[default]
    Desk,
    /// Fingers on a kiosk: 44 px targets at least.
    Touch,
}

impl Density {
    /// The smallest side of anything that can be clicked, in points.
    #[must_use]
    pub const fn target(self) -> f32 {
        match self {
            Self::Desk => 24.0,
            Self::Touch => 44.0,
        }
    }
}

/// What a widget needs to draw itself.
#[derive(Debug, Clone, Copy)]
pub struct Tokens {
    /// Colours of the theme in use.
    pub palette: &'static Palette,
    /// Size of targets.
    pub density: Density,
}

impl Tokens {
    /// `wanted` points, or the density's smallest target if that is larger.
    #[must_use]
    pub fn at_least_target(&self, wanted: f32) -> f32 {
        wanted.max(self.density.target())
    }
}

/// The tokens of the theme `ui` is drawn in.
#[must_use]
pub fn tokens(ui: &Ui) -> Tokens {
    let palette = if ui.visuals().dark_mode { &Palette::DARK } else { &Palette::LIGHT };
    Tokens { palette, density: density(ui.ctx()) }
}

fn density_id() -> Id {
    Id::unique("keydesk density")
}

fn density(ctx: &Context) -> Density {
    ctx.data(|data| data.get_temp(density_id())).unwrap_or_default()
}

pub(super) fn set_density(ctx: &Context, density: Density) {
    ctx.data_mut(|data| data.insert_temp(density_id(), density));
}

/// Measures, in points. Spacing goes in steps of 4.
pub mod size {
    /// Height of the bar on top of the window.
    pub const TOP_BAR: f32 = 64.0;
    /// Width of the navigation rail.
    pub const RAIL: f32 = 72.0;
    /// Side of a rail item.
    pub const RAIL_ITEM: f32 = 56.0;
    /// Side of the picture of who is signed in.
    pub const AVATAR: f32 = 36.0;
    /// Width of the card on a locked desk.
    pub const LOCK: f32 = 640.0;
    /// From this width on, list and side panel stand side by side.
    pub const WIDE: f32 = 850.0;
    /// Below this width the list has less room around it.
    pub const LIST_TIGHT: f32 = 480.0;
    /// From this height on, the encoders stay in sight while the rest of the side panel scrolls.
    pub const SIDE_PINNED: f32 = 420.0;
    /// Below this height the scrolling part of the side panel says only what matters at the moment.
    pub const SIDE_TERSE: f32 = 340.0;
    /// Below this height it names its subject in one line.
    pub const SIDE_TINY: f32 = 240.0;
    /// From this width on, the list has room for dates.
    pub const LIST_WITH_DATES: f32 = 518.0;
    /// Highest place of the words in an empty list, below its upper edge.
    pub const NOTICE_TOP: f32 = 180.0;
    /// Width of the side panel.
    pub const SIDE: f32 = 400.0;
    /// Width of the side panel in a narrow window.
    pub const SIDE_NARROW: f32 = 352.0;
    /// Room beside the rail from which the side panel has its full width.
    pub const SIDE_FROM: f32 = 1100.0;
    /// Widest search field.
    pub const SEARCH: f32 = 372.0;
    /// Width of the welcome card and its like.
    pub const SHEET: f32 = 560.0;
    /// Padding inside the welcome card and its like.
    pub const SHEET_PAD: f32 = 40.0;
    /// Width of a sheet along the right side.
    pub const SIDE_SHEET: f32 = 640.0;
    /// Width of a sheet in the middle.
    pub const MIDDLE_SHEET: f32 = 560.0;
    /// Width of a dialog.
    pub const DIALOG: f32 = 440.0;
    /// Height of the primary button.
    pub const PRIMARY: f32 = 52.0;
    /// From this room on, the way to Seam stands beside the property's name.
    pub const BAR_WITH_STATUS: f32 = 300.0;
    /// Height of a quiet button and of the search field.
    pub const CONTROL: f32 = 40.0;
    /// Height of a window below which a sheet leaves out what the keyboard does as well.
    pub const LOW: f32 = 660.0;
    /// Width of a pad of digits.
    pub const PIN_PAD: f32 = 264.0;
    /// Height of a button on a pad of digits for a mouse, and for a finger.
    pub const PIN_KEY: [f32; 2] = [40.0, 56.0];
    /// Height of a text field.
    pub const FIELD: f32 = 48.0;
    /// Height of a tab.
    pub const TAB: f32 = 36.0;
    /// Height of a table's header.
    pub const TABLE_HEAD: f32 = 38.0;
    /// Height of a table's row.
    pub const TABLE_ROW: f32 = 56.0;
    /// Gap between a table's columns.
    pub const COLUMN_GAP: f32 = 12.0;
    /// Height of a row in a table of attempts.
    pub const GRID_ROW: f32 = 46.0;
    /// Height of a tile.
    pub const TILE: f32 = 86.0;
    /// Height of a chart with its panel.
    pub const CHART: f32 = 196.0;
    /// The same in a low window.
    pub const CHART_LOW: f32 = 176.0;
    /// Height of a chart's title.
    pub const CHART_HEAD: f32 = 26.0;
    /// Widest words on the button of a drop-down choice.
    pub const CHOOSE_WIDEST: f32 = 180.0;
    /// Tallest list of a drop-down choice.
    pub const CHOOSE_TALLEST: f32 = 320.0;
    /// Gap between the panels of a page.
    pub const PAGE_GAP: f32 = 14.0;
    /// Room beside the rail from which a chart and its causes stand side by side.
    pub const CHART_WIDE: f32 = 720.0;
    /// Height of the page from which the chart has its full height.
    pub const PAGE_TALL: f32 = 640.0;
    /// Width of a field for a day.
    pub const DAY_FIELD: f32 = 124.0;
    /// Height of a choice in a short list.
    pub const CHOICE: f32 = 48.0;
    /// Height of one of a few choices that say themselves in one line.
    pub const RADIO: f32 = 40.0;
    /// Height of a full-width band.
    pub const BANNER: f32 = 40.0;
    /// Height of the key card's picture.
    pub const KEY_CARD: f32 = 157.0;
    /// Width of the accent bar at a selected row.
    pub const SELECTION_BAR: f32 = 3.0;
    /// Horizontal padding of the window's areas.
    pub const PAGE_X: f32 = 24.0;
    /// Vertical padding of the window's areas.
    pub const PAGE_Y: f32 = 20.0;
    /// Smallest window the layout is made for.
    pub const WINDOW_MIN: [f32; 2] = [1024.0, 700.0];
    /// Window at first start.
    pub const WINDOW: [f32; 2] = [1280.0, 800.0];
    /// Four points.
    pub const S1: f32 = 4.0;
    /// Eight points.
    pub const S2: f32 = 8.0;
    /// Twelve points.
    pub const S3: f32 = 12.0;
    /// Sixteen points.
    pub const S4: f32 = 16.0;
    /// Twenty points.
    pub const S5: f32 = 20.0;
    /// Twenty-four points.
    pub const S6: f32 = 24.0;
    /// Corner of a tab and of small things.
    pub const RADIUS_S: u8 = 8;
    /// Corner of a control.
    pub const RADIUS_M: u8 = 10;
    /// Corner of a card.
    pub const RADIUS_L: u8 = 12;
    /// Corner of the key card.
    pub const RADIUS_CARD: u8 = 16;
    /// Corner of a sheet.
    pub const RADIUS_SHEET: u8 = 20;
    /// Width of the focus ring.
    pub const FOCUS: f32 = 2.0;
    /// Around everything at a kiosk.
    pub const KIOSK_MARGIN: f32 = 40.0;
    /// From this width on, list and panel of a kiosk stand side by side.
    pub const KIOSK_WIDE: f32 = 900.0;
    /// Height of what stands on top at a kiosk, and the same on a low screen.
    pub const KIOSK_HEAD: [f32; 2] = [88.0, 64.0];
    /// Height of a kiosk's search, and the same on a low screen.
    pub const KIOSK_SEARCH: [f32; 2] = [72.0, 60.0];
    /// Height of a kiosk's row, and the same on a low screen.
    pub const KIOSK_ROW: [f32; 2] = [92.0, 72.0];
    /// Between the rows of a kiosk, and the same on a low screen.
    pub const KIOSK_GAP: [f32; 2] = [14.0, 10.0];
    /// Padding of a kiosk's panel, and the same on a low screen.
    pub const KIOSK_PAD: [f32; 2] = [36.0, 24.0];
    /// Height of a kiosk's first button.
    pub const KIOSK_ACTION: f32 = 96.0;
    /// The same where there is little room.
    pub const KIOSK_ACTION_LOW: f32 = 72.0;
    /// Height of a kiosk's other buttons.
    pub const KIOSK_QUIET: f32 = 64.0;
    /// Above and below the keyboard on the screen, and the same on a low screen.
    pub const KIOSK_KEYS: [f32; 2] = [16.0, 8.0];
    /// Below this height a kiosk's screen is a low one.
    pub const KIOSK_SCREEN_LOW: f32 = 700.0;
    /// Narrower than this, the state in a row stands beside the name alone, so that the times have the whole width.
    pub const KIOSK_ROW_NARROW: f32 = 500.0;
    /// Below this height a kiosk's panel says no more than it has to.
    pub const KIOSK_LOW: f32 = 520.0;
    /// Height of a button that stands in a kiosk's head, and the same on a low screen.
    pub const KIOSK_HEAD_BUTTON: [f32; 2] = [52.0, 44.0];
    /// Widest text at a kiosk.
    pub const KIOSK_TEXT: f32 = 760.0;
    /// Width of a pad of digits at a kiosk.
    pub const KIOSK_PIN: f32 = 400.0;
    /// Height of a digit at a kiosk, and the same on a low screen.
    pub const KIOSK_DIGIT: [f32; 2] = [60.0, 48.0];
    /// Widest card in the panel of a kiosk.
    pub const KIOSK_CARD: f32 = 400.0;
    /// Height of the reader's picture with a card above it.
    pub const READER: f32 = 140.0;
    /// The same where there is much room.
    pub const READER_TALLEST: f32 = 224.0;
    /// Height of a key of the keyboard on the screen, and the same on a low screen.
    pub const KEY: [f32; 2] = [54.0, 48.0];
    /// Widest keyboard on the screen.
    pub const KEYBOARD: f32 = 1120.0;
    /// Corner of a row, a field and a key at a kiosk.
    pub const RADIUS_TOUCH: u8 = 16;
    /// Corner of a kiosk's panel and first button.
    pub const RADIUS_PANEL: u8 = 24;
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
