//! The bill of a month.

use spinout_cost::with_prices;
use spinout_lower::lower;
use spinout_model::{Document, derive};
use spinout_results::{Bill, Run};
use spinout_study::Observer;
use spinout_units::OptionId;

use crate::app::App;
use crate::assemble::ENGINE;
use crate::protocol::{AskBill, AskPrices, ListedPrice, PriceList, Problem, ProblemKind};
use crate::view::option_of;

impl App {
    /// What can be billed in a model.
    pub fn prices(&self, ask: AskPrices) -> Result<PriceList, Problem> {
        let document = self.snapshot(ask.document)?;
        let all = spinout_cost::Prices::of(document.model()).all();
        let prices = all.into_iter().map(|(item, price)| ListedPrice {
            item: item.to_owned(),
            price: *price,
        });
        Ok(PriceList {
            prices: prices.collect(),
        })
    }

    /// The bill of an option from the runs in the history that are of it as it is now.
    pub fn bill(&self, ask: &AskBill) -> Result<Bill, Problem> {
        let document = self.snapshot(ask.document)?;
        let option = option_of(document.model(), ask.option.as_ref())?;
        let runs = self.runs_of(&document, &option, &[], None);
        let runs: Vec<&Run> = runs.iter().collect();
        let architecture = derive(document.model(), &option);
        spinout_cost::bill(document.model(), &architecture, &runs).ok_or_else(|| {
            Problem::new(
                ProblemKind::NotFound,
                "there is no run of this option as it is now, so its use is not known",
                "run it first",
            )
        })
    }

    /// Puts the bill of the month into each run: from the runs of its option, for scenarios that were not
    /// run now from the history, and for those that never were from a few replications. The observer must
    /// stop those for nothing but a cancel: a month without one of its scenarios is another month.
    pub(crate) fn add_bills(&self, document: &Document, runs: &mut [Run], observer: &dyn Observer) {
        let mut bills: Vec<(OptionId, Option<Bill>)> = Vec::new();
        for run in runs.iter() {
            if !observer.go_on() {
                return;
            }
            if bills.iter().any(|(option, _)| *option == run.option) {
                continue;
            }
            let own = runs.iter().filter(|r| r.option == run.option);
            // A run that was stopped before anything was measured tells no use.
            let own: Vec<&Run> = own
                .filter(|r| !r.stop.cut_short() || r.replications > 0)
                .collect();
            let mut kept = self.runs_of(document, &run.option, &own, Some(run.seed));
            for (id, scenario) in &document.model().scenarios {
                let known = own
                    .iter()
                    .copied()
                    .chain(&kept)
                    .any(|run| run.scenario == *id);
                if !known && scenario.hours_per_month > 0.0 {
                    kept.extend(self.usage(document, &run.option, id, run.seed, observer));
                }
            }
            let mut all: Vec<&Run> = own.iter().copied().chain(&kept).collect();
            all.sort_by(|a, b| a.scenario.cmp(&b.scenario));
            let architecture = derive(document.model(), &run.option);
            let bill = spinout_cost::bill(document.model(), &architecture, &all);
            bills.push((run.option.clone(), bill));
        }
        for run in runs {
            let bill = bills.iter().find(|(option, _)| *option == run.option);
            run.cost = bill.and_then(|(_, bill)| bill.clone());
        }
    }

    /// The latest runs in the history of an option as it is now, one for each scenario that `own` has
    /// none of. Only those count that this engine would make again.
    pub(crate) fn runs_of(
        &self,
        document: &Document,
        option: &OptionId,
        own: &[&Run],
        seed: Option<u64>,
    ) -> Vec<Run> {
        let architecture = derive(document.model(), option);
        let priced = with_prices(document.model(), &architecture);
        let scenarios = document.model().scenarios.iter();
        let missing = scenarios.filter(|(id, _)| own.iter().all(|run| run.scenario != **id));
        missing
            .filter_map(|(id, scenario)| {
                let digest = lower(&priced, scenario).ok()?.digest;
                let storage = self.host().storage();
                let kept = storage.runs_of(&digest, seed).ok()?;
                let mut run = kept
                    .iter()
                    .filter(|entry| entry.engine == ENGINE)
                    .filter_map(|entry| storage.run(entry.id).ok()?)
                    .filter_map(|text| serde_json::from_str::<Run>(&text).ok())
                    .find(|run| !run.stop.cut_short())?;
                // Another option or scenario may have the same network: it is the same run.
                run.option = option.clone();
                run.scenario = id.clone();
                Some(run)
            })
            .collect()
    }
}
