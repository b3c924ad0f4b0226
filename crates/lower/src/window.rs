use spinout_model::{Load, Scenario, ScenarioKind};
use spinout_units::WindowId;

use crate::LowerError;

/// Windows that a scenario may name: with the whole, a disturbance and a recovery the engine's fifteen.
const MOST_WINDOWS: usize = 12;

/// A span of a terminating scenario. Requests that arrive in it belong to it.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeWindow {
    /// Its id.
    pub id: WindowId,
    /// Its beginning, seconds since the scenario's start.
    pub from_s: f64,
    /// Its end.
    pub to_s: f64,
}

/// The length of the scenario in seconds; 0 for a steady one.
pub(crate) fn horizon(scenario: &Scenario) -> Result<f64, LowerError> {
    let phases = crate::cutover::windows(scenario, f64::INFINITY).len();
    if scenario.windows.len() + phases > MOST_WINDOWS {
        return Err(LowerError::new(
            "windows",
            format!(
                "there are {} windows, phases of a cutover among them, and at most {MOST_WINDOWS} are looked at",
                scenario.windows.len() + phases
            ),
            "name fewer windows",
        ));
    }
    match (scenario.kind, &scenario.horizon) {
        (ScenarioKind::Steady, _) => Ok(0.0),
        (ScenarioKind::Terminating, Some(horizon)) if horizon.base() > 0.0 => Ok(horizon.base()),
        (ScenarioKind::Terminating, _) => Err(LowerError::new(
            "horizon",
            "a terminating scenario has an end, but none is given",
            "give a horizon, such as \"30min\"",
        )),
    }
}

/// The windows: `whole`, those given, and where something happens `disturbance` and `recovery`.
pub(crate) fn windows(scenario: &Scenario, horizon_s: f64) -> Vec<TimeWindow> {
    if scenario.kind == ScenarioKind::Steady {
        return Vec::new();
    }
    let window = |name: &str, from_s: f64, to_s: f64| {
        let to_s = to_s.min(horizon_s);
        let id = WindowId::new(name).ok()?;
        (from_s < to_s).then_some(TimeWindow { id, from_s, to_s })
    };
    let mut all: Vec<TimeWindow> = window("whole", 0.0, horizon_s).into_iter().collect();
    for (id, given) in &scenario.windows {
        all.extend(window(id.as_str(), given.from.base(), given.to.base()));
    }
    for phase in crate::cutover::windows(scenario, horizon_s) {
        if !scenario.windows.contains_key(&phase.id) {
            all.push(phase);
        }
    }
    if let Some((from, to)) = disturbance(scenario) {
        for (name, from, to) in [("disturbance", from, to), ("recovery", to, horizon_s)] {
            if !scenario.windows.contains_key(name) {
                all.extend(window(name, from, to));
            }
        }
    }
    all
}

/// From the first fault's or spike's beginning to the last one's end.
fn disturbance(scenario: &Scenario) -> Option<(f64, f64)> {
    let faults = scenario
        .faults
        .values()
        .map(|f| (f.at.base(), f.at.base() + f.duration.base()));
    let spikes = std::iter::once(&scenario.load)
        .chain(scenario.loads.values())
        .filter_map(|load| match load {
            Load::Spike { at, duration, .. } => Some((at.base(), at.base() + duration.base())),
            _ => None,
        });
    faults
        .chain(spikes)
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
