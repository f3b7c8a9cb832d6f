use egui::Color32;

use super::{Density, Palette};

fn channel(value: u8) -> f64 {
    let v = f64::from(value) / 255.0;
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

/// WCAG 2.2, "relative luminance".
fn luminance(c: Color32) -> f64 {
    0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b())
}

/// WCAG 2.2, "contrast ratio".
fn contrast(a: Color32, b: Color32) -> f64 {
    let (x, y) = (luminance(a), luminance(b));
    (x.max(y) + 0.05) / (x.min(y) + 0.05)
}

fn text_pairs(p: &Palette) -> Vec<(&'static str, Color32, Color32)> {
    vec![
        ("ink on background", p.ink, p.background),
        ("ink on panel", p.ink, p.panel),
        ("ink on hover", p.ink, p.hover),
        ("ink on selection", p.ink, p.accent_soft),
        ("ink on ok", p.ink, p.ok_soft),
        ("ink on warn", p.ink, p.warn_soft),
        ("ink on bad", p.ink, p.bad_soft),
        ("ink-2 on background", p.ink_2, p.background),
        ("ink-2 on panel", p.ink_2, p.panel),
        ("ink-2 on hover", p.ink_2, p.hover),
        ("ink-2 on selection", p.ink_2, p.accent_soft),
        ("ink-2 on ok", p.ink_2, p.ok_soft),
        ("ink-2 on warn", p.ink_2, p.warn_soft),
        ("ink-2 on bad", p.ink_2, p.bad_soft),
        ("accent on panel", p.accent, p.panel),
        ("accent on background", p.accent, p.background),
        ("accent on selection", p.accent, p.accent_soft),
        ("on-accent on accent", p.on_accent, p.accent),
        ("on-accent on accent hover", p.on_accent, p.accent_hover),
        ("ok on ok soft", p.ok, p.ok_soft),
        ("on-ok on ok", p.on_ok, p.ok),
        ("warn on warn soft", p.warn, p.warn_soft),
        ("bad on bad soft", p.bad, p.bad_soft),
        ("bad on panel", p.bad, p.panel),
        ("warn on panel", p.warn, p.panel),
        ("accent on warn", p.accent, p.warn_soft),
        ("accent on bad", p.accent, p.bad_soft),
        ("card from", p.on_card, p.card[0]),
        ("card to", p.on_card, p.card[1]),
        ("card hint from", p.on_card_2, p.card[0]),
        ("card hint to", p.on_card_2, p.card[1]),
    ]
}

fn outline_pairs(p: &Palette) -> Vec<(&'static str, Color32, Color32)> {
    vec![
        ("outline on panel", p.outline, p.panel),
        ("outline on background", p.outline, p.background),
        ("focus ring on panel", p.accent, p.panel),
        ("focus ring on background", p.accent, p.background),
        ("focus ring on selection", p.accent, p.accent_soft),
        ("good bars on panel", p.series_good, p.panel),
        ("bad bars on panel", p.series_bad, p.panel),
        ("causes on panel", p.series_cause, p.panel),
        ("causes on hover", p.series_cause, p.hover),
        ("causes on selection", p.series_cause, p.accent_soft),
        ("good bars on hover", p.series_good, p.hover),
        ("ok dot on panel", p.ok, p.panel),
        ("bad dot on panel", p.bad, p.panel),
        ("bad dot on selection", p.bad, p.accent_soft),
    ]
}

fn failures(pairs: Vec<(&'static str, Color32, Color32)>, least: f64) -> Vec<String> {
    let ratios = pairs.into_iter().map(|(name, a, b)| (name, contrast(a, b)));
    ratios.filter(|(_, r)| *r < least).map(|(name, r)| format!("{name}: {r:.2}")).collect()
}

#[test]
fn the_contrast_formula_knows_black_on_white() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
}

#[test]
fn text_reaches_four_and_a_half() {
    assert_eq!(failures(text_pairs(&Palette::LIGHT), 4.5), Vec::<String>::new(), "light");
    assert_eq!(failures(text_pairs(&Palette::DARK), 4.5), Vec::<String>::new(), "dark");
}

#[test]
fn outlines_and_dots_reach_three() {
    assert_eq!(failures(outline_pairs(&Palette::LIGHT), 3.0), Vec::<String>::new(), "light");
    assert_eq!(failures(outline_pairs(&Palette::DARK), 3.0), Vec::<String>::new(), "dark");
}

#[test]
fn touch_targets_are_larger() {
    assert!(Density::Desk.target() >= 24.0);
    assert!(Density::Touch.target() >= 44.0);
}
