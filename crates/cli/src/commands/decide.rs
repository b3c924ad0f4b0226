use std::io::Write;

use spinout_commands::protocol::{AskDecision, AskView, Simulate};
use spinout_units::OptionId;

use super::print_json;
use crate::arguments::Decide;
use crate::fault::{FINDINGS, Fault, GOOD};
use crate::session::{RUN, Session};
use crate::show;

/// Runs the baseline and the option, and says what speaks for each of its spinouts.
pub(super) fn decide(asked: &Decide, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(asked.how.threads);
    let document = session.open(&asked.model)?;
    let view = session.app.view(&AskView {
        document,
        option: asked.option.clone(),
    })?;
    let baseline = view.options.first().map(|base| base.id.clone());
    let options: Vec<OptionId> = baseline
        .into_iter()
        .filter(|base| *base != view.option)
        .chain([view.option.clone()])
        .collect();
    session.long(document, |app| {
        app.simulate(&Simulate {
            document,
            run: RUN,
            options: options.clone(),
            scenarios: asked.scenarios.clone(),
            rare: Vec::new(),
            settings: asked.how.settings(),
        })
    })?;
    let decision = session.app.decision(&AskDecision {
        document,
        option: Some(view.option),
    })?;
    if asked.json {
        print_json(&decision, out)?;
    } else {
        show::decision(&decision, out)?;
    }
    let open = |spinout: &spinout_commands::decision::SpinOutDecision| {
        spinout.verdict != spinout_commands::decision::Verdict::SpinOut
    };
    let open = decision.spinouts.iter().any(open);
    Ok(if open { FINDINGS } else { GOOD })
}
