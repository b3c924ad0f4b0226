//! Should this part become a unit of its own? What makes a spinout one (K1 to K6), what it is taken for (T1 to T8),
//! which rule applies (D1 to D4) and what speaks for and against it, from a design and its runs. It must not know how
//! a run was made, nor change anything.

mod class;
mod decision;
mod facts;
mod figures;
mod properties;
mod rule;

pub use decision::{
    Class, Decision, Maturity, Open, Property, PropertyId, Rule, SpinOutDecision, State, Verdict,
};

use spinout_model::{Architecture, Model};
use spinout_results::Run;

use facts::Facts;

/// What can be said of each spinout of a design. `baseline` and `option` are runs of the two designs as they are
/// now, of any scenarios: what is compared is what both were run under.
#[must_use]
pub fn decide(
    model: &Model,
    architecture: &Architecture,
    baseline: &[Run],
    option: &[Run],
) -> Decision {
    let figures = figures::between(baseline, option);
    let spinouts = architecture.spinouts.iter().map(|(change, origin)| {
        let facts = Facts::of(model, architecture, change, origin);
        let properties = properties::of(&facts, &figures);
        let (class, class_because) = class::of(&facts, &properties);
        let (maturity, maturity_because) = class::maturity(&facts);
        let ruling = rule::of(&facts, &properties, &figures);
        SpinOutDecision {
            change: change.clone(),
            unit: origin.unit.clone(),
            name: facts.label(&origin.unit).to_owned(),
            verdict: ruling.verdict,
            rule: ruling.rule,
            because: ruling.because,
            against: ruling.against,
            missing: ruling.missing,
            class,
            class_because,
            maturity,
            maturity_because,
            properties,
        }
    });
    let spinouts: Vec<_> = spinouts.collect();
    let changed = !architecture.marks.is_empty() || !architecture.relationship_marks.is_empty();
    Decision {
        option: architecture.option.clone(),
        compared: figures.scenarios.clone(),
        refactor: spinouts.is_empty() && changed,
        spinouts,
    }
}
