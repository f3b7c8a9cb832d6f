//! Pictures of the window without a screen: a plain triangle painter, good enough to lay beside a mock-up.
//!
//! `KEYDESK_PICTURES=folder cargo test --test it pictures -- --ignored` writes them as PPM.

use std::path::Path;

use eframe::egui::{self, ClippedPrimitive, Color32, ColorImage, Pos2, epaint};

use super::Window;

/// Writes what the window shows now.
pub fn save(window: &Window, path: &Path) {
    let harness = &window.harness;
    let clipped = harness.ctx.tessellate(harness.output().shapes.clone(), 1.0);
    let font = harness.ctx.fonts(|fonts| fonts.image());
    let size = harness.ctx.content_rect().size();
    let mut canvas = ColorImage::filled([size.x as usize, size.y as usize], Color32::GRAY);
    for ClippedPrimitive { clip_rect, primitive } in clipped {
        if let epaint::Primitive::Mesh(mesh) = primitive {
            mesh.indices.chunks(3).for_each(|three| {
                let corners = [0, 1, 2].map(|at| mesh.vertices[three[at] as usize]);
                triangle(&mut canvas, &font, clip_rect, corners);
            });
        }
    }
    let head = format!("P6 {} {} 255\n", canvas.size[0], canvas.size[1]).into_bytes();
    let pixels = canvas.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]);
    std::fs::write(path, head.into_iter().chain(pixels).collect::<Vec<_>>()).unwrap();
}

fn triangle(canvas: &mut ColorImage, font: &ColorImage, clip: egui::Rect, corners: [epaint::Vertex; 3]) {
    let [a, b, c] = corners.map(|corner| corner.pos);
    let area = cross(a, b, c);
    let bounds = egui::Rect::from_points(&[a, b, c]).intersect(clip);
    if area == 0.0 || !bounds.is_positive() {
        return;
    }
    let [width, height] = canvas.size;
    for y in bounds.top().max(0.0) as usize..(bounds.bottom().ceil().max(0.0) as usize).min(height) {
        for x in bounds.left().max(0.0) as usize..(bounds.right().ceil().max(0.0) as usize).min(width) {
            let at = egui::pos2(x as f32 + 0.5, y as f32 + 0.5);
            let weights = [cross(b, c, at) / area, cross(c, a, at) / area, cross(a, b, at) / area];
            if clip.contains(at) && weights.iter().all(|weight| *weight >= 0.0) {
                let pixel = &mut canvas.pixels[y * width + x];
                *pixel = over(*pixel, shade(font, corners, weights));
            }
        }
    }
}

fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn shade(font: &ColorImage, corners: [epaint::Vertex; 3], weights: [f32; 3]) -> [f32; 4] {
    let mut color = [0.0; 4];
    let mut uv = egui::Vec2::ZERO;
    for (corner, weight) in corners.iter().zip(weights) {
        let parts = corner.color.to_array();
        (0..4).for_each(|at| color[at] += f32::from(parts[at]) * weight);
        uv += corner.uv.to_vec2() * weight;
    }
    let texel = |part: f32, size: usize| ((part * size as f32) as usize).min(size - 1);
    let [width, height] = font.size;
    let texture = font.pixels[texel(uv.y, height) * width + texel(uv.x, width)].to_array();
    (0..4).for_each(|at| color[at] *= f32::from(texture[at]) / 255.0);
    color
}

fn over(below: Color32, above: [f32; 4]) -> Color32 {
    let rest = 1.0 - above[3] / 255.0;
    let mix = |below: u8, above: f32| (f32::from(below) * rest + above).round().min(255.0) as u8;
    Color32::from_rgb(mix(below.r(), above[0]), mix(below.g(), above[1]), mix(below.b(), above[2]))
}
