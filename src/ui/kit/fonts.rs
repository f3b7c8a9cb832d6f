//! The faces the window ships: Inter in four weights, and a monospace for card numbers.
//!
//! Both are subsets (Latin, Greek, Cyrillic, Vietnamese, the punctuation and arrows the window uses). Names in other scripts
//! fall back to egui's own faces and, in the app, to the system's through eframe's `system_font_fallback`; tests run without.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

const REGULAR: &str = "inter";
const MEDIUM: &str = "inter-medium";
const SEMIBOLD: &str = "inter-semibold";
const BOLD: &str = "inter-bold";
const MONO: &str = "dejavu-mono";
const MONO_BOLD: &str = "dejavu-mono-bold";

/// A weight of Inter, or the monospace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Running text.
    Regular,
    /// Tabs and quiet buttons.
    Medium,
    /// Names and labels.
    SemiBold,
    /// Headings and the primary button.
    Bold,
    /// Identifiers.
    Mono,
    /// The card number.
    MonoBold,
}

impl Face {
    /// The egui family this face is registered as.
    #[must_use]
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Medium => FontFamily::Name(MEDIUM.into()),
            Self::SemiBold => FontFamily::Name(SEMIBOLD.into()),
            Self::Bold => FontFamily::Name(BOLD.into()),
            Self::Mono => FontFamily::Monospace,
            Self::MonoBold => FontFamily::Name(MONO_BOLD.into()),
        }
    }
}

fn files() -> [(&'static str, &'static [u8]); 6] {
    [
        (REGULAR, include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        (MEDIUM, include_bytes!("../../../assets/fonts/Inter-Medium.otf")),
        (SEMIBOLD, include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
        (BOLD, include_bytes!("../../../assets/fonts/Inter-Bold.otf")),
        (MONO, include_bytes!("../../../assets/fonts/DejaVuSansMono.ttf")),
        (MONO_BOLD, include_bytes!("../../../assets/fonts/DejaVuSansMono-Bold.ttf")),
    ]
}

/// Our faces first, then whatever egui ships for the same family.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in files() {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let faces = [(Face::Regular, REGULAR), (Face::Medium, MEDIUM), (Face::SemiBold, SEMIBOLD), (Face::Bold, BOLD)];
    for (face, name) in faces {
        fonts.families.insert(face.family(), chain(&[name], &fallback));
    }
    for (face, name) in [(Face::Mono, MONO), (Face::MonoBold, MONO_BOLD)] {
        fonts.families.insert(face.family(), chain(&[name, REGULAR], &fallback));
    }
    fonts
}

fn chain(first: &[&str], rest: &[String]) -> Vec<String> {
    first.iter().map(|&name| name.to_owned()).chain(rest.iter().cloned()).collect()
}

/// Registers the faces.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROMISED: &str = "Lucía Fernández Zieliński Ž Ș ğ Đặng Thị Ελένη Дмитро · – — … ’ “ ” • → ← ↑ ↓ ✓ € № ×";

    #[test]
    fn every_weight_has_every_promised_letter() {
        let mut fonts = egui::epaint::text::Fonts::new(Default::default(), definitions());
        let mut view = fonts.with_pixels_per_point(1.0);
        for face in [Face::Regular, Face::Medium, Face::SemiBold, Face::Bold] {
            let known = view.characters(&face.family());
            let missing: String = PROMISED.chars().filter(|c| !owned_by_inter(known.get(c))).collect();
            assert_eq!(missing, "", "{face:?}");
        }
    }

    fn owned_by_inter(names: Option<&Vec<String>>) -> bool {
        names.is_some_and(|names| names.iter().any(|name| name.starts_with("inter")))
    }
}
