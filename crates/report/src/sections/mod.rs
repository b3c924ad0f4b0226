//! The parts of the page: each turns what it is given into HTML.

pub(crate) mod answer;
pub(crate) mod blast;
pub(crate) mod cost;
pub(crate) mod elements;
pub(crate) mod findings;
pub(crate) mod journeys;

pub(crate) mod method;
pub(crate) mod metrics;
pub(crate) mod objectives;
pub(crate) mod overload;
pub(crate) mod pictures;
pub(crate) mod told;

use crate::{Chapter, Report};

/// Titles of a table with one column of numbers for each option.
fn titles(report: &Report<'_>, chapter: &Chapter<'_>, first: &str) -> Vec<String> {
    let mut titles = vec![first.to_owned()];
    let options = chapter.runs.iter();
    titles.extend(options.map(|run| format!("#{}", report.option_name(&run.option))));
    titles
}
