use crate::figures::{number, time};
use crate::html::{escape, push};
use crate::{Chapter, Report};

/// Says which options could not keep up, and where.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let mut html = String::new();
    for run in &chapter.runs {
        let Some(overload) = &run.overload else {
            continue;
        };
        let what = if overload.resource == "deadlock" {
            "its visits wait for each other in a circle".to_owned()
        } else {
            format!("its {} ran out", escape(&overload.resource))
        };
        push(
            &mut html,
            format_args!(
                "<p class=\"banner\"><b>{}: {} could not keep up.</b> From {} on {what}: {} more waiting each \
                 second, in {} of {} replications.</p>\n",
                escape(&report.option_name(&run.option)),
                escape(&overload.name),
                time(overload.since_s),
                number(overload.growth_per_s),
                overload.replications,
                run.replications
            ),
        );
    }
    html
}
