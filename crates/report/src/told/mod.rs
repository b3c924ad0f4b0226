//! What a run tells of everything that not each design has: one table for each, left out where nothing is
//! modelled. The page and the terminal show the same ones.

mod capacity;
mod elements;
mod failure_modes;
mod links;
mod messages;
mod rare;

use spinout_results::{Estimate, Run};

/// A table of a run.
#[derive(Clone, Debug)]
pub struct Topic {
    /// What it is about.
    pub title: &'static str,
    /// The headings of the columns after the first, which names what the row is of.
    pub columns: &'static [&'static str],
    /// The rows; never empty.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is of.
    pub of: String,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A figure with its interval, and how it is written; a dash where there is none.
    Figure(Option<Estimate>, fn(f64) -> String),
    /// Words.
    Text(String),
}

/// The tables of a run.
#[must_use]
pub fn topics(run: &Run) -> Vec<Topic> {
    let topics = [
        failure_modes::failure_modes(run),
        rare::outcomes(run),
        messages::queues(run),
        messages::consumer_groups(run),
        messages::fates(run),
        elements::caches(run),
        elements::read_replicas(run),
        elements::functions(run),
        elements::jobs(run),
        elements::resources(run),
        capacity::scaling(run),
        capacity::placement(run),
        capacity::nodes(run),
        links::calls(run),
        elements::turned_away(run),
        links::bad_versions(run),
    ];
    topics.into_iter().filter(|t| !t.rows.is_empty()).collect()
}

impl Topic {
    fn new(
        title: &'static str,
        columns: &'static [&'static str],
        rows: impl Iterator<Item = Row>,
    ) -> Self {
        Self {
            title,
            columns,
            rows: rows.collect(),
        }
    }
}

impl Row {
    fn new<const N: usize>(of: impl Into<String>, cells: [Cell; N]) -> Self {
        Self {
            of: of.into(),
            cells: cells.into(),
        }
    }
}

/// A count that is a mean over replications, or a greatest value: without an interval of its own.
fn exact(value: f64) -> Option<Estimate> {
    Some(Estimate {
        value,
        low: value,
        high: value,
    })
}

/// Whether it happened at all.
fn some(figure: Option<Estimate>) -> bool {
    figure.is_some_and(|figure| figure.value > 0.0)
}
