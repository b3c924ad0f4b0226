//! Rules for a whole model, one a file.

mod loads;
mod names;
mod options;
mod places;
mod scenarios;
mod slides;

use super::Report;
use crate::Model;

type Rule = fn(&Model, &mut Report);

/// Every rule for a whole model.
pub(super) const RULES: &[Rule] = &[
    names::check,
    scenarios::check,
    loads::check,
    options::check,
    places::check,
    slides::check,
];
