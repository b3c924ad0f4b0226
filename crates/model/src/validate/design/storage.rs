//! `out-of-range`, `without-effect`: what a store keeps fits into it, and what makes it grow is said.

use spinout_units::ElementId;

use super::messaging::without_effect;
use crate::validate::{Design, Report};
use crate::{Mode, Path, Store};

/// The most that a store grows by for each byte that is written.
const MOST_KEPT: f64 = 10.0;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        if let Some(store) = &element.store {
            let at = Path::of(["elements", id.as_str(), "store"]);
            check_store(design, report, &at, (id, store));
        }
    }
}

fn check_store(
    design: &Design<'_>,
    report: &mut Report,
    at: &Path,
    (id, store): (&ElementId, &Store),
) {
    if let Some(capacity) = store.capacity {
        let kept = store.storage.map_or(0.0, |size| size.base());
        if capacity.base() <= 0.0 || capacity.base() < kept {
            report.range(
                at.child("capacity"),
                capacity,
                "above 0, and at least `storage`",
            );
        }
    }
    let Some(growth) = &store.growth else { return };
    let at = at.child("growth");
    if !(0.0..=MOST_KEPT).contains(&growth.kept) {
        report.range(
            at.child("kept"),
            growth.kept,
            &format!("from 0 to {MOST_KEPT}"),
        );
    }
    if let Some(expiry) = growth.expiry.filter(|expiry| expiry.base() <= 0.0) {
        report.range(at.child("expiry"), expiry, "above 0");
    }
    let sized = design
        .journeys
        .values()
        .any(|journey| journey.size.is_some());
    let grows = design.relationships.values().any(|link| {
        let says = link.payload.is_some() || sized;
        link.mode == Mode::Writes && link.to.element == *id && says
    });
    if !grows {
        let what = "a store that no relationship `writes` a `payload` to";
        without_effect(report, at, "growth", what);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::validate::testing::found;

    /// What is said of a store, and of a write to it.
    fn said(store: &Value, link: &Value) -> Vec<String> {
        found(&[
            (
                "elements/pictures",
                json!({"kind": "store", "store": store, "operations": {"default": {}}}),
            ),
            (
                "elements/writer",
                json!({"kind": "service", "operations": {"default": {}}}),
            ),
            ("relationships/save", link.clone()),
        ])
    }

    #[test]
    fn a_store_has_room_for_what_it_keeps_and_grows_by_what_is_written() {
        let write = json!({"from": "writer", "to": "pictures", "mode": "writes", "payload": "1MB"});
        let good =
            json!({"storage": "1TB", "capacity": "1TB", "growth": {"kept": 1.5, "expiry": "90d"}});
        assert_eq!(said(&good, &write), Vec::<String>::new());
        let small =
            json!({"storage": "2TB", "capacity": "1TB", "growth": {"kept": -1, "expiry": "0s"}});
        assert_eq!(
            said(&small, &write),
            [
                "out-of-range at elements/pictures/store/capacity",
                "out-of-range at elements/pictures/store/growth/expiry",
                "out-of-range at elements/pictures/store/growth/kept",
            ]
        );
        let read = json!({"from": "writer", "to": "pictures", "mode": "reads", "payload": "1MB"});
        assert_eq!(
            said(&good, &read),
            ["without-effect at elements/pictures/store/growth"]
        );
    }
}
