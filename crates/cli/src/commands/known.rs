use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};
use spinout_commands::protocol::{Apply, AskKnown, AskView, DocumentId, Edit, Known, SaveFile};

use super::print_json;
use crate::arguments::KnownFigures;
use crate::fault::{BAD_INPUT, FINDINGS, Fault, GOOD};
use crate::session::Session;
use crate::show;

/// What follows from what is known of an element; with `--write` also in the file.
pub(super) fn known(asked: &KnownFigures, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(None);
    let document = session.open(&asked.model)?;
    let known = session.app.known(&AskKnown {
        document,
        option: asked.option.clone(),
        element: asked.element.clone(),
        operation: asked.operation.clone(),
        rate: asked.rate,
        cpu: asked.cpu,
        instances: asked.instances,
        cores: asked.cores,
        p50: asked.p50,
        p95: asked.p95,
    })?;
    let written = asked.write && !known.figures.is_empty();
    if written {
        write_into(&session, document, asked, &known)?;
    }
    if asked.json {
        print_json(&known, out)?;
    } else {
        show::known(&known, out)?;
        if written {
            writeln!(out, "\nwritten into {}", asked.model.display())?;
        }
    }
    Ok(
        match (known.conflicts.is_empty(), known.figures.is_empty()) {
            (false, _) => FINDINGS,
            (true, true) => BAD_INPUT,
            (true, false) => GOOD,
        },
    )
}

/// Puts the figures into the file, with where they come from.
fn write_into(
    session: &Session,
    document: DocumentId,
    asked: &KnownFigures,
    known: &Known,
) -> Result<(), Fault> {
    let view = session.app.view(&AskView {
        document,
        option: asked.option.clone(),
    })?;
    let source = asked.source.as_ref().unwrap_or(&known.source);
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    for figure in &known.figures {
        values.insert(figure.path.clone(), figure.value.clone());
        if let Some(basis) = &figure.basis {
            let said = json!({"kind": asked.basis.word(), "source": source});
            values.insert(basis.clone(), said);
        }
    }
    session.app.apply(&Apply {
        document,
        option: view.option,
        revision: view.revision,
        gesture: None,
        edit: Edit::SetAll {
            title: format!("Put in what is known of {}", asked.element),
            values,
        },
    })?;
    session.app.save(SaveFile {
        document,
        overwrite: false,
    })?;
    Ok(())
}
