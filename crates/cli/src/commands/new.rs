use std::io::Write;
use std::path::Path;

use spinout_commands::protocol::{NewDocument, Problem, ProblemKind, SaveFileAs};
use spinout_commands::templates;

use crate::arguments::New;
use crate::fault::{Fault, GOOD};
use crate::session::{Session, text};

pub(super) fn new(asked: &New, out: &mut dyn Write) -> Result<u8, Fault> {
    let file = &asked.file;
    refuse_template_as_file(asked, file)?;
    let session = Session::new(None);
    let template = asked.template.clone().or_else(|| asked.named.clone());
    let opened = session.app.new_document(&NewDocument { template })?;
    let saved = session.app.save_as(&SaveFileAs {
        document: opened.document,
        path: text(file)?,
        overwrite: asked.force,
    })?;
    writeln!(out, "wrote {}", saved.path)?;
    Ok(GOOD)
}

/// A lone argument is the file, but who gives a template's name there means the template.
fn refuse_template_as_file(asked: &New, file: &Path) -> Result<(), Problem> {
    let known = templates().templates;
    let meant = known.iter().find(|known| file.as_os_str() == &*known.id);
    match meant {
        Some(template) if asked.template.is_none() && asked.named.is_none() => Err(Problem::new(
            ProblemKind::ChoiceNeeded,
            format!("`{}` is a template, and no file is named", template.id),
            format!("spinout new {} NAME.spinout.json", template.id),
        )),
        _ => Ok(()),
    }
}
