use spinout_results::Bill;

use crate::Report;
use crate::figures::{money, number, signed, unit_price};
use crate::html::{Cell, Table, escape, prose, push};

/// What a month costs, line by line, with where each price is from.
pub(crate) fn section(report: &Report<'_>) -> String {
    let bills = report.of_options(|run| run.cost.as_ref());
    if bills.is_empty() {
        return String::new();
    }
    let mut html = String::from("<section id=\"cost\">\n<h2>Cost of a month</h2>\n");
    html.push_str(&totals(report, &bills));
    for (option, bill) in &bills {
        push(
            &mut html,
            format_args!("<h3>{}</h3>\n", escape(&report.option_name(option))),
        );
        html.push_str(&lines(bill));
        html.push_str(&growth(bill));
        if !bill.notes.is_empty() {
            html.push_str("<ul class=\"plain\">");
            for note in &bill.notes {
                push(&mut html, format_args!("<li>{}</li>", prose(note)));
            }
            html.push_str("</ul>\n");
        }
    }
    html.push_str("</section>\n");
    html
}

fn totals(report: &Report<'_>, bills: &[(&spinout_units::OptionId, &Bill)]) -> String {
    let titles = [
        "Option",
        "#A month",
        "#Difference",
        "#A thousand transactions",
        "#Transactions a month",
    ];
    let mut table = Table::new(&titles.map(str::to_owned));
    for (option, bill) in bills {
        let currency = &bill.currency;
        let first = bills[0].1;
        let difference = if std::ptr::eq(*bill, first) {
            "–".to_owned()
        } else {
            signed(bill.per_month - first.per_month, |v| money(v, currency))
        };
        let each = bill.per_transaction.map(|each| money(each * 1e3, currency));
        table.row(
            &escape(&report.option_name(option)),
            &[
                Cell::number(money(bill.per_month, currency)),
                Cell::number(difference),
                Cell::number(each.unwrap_or_else(|| "–".to_owned())),
                Cell::number(number(bill.transactions_per_month)),
            ],
        );
    }
    table.finish()
}

/// The stores that grow, if there are some.
fn growth(bill: &Bill) -> String {
    if bill.storage.is_empty() {
        return String::new();
    }
    let titles = [
        "Store that grows",
        "#Has",
        "#More in a month",
        "#In a year",
        "#Full",
        "#This month",
        "#Twelfth month",
    ];
    let mut table = Table::new(&titles.map(str::to_owned));
    let amount = |amount: Option<f64>| {
        let told = amount.map(|amount| money(amount, &bill.currency));
        Cell::number(told.unwrap_or_else(|| "–".to_owned()))
    };
    let gigabytes = |gb: f64| Cell::number(format!("{} GB", number(gb)));
    for store in bill.storage.values() {
        let full = |months: f64| format!("in {} months", number(months));
        table.row(
            &escape(&store.name),
            &[
                gigabytes(store.now_gb),
                gigabytes(store.grows_gb_per_month),
                gigabytes(store.in_a_year_gb),
                Cell::number(store.full_in_months.map_or("never".to_owned(), full)),
                amount(store.amount_now),
                amount(store.amount_in_a_year),
            ],
        );
    }
    table.finish()
}

fn lines(bill: &Bill) -> String {
    let titles = ["What", "#Quantity", "#Unit price", "#Amount", "Price from"];
    let mut table = Table::new(&titles.map(str::to_owned));
    for line in &bill.lines {
        let date = if line.date.is_empty() {
            String::new()
        } else {
            format!(", {}", line.date)
        };
        table.row(
            &format!(
                "{}<br><small>{}</small>",
                escape(&line.what),
                escape(&line.explanation)
            ),
            &[
                Cell::number(format!("{} {}", number(line.quantity), escape(&line.unit))),
                Cell::number(unit_price(line.unit_price, &bill.currency)),
                Cell::number(money(line.amount, &bill.currency)),
                Cell::html(format!(
                    "{}<br><small>{}{}</small>",
                    escape(&line.item),
                    escape(&line.source),
                    escape(&date)
                )),
            ],
        );
    }
    table.finish()
}
