use std::io::{self, Write};

use spinout_commands::results::{Bill, StorageGrowth};
use spinout_report::figures::{money, number};

use super::table::table;

/// The stores that grow, if there are some.
pub(crate) fn growth(bill: &Bill, out: &mut dyn Write) -> io::Result<()> {
    if bill.storage.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nStores that grow:")?;
    let amount =
        |amount: Option<f64>| amount.map_or("–".to_owned(), |a| money(a, &bill.currency));
    let row = |store: &StorageGrowth| {
        let full = |months: f64| format!("in {} months", number(months));
        vec![
            store.name.clone(),
            format!("{} GB", number(store.now_gb)),
            format!("{} GB", number(store.grows_gb_per_month)),
            format!("{} GB", number(store.in_a_year_gb)),
            store.full_in_months.map_or("never".to_owned(), full),
            amount(store.amount_now),
            amount(store.amount_in_a_year),
        ]
    };
    let rows = bill.storage.values().map(row).collect();
    let columns = [
        "",
        "has",
        "more in a month",
        "in a year",
        "full",
        "this month",
        "twelfth month",
    ];
    table(&columns, rows, out)
}
