//! `slide-of-nothing`: what a slide shows is there.

use crate::derive::{BASELINE, derive};
use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Model, Path};

pub(super) fn check(model: &Model, report: &mut Report) {
    let mut gone = |at: Path, what: &str, id: &str| {
        report.warn(Says {
            id: "slide-of-nothing",
            at,
            why: format!("there is no {what} `{id}` to show"),
            fix: "record the slide anew, or take it away",
        });
    };
    for (id, slide) in &model.presentation {
        let at = Path::of(["presentation", id.as_str()]);
        let option = slide.option.as_str();
        if option != BASELINE && !model.options.contains_key(option) {
            gone(at.child("option"), "option", option);
            continue;
        }
        if let Some(scenario) = &slide.scenario
            && !model.scenarios.contains_key(scenario)
        {
            gone(at.child("scenario"), "scenario", scenario.as_str());
        }
        if slide.selected.is_empty() {
            continue;
        }
        let elements = derive(model, &slide.option).elements;
        let lost = (slide.selected.iter()).find(|element| !elements.contains_key(*element));
        if let Some(element) = lost {
            gone(at.child("selected"), "element", element.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn a_slide_shows_what_is_there() {
        let slide = |what: serde_json::Value| json!({"why": what});
        says(
            "presentation",
            slide(json!({"name": "Why", "option": "baseline", "selected": ["shop"]})),
            &[],
        );
        says(
            "presentation",
            slide(json!({"name": "Why", "option": "no"})),
            &["slide-of-nothing at presentation/why/option"],
        );
        says(
            "presentation",
            slide(json!({"name": "Why", "option": "baseline", "scenario": "no"})),
            &["slide-of-nothing at presentation/why/scenario"],
        );
        says(
            "presentation",
            slide(json!({"name": "Why", "option": "baseline", "selected": ["attic"]})),
            &["slide-of-nothing at presentation/why/selected"],
        );
    }
}
