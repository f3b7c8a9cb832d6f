//! What is written to a file for whoever asks for it.

use std::{fs, sync::Arc};

use keydesk::{
    domain::{ActivityFilter, Deed, JobId, Scope},
    engine::{Asked, Command, ExportFormat, ExportOrder, ExportState, Moment, Snapshot},
};

use super::{BOS, MIAS, connected, name, sign_in, staffed, typed};
use crate::desk::TestDesk;

async fn made(desk: &mut TestDesk, guest: &str, encoder: &str) -> JobId {
    let job = desk.order(desk.card_of(guest), encoder);
    desk.until(job, Moment::Ended).await;
    job
}

fn order(desk: &TestDesk, scope: Scope, filter: ActivityFilter) -> Command {
    let path = desk.folder.path().join("a.csv");
    Command::Export(ExportOrder { path, format: ExportFormat::Csv, scope, filter, with_guests: false })
}

async fn file(desk: &mut TestDesk) -> String {
    let has_ended =
        |snapshot: &Snapshot| snapshot.export.as_ref().is_some_and(|view| view.state != ExportState::Running);
    let snapshot: Arc<Snapshot> = desk.wait("the end of the export", has_ended).await;
    assert_eq!(snapshot.export.as_ref().unwrap().state, ExportState::Done);
    assert!(desk.send(Command::DismissExport));
    desk.wait("that it was seen", |snapshot| snapshot.export.is_none()).await;
    fs::read_to_string(desk.folder.path().join("a.csv")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerks_file_holds_their_own_attempts_alone_whatever_is_asked_and_whoever_approves() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let mias = made(&mut desk, "Maya Okafor", "Front Desk 1").await;
    sign_in(&mut desk, "Bo", BOS).await;
    let bos = made(&mut desk, "Amelia Hart", "Front Desk 2").await;
    let of_mia = ActivityFilter { operator: Some(name("Mia")), ..ActivityFilter::default() };
    for (scope, filter) in [(Scope::ThisDesk, ActivityFilter::default()), (Scope::AllDesks, of_mia)] {
        assert!(desk.send(order(&desk, scope, filter)));
        let snapshot = desk.wait("the question", |snapshot| snapshot.approval == Some(Deed::Export)).await;
        let Some(Asked::Export { scope: asked, filter, .. }) = snapshot.asked.as_deref() else {
            panic!("{:?}", snapshot.asked)
        };
        assert_eq!(
            (asked, &filter.operator),
            (&Scope::ThisDesk, &Some(name("Bo"))),
            "what is approved is what is written"
        );
        assert!(desk.send(Command::Approve(typed(None, MIAS))));
        let text = file(&mut desk).await;
        assert!(text.contains(&bos.to_string()) && !text.contains(&mias.to_string()), "{scope:?}: {text}");
    }
    sign_in(&mut desk, "Mia", MIAS).await;
    assert!(desk.send(order(&desk, Scope::ThisDesk, ActivityFilter::default())));
    let text = file(&mut desk).await;
    assert!(text.contains(&bos.to_string()) && text.contains(&mias.to_string()), "a supervisor's holds all: {text}");
    desk.close().await;
}
