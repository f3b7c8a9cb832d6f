//! One frame of the card screen with 100 000 rows, the whole UI pass with tessellation, everything but the driver.

use eframe::{
    App as _,
    egui::{Context, Event, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2, pos2, vec2},
};
use keydesk::{
    domain::{Filter, Query, Tab},
    engine::Command,
    sandbox::{HotelSize, Sandbox, SandboxConfig},
    ui::{App, UiOptions, text::Texts},
};

use crate::measure::Samples;

const CREDENTIALS: usize = 100_000;
const SIZE: Vec2 = vec2(1280.0, 800.0);
const FRAMES: usize = 400;

pub fn run() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_sandbox, handle) = runtime.block_on(async {
        let config = SandboxConfig { hotel: HotelSize::Credentials(CREDENTIALS), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let mut handle = crate::wire::desk(&sandbox, folder.path());
        handle.wait_for(|snapshot| snapshot.catalog.progress.is_complete).await.unwrap();
        let query = Query { number: 0, text: String::new(), tab: Tab::All, filter: Filter::AllKinds };
        assert!(handle.send(Command::Find(query.clone())));
        let is_all = |found: &keydesk::domain::Found| found.query == query && found.rows.len() >= CREDENTIALS;
        handle.wait_for(|snapshot| is_all(&snapshot.found)).await.unwrap();
        (sandbox, handle)
    });
    let ctx = Context::default();
    let mut window = Window { app: App::new(&ctx, handle, UiOptions::default(), Texts::default()), ctx, time: 0.0 };
    (0..20).for_each(|_| window.frame(Vec::new()));
    Samples::time(FRAMES, || window.frame(Vec::new())).report("a frame that changes nothing");
    let list = pos2(460.0, 400.0);
    window.frame(vec![Event::PointerMoved(list)]);
    let mut delta = [-37.0, -900.0, 211.0, -20_000.0].into_iter().cycle();
    Samples::time(FRAMES, || {
        let scroll = scroll(delta.next().unwrap_or_default());
        window.frame(vec![scroll]);
    })
    .report("a frame while the list is scrolled");
}

fn scroll(points: f32) -> Event {
    let delta = vec2(0.0, points);
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Default::default(),
    }
}

struct Window {
    ctx: Context,
    app: App,
    time: f64,
}

impl Window {
    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let screen = Rect::from_min_size(Pos2::ZERO, SIZE);
        let input = RawInput { screen_rect: Some(screen), time: Some(self.time), events, ..RawInput::default() };
        let mut frame = eframe::Frame::_new_kittest();
        self.app.logic(&self.ctx, &mut frame);
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| app.ui(ui, &mut frame));
        std::hint::black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }
}
