//! How far the fluid is from the engine where both can run: measured over the corpus of `docs/fluid.md`, read
//! from the table that its program writes.

use std::sync::LazyLock;

use super::outcome::Fluid;
use crate::preview::{Band, Busy};

/// One use a line: its name, and the two errors.
const TABLE: &str = include_str!("errors.csv");

static ERRORS: LazyLock<Vec<(Busy, Band)>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(parse).collect());

fn parse(line: &str) -> Option<(Busy, Band)> {
    let mut cells = line.split(',');
    let name = cells.next()?;
    let busy = Busy::ALL.into_iter().find(|one| one.name() == name)?;
    let mut number = || cells.next()?.parse().ok();
    let (mean, quantile) = (number()?, number()?);
    Some((busy, Band { mean, quantile }))
}

/// The relative error that 95 % of the cases with such a use of the busiest resource stay within.
#[must_use]
pub fn error_of(busy: Busy) -> Band {
    let found = ERRORS.iter().find(|(one, _)| *one == busy);
    found.map_or(
        Band {
            mean: 1.0,
            quantile: 1.0,
        },
        |(_, error)| *error,
    )
}

impl Fluid {
    /// How busy the busiest resource is, on the mean over the time.
    #[must_use]
    pub fn busy(&self) -> Busy {
        let groups = self.groups.iter();
        let used = groups.flat_map(|group| [&group.cores, &group.slots]);
        Busy::of(used.map(|used| self.mean(used)).fold(0.0, f64::max))
    }

    /// The mean over time of what is given for each step; 0 of nothing.
    #[must_use]
    pub fn mean(&self, figures: &[f64]) -> f64 {
        let steps = self.times_s.windows(2).zip(figures);
        let (sum, time) = steps.fold((0.0, 0.0), |(sum, time), (pair, figure)| {
            let seconds = pair[1] - pair[0];
            (sum + figure * seconds, time + seconds)
        });
        if time > 0.0 { sum / time } else { 0.0 }
    }
}
