use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

/// Months ahead that one wants to know of it.
const MONTHS: f64 = 12.0;

check! {
    /// A store that will be full.
    ///
    /// What is written and never deleted adds up, however little it is. When the disk is full, every write fails at
    /// once, and making room under load is the worst time for it.
    ///
    /// ```json
    /// { "cost": { "currency": "USD", "per_month": 0.0, "per_transaction": null,
    ///   "transactions_per_month": 0.0, "mix": [], "lines": [], "notes": [], "storage": { "database": {
    ///     "name": "Database", "written_gb_per_month": 40.0, "now_gb": 100.0, "grows_gb_per_month": 40.0,
    ///     "in_a_year_gb": 200.0, "capacity_gb": 200.0, "full_in_months": 2.5, "amount_now": null,
    ///     "amount_in_a_year": null } } } }
    /// ```
    ///
    /// # Fix
    /// Delete what is old (`expiry`), keep it elsewhere, or give the store more room.
    ///
    /// ```json
    /// { "cost": { "currency": "USD", "per_month": 0.0, "per_transaction": null,
    ///   "transactions_per_month": 0.0, "mix": [], "lines": [], "notes": [], "storage": { "database": {
    ///     "name": "Database", "written_gb_per_month": 40.0, "now_gb": 100.0, "grows_gb_per_month": 10.0,
    ///     "in_a_year_gb": 160.0, "capacity_gb": 200.0, "full_in_months": null, "amount_now": null,
    ///     "amount_in_a_year": null } } } }
    /// ```
    "storage-full" Warning Run(find)
}

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    let stores = run.cost.iter().flat_map(|bill| &bill.storage);
    for (id, store) in stores {
        let Some(months) = store.full_in_months.filter(|months| *months < MONTHS) else {
            continue;
        };
        found.say(
            format!("elements/{id}/store/capacity"),
            format!(
                "{} is full in {months:.1} months: it has {:.1} GB and grows by {:.1} GB a month",
                store.name, store.now_gb, store.grows_gb_per_month
            ),
            "delete what is old, keep it elsewhere, or give the store more room",
        );
    }
}
