use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{
    ChangeId, ContractId, DataId, ElementId, EvidenceId, JourneyId, NoteId, OptionId, Price,
    RelationshipId, ScenarioId, SlideId, TeamId,
};
use ts_rs::TS;

use super::{
    Basis, Change, Contract, DataSet, Element, Evidence, Journey, Layout, Note, Relationship,
    Scenario, Slide, Team, Unit, is_default,
};

/// The version of the file format that this code reads and writes.
pub const FORMAT: u32 = 1;

/// One file, `NAME.spinout.json`: the whole of a model, and nothing that points outside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Model {
    /// The version of the format; 1.
    pub format: u32,
    /// What the model is called on screens and in exports.
    pub name: String,
    /// What the model is about, for a reviewer who sees it first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Option<String>,
    /// The option that was decided for; `baseline` where nothing was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub chosen: Option<OptionId>,
    /// The scenario that is run when none is named.
    #[serde(default, skip_serializing_if = "is_default")]
    pub default_scenario: Option<ScenarioId>,
    /// The things on the canvas of the baseline.
    #[serde(default, skip_serializing_if = "is_default")]
    pub elements: BTreeMap<ElementId, Element>,
    /// The links between operations of the baseline.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relationships: BTreeMap<RelationshipId, Relationship>,
    /// The kinds of user requests.
    #[serde(default, skip_serializing_if = "is_default")]
    pub journeys: BTreeMap<JourneyId, Journey>,
    /// Load and faults over time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scenarios: BTreeMap<ScenarioId, Scenario>,
    /// The designs beside the baseline, which has no entry: its id `baseline` is reserved.
    #[serde(default, skip_serializing_if = "is_default")]
    pub options: BTreeMap<OptionId, DesignOption>,
    /// Who owns and operates.
    #[serde(default, skip_serializing_if = "is_default")]
    pub teams: BTreeMap<TeamId, Team>,
    /// What is kept, of which class, and who may write it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub data: BTreeMap<DataId, DataSet>,
    /// What is promised at the interfaces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contracts: BTreeMap<ContractId, Contract>,
    /// How processes are operated, by element.
    #[serde(default, skip_serializing_if = "is_default")]
    pub units: BTreeMap<ElementId, Unit>,
    /// A company's own prices over the catalogue, by catalogue item, such as `ec2/m6i.large`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub prices: BTreeMap<String, Price>,
    /// Where a figure comes from, by its path, such as `elements/shop/process/threads`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: BTreeMap<String, Basis>,
    /// Results that travel with the file.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    /// What is written beside the drawing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: BTreeMap<NoteId, Note>,
    /// The slides by which the model is presented, apart from what it means.
    #[serde(default, skip_serializing_if = "is_default")]
    pub presentation: BTreeMap<SlideId, Slide>,
    /// Where things stand on the canvas, apart from what they mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub layout: Layout,
}

/// A design: a list of changes on the baseline or on another option.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct DesignOption {
    /// What the option is called on its tab.
    pub name: String,
    /// Why one would want it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Option<String>,
    /// The option that this one stands on; the baseline if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: Option<OptionId>,
    /// What it changes; applied by `order`, then by id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub changes: BTreeMap<ChangeId, Change>,
}
