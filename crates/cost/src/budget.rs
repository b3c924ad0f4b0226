use std::borrow::Cow;

use spinout_model::{Architecture, Model};

use crate::Prices;

/// The design with the prices that its autoscalers' budgets count with: where a limit on money says none,
/// that of the process's instance.
#[must_use]
pub fn with_prices<'a>(model: &Model, architecture: &'a Architecture) -> Cow<'a, Architecture> {
    let prices = Prices::of(model);
    let mut priced = Cow::Borrowed(architecture);
    for (id, element) in &architecture.elements {
        let Some(process) = &element.process else {
            continue;
        };
        let budget = process
            .autoscaler
            .as_ref()
            .and_then(|scaler| scaler.budget.as_ref());
        let Some(item) = process.instance.as_ref().filter(|_| {
            budget.is_some_and(|budget| budget.spend.is_some() && budget.price.is_none())
        }) else {
            continue;
        };
        let price = prices
            .find(item)
            .and_then(|found| spinout_units::Price::new(found.unit_price, "USD/h").ok());
        let place = priced.to_mut().elements.get_mut(id);
        let process = place.and_then(|element| element.process.as_mut());
        let scaler = process.and_then(|process| process.autoscaler.as_mut());
        if let Some(budget) = scaler.and_then(|scaler| scaler.budget.as_mut()) {
            budget.price = price;
        }
    }
    priced
}
