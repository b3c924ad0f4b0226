//! What a spinout would change: the design, times and money. Nothing is changed here.

use spinout_model::{
    Change, DesignOption, Do, Document, Model, SpinOut, StoreAccess, derive, marks,
};
use spinout_results::Run;
use spinout_study::Unobserved;
use spinout_units::{ChangeId, Finding, OptionId, ScenarioId, Severity};

use crate::app::App;
use crate::findings::in_order;
use crate::problem::of_file;
use crate::protocol::{
    PreviewSpinOut, Problem, SpinOutPreview, SpinOutWeights, WeighSpinOut, Weight,
};
use crate::simulate::scenario_of;
use crate::view::{baseline, option_of};

/// The random numbers of the replications that tell a month's use.
const SEED: u64 = 1;

impl App {
    /// What a spinout would change.
    pub fn preview_spin_out(&self, ask: &PreviewSpinOut) -> Result<SpinOutPreview, Problem> {
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        option_of(model, Some(&ask.option))?;
        let now = derive(model, &ask.option);
        let (model, option, change) = with_spin_out(model, &ask.option, &ask.spin_out);
        let architecture = derive(&model, &option);
        let findings: Vec<Finding> = architecture
            .findings
            .iter()
            .filter(|finding| !now.findings.contains(finding))
            .cloned()
            .collect();
        let made = architecture.spinouts.get(&change);
        let stores = made.iter().flat_map(|origin| &origin.data);
        let stores = stores.map(|(store, (strategy, migration))| {
            let access = StoreAccess {
                strategy: *strategy,
                migration: *migration,
                store: None,
            };
            (store.clone(), access)
        });
        Ok(SpinOutPreview {
            elements: marks(&now.elements, &architecture.elements),
            relationships: marks(&now.relationships, &architecture.relationships),
            applies: findings.iter().all(|f| f.severity != Severity::Error),
            findings: in_order(findings),
            stores: stores.collect(),
            architecture,
        })
    }

    /// What a spinout would change in times and money.
    pub fn weigh_spin_out(&self, ask: &WeighSpinOut) -> Result<SpinOutWeights, Problem> {
        let before = self.snapshot(ask.document)?;
        option_of(before.model(), Some(&ask.option))?;
        let scenario = scenario_of(&before, ask.scenario.as_ref())?;
        let (model, option, _) = with_spin_out(before.model(), &ask.option, &ask.spin_out);
        let content = serde_json::to_value(&model)
            .unwrap_or_else(|error| unreachable!("words can always be written: {error}"));
        let after = Document::from_value(content).map_err(|error| of_file(&error))?;
        Ok(SpinOutWeights {
            before: self.weigh(&before, &ask.option, &scenario, ask.month),
            after: self.weigh(&after, &option, &scenario, ask.month),
        })
    }

    fn weigh(
        &self,
        document: &Document,
        option: &OptionId,
        scenario: &ScenarioId,
        month: bool,
    ) -> Weight {
        let (preview, problem) = match self.preview_of(document, option, scenario) {
            Ok(preview) => (Some(preview), None),
            Err(problem) => (None, Some(problem)),
        };
        let per_month = if month {
            self.month(document, option)
        } else {
            None
        };
        Weight {
            preview,
            per_month,
            problem,
        }
    }

    /// What a month of an option costs, from a few replications.
    fn month(&self, document: &Document, option: &OptionId) -> Option<f64> {
        let model = document.model();
        let hours = |id: &&ScenarioId| model.scenarios[*id].hours_per_month > 0.0;
        let runs: Vec<Run> = model
            .scenarios
            .keys()
            .filter(hours)
            .filter_map(|id| self.usage(document, option, id, SEED, &Unobserved))
            .collect();
        let architecture = derive(model, option);
        let bill = spinout_cost::bill(model, &architecture, &runs.iter().collect::<Vec<_>>());
        bill.map(|bill| bill.per_month)
    }
}

/// The model with the spinout in the option, or in a new option where that is the baseline; that option, and
/// the change that it is.
fn with_spin_out(
    model: &Model,
    option: &OptionId,
    spin_out: &SpinOut,
) -> (Model, OptionId, ChangeId) {
    let mut model = model.clone();
    let taken = |id: &str| {
        let changes = |option: &DesignOption| option.changes.contains_key(id);
        model.options.contains_key(id) || model.options.values().any(changes)
    };
    let name = std::iter::once("spinout".to_owned())
        .chain((2_u32..).map(|n| format!("spinout-{n}")))
        .find(|id| !taken(id))
        .unwrap_or_else(|| unreachable!("there are more numbers than options"));
    let literal = "a literal with a number is an identifier";
    let change_id = ChangeId::new(&name).unwrap_or_else(|_| unreachable!("{literal}"));
    let option_id = if *option == baseline() {
        OptionId::new(&name).unwrap_or_else(|_| unreachable!("{literal}"))
    } else {
        option.clone()
    };
    let changed = model.options.entry(option_id.clone()).or_default();
    let change = Change {
        // After every other key: `~` is the last printable sign.
        order: "~".to_owned(),
        off: false,
        note: None,
        what: Do::SpinOut(Box::new(spin_out.clone())),
    };
    changed.changes.insert(change_id.clone(), change);
    (model, option_id, change_id)
}
