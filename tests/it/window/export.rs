//! The dialog for exports, with the system's own dialog played by the test.

use std::{cell::Cell, path::PathBuf, task::Poll};

use keydesk::{
    domain::{ActivityQuery, OutcomeFilter, Overview, Period},
    engine::{ActivityView, ExportFormat, ExportOrder, ExportState, ExportView},
    ui::{Choosing, SaveAs, SaveDialog},
};

use super::*;

/// What the system's dialog was asked for, and what a person does in it.
#[derive(Default)]
struct Chooser {
    asked: RefCell<Vec<SaveAs>>,
    answer: RefCell<Option<Option<PathBuf>>>,
    is_open: Cell<bool>,
}

fn dialog(chooser: &Rc<Chooser>) -> SaveDialog {
    let chooser = Rc::clone(chooser);
    Box::new(move |_, save| {
        chooser.asked.borrow_mut().push(save.clone());
        chooser.is_open.set(true);
        let chooser = Rc::clone(&chooser);
        let choosing = std::future::poll_fn(move |_| match chooser.answer.borrow_mut().take() {
            Some(answer) => {
                chooser.is_open.set(false);
                Poll::Ready(answer)
            }
            None => Poll::Pending,
        });
        Box::pin(choosing) as Choosing
    })
}

fn failures() -> ActivityQuery {
    ActivityQuery {
        period: Period::Days(7),
        encoder: Some("enc-2".into()),
        outcome: OutcomeFilter::Failures,
        cause: Some(ProblemCode::NoCard),
        ..ActivityQuery::default()
    }
}

fn counted(total: u64) -> Snapshot {
    let overview = Overview { total, ..Overview::default() };
    let view = ActivityView { query: failures(), overview, ..ActivityView::default() };
    Snapshot { activity: Some(Arc::new(view)), ..desk::desk() }
}

fn window(snapshot: Snapshot) -> (Window, Rc<Chooser>) {
    let chooser = Rc::<Chooser>::default();
    let options = UiOptions {
        save_dialog: Some(dialog(&chooser)),
        folder: Some("/home/desk/Documents".into()),
        ..UiOptions::default()
    };
    (Window::with(snapshot, egui::vec2(1280.0, 800.0), options), chooser)
}

fn ask(window: &mut Window, query: ActivityQuery) {
    let ctx = window.harness.ctx.clone();
    window.harness.state_mut().ask_export(&ctx, query);
    window.settle();
}

fn exports(window: &Window) -> Vec<ExportOrder> {
    let order = |command: &'_ Command| if let Command::Export(order) = command { Some(order.clone()) } else { None };
    window.told.iter().filter_map(order).collect()
}

fn answer(window: &mut Window, chooser: &Chooser, path: Option<&str>) {
    *chooser.answer.borrow_mut() = Some(path.map(PathBuf::from));
    window.settle();
}

fn view(state: ExportState) -> ExportView {
    ExportView { path: "/home/desk/a.csv".into(), written: 1_200, total: 249_000, state }
}

#[test]
fn it_says_what_is_exported_and_suggests_a_name() {
    let (mut window, chooser) = window(counted(249));
    ask(&mut window, failures());
    for text in
        ["Exactly the 249 attempts", "The last 7 days", "Front Desk 2", "Failures", "No card on encoder", "This desk"]
    {
        assert!(window.says(text), "{text}: {:?}", window.words());
    }
    assert_eq!(raw_keys(&window), Vec::<String>::new());
    by_key(&mut window, "Save as…");
    let asked = chooser.asked.borrow();
    assert_eq!(asked[0].name, "keydesk-activity-2026-11-17-to-2026-11-23.csv");
    assert_eq!((asked[0].extension, asked[0].folder.as_deref()), ("csv", Some("/home/desk/Documents".as_ref())));
}

#[test]
fn one_dialog_at_a_time_and_its_answer_becomes_one_order() {
    let (mut window, chooser) = window(counted(249));
    ask(&mut window, failures());
    window.press(Key::Enter);
    assert!(chooser.is_open.get(), "Enter is the large button");
    assert!(!window.is_on("Choose a place in the other window"));
    window.press(Key::Escape);
    window.press(Key::Enter);
    assert_eq!(chooser.asked.borrow().len(), 1, "one dialog, which Esc does not orphan");
    assert!(exports(&window).is_empty());
    answer(&mut window, &chooser, Some("/home/desk/a.csv"));
    let orders = exports(&window);
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].path, PathBuf::from("/home/desk/a.csv"));
    assert_eq!(orders[0].filter, failures().filter(desk::now(), &desk::zone()));
    assert!(!orders[0].with_guests && orders[0].format == ExportFormat::Csv);
}

#[test]
fn names_are_left_out_unless_asked_for_each_time() {
    let (mut window, chooser) = window(counted(249));
    ask(&mut window, failures());
    assert!(window.says("Left out: the file can be handed on"));
    by_key(&mut window, "With guest names and card numbers");
    assert!(window.says("Personal data: keep the file as safe as the guest list"));
    by_key(&mut window, "JSON lines, for programs, one attempt a line");
    by_key(&mut window, "Save as…");
    assert!(chooser.asked.borrow()[0].name.ends_with(".jsonl"));
    answer(&mut window, &chooser, Some("/home/desk/a.jsonl"));
    let order = exports(&window).remove(0);
    assert!(order.with_guests && order.format == ExportFormat::JsonLines);
    window.show(Snapshot { export: None, ..counted(249) });
    ask(&mut window, failures());
    assert!(window.says("Left out: the file can be handed on"), "the next export begins without");
}

#[test]
fn a_cancelled_dialog_sends_nothing_and_offers_to_type_the_path() {
    let (mut window, chooser) = window(counted(249));
    ask(&mut window, failures());
    by_key(&mut window, "Save as…");
    answer(&mut window, &chooser, None);
    assert!(exports(&window).is_empty() && window.says("No place was chosen"));
    assert!(window.is_on("Save as…"), "one can try again");
    by_key(&mut window, "Type the place instead");
    let typed = window.harness.get_by_label("Path of the file").value().unwrap();
    assert_eq!(typed, "/home/desk/Documents/keydesk-activity-2026-11-17-to-2026-11-23.csv");
    by_key(&mut window, "Save");
    assert_eq!(exports(&window)[0].path, PathBuf::from(typed));
}

#[test]
fn without_a_dialog_of_the_system_a_whole_path_is_typed() {
    let options = UiOptions { folder: None, ..UiOptions::default() };
    let mut window = Window::with(counted(249), egui::vec2(1280.0, 800.0), options);
    ask(&mut window, failures());
    assert!(!window.is_on("Save") && window.says("has to begin at the root"), "{:?}", window.words());
    window.harness.get_by_label("Path of the file").focus();
    window.settle();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    assert!(
        window.harness.get_by_label("Path of the file").value().unwrap_or_default().is_empty(),
        "it can be emptied"
    );
    window.harness.event(egui::Event::Text("/srv/share/a.csv".into()));
    window.settle();
    assert!(window.says("A file of this name is replaced."));
    by_key(&mut window, "Shift report, one page of text, to print or hand over");
    by_key(&mut window, "Save");
    let order = exports(&window).remove(0);
    assert_eq!((order.path, order.format), (PathBuf::from("/srv/share/a.txt"), ExportFormat::ReportText));
}

#[test]
fn a_dialog_that_never_came_up_gives_way_to_a_typed_path() {
    let chooser = Rc::<Chooser>::default();
    *chooser.answer.borrow_mut() = Some(None);
    let options =
        UiOptions { save_dialog: Some(dialog(&chooser)), folder: Some("/home/desk".into()), ..UiOptions::default() };
    let mut window = Window::with(counted(249), egui::vec2(1280.0, 800.0), options);
    ask(&mut window, failures());
    by_key(&mut window, "Save as…");
    assert!(window.says("shows no window to choose a place in"), "{:?}", window.words());
    by_key(&mut window, "Save");
    assert_eq!(exports(&window)[0].path, PathBuf::from("/home/desk/keydesk-activity-2026-11-17-to-2026-11-23.csv"));
}

#[test]
fn a_running_export_goes_on_behind_the_closed_dialog_and_can_be_stopped() {
    let (mut window, chooser) = window(counted(249));
    ask(&mut window, failures());
    by_key(&mut window, "Save as…");
    answer(&mut window, &chooser, Some("/home/desk/a.csv"));
    window.show(Snapshot { export: Some(view(ExportState::Running)), ..counted(249) });
    assert!(window.says("1,200 of 249,000 attempts written"), "{:?}", window.words());
    window.press(Key::Escape);
    assert!(window.harness.query_by_label("Cancel the export").is_none());
    assert!(!window.told.iter().any(|command| matches!(command, Command::CancelExport | Command::DismissExport)));
    assert!(window.says("1,200 of 249,000 attempts written"), "the band says how far it is");
    let show = window.harness.get_all_by_label("Show").last().unwrap();
    show.click();
    window.settle();
    by_key(&mut window, "Cancel the export");
    assert!(matches!(window.told.last(), Some(Command::CancelExport)));
    window.show(Snapshot { export: Some(view(ExportState::Cancelled)), ..counted(249) });
    assert!(window.says("No file was left behind."));
}

#[test]
fn its_end_is_told_and_seen_once() {
    let ends = [
        (ExportState::Done, "Saved: /home/desk/a.csv"),
        (ExportState::Failed("the disk is full".into()), "the disk is full. No file was left behind."),
        (ExportState::Cancelled, "Export cancelled"),
    ];
    for (state, said) in ends {
        let (mut window, chooser) = window(counted(249));
        ask(&mut window, failures());
        by_key(&mut window, "Save as…");
        answer(&mut window, &chooser, Some("/home/desk/a.csv"));
        window.show(Snapshot { export: Some(view(state.clone())), ..counted(249) });
        assert!(window.says(said), "{said}: {:?}", window.words());
        assert_eq!(window.harness.query_by_label("Copy path").is_some(), state == ExportState::Done);
        assert_eq!(raw_keys(&window), Vec::<String>::new());
        by_key(&mut window, "Close");
        assert!(matches!(window.told.last(), Some(Command::DismissExport)), "{state:?}");
    }
}

#[test]
fn a_new_export_waits_for_the_running_one() {
    let (mut window, _chooser) = window(Snapshot { export: Some(view(ExportState::Running)), ..counted(249) });
    ask(&mut window, failures());
    assert!(window.harness.query_by_label("Save as…").is_none() && window.says("1,200 of 249,000"));
    let (mut window, _chooser) = self::window(Snapshot { export: Some(view(ExportState::Done)), ..counted(249) });
    ask(&mut window, failures());
    assert!(window.harness.query_by_label("Save as…").is_some(), "an ended one does not stand in the way");
    assert!(matches!(window.told.last(), Some(Command::DismissExport)));
}

#[test]
fn a_dialog_that_nobody_waits_for_any_more_exports_nothing() {
    let (mut window, chooser) = window(counted(249));
    ask(&mut window, failures());
    by_key(&mut window, "Save as…");
    by_key(&mut window, "Cancel");
    answer(&mut window, &chooser, Some("/home/desk/a.csv"));
    assert!(exports(&window).is_empty() && window.harness.query_by_label("Save as…").is_none());
}

#[test]
fn the_desk_behind_hears_nothing() {
    let (mut window, _chooser) = window(counted(249));
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    ask(&mut window, failures());
    window.press(Key::Enter);
    assert!(window.orders().is_empty());
}
