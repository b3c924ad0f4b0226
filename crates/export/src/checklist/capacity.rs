use spinout_results::{Bill, Run};

use super::item::{Item, Untold};
use super::ownership::owner_of;
use crate::Design;
use crate::boundary::Boundary;
use crate::place::unit;
use crate::write::{escape, significant};

/// Hours of a month in a bill.
const HOURS: f64 = 730.0;

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let of_unit = unit(design.architecture, &boundary.origin.unit);
    let owner = owner_of(design, boundary);
    vec![
        scaling(design, boundary),
        Untold::new(
            "It was tested with a load like production's",
            "A12, G8, Q14",
        )
        .answered(
            of_unit.and_then(|unit| unit.load_tests.as_ref()),
            "Yes",
            owner.clone(),
            "replay the load of the model's scenarios against it, the spike among them",
        ),
        spending(design, boundary),
        Untold::new("Tags say whose cost it is", "A16").answered(
            of_unit.and_then(|unit| unit.tags.as_ref()),
            "Yes",
            owner,
            "tag everything that is billed with the unit and its team",
        ),
    ]
}

/// Scaling has an upper end, and with it the bill.
fn scaling(design: &Design<'_>, boundary: &Boundary<'_>) -> Item {
    let item = Untold::new("Scaling is bounded", "A3, F3");
    let id = &boundary.origin.unit;
    let element = design.architecture.elements.get(id);
    let Some(process) = element.and_then(|element| element.process.as_ref()) else {
        return item.proven("One instance, without an autoscaler.");
    };
    let most = process
        .autoscaler
        .as_ref()
        .map_or(process.replicas, |scaler| scaler.max);
    let bounds = match &process.autoscaler {
        Some(scaler) => format!("{} to {} instances", scaler.min, scaler.max),
        None => format!("{most} instances, without an autoscaler"),
    };
    let price = design
        .own_runs()
        .find_map(|run| run.cost.as_ref())
        .and_then(|bill| {
            let line = bill.lines.iter().find(|line| {
                line.element.as_ref() == Some(id) && process.instance.as_ref() == Some(&line.item)
            })?;
            Some((
                line.unit_price,
                bill.currency.as_str(),
                line.source.as_str(),
                line.date.as_str(),
            ))
        });
    let reached = design
        .own_runs()
        .filter_map(|run| Some((run.elements.get(id)?.replicas_max, run.scenario.as_str())))
        .max();
    let mut text = bounds;
    if let Some((replicas, scenario)) = reached {
        text.push_str(&format!("; at most {replicas} ran, in `{scenario}`"));
    }
    if let Some((price, currency, source, date)) = price {
        text.push_str(&format!(
            "; all of them all month are {} {} ({} an hour, {}, {})",
            significant(f64::from(most) * price * HOURS, 3),
            escape(currency),
            significant(price, 4),
            escape(source),
            escape(date)
        ));
    }
    item.proven(format!("{text}."))
}

/// What the month costs, and what it cost before.
fn spending(design: &Design<'_>, boundary: &Boundary<'_>) -> Item {
    let item = Untold::new("Spending is known, watched and capped", "K5, Q3, Q17, M6");
    let owner = owner_of(design, boundary);
    let how = "set a budget with an alert at the figure, and a cap on scaling below what it allows";
    let Some(bill) = bill(design.own_runs()) else {
        return item.open(
            "Not computed.",
            owner,
            "give instances and prices in the model, simulate, and export again",
        );
    };
    let money = |amount: f64| format!("{} {}", significant(amount, 4), escape(&bill.currency));
    let mut text = format!("The month is {}", money(bill.per_month));
    if let Some(before) = bill_before(design) {
        let more = bill.per_month - before.per_month;
        let sign = if more < 0.0 { "−" } else { "+" };
        text.push_str(&format!(
            ", {} before ({sign}{})",
            money(before.per_month),
            money(more.abs())
        ));
    }
    let own: f64 = bill
        .lines
        .iter()
        .filter(|line| line.element.as_ref() == Some(&boundary.origin.unit))
        .map(|line| line.amount)
        .sum();
    text.push_str(&format!("; the unit's own lines are {}", money(own)));
    if let Some(each) = bill.per_transaction {
        text.push_str(&format!("; {} for a successful request", money(each)));
    }
    item.open(format!("{text}."), owner, how)
}

fn bill<'r>(mut runs: impl Iterator<Item = &'r Run>) -> Option<&'r Bill> {
    runs.find_map(|run| run.cost.as_ref())
}

fn bill_before<'r>(design: &Design<'r>) -> Option<&'r Bill> {
    bill(design.baseline_runs())
}
