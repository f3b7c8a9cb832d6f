//! Puts the tokens into egui's own style, so that its widgets (text fields, scroll bars, tooltips) look like ours.

use egui::style::{TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Context, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, ThemePreference, Visuals, vec2,
};

use super::fonts::{self, Face};
use super::tokens::{Density, Palette, set_density, size};
use super::{motion, paint::Type};

/// What a person chooses about the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Light, dark, or what the system says.
    pub theme: ThemePreference,
    /// Mouse or finger.
    pub density: Density,
    /// Whether things may move.
    pub motion: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: ThemePreference::System, density: Density::Desk, motion: true }
    }
}

/// Fonts, both themes and `look`; once, before the first frame.
pub fn install(ctx: &Context, look: &Look) {
    fonts::install(ctx);
    ctx.set_style_of(Theme::Light, style(&Palette::LIGHT, false));
    ctx.set_style_of(Theme::Dark, style(&Palette::DARK, true));
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    apply(ctx, look);
}

/// Changes the look of a running window.
pub fn apply(ctx: &Context, look: &Look) {
    ctx.set_theme(look.theme);
    set_density(ctx, look.density);
    motion::set_allowed(ctx, look.motion);
    let target = look.density.target();
    ctx.all_styles_mut(|style| style.spacing.interact_size = vec2(target, target));
}

fn style(palette: &Palette, dark: bool) -> Style {
    let mut style = Style { visuals: visuals(palette, dark), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, Type::Small),
        (TextStyle::Body, Type::Body),
        (TextStyle::Button, Type::BodyMedium),
        (TextStyle::Heading, Type::Subject),
    ]
    .map(|(name, kind)| (name, kind.font()))
    .into();
    style.text_styles.insert(TextStyle::Monospace, FontId::new(13.0, Face::Mono.family()));
    style.spacing.item_spacing = vec2(size::S2, 0.0);
    style.spacing.button_padding = vec2(size::S3, size::S2);
    style.spacing.window_margin = Margin::same(size::S6 as i8);
    style.spacing.menu_margin = Margin::symmetric(size::S3 as i8, size::S2 as i8);
    style.spacing.scroll.foreground_color = false;
    style.spacing.scroll.floating_width = 5.0;
    style.spacing.scroll.bar_width = 8.0;
    style.spacing.scroll.bar_outer_margin = 3.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}

fn visuals(p: &Palette, dark: bool) -> Visuals {
    let mut v = if dark { Visuals::dark() } else { Visuals::light() };
    v.override_text_color = None;
    v.weak_text_color = Some(p.ink_2);
    v.widgets = widgets(p);
    v.selection.bg_fill = p.accent.gamma_multiply(0.28);
    v.selection.stroke = Stroke::new(size::FOCUS, p.accent);
    v.hyperlink_color = p.accent;
    v.faint_bg_color = p.hover;
    v.extreme_bg_color = p.background;
    v.code_bg_color = p.background;
    v.warn_fg_color = p.warn;
    v.error_fg_color = p.bad;
    v.window_fill = p.panel;
    v.panel_fill = p.background;
    v.window_stroke = Stroke::new(1.0, p.line);
    v.window_corner_radius = CornerRadius::same(size::RADIUS_CARD);
    v.menu_corner_radius = CornerRadius::same(size::RADIUS_M);
    v.window_shadow = Shadow { offset: [0, 8], blur: 32, spread: 0, color: p.shadow.gamma_multiply(1.6) };
    v.popup_shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: p.shadow };
    v.text_cursor = TextCursorStyle { stroke: Stroke::new(2.0, p.accent), blink: false, ..TextCursorStyle::default() };
    v
}

fn widgets(p: &Palette) -> Widgets {
    let state = |fill, outline, ink| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, outline),
        corner_radius: CornerRadius::same(size::RADIUS_S),
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(p.panel, p.line, p.ink),
        inactive: WidgetVisuals { bg_fill: p.outline, ..state(p.line, p.line, p.ink) },
        hovered: WidgetVisuals { bg_fill: p.ink_2, ..state(p.hover, p.outline, p.ink) },
        active: state(p.accent, p.accent, p.ink),
        open: state(p.hover, p.line, p.ink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_themes_carry_our_colours() {
        let ctx = Context::default();
        install(&ctx, &Look { theme: ThemePreference::Dark, ..Look::default() });
        assert_eq!(ctx.theme(), Theme::Dark);
        assert_eq!(ctx.style_of(Theme::Light).visuals.panel_fill, Palette::LIGHT.background);
        assert_eq!(ctx.style_of(Theme::Dark).visuals.panel_fill, Palette::DARK.background);
    }
}
