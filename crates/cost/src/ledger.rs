use std::collections::BTreeMap;

use spinout_results::{BillLine, StorageGrowth};
use spinout_units::ElementId;

use crate::Prices;

/// The lines of a bill while it is written.
pub(crate) struct Ledger<'a> {
    prices: Prices<'a>,
    pub(crate) lines: Vec<BillLine>,
    pub(crate) notes: Vec<String>,
    /// The stores that grow.
    pub(crate) storage: BTreeMap<ElementId, StorageGrowth>,
}

/// What a line is about.
pub(crate) struct Entry<'e> {
    pub(crate) element: Option<&'e ElementId>,
    pub(crate) what: String,
    pub(crate) item: &'e str,
    pub(crate) quantity: f64,
    pub(crate) unit: &'e str,
    pub(crate) explanation: String,
}

impl<'a> Ledger<'a> {
    pub(crate) fn new(prices: Prices<'a>) -> Self {
        Self {
            prices,
            lines: Vec::new(),
            notes: Vec::new(),
            storage: BTreeMap::new(),
        }
    }

    pub(crate) fn prices(&self) -> Prices<'a> {
        self.prices
    }

    /// Books a line. Nothing bought is no line; nothing known of the price is a note.
    pub(crate) fn book(&mut self, entry: Entry<'_>) {
        self.book_at(entry, 1.0);
    }

    /// The same at a part of the price.
    pub(crate) fn book_at(&mut self, entry: Entry<'_>, part: f64) {
        if entry.quantity <= 0.0 {
            return;
        }
        let Some(price) = self.prices.find(entry.item) else {
            self.note(format!(
                "{}: no price is known for `{}`, so it is not in the sum.",
                entry.what, entry.item
            ));
            return;
        };
        self.lines.push(BillLine {
            element: entry.element.cloned(),
            what: entry.what,
            quantity: entry.quantity,
            unit: entry.unit.to_owned(),
            unit_price: price.unit_price * part,
            amount: entry.quantity * price.unit_price * part,
            item: entry.item.to_owned(),
            source: price.source,
            date: price.date,
            explanation: entry.explanation,
        });
    }

    /// Books a charge that only some services have: no line and no note where this one has it not.
    pub(crate) fn book_if_charged(&mut self, entry: Entry<'_>) {
        if self.prices.find(entry.item).is_some() {
            self.book(entry);
        }
    }

    pub(crate) fn note(&mut self, text: String) {
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }
}
