//! From a model and an option to the architecture that is drawn, checked, simulated and exported.

mod add;
mod cutover;
mod fold_back;
mod marks;
mod move_to;
mod remove;
mod set;
mod spin_out;

use std::collections::BTreeMap;

pub use marks::marks;

use serde_json::Value;
use spinout_units::{ChangeId, ElementId, Finding, OptionId, RelationshipId, Severity};

use crate::layout;
use crate::{Architecture, Change, Do, Mark, Model, Path};

/// The id of the design that the file's own elements and relationships are.
pub const BASELINE: &str = "baseline";

/// The architecture of an option: the baseline with the changes of the option's bases and its own, in
/// their order. Pure. A change that does not apply, whose base has moved, or that claims what an earlier
/// one claimed becomes a finding, and so does an option that is not there.
#[must_use]
pub fn derive(model: &Model, option: &OptionId) -> Architecture {
    let mut design = Design::new(model, option);
    let drawn = layout::of_baseline(model, &design.architecture);
    for base in design.chain(model, option) {
        let Some(found) = model.options.get(base) else {
            continue;
        };
        let mut changes: Vec<(&ChangeId, &Change)> = found.changes.iter().collect();
        changes.sort_by(|a, b| (&a.1.order, a.0).cmp(&(&b.1.order, b.0)));
        for (id, change) in changes {
            if !change.off {
                design.at = Path::of(["options", base.as_str(), "changes", id.as_str()]);
                design.apply(id, &change.what);
            }
        }
    }
    spin_out::say_who_waits(&mut design);
    let mut architecture = design.architecture;
    (architecture.marks, architecture.relationship_marks) = marks::against(model, &architecture);
    architecture.layout = layout::place(model, &architecture, drawn);
    architecture
}

/// An architecture in the making.
struct Design {
    architecture: Architecture,
    /// The change that is being applied.
    at: Path,
    /// What earlier changes set, and by which.
    claimed: BTreeMap<Path, (ChangeId, Value)>,
    /// Components that were spun out, and by which change.
    spun_out: BTreeMap<ElementId, ChangeId>,
    /// Calls that a spinout made remote and that had no time-out then: a later change may give them one.
    patient: Vec<Patient>,
}

/// Calls that one spinout made remote.
struct Patient {
    /// The change.
    at: Path,
    /// What the unit is called.
    unit: String,
    /// The calls.
    links: Vec<RelationshipId>,
}

impl Design {
    fn new(model: &Model, option: &OptionId) -> Self {
        Self {
            architecture: Architecture {
                option: option.clone(),
                elements: model.elements.clone(),
                relationships: model.relationships.clone(),
                journeys: model.journeys.clone(),
                teams: model.teams.clone(),
                data: model.data.clone(),
                contracts: model.contracts.clone(),
                units: model.units.clone(),
                cutovers: BTreeMap::new(),
                spinouts: BTreeMap::new(),
                before: BTreeMap::new(),
                marks: BTreeMap::new(),
                relationship_marks: BTreeMap::new(),
                layout: BTreeMap::new(),
                findings: Vec::new(),
            },
            at: Path::root(),
            claimed: BTreeMap::new(),
            spun_out: BTreeMap::new(),
            patient: Vec::new(),
        }
    }

    /// The options that `option` stands on, lowest first, and itself.
    fn chain<'m>(&mut self, model: &'m Model, option: &'m OptionId) -> Vec<&'m OptionId> {
        let mut chain = Vec::new();
        let mut next = Some(option).filter(|id| id.as_str() != BASELINE);
        while let Some(id) = next {
            self.at = Path::of(["options", id.as_str()]);
            if chain.contains(&id) {
                self.error(
                    "option-stands-on-itself",
                    format!("the option `{id}` stands on itself"),
                    "let one option of the circle stand on the baseline",
                );
                break;
            }
            let Some(found) = model.options.get(id) else {
                self.error(
                    "unknown-option",
                    format!("there is no option `{id}`"),
                    "name an option of the model, or `baseline`",
                );
                break;
            };
            chain.push(id);
            next = found.on.as_ref().filter(|id| id.as_str() != BASELINE);
        }
        chain.reverse();
        chain
    }

    fn apply(&mut self, id: &ChangeId, what: &Do) {
        match what {
            Do::SpinOut(spin_out) => spin_out::apply(self, id, spin_out),
            Do::FoldBack(fold_back) => fold_back::apply(self, fold_back),
            Do::Add(addition) => add::apply(self, addition),
            Do::Set(set) => set::apply(self, id, set),
            Do::Remove(removal) => remove::apply(self, removal),
            Do::Move(to) => move_to::apply(self, to),
            Do::Cutover(cutover) => cutover::apply(self, cutover),
        }
    }

    fn find(&mut self, severity: Severity, id: &str, why: String, fix: &str) {
        self.architecture.findings.push(Finding {
            id: id.to_owned(),
            severity,
            place: self.at.to_string(),
            why,
            fix: fix.to_owned(),
        });
    }

    /// The change does not say what it said any more, so the option cannot be trusted.
    fn error(&mut self, id: &str, why: String, fix: &str) {
        self.find(Severity::Error, id, why, fix);
    }

    fn warn(&mut self, id: &str, why: String, fix: &str) {
        self.find(Severity::Warning, id, why, fix);
    }

    fn note(&mut self, id: &str, why: String, fix: &str) {
        self.find(Severity::Note, id, why, fix);
    }

    /// What the change needs is not there.
    fn lost(&mut self, what: &str) {
        self.error(
            "change-lost-target",
            format!("the change needs {what}, which is not there any more, so it is not applied"),
            "take the change back, or bring back what it changes",
        );
    }

    /// The id that the change would give is in use.
    fn taken(&mut self, what: &str, id: &str) {
        self.error(
            "id-taken",
            format!("the {what} `{id}` is there already, so the change does not add it"),
            "give the change or what it adds another id",
        );
    }
}

/// Marks by id.
type Marks<K> = BTreeMap<K, Mark>;
