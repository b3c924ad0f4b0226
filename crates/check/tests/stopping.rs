//! Looking for what keeps a design from being simulated, and lowering it, stop where they are told to.

use std::cell::Cell;

use spinout_check::{first_error, first_error_while};
use spinout_lower::lower_while;
use spinout_model::{derive, load};

/// How often `go_on` is asked when it says yes so many times, and what comes of it.
fn asked<T>(yes: u32, what: impl FnOnce(&dyn Fn() -> bool) -> T) -> (u32, T) {
    let asked = Cell::new(0);
    let found = what(&|| {
        asked.set(asked.get() + 1);
        asked.get() <= yes
    });
    (asked.get(), found)
}

#[test]
fn nothing_is_begun_once_it_was_told_to_stop() {
    let text = include_str!("../../../models/image-processing.spinout.json");
    let loaded = load(text, "image-processing.spinout.json").expect("the worked example");
    let model = loaded.document.model();
    let option = "worker-spinout".parse().expect("an option");
    let architecture = derive(model, &option);
    let scenario = &model.scenarios["cutover"];
    let id = "cutover".parse().expect("a scenario");
    assert_eq!(first_error(model, &architecture, Some(&id)), None);

    let check =
        |go_on: &dyn Fn() -> bool| first_error_while(model, &architecture, Some(&id), go_on);
    let (points, _) = asked(u32::MAX, check);
    assert!(points > 1);
    for yes in 0..points {
        assert_eq!(asked(yes, check).0, yes + 1);
    }

    let lower = |go_on: &dyn Fn() -> bool| lower_while(&architecture, scenario, go_on);
    let (points, lowered) = asked(u32::MAX, lower);
    assert!(lowered.is_ok());
    assert!(points as usize > model.journeys.len());
    for yes in 0..points {
        let (asked, lowered) = asked(yes, lower);
        assert_eq!((asked, lowered.is_err()), (yes + 1, true));
    }
}
