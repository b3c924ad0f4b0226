use spinout_lower::Lowered;
use spinout_model::{Architecture, Journey, ScenarioKind, Sli};
use spinout_network::JourneyIndex;
use spinout_study::{Kind, Measured, Plan, Threshold, Window};

/// Replications of a study that only tells what a scenario uses.
const USAGE_REPLICATIONS: u32 = 2;

/// What a person asks of a study; the rest follows from the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The seed of all random draws.
    pub seed: u64,
    /// Half the width of the interval of each journey's 95th percentile of the response ÷ its value;
    /// the study goes on until it is reached.
    pub precision: f64,
    /// The most replications, at least 20; 400 if none, or 40 for a terminating scenario.
    pub most_replications: Option<u32>,
}

impl Default for Asked {
    /// Seed 1, ±2 %.
    fn default() -> Self {
        Self {
            seed: 1,
            precision: 0.02,
            most_replications: None,
        }
    }
}

/// The study of a lowered design.
#[must_use]
pub fn plan(architecture: &Architecture, lowered: &Lowered, asked: &Asked) -> Plan {
    let kind = match lowered.kind {
        ScenarioKind::Steady => Kind::Steady,
        ScenarioKind::Terminating => Kind::Terminating {
            horizon_s: lowered.horizon_s,
            windows: lowered
                .windows
                .iter()
                .skip(1)
                .map(|w| Window {
                    name: w.id.to_string(),
                    from_s: w.from_s,
                    to_s: w.to_s,
                })
                .collect(),
        },
    };
    let mut plan = Plan::new(kind, asked.seed);
    plan.precision.relative_half_width = asked.precision;
    if let Some(most) = asked.most_replications {
        plan.most_replications = most;
    }
    plan.thresholds = all_thresholds(architecture, lowered);
    plan
}

/// A study that tells what a scenario uses, for the bill of a month: means without intervals.
#[must_use]
pub fn usage_plan(architecture: &Architecture, lowered: &Lowered, seed: u64) -> Plan {
    let asked = Asked {
        seed,
        ..Asked::default()
    };
    Plan {
        least_replications: USAGE_REPLICATIONS,
        most_replications: USAGE_REPLICATIONS,
        ..plan(architecture, lowered, &asked)
    }
}

/// What makes a request of each journey good.
pub(super) fn all_thresholds(architecture: &Architecture, lowered: &Lowered) -> Vec<Threshold> {
    let journeys = lowered.journeys.iter().enumerate();
    journeys
        .filter_map(|(index, id)| Some((index, architecture.journeys.get(id)?)))
        .flat_map(|(index, journey)| thresholds(JourneyIndex::from(index), journey))
        .collect()
}

/// One for each objective, in the order of their ids: [`super::journeys`] reads them back in this order.
fn thresholds(index: JourneyIndex, journey: &Journey) -> impl Iterator<Item = Threshold> {
    journey.objectives.values().map(move |objective| {
        let (what, within_s) = match &objective.sli {
            Sli::Response(within) => (Measured::Response, within.base()),
            Sli::Completion(within) => (Measured::Completion, within.base()),
            Sli::Success => (Measured::Success, f64::INFINITY),
        };
        Threshold {
            journey: index,
            what,
            within_s,
        }
    })
}
