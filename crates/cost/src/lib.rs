//! The price catalogue, the bill of an architecture and its runs, and the cost of a transaction. It must
//! not know how a run was made.

mod bill;
mod budget;
mod catalogue;
mod demand;
mod growth;
mod ledger;
mod lines;
mod month;
mod spend;

pub use bill::{bill, unpriced};
pub use budget::with_prices;
pub use catalogue::{Catalogue, Confidence, Item, Priced, Prices};
pub use spend::spend_per_h;
