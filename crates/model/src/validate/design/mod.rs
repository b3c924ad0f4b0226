//! Rules for a design, one a file.

mod caches;
mod capacity;
mod distributions;
mod figures;
mod jobs;
mod kinds;
mod messaging;
mod modes;
mod nesting;
mod queues;
mod references;
mod resilience;
mod steps;
mod storage;

use super::{Design, Report};

type Rule = fn(&Design<'_>, &mut Report);

/// Every rule for a design.
pub(super) const RULES: &[Rule] = &[
    references::check,
    nesting::check,
    kinds::check,
    modes::check,
    steps::check,
    queues::check,
    figures::check,
    capacity::check,
    storage::check,
    jobs::check,
    messaging::check,
    caches::check,
    resilience::check,
    distributions::check,
];
