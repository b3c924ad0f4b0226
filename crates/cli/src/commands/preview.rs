use std::io::Write;

use spinout_commands::protocol::{AskPreview, PreviewView};
use spinout_units::{OptionId, ScenarioId};

use super::print_json;
use crate::arguments::Simulate;
use crate::fault::{FINDINGS, Fault, GOOD};
use crate::session::Session;
use crate::show;

/// What `simulate --preview` asks for: the same by formula.
pub(super) fn preview(asked: &Simulate, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(asked.how.threads);
    let document = session.open(&asked.model)?;
    let mut views = Vec::new();
    for scenario in each::<ScenarioId>(&asked.scenarios) {
        for option in each::<OptionId>(&asked.options) {
            views.push(session.app.preview(&AskPreview {
                document,
                option: option.clone(),
                scenario: scenario.clone(),
            })?);
        }
    }
    if asked.json {
        match views.as_slice() {
            [view] if asked.options.len() <= 1 && asked.scenarios.len() <= 1 => {
                print_json(view, out)?;
            }
            views => print_json(&views, out)?,
        }
    } else {
        for (n, view) in views.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            show::preview(view, out)?;
        }
    }
    let saturated = |view: &PreviewView| view.levels.iter().any(|level| level.saturated.is_some());
    Ok(if views.iter().any(saturated) {
        FINDINGS
    } else {
        GOOD
    })
}

/// Those that are named, or the default one.
fn each<T: Clone>(named: &[T]) -> Vec<Option<T>> {
    if named.is_empty() {
        vec![None]
    } else {
        named.iter().cloned().map(Some).collect()
    }
}
