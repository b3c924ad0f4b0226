use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use spinout_model::Model;
use spinout_units::Price;

/// List prices with where they are from, by item.
///
/// An item's id is `service/kind`, such as `ec2/m6i.large`, and stands for an hour of it; where a service
/// charges for more than hours, each charge is an item of its own: `s3/standard/put`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The currency of all prices.
    pub currency: String,
    /// What each source is, by its short name.
    pub sources: BTreeMap<String, String>,
    /// The prices, by item.
    pub items: BTreeMap<String, Item>,
}

/// A price of the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The price with what it is for.
    pub price: Price,
    /// The region that it holds in.
    pub region: String,
    /// The short name of its source.
    pub source: String,
    /// The day at which it was so, `YYYY-MM-DD`.
    pub date: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// How sure a price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// From a vendor's current list.
    List,
    /// From an older list: it may have changed.
    Dated,
    /// Computed from other prices of the list.
    Derived,
    /// Sources differ, or it depends on what the model does not say.
    Unsure,
}

impl Catalogue {
    /// The catalogue that comes with the product.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Catalogue> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let text = include_str!("../../../assets/prices/catalogue.json");
            serde_json::from_str(text).unwrap_or_else(|_| unreachable!("the tests parse this file"))
        })
    }
}

/// A price as it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// The price of one base unit: hour, event, gigabyte, or gigabyte and month.
    pub unit_price: f64,
    /// Where it is from.
    pub source: String,
    /// The day at which it was so; empty for a model's own prices.
    pub date: String,
}

/// The catalogue with a model's own prices over it.
#[derive(Clone, Copy, Debug)]
pub struct Prices<'a> {
    catalogue: &'a Catalogue,
    model: &'a Model,
}

impl<'a> Prices<'a> {
    /// The prices that hold for `model`.
    #[must_use]
    pub fn of(model: &'a Model) -> Self {
        Self {
            catalogue: Catalogue::bundled(),
            model,
        }
    }

    /// The price of `item`, if there is one.
    #[must_use]
    pub fn find(&self, item: &str) -> Option<Priced> {
        let listed = self.catalogue.items.get(item);
        let own = self
            .model
            .prices
            .get(item)
            .filter(|own| listed.is_none_or(|listed| is_for(&listed.price) == is_for(own)));
        if let Some(own) = own {
            let basis = self.model.basis.get(&format!("prices/{item}"));
            let source = basis.and_then(|b| b.source.as_deref());
            return Some(Priced {
                unit_price: own.base(),
                source: source.unwrap_or("the model's own prices").to_owned(),
                date: String::new(),
            });
        }
        listed.map(|listed| {
            let source = self.catalogue.sources.get(&listed.source);
            let unsure = match listed.confidence {
                Confidence::Unsure => "; unsure",
                _ => "",
            };
            Priced {
                unit_price: listed.price.base(),
                source: format!(
                    "{}, {}{unsure}",
                    source.unwrap_or(&listed.source),
                    listed.region
                ),
                date: listed.date.clone(),
            }
        })
    }

    /// Own prices that cannot be used: they are for something else than the catalogue's item of that id.
    pub fn misfits(&self) -> impl Iterator<Item = (&'a str, &'static str, &'static str)> {
        self.model.prices.iter().filter_map(|(id, own)| {
            let listed = &self.catalogue.items.get(id)?.price;
            (is_for(listed) != is_for(own)).then(|| (id.as_str(), own.unit(), listed.unit()))
        })
    }

    /// All items with the price that is used for each.
    #[must_use]
    pub fn all(&self) -> BTreeMap<&'a str, &'a Price> {
        let listed = self.catalogue.items.iter();
        let mut all: BTreeMap<_, _> = listed
            .map(|(id, item)| (id.as_str(), &item.price))
            .collect();
        for (id, own) in &self.model.prices {
            if all
                .get(id.as_str())
                .is_none_or(|listed| is_for(listed) == is_for(own))
            {
                all.insert(id, own);
            }
        }
        all
    }

    /// Is there a price for `item` itself, or for one of its charges?
    #[must_use]
    pub fn knows(&self, item: &str) -> bool {
        let charge = |id: &&String| {
            id.strip_prefix(item)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut ids = self.catalogue.items.keys().chain(self.model.prices.keys());
        ids.any(|id| charge(&id))
    }
}

/// What a price is for: prices for the same can stand for each other.
fn is_for(price: &Price) -> &'static str {
    match price.unit() {
        "USD/h" | "USD/month" => "hour",
        "USD/1M" | "USD/1k" => "event",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_a_source_a_date_and_a_price() {
        let catalogue = Catalogue::bundled();
        for (id, item) in &catalogue.items {
            assert!(catalogue.sources.contains_key(&item.source), "{id}");
            assert!(item.price.base() > 0.0, "{id}");
            let parts: Vec<_> = item.date.split('-').collect();
            assert_eq!(
                parts.iter().map(|p| p.len()).collect::<Vec<_>>(),
                [4, 2, 2],
                "{id}"
            );
            assert!(id.split('/').count() <= 3 && id.contains('/'), "{id}");
        }
        for source in catalogue.sources.keys() {
            let used = catalogue.items.values().any(|i| i.source == *source);
            assert!(used, "{source} is the source of nothing");
        }
    }

    #[test]
    fn sizes_of_a_family_cost_in_proportion() {
        let hour = |id: &str| Catalogue::bundled().items[id].price.base();
        for family in ["m5", "m6i", "m7i", "c6i", "r6i", "c5", "c7i"] {
            for (size, factor) in [("xlarge", 2.0), ("2xlarge", 4.0)] {
                if Catalogue::bundled()
                    .items
                    .contains_key(&format!("ec2/{family}.{size}"))
                {
                    let ratio = hour(&format!("ec2/{family}.{size}"))
                        / hour(&format!("ec2/{family}.large"));
                    assert!((ratio - factor).abs() < 1e-9, "{family}.{size}: {ratio}");
                }
            }
        }
    }
}
