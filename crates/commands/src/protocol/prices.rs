use serde::{Deserialize, Serialize};
use spinout_units::Price;
use ts_rs::TS;

use super::DocumentId;

/// Asks for the prices that hold for a model.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AskPrices {
    /// The model.
    pub document: DocumentId,
}

/// The prices that hold for a model.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PriceList {
    /// By item, in the order of their names.
    pub prices: Vec<ListedPrice>,
}

/// A price.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ListedPrice {
    /// What is billed, such as `ec2/m6i.large`.
    pub item: String,
    /// The price with what it is for, such as `0.096USD/h`.
    #[ts(as = "String")]
    pub price: Price,
}
