//! What a client may ask and what it is told: the one list of commands, from which the window's
//! TypeScript is generated. Plain data; nothing here does anything.

mod check;
mod decide;
mod describe;
mod distribution;
mod document;
mod edit;
mod event;
mod export;
mod history;
mod know;
mod presets;
mod preview;
mod prices;
mod problem;
mod removal;
mod settings;
mod simulate;
mod steps;
pub mod typescript;
mod view;

pub use check::{AskSchema, CheckDocument, CheckReport, LocatedFinding, SchemaOf, SchemaText};
pub use decide::AskDecision;
pub use describe::AskDescription;
pub use distribution::{AskDistribution, DistributionView};
pub use document::{
    AskTemplatePicture, CloseDocument, DiscardRecovery, DocumentId, Done, ListRecent,
    ListRecoverable, ListTemplates, NewDocument, OpenFile, OpenText, Opened, Recent, RecentList,
    RecoverDocument, Recoverable, RecoverableList, SaveFile, SaveFileAs, Saved, Template,
    TemplateList, TemplatePicture,
};
pub use edit::{Applied, Apply, Edit, PatchOperation, Redo, Undo};
pub use event::{Event, RunInterim, RunPhase, RunProgress};
pub use export::{
    ApplyExport, ArtifactNote, ArtifactState, AskExportFolders, CheckExport, ExportFolders,
    ExportFormat, ExportInto, ExportPlan, ExportReport, HeldFolder, PlanExport, PlannedArtifact,
    TargetFolder,
};
pub use history::{DeleteRun, GetRun, HistoryEntry, HistoryList, KeepEvidence, ListHistory};
pub use know::{AskKnown, Known, KnownFigure};
pub use presets::{AskPresets, Preset, PresetList};
pub use preview::{
    AskPreview, PreviewBottleneck, PreviewElement, PreviewFigure, PreviewJourney, PreviewLevel,
    PreviewTimes, PreviewView,
};
pub use prices::{AskPrices, ListedPrice, PriceList};
pub use problem::{Place, Problem, ProblemKind};
pub use removal::{Also, AlsoKind, AskRemoval, Removal};
pub use settings::{AskSettings, Settings};
pub use simulate::{
    AskBill, AskBlast, BlastView, Cancel, Compare, Finish, RareRun, RunSettings, Simulate,
    SimulateBlast, SimulateRare, Simulated, StoredRun,
};
pub use steps::{AskSteps, GoToStep, StepList};
pub use view::{
    AskView, ChangeView, EvidenceView, FileView, NoteView, OptionView, PreviewSpinOut,
    ScenarioView, SpinOutPreview, SpinOutWeights, UndoStep, View, WeighSpinOut, Weight,
};

use serde::{Deserialize, Serialize};
use spinout_decision::Decision;
use spinout_model::Description;
use spinout_results::{Bill, BlastRun, Comparison, Run};

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:literal $variant:ident($request:ty) -> $answer:ident($response:ty);)*) => {
        /// A command with what it needs, as `{"command": "open", "path": …}`.
        #[derive(Clone, Debug, Deserialize)]
        #[serde(tag = "command")]
        #[allow(clippy::large_enum_variant)]
        pub enum Request {$(
            $(#[doc = $doc])+
            #[serde(rename = $name)]
            $variant($request),
        )*}

        impl Request {
            /// The command's name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }
        }

        impl typescript::CommandList for Request {
            fn visit(visitor: &mut impl typescript::CommandVisitor) {
                $(visitor.command::<$request, $response>($name, &[$($doc),+]);)*
            }
        }
    };
}

commands! {
    /// What can be said in a model: kinds, forms, ranges, help and defaults.
    "describe" Describe(AskDescription) -> Description(Description);
    /// What a distribution looks like, and what it becomes when its mean, its tail or its family is moved.
    "distribution" Distribution(AskDistribution) -> Distribution(DistributionView);
    /// What the work of a request is, from what people know of an element. Changes nothing.
    "known" Known(AskKnown) -> Known(Known);
    /// The models that a new one can start from.
    "templates" Templates(ListTemplates) -> Templates(TemplateList);
    /// The baseline of a template as it is drawn, for a picture of it.
    "template_picture" TemplatePicture(AskTemplatePicture) -> TemplatePicture(TemplatePicture);
    /// A new model, blank or from a template.
    "new" New(NewDocument) -> Opened(Opened);
    /// Opens a file.
    "open" Open(OpenFile) -> Opened(Opened);
    /// Opens a model from its text: dropped on the window, or pasted.
    "open_text" OpenText(OpenText) -> Opened(Opened);
    /// Writes a model to its file.
    "save" Save(SaveFile) -> Saved(Saved);
    /// Writes a model to another file, which becomes its own.
    "save_as" SaveAs(SaveFileAs) -> Saved(Saved);
    /// Lets go of a model.
    "close" Close(CloseDocument) -> Done(Done);
    /// The files opened lately, the latest first.
    "recent" Recent(ListRecent) -> Recent(RecentList);
    /// Work that was not saved when the application ended.
    "recoverable" Recoverable(ListRecoverable) -> Recoverable(RecoverableList);
    /// Opens unsaved work again.
    "recover" Recover(RecoverDocument) -> Opened(Opened);
    /// Throws unsaved work away.
    "discard_recovery" DiscardRecovery(DiscardRecovery) -> Done(Done);
    /// Everything that the screen shows of an option.
    "view" View(AskView) -> View(View);
    /// Changes a model.
    "apply" Apply(Apply) -> Applied(Applied);
    /// What else would go with what is taken away. Changes nothing.
    "removal" Removal(AskRemoval) -> Removal(Removal);
    /// Takes the last change back.
    "undo" Undo(Undo) -> Applied(Applied);
    /// Takes the last undo back.
    "redo" Redo(Redo) -> Applied(Applied);
    /// A part of the history of edits.
    "steps" Steps(AskSteps) -> Steps(StepList);
    /// Takes steps back or does them again until so many are done.
    "go_to_step" GoToStep(GoToStep) -> Applied(Applied);
    /// What a spinout would change. Changes nothing.
    "preview_spin_out" PreviewSpinOut(PreviewSpinOut) -> SpinOutPreview(SpinOutPreview);
    /// What a spinout would change in times and money. Changes nothing.
    "weigh_spin_out" WeighSpinOut(WeighSpinOut) -> SpinOutWeights(SpinOutWeights);
    /// Scenarios to start from, made for the model.
    "presets" Presets(AskPresets) -> Presets(PresetList);
    /// What an option does under a scenario by formula: no run, but fast enough to follow a slider.
    "preview" Preview(AskPreview) -> Preview(PreviewView);
    /// Runs options under scenarios.
    "simulate" Simulate(Simulate) -> Simulated(Simulated);
    /// Stops a run and throws away what it has.
    "cancel" Cancel(Cancel) -> Done(Done);
    /// Stops a run and keeps what it has.
    "finish" Finish(Finish) -> Done(Done);
    /// Runs two options under the same users and the same work.
    "compare" Compare(Compare) -> Comparison(Comparison);
    /// What fails when an element fails, by structure.
    "blast" Blast(AskBlast) -> Blast(BlastView);
    /// What is lost when each element is down for ten minutes, by simulation.
    "simulate_blast" SimulateBlast(SimulateBlast) -> BlastRun(BlastRun);
    /// How often things happen that hardly ever do, by simulation.
    "simulate_rare" SimulateRare(SimulateRare) -> RareRun(RareRun);
    /// What can be said of an option's spinouts, from the runs in the history that are not stale.
    "decision" Decision(AskDecision) -> Decision(Decision);
    /// The bill of a month, from the runs in the history that are not stale.
    "bill" Bill(AskBill) -> Bill(Bill);
    /// What can be billed: the catalogue, and the model's own prices.
    "prices" Prices(AskPrices) -> Prices(PriceList);
    /// What an export would write, beside what is there.
    "export_plan" ExportPlan(PlanExport) -> ExportPlan(ExportPlan);
    /// Writes the exported files.
    "export_apply" ExportApply(ApplyExport) -> ExportReport(ExportReport);
    /// Where a model was exported to last on this machine.
    "export_folders" ExportFolders(AskExportFolders) -> ExportFolders(ExportFolders);
    /// Compares the exported files with what is there. Writes nothing.
    "export_check" ExportCheck(CheckExport) -> ExportReport(ExportReport);
    /// The runs of the history, the latest first.
    "history" History(ListHistory) -> History(HistoryList);
    /// A run of the history.
    "history_run" HistoryRun(GetRun) -> Run(Run);
    /// Takes a run out of the history.
    "history_delete" HistoryDelete(DeleteRun) -> Done(Done);
    /// Puts the summary of a run of the history into the file as evidence, in place of that of the same
    /// option and scenario. Refused where the model has moved on since.
    "keep_evidence" KeepEvidence(KeepEvidence) -> Applied(Applied);
    /// What a person set up.
    "settings" Settings(AskSettings) -> Settings(Settings);
    /// Keeps what a person set up for the next start.
    "keep_settings" KeepSettings(Settings) -> Done(Done);
    /// All findings of a model, with lines and columns.
    "check" Check(CheckDocument) -> Check(CheckReport);
    /// A JSON Schema.
    "schema" Schema(AskSchema) -> Schema(SchemaText);
}

/// The answer to a command; which one follows from the command.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Response {
    Description(Box<Description>),
    Removal(Removal),
    TemplatePicture(Box<TemplatePicture>),
    Steps(StepList),
    Settings(Settings),
    Distribution(DistributionView),
    Known(Known),
    Templates(TemplateList),
    Opened(Opened),
    Saved(Saved),
    Done(Done),
    Recent(RecentList),
    Recoverable(RecoverableList),
    View(View),
    Applied(Applied),
    SpinOutPreview(SpinOutPreview),
    SpinOutWeights(SpinOutWeights),
    Presets(PresetList),
    Preview(PreviewView),
    Simulated(Simulated),
    Comparison(Comparison),
    Blast(BlastView),
    BlastRun(BlastRun),
    RareRun(RareRun),
    Decision(Decision),
    Bill(Bill),
    Prices(PriceList),
    ExportPlan(ExportPlan),
    ExportReport(ExportReport),
    ExportFolders(ExportFolders),
    History(HistoryList),
    Run(Run),
    Check(CheckReport),
    Schema(SchemaText),
}
