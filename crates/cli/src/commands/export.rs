use std::io::Write;

use spinout_commands::protocol::{ApplyExport, ArtifactState, CheckExport};

use super::print_json;
use crate::arguments::Export;
use crate::fault::{FINDINGS, Fault, GOOD};
use crate::session::{Session, text};
use crate::show;

pub(super) fn export(asked: &Export, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(None);
    let document = session.open(&asked.model)?;
    let dir = text(&asked.dir)?;
    let option = asked.option.clone();
    let report = if asked.check {
        session.app.export_check(&CheckExport {
            document,
            option,
            dir,
        })
    } else {
        session.app.export_apply(&ApplyExport {
            document,
            option,
            dir,
            force: asked.force,
        })
    };
    let report = report.map_err(|problem| session.app.locate(document, problem))?;
    if asked.json {
        print_json(&report, out)?;
    } else {
        show::export(&report, asked.check, out)?;
    }
    // After a check everything that is not the same differs; after an export only what was kept does.
    let differs = report.files.iter().any(|file| match file.state {
        ArtifactState::Same => false,
        ArtifactState::Kept => true,
        ArtifactState::New | ArtifactState::Changed | ArtifactState::Removed => asked.check,
    });
    Ok(if differs { FINDINGS } else { GOOD })
}
