//! The worked models: each opens, is in canonical form, has no finding that its lesson is not about, and tells
//! its lesson in the numbers of a run.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod form;
mod scenarios;
mod systems;
mod tenants;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use spinout_commands::memory::MemoryHost;
use spinout_commands::protocol::Request;
use spinout_commands::{App, Host};

/// A template that was opened.
struct Opened {
    app: App,
    document: Value,
}

impl Opened {
    fn new(template: &str) -> Self {
        let app = App::new(Arc::new(MemoryHost::new()) as Arc<dyn Host>);
        let asked = json!({"command": "new", "template": template});
        let opened = ask(&app, asked);
        let document = opened["document"].clone();
        Self { app, document }
    }

    fn ask(&self, command: &str, mut fields: Value) -> Value {
        fields["command"] = json!(command);
        fields["document"] = self.document.clone();
        ask(&self.app, fields)
    }

    /// The run of an option under a scenario, in as few replications as there may be.
    fn run(&self, option: &str, scenario: &str) -> Found {
        let asked = json!({
            "run": 1, "options": [option], "scenarios": [scenario], "settings": {"replications": 20},
        });
        Found(self.ask("simulate", asked)["runs"][0]["run"].clone())
    }

    /// Two options under the same users and the same work.
    fn compare(&self, base: &str, option: &str, scenario: &str) -> Compared {
        let asked = json!({
            "run": 1, "base": base, "option": option, "scenario": scenario,
            "settings": {"replications": 20},
        });
        let found = self.ask("compare", asked);
        Compared {
            base: Found(found["runs"][0].clone()),
            option: Found(found["runs"][1].clone()),
            journeys: found["journeys"].clone(),
        }
    }
}

fn ask(app: &App, fields: Value) -> Value {
    let request: Request = serde_json::from_value(fields).unwrap();
    serde_json::to_value(app.handle(request).unwrap()).unwrap()
}

/// What a run says.
struct Found(Value);

impl Found {
    /// The figure at a place of the results: an estimate's value, or a number.
    #[track_caller]
    fn get(&self, place: &str) -> f64 {
        let found = self.0.pointer(&format!("/{place}"));
        let found = found.unwrap_or_else(|| panic!("nothing at {place}"));
        let number = found.as_f64().or_else(|| found["value"].as_f64());
        number.unwrap_or_else(|| panic!("{found} at {place}"))
    }

    /// What is paid in a month for an element.
    fn paid(&self, element: &str) -> f64 {
        let lines = self.0["cost"]["lines"].as_array().unwrap();
        let of = lines.iter().filter(|line| line["element"] == element);
        of.map(|line| line["amount"].as_f64().unwrap()).sum()
    }

    /// A metric of an element or a journey.
    #[track_caller]
    fn metric(&self, id: &str, of: &str) -> f64 {
        let values = self.0["metrics"][id]["values"].as_array().unwrap();
        let found = values
            .iter()
            .find(|value| value["element"] == of || value["journey"] == of)
            .unwrap_or_else(|| panic!("no {id} of {of}"));
        found["value"]["value"]
            .as_f64()
            .unwrap_or_else(|| panic!("{found}"))
    }

    /// The share of an element's failure in what users lose.
    fn lost_with(&self, element: &str) -> f64 {
        let failures = self.0["blast_radius"]["failures"].as_array().unwrap();
        let found = failures.iter().find(|found| found["element"] == element);
        found.map_or(0.0, |found| found["value_lost"].as_f64().unwrap())
    }
}

/// What two runs say of each other.
struct Compared {
    base: Found,
    option: Found,
    journeys: Value,
}

impl Compared {
    /// Option − base of a figure of a journey, as an interval.
    #[track_caller]
    fn difference(&self, journey: &str, window: Option<&str>, figure: &str) -> (f64, f64) {
        let found = &self.journeys[journey];
        let figures = window.map_or(&found["whole"], |window| &found["windows"][window]);
        let difference = &figures[figure]["difference"];
        let bound = |name: &str| {
            difference[name]
                .as_f64()
                .unwrap_or_else(|| panic!("no {figure} of {journey}: {figures}"))
        };
        (bound("low"), bound("high"))
    }

    /// The option has less of it, beyond doubt.
    #[track_caller]
    fn lower(&self, journey: &str, window: Option<&str>, figure: &str) {
        let (low, high) = self.difference(journey, window, figure);
        assert!(high < 0.0, "{figure} of {journey}: {low} to {high}");
    }

    /// The option has more of it, beyond doubt.
    #[track_caller]
    fn higher(&self, journey: &str, window: Option<&str>, figure: &str) {
        let (low, high) = self.difference(journey, window, figure);
        assert!(low > 0.0, "{figure} of {journey}: {low} to {high}");
    }
}

/// Warnings and errors of all options of a template, by id.
fn complaints(template: &str) -> BTreeMap<String, usize> {
    let opened = Opened::new(template);
    let checked = opened.ask("check", json!({}));
    let mut ids = BTreeMap::new();
    for found in checked["findings"].as_array().unwrap() {
        if found["finding"]["severity"] != "note" {
            let id = found["finding"]["id"].as_str().unwrap();
            *ids.entry(id.to_owned()).or_default() += 1;
        }
    }
    ids
}
