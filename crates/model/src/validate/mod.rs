//! Checks of form: does a model or a design hang together? What a check of substance would say about a
//! design that does is not said here.

mod design;
mod report;
mod whole;

use std::collections::BTreeMap;

use spinout_units::{ContractId, DataId, ElementId, Finding, JourneyId, RelationshipId, TeamId};

use crate::{
    Architecture, Contract, DataSet, Element, Journey, Model, OperationRef, Relationship, Team,
    Unit,
};
use report::Report;

/// What is wrong with the form of a model: its baseline, and what stands around it. What its options make
/// of it, [`crate::derive`] and [`validate_architecture`] say.
#[must_use]
pub fn validate(model: &Model) -> Vec<Finding> {
    let mut report = Report::default();
    let design = Design {
        elements: &model.elements,
        relationships: &model.relationships,
        journeys: &model.journeys,
        teams: &model.teams,
        data: &model.data,
        contracts: &model.contracts,
        units: &model.units,
    };
    for rule in design::RULES {
        rule(&design, &mut report);
    }
    for rule in whole::RULES {
        rule(model, &mut report);
    }
    report.findings()
}

/// What is wrong with the form of a design.
#[must_use]
pub fn validate_architecture(architecture: &Architecture) -> Vec<Finding> {
    let mut report = Report::default();
    let design = Design {
        elements: &architecture.elements,
        relationships: &architecture.relationships,
        journeys: &architecture.journeys,
        teams: &architecture.teams,
        data: &architecture.data,
        contracts: &architecture.contracts,
        units: &architecture.units,
    };
    for rule in design::RULES {
        rule(&design, &mut report);
    }
    report.findings()
}

/// What the baseline of a model and the architecture of an option have in common.
struct Design<'a> {
    elements: &'a BTreeMap<ElementId, Element>,
    relationships: &'a BTreeMap<RelationshipId, Relationship>,
    journeys: &'a BTreeMap<JourneyId, Journey>,
    teams: &'a BTreeMap<TeamId, Team>,
    data: &'a BTreeMap<DataId, DataSet>,
    contracts: &'a BTreeMap<ContractId, Contract>,
    units: &'a BTreeMap<ElementId, Unit>,
}

impl Design<'_> {
    fn has_operation(&self, at: &OperationRef) -> bool {
        self.elements
            .get(&at.element)
            .is_some_and(|element| element.operations.contains_key(&at.operation))
    }
}

#[cfg(test)]
mod testing {
    use serde_json::Value;

    use crate::{Document, Path, load};

    /// What validation says of the sample with these places set, as `id at place`.
    pub(super) fn found(edits: &[(&str, Value)]) -> Vec<String> {
        let sample = include_str!("../../tests/samples/shop.spinout.json");
        let mut value = load(sample, "shop").unwrap().document.value().clone();
        for (path, new) in edits {
            Path::from(*path).set(&mut value, new.clone()).unwrap();
        }
        let document = Document::from_value(value).unwrap();
        let mut found: Vec<String> = super::validate(document.model())
            .iter()
            .map(|finding| format!("{} at {}", finding.id, finding.place))
            .collect();
        found.sort();
        found
    }

    /// Every finding of the sample with one place set.
    #[track_caller]
    pub(super) fn says(path: &str, new: Value, expected: &[&str]) {
        assert_eq!(found(&[(path, new)]), expected, "{path}");
    }

    #[test]
    fn the_sample_has_no_findings() {
        assert_eq!(found(&[]), Vec::<String>::new());
    }
}
