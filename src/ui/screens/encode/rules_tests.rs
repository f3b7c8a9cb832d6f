use super::*;
use crate::{
    engine::Binding,
    ui::screens::encode::sample::{desk, encoder, form_on},
};

fn chosen<'a>(choice: &Choice<'a>) -> Option<&'a str> {
    choice.encoder.map(|view| view.encoder.id.as_str())
}

#[test]
fn a_click_comes_before_what_the_desk_is_bound_to() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    assert_eq!(chosen(&choice(&snapshot, &form)), Some("one"));
    form.encoder = Some("two".into());
    assert_eq!(chosen(&choice(&snapshot, &form)), Some("two"));
}

#[test]
fn a_missing_encoder_is_named_and_never_swapped() {
    let mut snapshot = desk();
    snapshot.binding = Some(Binding { encoder: "gone".into(), name: "Night Desk".into() });
    let form = form_on(&snapshot);
    let found = choice(&snapshot, &form);
    assert_eq!((chosen(&found), found.missing.as_deref()), (None, Some("Night Desk")));
    snapshot.encoders = [encoder("one", "Front Desk 1")].into();
    let found = choice(&snapshot, &form);
    assert_eq!((chosen(&found), found.is_only), (None, false), "not even for the only one left");
}

#[test]
fn the_only_encoder_needs_no_choice() {
    let mut snapshot = desk();
    (snapshot.binding, snapshot.encoders) = (None, [encoder("one", "Front Desk 1")].into());
    let found = choice(&snapshot, &form_on(&snapshot));
    assert_eq!((chosen(&found), found.is_only), (Some("one"), true));
}

#[test]
fn without_a_binding_nothing_is_chosen_among_several() {
    let snapshot = Snapshot { binding: None, ..desk() };
    assert_eq!(chosen(&choice(&snapshot, &form_on(&snapshot))), None);
}

#[test]
fn an_encoder_that_was_clicked_and_then_vanished_is_not_replaced_by_the_desks_own() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    form.encoder = Some("vanished".into());
    assert_eq!(chosen(&choice(&snapshot, &form)), None);
}
