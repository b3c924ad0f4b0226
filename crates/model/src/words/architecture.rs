use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{
    ChangeId, ContractId, DataId, ElementId, Finding, JourneyId, OptionId, RelationshipId, TeamId,
};
use ts_rs::TS;

use super::{
    Contract, Cutover, DataSet, DataStrategy, Element, Journey, Migration, Pattern, Position,
    Relationship, Team, Unit,
};

/// A design with all its changes applied: what is drawn, checked, simulated and exported.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, TS)]
pub struct Architecture {
    /// The option; `baseline` for the baseline.
    pub option: OptionId,
    /// Its elements.
    pub elements: BTreeMap<ElementId, Element>,
    /// Its relationships.
    pub relationships: BTreeMap<RelationshipId, Relationship>,
    /// Its journeys.
    pub journeys: BTreeMap<JourneyId, Journey>,
    /// Its teams.
    pub teams: BTreeMap<TeamId, Team>,
    /// Its data.
    pub data: BTreeMap<DataId, DataSet>,
    /// Its contracts.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Its units.
    pub units: BTreeMap<ElementId, Unit>,
    /// How traffic goes over, by the `spin_out` it goes over to.
    pub cutovers: BTreeMap<ChangeId, Cutover>,
    /// Units that a `spin_out` made.
    pub spinouts: BTreeMap<ChangeId, Origin>,
    /// The design before each `spin_out`: what traffic comes from in a cutover.
    #[serde(skip)]
    #[schemars(skip)]
    #[ts(skip)]
    pub before: BTreeMap<ChangeId, Arc<Architecture>>,
    /// What differs from the baseline.
    pub marks: BTreeMap<ElementId, Mark>,
    /// What differs from the baseline, for relationships.
    pub relationship_marks: BTreeMap<RelationshipId, Mark>,
    /// Where things stand, with a place for every element.
    pub layout: BTreeMap<ElementId, Position>,
    /// What could not be applied, and what a reviewer would ask about the changes.
    pub findings: Vec<Finding>,
}

/// How an element or relationship of an option differs from the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It is not in the baseline.
    New,
    /// It is in the baseline, but not like this.
    Changed,
    /// It is only in the baseline. The element itself is not in the architecture.
    Gone,
}

/// What a `spin_out` made.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, TS)]
pub struct Origin {
    /// The new process.
    pub unit: ElementId,
    /// The process that its components came from.
    pub parent: ElementId,
    /// The shape it was given.
    pub pattern: Pattern,
    /// The components that were taken out.
    pub components: Vec<ElementId>,
    /// The gateway in front of it.
    pub gateway: Option<ElementId>,
    /// The namespace or account that was made for it.
    pub boundary: Option<ElementId>,
    /// The queues in front of it.
    pub queues: Vec<ElementId>,
    /// What became of each store that the components used.
    pub data: BTreeMap<ElementId, (DataStrategy, Option<Migration>)>,
    /// The copies of stores that were made for it, and what keeps them.
    pub copies: BTreeMap<ElementId, Copied>,
}

/// A copy of a store.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, TS)]
pub struct Copied {
    /// The store that it is a copy of.
    pub of: ElementId,
    /// Where a stream of changes keeps it: the queues that carry them, and the component that applies them.
    pub kept_by: Vec<ElementId>,
}
