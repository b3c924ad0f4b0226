//! What can be said of an option's spinouts, from the design and the runs in the history.

use spinout_decision::{Decision, decide};
use spinout_model::derive;

use crate::app::App;
use crate::protocol::{AskDecision, Problem};
use crate::view::{baseline, option_of};

impl App {
    /// What can be said of an option: from the runs in the history that are of it and of the baseline as they
    /// are now.
    pub fn decision(&self, ask: &AskDecision) -> Result<Decision, Problem> {
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        let option = option_of(model, ask.option.as_ref())?;
        let runs = |option| self.runs_of(&document, option, &[], None);
        Ok(decide(
            model,
            &derive(model, &option),
            &runs(&baseline()),
            &runs(&option),
        ))
    }
}
