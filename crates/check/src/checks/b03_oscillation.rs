use spinout_model::Load;
use spinout_results::{Run, RunKind};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// An autoscaler that goes up and down under a load that does not change.
    ///
    /// Where one instance more or less moves the metric past its target again, or where instances take longer
    /// to start than the rule waits, the number swings for ever. Each swing costs cold instances, rebalancing
    /// and money, and hides the next real change.
    ///
    /// ```json
    /// { "series": { "time_s": [0, 60, 120, 180, 240, 300, 360, 420],
    ///   "elements": { "worker": { "queue_length": { "value": [], "low": [], "high": [] },
    ///     "utilization": { "value": [], "low": [], "high": [] },
    ///     "replicas": { "value": [2, 5, 2, 5, 2, 5, 2, 5], "low": [], "high": [] } } } } }
    /// ```
    ///
    /// # Fix
    /// Let it look back over a longer window before it takes instances away, allow more distance from the
    /// target, or aim lower.
    ///
    /// ```json
    /// { "series": { "time_s": [0, 60, 120, 180, 240, 300, 360, 420],
    ///   "elements": { "worker": { "queue_length": { "value": [], "low": [], "high": [] },
    ///     "utilization": { "value": [], "low": [], "high": [] },
    ///     "replicas": { "value": [2, 4, 5, 5, 5, 5, 5, 5], "low": [], "high": [] } } } } }
    /// ```
    "B3" Warning Run(find)
}

/// A swing is a change of at least so many instances in the mean of all replications; less is noise.
const SWING: f64 = 1.0;
/// Turns from up to down or back from which on it is called a swing.
const TURNS: usize = 3;

fn find(design: &Design<'_>, run: &Run, found: &mut Found) {
    let scenario = design.model.scenarios.get(&run.scenario);
    let steady = scenario.is_some_and(|s| {
        s.loads.is_empty() && s.faults.is_empty() && matches!(s.load, Load::Constant(_))
    });
    if run.kind != RunKind::Steady || !steady {
        return;
    }
    for (id, series) in &run.series.elements {
        let Some((element, _)) = design.architecture.elements.get_key_value(id) else {
            continue;
        };
        let turns = turns(series.replicas.value.iter().flatten().copied());
        if turns >= TURNS {
            found.say(
                format!("elements/{element}/process/autoscaler"),
                format!(
                    "in `{}` the load does not change, and the number of instances of {} turns {turns} times",
                    run.scenario,
                    design.label(element)
                ),
                "a longer stabilization window, more tolerance, or a lower target",
            );
        }
    }
}

/// How often a series turns by at least a swing.
fn turns(values: impl Iterator<Item = f64>) -> usize {
    let (mut turns, mut way, mut last) = (0, 0.0, None);
    for value in values {
        let from: f64 = *last.get_or_insert(value);
        let step = value - from;
        if step.abs() >= SWING {
            if way * step < 0.0 {
                turns += 1;
            }
            way = step;
            last = Some(value);
        } else if way * step > 0.0 {
            last = Some(value);
        }
    }
    turns
}
