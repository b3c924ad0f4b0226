use std::collections::BTreeMap;

use spinout_units::JourneyId;

use super::{Arm, Journey, When};
use crate::Solved;

/// Bytes of a MiB.
pub const MIB: f64 = 1_048_576.0;

/// How large requests are: those of all journeys that say so, by their shares.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    /// Shares, which sum to 1, and sizes in bytes.
    of: Vec<(f64, Solved)>,
}

impl Sizes {
    /// The sizes of these journeys' requests.
    #[must_use]
    pub fn of(journeys: &BTreeMap<JourneyId, Journey>) -> Self {
        let sized = journeys.values().filter_map(|journey| {
            let size = journey.size.as_ref()?.solve().ok()?;
            Some((journey.share, size))
        });
        let mut of: Vec<(f64, Solved)> = sized.collect();
        let total: f64 = of.iter().map(|(share, _)| share).sum();
        let count = of.len() as f64;
        for (share, _) in &mut of {
            *share = if total > 0.0 {
                *share / total
            } else {
                1.0 / count
            };
        }
        Self { of }
    }

    /// Shares and sizes in bytes of the journeys that have one.
    pub fn iter(&self) -> impl Iterator<Item = &(f64, Solved)> {
        self.of.iter()
    }

    /// The mean, in MiB; 0 where no journey has a size.
    #[must_use]
    pub fn mean_mib(&self) -> f64 {
        let mean = |(share, size): &(f64, Solved)| share * size.mean() / MIB;
        self.of.iter().map(mean).sum()
    }

    /// The share of requests that are larger than so many bytes.
    fn above(&self, bytes: f64) -> f64 {
        let above = |(share, size): &(f64, Solved)| share * size.above(bytes);
        self.of.iter().map(above).sum()
    }

    /// The share of requests for which each arm is chosen.
    #[must_use]
    pub fn shares(&self, arms: &[Arm]) -> Vec<f64> {
        let Some(ranges) = Arm::ranges(arms) else {
            let said: f64 = arms.iter().filter_map(|arm| arm.probability).sum();
            let rest = (1.0 - said).max(0.0);
            let share = |arm: &Arm| arm.probability.unwrap_or(rest);
            return arms.iter().map(share).collect();
        };
        let share = |range: &Option<(f64, f64)>| {
            range.map_or(0.0, |(from, to)| {
                let from = if from < 0.0 { 1.0 } else { self.above(from) };
                (from - self.above(to)).max(0.0)
            })
        };
        ranges.iter().map(share).collect()
    }
}

impl Arm {
    /// Where arms are chosen by size: for each, above and up to how many bytes that is; none for one that
    /// never is. None where they are chosen by chance.
    #[must_use]
    pub fn ranges(arms: &[Self]) -> Option<Vec<Option<(f64, f64)>>> {
        if arms.iter().all(|arm| arm.when.is_none()) {
            return None;
        }
        // What is left for the next arm; a request without a size has 0.
        let (mut from, mut to) = (-1.0_f64, f64::INFINITY);
        let range = |arm: &Self| {
            let (low, high) = match &arm.when {
                Some(When::SizeAbove(size)) => {
                    let range = (from.max(size.base()), to);
                    to = to.min(size.base());
                    range
                }
                Some(When::SizeUpTo(size)) => {
                    let range = (from, to.min(size.base()));
                    from = from.max(size.base());
                    range
                }
                None => {
                    let range = (from, to);
                    to = from;
                    range
                }
            };
            (low < high).then_some((low, high))
        };
        Some(arms.iter().map(range).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(when: Option<When>) -> Arm {
        Arm {
            probability: None,
            when,
            steps: Vec::new(),
        }
    }

    #[test]
    fn arms_by_size_share_out_what_is_left_by_those_before() {
        let size = |text: &str| text.parse().unwrap();
        let arms = [
            arm(Some(When::SizeAbove(size("5MiB")))),
            arm(Some(When::SizeUpTo(size("1MiB")))),
            arm(Some(When::SizeAbove(size("7MiB")))),
            arm(None),
        ];
        assert_eq!(
            Arm::ranges(&arms).unwrap(),
            [
                Some((5.0 * MIB, f64::INFINITY)),
                Some((-1.0, MIB)),
                None,
                Some((MIB, 5.0 * MIB))
            ]
        );
        let sizes = Sizes {
            of: vec![
                (0.5, Solved::Exponential(5.0 * MIB)),
                (0.5, Solved::Constant(MIB)),
            ],
        };
        let beyond = |mib: f64| libm::exp(-mib / 5.0);
        let truth = [
            beyond(5.0) / 2.0,
            (1.0 - beyond(1.0)) / 2.0 + 0.5,
            0.0,
            (beyond(1.0) - beyond(5.0)) / 2.0,
        ];
        for (share, truth) in sizes.shares(&arms).iter().zip(truth) {
            assert!((share - truth).abs() < 1e-12, "{share} {truth}");
        }
        assert!((sizes.mean_mib() - 3.0).abs() < 1e-12);
    }
}
