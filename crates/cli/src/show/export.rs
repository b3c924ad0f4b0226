use std::io::{self, Write};

use spinout_commands::protocol::{ArtifactState, ExportPlan, ExportReport};

use super::figures::count;

/// Writes what became, or would become, of each file.
pub(crate) fn export(report: &ExportReport, check: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut dir = None;
    let several = report
        .files
        .iter()
        .any(|file| file.dir != report.files[0].dir);
    for file in &report.files {
        let word = match (file.state, check) {
            (ArtifactState::Same, _) => continue,
            (ArtifactState::New, true) => "missing",
            (ArtifactState::New, false) => "new",
            (ArtifactState::Changed, true) => "differs",
            (ArtifactState::Changed, false) => "written",
            (ArtifactState::Kept, true) => "edited",
            (ArtifactState::Kept, false) => "kept",
            (ArtifactState::Merged, _) => "merged",
            (ArtifactState::Conflict, _) => "conflict",
            (ArtifactState::Removed, true) => "left over",
            (ArtifactState::Removed, false) => "removed",
        };
        if several && dir != Some(&file.dir) {
            writeln!(out, "{}", file.dir)?;
            dir = Some(&file.dir);
        }
        writeln!(out, "{word:<10}{}", file.path)?;
        if !file.why.is_empty() {
            writeln!(out, "          {}", file.why)?;
        }
    }
    for note in &report.notes {
        writeln!(out, "{note}")?;
    }
    let same = report
        .files
        .iter()
        .filter(|file| file.state == ArtifactState::Same);
    writeln!(
        out,
        "{}: {}, {} the same",
        report.option,
        count(report.files.len(), "file"),
        same.count()
    )
}

/// Writes what an export would change, as a patch.
pub(crate) fn export_plan(plan: &ExportPlan, out: &mut dyn Write) -> io::Result<()> {
    for artifact in plan.artifacts.iter().filter(|artifact| {
        artifact.dir.is_some()
            && !matches!(artifact.state, ArtifactState::Same | ArtifactState::Kept)
    }) {
        let existing = artifact.existing.as_deref().unwrap_or_default();
        let patch = diffy::create_patch(existing, &artifact.text);
        let place = format!(
            "{}/{}",
            artifact.dir.as_deref().unwrap_or_default(),
            artifact.path
        );
        let old = if artifact.state == ArtifactState::New {
            "/dev/null"
        } else {
            &place
        };
        let text = patch.to_string();
        let hunks = text.splitn(3, '\n').nth(2).unwrap_or_default();
        write!(out, "--- {old}\n+++ {place}\n{hunks}")?;
    }
    let kept = plan.artifacts.iter().filter_map(|artifact| {
        let why = artifact.why.as_deref()?;
        Some((artifact.path.as_str(), why))
    });
    let others = plan
        .others
        .iter()
        .map(|note| (note.path.as_str(), note.why.as_str()));
    for (path, why) in kept.chain(others) {
        writeln!(out, "{path}: {why}")?;
    }
    for held in &plan.held {
        writeln!(
            out,
            "{} holds option {} of the model {}: --replace takes its place",
            held.dir, held.option, held.model
        )?;
    }
    for note in &plan.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}
