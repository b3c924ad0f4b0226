//! Tables and charts of runs as one HTML page that needs nothing else: no script, no font, no image from
//! outside. It must not compute what it shows.

mod charts;
pub mod figures;
mod html;
pub mod metrics;
mod page;
mod sections;
pub mod told;

use spinout_model::{BASELINE, Model};
use spinout_results::{Comparison, Run};
use spinout_units::{Finding, OptionId};

/// What a report is made of.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The model.
    pub model: &'a Model,
    /// The scenarios that were run, in the order in which they are told.
    pub chapters: Vec<Chapter<'a>>,
    /// What the checks say of each option.
    pub findings: Vec<(OptionId, Vec<Finding>)>,
}

/// A scenario and what became of the options in it.
#[derive(Clone, Debug)]
pub struct Chapter<'a> {
    /// One run for each option, all of the same scenario; the first is what others are compared with.
    pub runs: Vec<&'a Run>,
    /// Paired differences of the other options to the first, where they were run together.
    pub comparisons: Vec<&'a Comparison>,
}

/// The report as one HTML page.
#[must_use]
pub fn html(report: &Report<'_>) -> String {
    page::page(report)
}

impl Report<'_> {
    /// What an option is called.
    fn option_name(&self, id: &OptionId) -> String {
        match self.model.options.get(id) {
            Some(option) => option.name.clone(),
            None if id.as_str() == BASELINE => "Baseline".to_owned(),
            None => id.to_string(),
        }
    }

    /// The last run of each option that `has` what is asked for, in the order of the chapters.
    fn of_options<'s, T>(&'s self, has: impl Fn(&'s Run) -> Option<T>) -> Vec<(&'s OptionId, T)> {
        let mut found: Vec<(&OptionId, T)> = Vec::new();
        for run in self.chapters.iter().flat_map(|c| &c.runs) {
            let Some(value) = has(run) else { continue };
            match found.iter_mut().find(|(option, _)| **option == run.option) {
                Some(known) => known.1 = value,
                None => found.push((&run.option, value)),
            }
        }
        found
    }
}
