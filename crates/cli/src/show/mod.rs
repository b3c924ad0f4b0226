//! Results as a person reads them on a terminal.

mod blast;
mod comparison;
mod decision;
mod export;
mod figures;
mod findings;
mod growth;
mod known;
mod metrics;
mod preview;
mod run;
mod table;
mod told;

pub(crate) use blast::blast;
pub(crate) use comparison::comparison;
pub(crate) use decision::decision;
pub(crate) use export::{export, export_plan};
pub(crate) use findings::report;
pub(crate) use known::known;
pub(crate) use preview::preview;
pub(crate) use run::run;
