//! From a design to a study and from its outcome back to the words of the drawing.

mod blast;
mod comparison;
mod crash;
mod elements;
mod journeys;
mod links;
mod messages;
mod plan;
mod run;
mod series;

pub use blast::blast_radius;
pub(crate) use blast::blast_radius_while;
pub use comparison::comparison;
pub(crate) use crash::difference;
pub use crash::{Crashes, blast_plan, losses};
pub(crate) use journeys::kept;
pub use plan::{Asked, plan, usage_plan};
pub(crate) use run::ENGINE;
pub use run::{Subject, run};

use spinout_results::Latency;

/// The five quantiles in the words of the results.
fn latency(found: &spinout_study::Latency) -> Latency {
    let [p50, p90, p95, p99, p999] = found.quantiles;
    Latency {
        mean: found.mean,
        p50,
        p90,
        p95,
        p99,
        p999,
    }
}
