use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, ScenarioId};
use ts_rs::TS;

/// What a month costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Bill {
    /// The currency of all amounts, `USD`.
    pub currency: String,
    /// The sum of the lines.
    pub per_month: f64,
    /// Month ÷ successful requests of the month; null where there are none.
    pub per_transaction: Option<f64>,
    /// Successful requests of the month.
    pub transactions_per_month: f64,
    /// The mix that the month is made of: scenario and its hours. A scenario that was not run is left
    /// out, and `notes` says so.
    pub mix: Vec<(ScenarioId, f64)>,
    /// The lines, by element.
    pub lines: Vec<BillLine>,
    /// What the bill leaves out or assumes.
    pub notes: Vec<String>,
    /// The stores that grow, by element.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub storage: BTreeMap<ElementId, StorageGrowth>,
}

/// How a store grows over the months, each of them like the bill's. A GB is 10⁹ bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StorageGrowth {
    /// What the store is called.
    pub name: String,
    /// GB that are written in a month.
    pub written_gb_per_month: f64,
    /// GB that it has at the beginning.
    pub now_gb: f64,
    /// GB that it has more, or with a minus less, after a month.
    pub grows_gb_per_month: f64,
    /// GB that it has after a year.
    pub in_a_year_gb: f64,
    /// GB that there is room for; none = without bound.
    pub capacity_gb: Option<f64>,
    /// Months until it is full; none = never.
    pub full_in_months: Option<f64>,
    /// What is paid for what it keeps in the first month; none where the price is not known.
    pub amount_now: Option<f64>,
    /// The same of the twelfth month.
    pub amount_in_a_year: Option<f64>,
}

/// A line of the bill: quantity × unit price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BillLine {
    /// The element that causes it; none for what all share.
    pub element: Option<ElementId>,
    /// What is paid for.
    pub what: String,
    /// How much of it in a month.
    pub quantity: f64,
    /// What is counted, such as `instance hours`.
    pub unit: String,
    /// The price of one.
    pub unit_price: f64,
    /// Quantity × unit price.
    pub amount: f64,
    /// The catalogue item, such as `ec2/m6i.large`.
    pub item: String,
    /// Where the price is from.
    pub source: String,
    /// When it was read, `YYYY-MM-DD`.
    pub date: String,
    /// How the quantity came about.
    pub explanation: String,
}
