use spinout_cost::{Prices, unpriced};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Something that is paid for at a price nobody knows.
    ///
    /// An item that neither the catalogue nor the model's own prices know is left out of the bill, which is
    /// then too low. The bill says so in its notes; it never counts as zero in silence.
    ///
    /// ```json
    /// { "elements": { "shop": { "process": { "instance": "own/blade" } } } }
    /// ```
    ///
    /// # Fix
    /// Name an item of the catalogue, or give its price under `prices`.
    ///
    /// ```json
    /// { "elements": { "shop": { "process": { "instance": "own/blade" } } },
    ///   "prices": { "own/blade": "40USD/month" } }
    /// ```
    "no-price" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (place, item) in unpriced(design.model, design.architecture) {
        found.say(
            place,
            format!("no price is known for `{item}`: it is missing from the bill"),
            "name an item of the catalogue, or give its price under `prices`",
        );
    }
    for (item, own, listed) in Prices::of(design.model).misfits() {
        found.say(
            format!("prices/{item}"),
            format!("`{item}` is priced in {listed}, but this price is in {own}: it is not used"),
            "give the price in the catalogue's unit",
        );
    }
}
