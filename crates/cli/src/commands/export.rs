use std::io::Write;
use std::path::Path;

use spinout_commands::protocol::{
    ApplyExport, ArtifactNote, ArtifactState, CheckExport, ExportInto, PlanExport, Problem,
};

use super::print_json;
use crate::arguments::Export;
use crate::fault::{EDITED, FINDINGS, Fault, GOOD, LEFT_OVER};
use crate::session::{Session, text};
use crate::show;

pub(super) fn export(asked: &Export, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(None);
    let document = session.open(&asked.model)?;
    let option = asked.option.clone();
    let into = into(asked)?;
    let located = |problem| session.app.locate(document, problem);
    if asked.plan {
        let plan = session
            .app
            .export_plan(&PlanExport {
                document,
                option,
                into,
            })
            .map_err(located)?;
        if asked.json {
            print_json(&plan, out)?;
        } else {
            show::export_plan(&plan, out)?;
        }
        return Ok(GOOD);
    }
    let report = if asked.check {
        session.app.export_check(&CheckExport {
            document,
            option,
            into,
        })
    } else {
        session.app.export_apply(&ApplyExport {
            document,
            option,
            into,
            force: asked.force,
            replace: asked.replace,
        })
    };
    let report = report.map_err(located)?;
    if asked.json {
        print_json(&report, out)?;
    } else {
        show::export(&report, asked.check, out)?;
    }
    Ok(code(&report.files, asked.check))
}

fn into(asked: &Export) -> Result<ExportInto, Problem> {
    let folder = |path: &Option<_>| path.as_deref().map(|path: &Path| text(path)).transpose();
    Ok(ExportInto {
        dir: folder(&asked.dir)?,
        targets: asked.targets.clone(),
        templates: folder(&asked.templates)?,
        runbooks: asked.runbooks.clone(),
        dashboards: asked.dashboards.clone(),
        token_url: asked.token_url.clone(),
    })
}

/// What a person must look at goes first. After an export, what was written is good.
fn code(files: &[ArtifactNote], check: bool) -> u8 {
    let any = |states: &[ArtifactState]| files.iter().any(|file| states.contains(&file.state));
    if any(&[ArtifactState::Kept, ArtifactState::Conflict]) {
        EDITED
    } else if check && any(&[ArtifactState::New, ArtifactState::Changed]) {
        FINDINGS
    } else if check && any(&[ArtifactState::Removed]) {
        LEFT_OVER
    } else {
        GOOD
    }
}
