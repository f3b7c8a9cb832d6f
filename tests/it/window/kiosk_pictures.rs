//! Pictures of the kiosk, to lay beside the mock-up.

use std::path::PathBuf;

use keydesk::domain::{Deed, Duty};

use super::{
    kiosk::{at_rest, at_work, choose_hart, guests, harts_job, options, staff},
    *,
};

#[test]
#[ignore = "writes pictures to look at"]
fn kiosk_pictures() {
    let folder = PathBuf::from(std::env::var_os("KEYDESK_PICTURES").expect("KEYDESK_PICTURES names a folder"));
    for (theme, preference) in [("light", egui::ThemePreference::Light), ("dark", egui::ThemePreference::Dark)] {
        for size in [[1280.0, 800.0], [1920.0, 1080.0], [1024.0, 768.0], [1080.0, 1920.0]] {
            let save = |name: &str, snapshot: Snapshot, then: &dyn Fn(&mut Window)| {
                let mut window = Window::with(snapshot, egui::vec2(size[0], size[1]), options());
                window.harness.ctx.set_theme(preference);
                window.settle();
                then(&mut window);
                picture::save(&window, &folder.join(format!("{name}-{theme}-{}.ppm", size[0])));
            };
            save("attract", at_rest(guests()), &|_| ());
            save("sign-in", at_rest(Duty::Locked), &|_| ());
            save("empty", at_work(guests(), Vec::new()), &|_| ());
            save("staff", at_work(staff(), Vec::new()), &|window| window.chooses("A"));
            save("chosen", at_work(guests(), Vec::new()), &choose_hart);
            save("keyboard", at_work(guests(), Vec::new()), &|window| window.types("ravi"));
            save("waiting", at_work(guests(), harts_job(Stage::Waiting)), &choose_hart);
            save("success", at_work(guests(), harts_job(desk::success(&super::hart()))), &choose_hart);
            save(
                "failure",
                at_work(guests(), harts_job(Stage::Failed(desk::problem(ProblemCode::NoCard)))),
                &choose_hart,
            );
            let unsure = Stage::Uncertain(UncertainReason::ReplyLost, desk::problem(ProblemCode::OutcomeUnknown));
            save("unsure", at_work(guests(), harts_job(unsure)), &choose_hart);
            let approval = Some(Deed::LeaveKiosk);
            save("pin", Snapshot { approval, ..at_work(guests(), Vec::new()) }, &|window| window.types("2580"));
            let rests_at = Some(desk::now() + jiff::SignedDuration::from_secs(12));
            save("countdown", Snapshot { rests_at, ..at_work(guests(), Vec::new()) }, &choose_hart);
            save("not-ready", Snapshot { binding: None, ..at_work(guests(), Vec::new()) }, &|_| ());
        }
    }
}
