//! One way to ask and one way to judge.

use spinout_network::{
    Arrivals, Distribution, Element, ElementIndex, Group, GroupIndex, Network, Step,
};
use spinout_stats::Estimate;
use spinout_study::{Latency, Outcome, Plan, Precision, RequestsOutcome, Serial, Unobserved};

/// How many standard errors the truth may lie from the estimate.
const STANDARD_ERRORS: f64 = 4.5;

/// A steady study of `network` until every journey's P95 is known to ± `relative_half_width`.
pub(crate) fn steady(network: &Network, relative_half_width: f64) -> Outcome {
    let plan = Plan {
        precision: Precision {
            relative_half_width,
            ..Precision::default()
        },
        ..Plan::steady(2024)
    };
    spinout_study::run(network, &plan, &Serial, &Unobserved).expect("the network can be run")
}

/// A study as `plan` says.
pub(crate) fn study(network: &Network, plan: &Plan) -> Outcome {
    spinout_study::run(network, plan, &Serial, &Unobserved).expect("the network can be run")
}

/// What is judged, and how narrow its interval has to be.
pub(crate) struct Judge<'a> {
    outcome: &'a Outcome,
    /// The widest relative half-width that passes.
    cap: f64,
}

/// Judges estimates of `outcome` whose relative half-width must be at most `cap`.
pub(crate) fn judge(outcome: &Outcome, cap: f64) -> Judge<'_> {
    assert!(
        outcome.overload.is_none(),
        "overload: {:?}",
        outcome.overload
    );
    Judge { outcome, cap }
}

impl Judge<'_> {
    /// The same with another cap.
    pub(crate) fn within(&self, cap: f64) -> Self {
        Self { cap, ..*self }
    }

    /// The truth lies in the widened interval, and the interval is narrow.
    #[track_caller]
    pub(crate) fn holds(&self, what: &str, estimate: Option<Estimate>, truth: f64) {
        let estimate = estimate.unwrap_or_else(|| panic!("{what} was not estimated"));
        let told = self
            .outcome
            .confidence
            .standard_errors(self.outcome.replications as usize);
        let half_width = estimate.half_width() * STANDARD_ERRORS / told;
        assert!(
            (estimate.value - truth).abs() <= half_width + 1e-12 * truth.abs(),
            "{what}: {estimate:?} is not {truth} ({} replications)",
            self.outcome.replications,
        );
        assert!(
            estimate.half_width() <= self.cap * truth.abs(),
            "{what}: {estimate:?} is known worse than ±{}",
            self.cap,
        );
    }

    /// Mean and quantiles of a time.
    #[track_caller]
    pub(crate) fn latency(&self, latency: &Latency, mean: f64, quantiles: &[(f64, f64)]) {
        self.holds("mean", latency.mean, mean);
        for (q, truth) in quantiles {
            let position = Latency::QUANTILES.iter().position(|known| known == q);
            let estimate = position.and_then(|i| latency.quantiles[i]);
            self.holds(&format!("quantile {q}"), estimate, *truth);
        }
    }
}

/// The requests of the first journey.
pub(crate) fn requests(outcome: &Outcome) -> &RequestsOutcome {
    &outcome.journeys[0].requests
}

/// A network under construction, with one program for each station.
#[derive(Default)]
pub(crate) struct Stations {
    pub(crate) network: Network,
}

impl Stations {
    /// Adds a station that works as `group` says, and what each visit does there. Gives its element and
    /// the step that visits it.
    pub(crate) fn add(
        &mut self,
        name: &str,
        group: impl FnOnce(&str, ElementIndex) -> Group,
        steps: Vec<Step>,
    ) -> (ElementIndex, Step) {
        let element = self.network.add_element(name);
        let group = self.network.add_group(group(name, element));
        (element, self.visit(name, element, group, steps))
    }

    /// A step that visits a group for something else.
    pub(crate) fn visit(
        &mut self,
        name: &str,
        element: ElementIndex,
        group: GroupIndex,
        steps: Vec<Step>,
    ) -> Step {
        let program = self.network.add_program(element, steps);
        Step::call(&format!("to-{name}-{}", program.at()), group, program)
    }
}

/// One station under one journey: the network, and the station's element.
pub(crate) fn station(
    arrivals: Arrivals,
    service: Distribution,
    group: impl FnOnce(&str, ElementIndex) -> Group,
) -> (Network, ElementIndex) {
    let mut stations = Stations::default();
    let (element, visit) = stations.add("station", group, vec![Step::cpu("service", service)]);
    stations.network.add_journey("users", arrivals, vec![visit]);
    (stations.network, element)
}

/// The name of an element, for messages.
pub(crate) fn name(network: &Network, element: ElementIndex) -> &str {
    let Element { name, .. } = &network.elements[element.at()];
    name
}
