use std::io::Write;

use spinout_commands::protocol::{NewDocument, SaveFileAs};
use spinout_commands::templates;

use crate::arguments::New;
use crate::fault::{Fault, GOOD};
use crate::session::{Session, text};

pub(super) fn new(asked: &New, out: &mut dyn Write) -> Result<u8, Fault> {
    if asked.list {
        for template in templates().templates {
            writeln!(out, "{:<18}{}", template.id, template.description)?;
        }
    }
    let Some(file) = &asked.file else {
        return Ok(GOOD);
    };
    let session = Session::new(None);
    let template = asked.template.clone();
    let opened = session.app.new_document(&NewDocument { template })?;
    let saved = session.app.save_as(&SaveFileAs {
        document: opened.document,
        path: text(file)?,
        overwrite: asked.force,
    })?;
    writeln!(out, "wrote {}", saved.path)?;
    Ok(GOOD)
}
