use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use spinout_model::{
    Architecture, Basis, Change, Mark, Position, Scenario, Slide, SpinOut, StoreAccess,
};
use spinout_units::{
    ChangeId, ElementId, EvidenceId, Finding, NoteId, OptionId, RelationshipId, ScenarioId, SlideId,
};
use ts_rs::TS;

use super::{DocumentId, PreviewView, Problem};

/// Asks for what the screen shows of an option.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskView {
    /// The model.
    pub document: DocumentId,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
}

/// Everything that the screen shows of an option.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct View {
    /// The model.
    pub document: DocumentId,
    /// Its revision.
    pub revision: u64,
    /// What the model is called.
    pub name: String,
    /// What the model is about.
    pub description: Option<String>,
    /// Its file.
    pub file: FileView,
    /// The option that is shown.
    pub option: OptionId,
    /// All options, the baseline first.
    pub options: Vec<OptionView>,
    /// The option that was decided for; `baseline` where nothing was.
    pub chosen: OptionId,
    /// All scenarios.
    pub scenarios: BTreeMap<ScenarioId, ScenarioView>,
    /// The scenario that is run when none is named; none where there is no scenario.
    pub default_scenario: Option<ScenarioId>,
    /// The option with all its changes applied.
    pub architecture: Architecture,
    /// Where figures come from, by their path, such as `elements/shop/process/threads`.
    pub basis: BTreeMap<String, Basis>,
    /// The notes that it shows.
    pub notes: BTreeMap<NoteId, NoteView>,
    /// The slides by which it is presented, by `order`, then by id.
    pub presentation: BTreeMap<SlideId, Slide>,
    /// The runs whose summaries travel with the file.
    pub evidence: BTreeMap<EvidenceId, EvidenceView>,
    /// What the checks say of it: form, changes, simulation, review. Worst first.
    pub findings: Vec<Finding>,
    /// What undo would take back.
    pub undo: Option<UndoStep>,
    /// What redo would do again.
    pub redo: Option<UndoStep>,
}

/// A note on the canvas. It is changed by setting `notes/ID`, and moved by setting `layout/notes/ID`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NoteView {
    /// What it says.
    pub text: String,
    /// The element that it is about; none where that is the whole drawing.
    pub element: Option<ElementId>,
    /// The option that it belongs to; none where it is shown in all.
    pub option: Option<OptionId>,
    /// Where it stands.
    pub position: Position,
}

/// The file of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FileView {
    /// Its path; none before the first save.
    pub path: Option<String>,
    /// Is there unsaved work?
    pub dirty: bool,
    /// Is the file not in canonical form? It will be with the next save.
    pub normalises: bool,
    /// Fields that this version does not know. They are kept.
    pub unknown: Vec<String>,
}

/// An option on its tab.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OptionView {
    /// Its id; `baseline` for the baseline.
    pub id: OptionId,
    /// What it is called.
    pub name: String,
    /// Why one would want it.
    pub description: Option<String>,
    /// The option that it stands on; none for the baseline.
    pub on: Option<OptionId>,
    /// Its changes in the order in which they are applied.
    pub changes: Vec<ChangeView>,
}

/// A change of an option.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChangeView {
    /// Its id.
    pub id: ChangeId,
    /// What it does, in a few words: `Spin out Image processing`.
    pub title: String,
    /// The change.
    pub change: Change,
}

/// A scenario, and what it would run.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScenarioView {
    /// The scenario.
    pub scenario: Scenario,
    /// The digest of the network of the shown option under it. A run with another digest is stale.
    /// None where errors stop it from being simulated.
    pub digest: Option<String>,
}

/// A run whose summary travels with the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceView {
    /// The option that was run.
    pub option: OptionId,
    /// The scenario that it was run under.
    pub scenario: ScenarioId,
    /// The seed.
    pub seed: u64,
    /// The version of the engine.
    pub engine: String,
    /// Independent replications.
    pub replications: u32,
    /// The digest of the network that was run. The evidence is stale where that is not the option's any
    /// more.
    pub digest: String,
}

/// A step of the one history of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UndoStep {
    /// What was done, such as `Move 3 elements`.
    pub title: String,
    /// The option that it touched.
    pub option: OptionId,
}

/// Asks what a spinout would change.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PreviewSpinOut {
    /// The model.
    pub document: DocumentId,
    /// The option that it would be made in.
    pub option: OptionId,
    /// What would be taken out, and how.
    pub spin_out: SpinOut,
}

/// Asks what a spinout would change in times and money.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct WeighSpinOut {
    /// The model.
    pub document: DocumentId,
    /// The option that it would be made in.
    pub option: OptionId,
    /// What would be taken out, and how.
    pub spin_out: SpinOut,
    /// The scenario; the default one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// Also what a month costs: that takes some replications of every scenario.
    #[serde(default)]
    pub month: bool,
}

/// An option without and with a spinout.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SpinOutWeights {
    /// As it is.
    pub before: Weight,
    /// With the spinout.
    pub after: Weight,
}

/// What an option takes in time and money. Nothing in it is a result: the times are by formula, and the
/// month is from a few replications.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Weight {
    /// The times by formula, where the option can be run.
    pub preview: Option<PreviewView>,
    /// What a month costs, in the bill's currency; none where it was not asked for, cannot be run, or nothing
    /// is billed.
    pub per_month: Option<f64>,
    /// Why there is nothing, if there is not.
    pub problem: Option<Problem>,
}

/// What a spinout would change.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SpinOutPreview {
    /// The option with it.
    pub architecture: Architecture,
    /// How elements would differ from the option without it.
    pub elements: BTreeMap<ElementId, Mark>,
    /// How relationships would differ from the option without it.
    pub relationships: BTreeMap<RelationshipId, Mark>,
    /// What would be said of it that is not said without it.
    pub findings: Vec<Finding>,
    /// The stores that the components use, with what becomes of the access to each: what is said, or what
    /// the pattern has for what is not. Empty where it cannot be made.
    pub stores: BTreeMap<ElementId, StoreAccess>,
    /// Can it be made? If not, the findings say why.
    pub applies: bool,
}
