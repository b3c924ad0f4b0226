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

/// What is wrong with the form of what stands around a model's designs: scenarios, options, basis,
/// evidence, layout. What is wrong with a design, [`validate_architecture`] says of what
/// [`crate::derive`] makes of it.
#[must_use]
pub fn validate(model: &Model) -> Vec<Finding> {
    let mut report = Report::default();
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

/// What the rules for a design look at.
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
    use spinout_units::OptionId;

    use crate::{BASELINE, Document, Path, derive, load};

    /// What validation says of the sample with these places set, as `id at place`.
    pub(super) fn found(edits: &[(&str, Value)]) -> Vec<String> {
        let sample = include_str!("../../tests/samples/shop.spinout.json");
        let mut value = load(sample, "shop").unwrap().document.value().clone();
        for (path, new) in edits {
            Path::from(*path).set(&mut value, new.clone()).unwrap();
        }
        let document = Document::from_value(value).unwrap();
        let model = document.model();
        let baseline = derive(model, &OptionId::new(BASELINE).unwrap());
        let mut found: Vec<String> = super::validate_architecture(&baseline)
            .iter()
            .chain(&super::validate(model))
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
