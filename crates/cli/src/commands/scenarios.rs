use std::io::Write;

use spinout_commands::protocol::{
    Apply, AskPresets, AskView, DocumentId, Edit, Preset, Problem, ProblemKind, SaveFile,
};
use spinout_units::{OptionId, ScenarioId};

use super::print_json;
use crate::arguments::Scenarios;
use crate::fault::{Fault, GOOD};
use crate::session::Session;

/// Lists the scenarios of a model and those to start from, or adds one of these.
pub(super) fn scenarios(asked: &Scenarios, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(None);
    let document = session.open(&asked.model)?;
    let option = asked.option.clone();
    let presets = session.app.presets(&AskPresets { document, option })?;
    if let Some(wanted) = &asked.add {
        let preset = presets.presets.iter().find(|preset| preset.id == *wanted);
        let preset = preset.ok_or_else(|| unknown(wanted, &presets.presets))?;
        let id = asked.id.clone().unwrap_or_else(|| preset.free_id.clone());
        add(&session, document, asked.option.clone(), &id, preset)?;
        writeln!(
            out,
            "added the scenario `{id}` to {}",
            asked.model.display()
        )?;
        return Ok(GOOD);
    }
    if asked.json {
        print_json(&presets, out)?;
        return Ok(GOOD);
    }
    let option = asked.option.clone();
    let view = session.app.view(&AskView { document, option })?;
    for (id, found) in &view.scenarios {
        let default = if view.default_scenario.as_ref() == Some(id) {
            " (default)"
        } else {
            ""
        };
        let name = found.scenario.name.as_deref().unwrap_or_default();
        let about = found.scenario.description.as_deref().unwrap_or_default();
        writeln!(out, "{:<18}{name}{default}: {about}", id.as_str())?;
    }
    writeln!(out, "\nTo start from, with --add:")?;
    for preset in presets.presets {
        let about = preset.scenario.description.unwrap_or_default();
        writeln!(out, "{:<18}{about}", preset.id)?;
    }
    Ok(GOOD)
}

/// Puts the preset into the file; one that is there already under the id stays.
fn add(
    session: &Session,
    document: DocumentId,
    option: Option<OptionId>,
    id: &ScenarioId,
    preset: &Preset,
) -> Result<(), Problem> {
    let view = session.app.view(&AskView { document, option })?;
    if view.scenarios.contains_key(id) {
        return Err(Problem::new(
            ProblemKind::Refused,
            format!("there is a scenario `{id}` already"),
            "name another with --as",
        ));
    }
    let value = serde_json::to_value(&preset.scenario)
        .unwrap_or_else(|error| unreachable!("words can always be written: {error}"));
    session.app.apply(&Apply {
        document,
        option: view.option,
        revision: view.revision,
        gesture: None,
        edit: Edit::Set {
            path: format!("scenarios/{id}"),
            value,
        },
    })?;
    session.app.save(SaveFile {
        document,
        overwrite: false,
    })?;
    Ok(())
}

fn unknown(wanted: &str, presets: &[Preset]) -> Problem {
    let known: Vec<&str> = presets.iter().map(|preset| preset.id.as_str()).collect();
    Problem::new(
        ProblemKind::ChoiceNeeded,
        format!("there is no scenario `{wanted}` to start from"),
        format!("one of {}", known.join(", ")),
    )
}
