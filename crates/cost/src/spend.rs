use spinout_model::{Architecture, ElementKind, Model};
use spinout_results::Run;

use crate::Prices;
use crate::lines::nodes;

/// What instances cost an hour, at each step of a run over time: those that are there by the price of each.
/// What runs on nodes is left out, as is what has no price. Empty where nothing is left.
#[must_use]
pub fn spend_per_h(model: &Model, architecture: &Architecture, run: &Run) -> Vec<Option<f64>> {
    let prices = Prices::of(model);
    let mut spend: Vec<Option<f64>> = Vec::new();
    for (id, element) in &architecture.elements {
        let paid = element.kind.is_process()
            && element.kind != ElementKind::Function
            && nodes::pool_of(architecture, id).is_none();
        let Some(process) = element.process.as_ref().filter(|_| paid) else {
            continue;
        };
        let price = process.instance.as_ref().and_then(|item| prices.find(item));
        let instances = run
            .series
            .elements
            .get(id)
            .map(|series| &series.replicas.value);
        let (Some(price), Some(instances)) = (price, instances) else {
            continue;
        };
        let discount = process.spot.as_ref().map_or(0.0, |spot| spot.discount);
        spend.resize(run.series.time_s.len(), Some(0.0));
        for (spend, instances) in spend.iter_mut().zip(instances) {
            let more = instances.map(|n| n * price.unit_price * (1.0 - discount));
            *spend = spend.zip(more).map(|(spend, more)| spend + more);
        }
    }
    spend
}
