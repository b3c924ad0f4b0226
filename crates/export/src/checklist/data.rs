use spinout_model::{DataStrategy, Migration};
use spinout_results::Run;
use spinout_units::ElementId;

use super::item::{Item, Untold, names};
use super::ownership::owner_of;
use crate::Design;
use crate::boundary::{Boundary, Channel};
use crate::place::label;
use crate::write::{escape, significant};

pub(super) fn items(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = boundary
        .origin
        .data
        .iter()
        .map(|(store, (strategy, migration))| {
            let name = escape(label(design.architecture, store));
            let item = Untold::new(format!("Whose data are in {name}"), "Q5, Q7");
            let owner = owner_of(design, boundary);
            store_item(item, *strategy, *migration, owner)
        })
        .collect();
    items.extend(writers(design, boundary));
    for channel in boundary
        .channels()
        .iter()
        .filter(|channel| !channel.consumers.is_empty())
    {
        items.push(repeated(design, boundary, channel));
        items.push(dead_letters(design, boundary, channel));
        items.push(retention(design, boundary, channel));
    }
    items
}

fn store_item(
    item: Untold,
    strategy: DataStrategy,
    migration: Option<Migration>,
    owner: String,
) -> Item {
    let way = match migration {
        Some(Migration::Backfill) => "copied once, in the background",
        Some(Migration::DualWrite) => "written to both places for a while",
        Some(Migration::Outbox) => "by an outbox in the same transaction",
        Some(Migration::Cdc) => "followed from the store's log",
        None => "",
    };
    let moved = |what: &str| {
        if way.is_empty() {
            format!("{what}.")
        } else {
            format!("{what}; {way}.")
        }
    };
    match strategy {
        DataStrategy::Shared => item.open(
            "Both sides use the same tables, so that neither can change them alone.",
            owner,
            "give the unit a schema or a store of its own, or let it ask its parent",
        ),
        DataStrategy::CallParent => item.proven("The parent keeps them; the unit asks."),
        _ if migration == Some(Migration::DualWrite) => item.open(
            moved("They move"),
            owner,
            "make writes idempotent and reconcile both places, as a dual write can leave them apart (A7)",
        ),
        DataStrategy::OwnSchema => item.proven(moved("A schema that only the unit writes")),
        DataStrategy::OwnStore => item.proven(moved("A store of its own")),
        DataStrategy::Replica => item.open(
            moved("Reads go to a copy"),
            owner,
            "check that every reader bears the copy's lag (B7)",
        ),
    }
}

/// Data that more than one element may write.
fn writers(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<Item> {
    let inside =
        |id: &ElementId| boundary.origin.unit == *id || boundary.origin.components.contains(id);
    design
        .architecture
        .data
        .values()
        .filter(|data| data.writers.len() > 1 && data.writers.iter().any(inside))
        .map(|data| {
            let all = names(data.writers.iter().map(|id| label(design.architecture, id)));
            Untold::new(format!("One writer of {}", escape(&data.name)), "A7, F4").open(
                format!("It has several: {all}."),
                owner_of(design, boundary),
                "let one side write, and the other ask it",
            )
        })
        .collect()
}

/// A message may come twice.
fn repeated(design: &Design<'_>, boundary: &Boundary<'_>, channel: &Channel<'_>) -> Item {
    let item = Untold::new(
        format!(
            "A message of {} that comes twice is worked on once",
            escape(channel.label())
        ),
        "Q5, A7, B15",
    );
    if channel
        .consumers
        .iter()
        .all(|link| link.idempotent == Some(true))
    {
        return item.proven("Its consumers are idempotent.");
    }
    let how = "keep the keys of finished messages, and test with a message sent twice";
    item.open(
        "Not said of its consumers.",
        owner_of(design, boundary),
        how,
    )
}

fn dead_letters(design: &Design<'_>, boundary: &Boundary<'_>, channel: &Channel<'_>) -> Item {
    let item = Untold::new(
        format!(
            "Dead letters of {} are kept and watched",
            escape(channel.label())
        ),
        "A4, F5, M5",
    );
    let Some(dead) = channel.dead_letter() else {
        let how = "give the queue dead letters: what always fails is tried for ever otherwise";
        return item.open("It has none.", owner_of(design, boundary), how);
    };
    let seen: Vec<String> = design
        .own_runs()
        .filter_map(|run| {
            let letters = run.elements.get(channel.id)?.queue.as_ref()?.dead_letters;
            Some(format!("{} in `{}`", significant(letters, 3), run.scenario))
        })
        .collect();
    let simulated = if seen.is_empty() {
        String::new()
    } else {
        format!(" Simulated, for each replication: {}.", seen.join(", "))
    };
    item.proven(format!(
        "After {} deliveries to {}; the exported rules alert on the first.{simulated}",
        dead.max_receives,
        escape(label(design.architecture, &dead.to))
    ))
}

/// Messages must be kept for longer than the longest backlog.
fn retention(design: &Design<'_>, boundary: &Boundary<'_>, channel: &Channel<'_>) -> Item {
    let item = Untold::new(
        format!(
            "{} keeps messages longer than its longest backlog",
            escape(channel.label())
        ),
        "B10",
    );
    let Some(retention) = channel.rules().and_then(|rules| rules.retention) else {
        let how = "say in the model how long messages are kept, and simulate";
        return item.open(
            "Not answered in the model.",
            owner_of(design, boundary),
            how,
        );
    };
    let longest = design
        .own_runs()
        .filter_map(|run| longest_wait(run, channel))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    match longest {
        Some((scenario, seconds)) if seconds < retention.base() => item.proven(format!(
            "{retention}; the longest simulated backlog, in `{scenario}`, was worked off in about {} s.",
            significant(seconds, 2)
        )),
        Some((scenario, seconds)) => item.open(
            format!(
                "{retention}, but the backlog in `{scenario}` takes about {} s to work off.",
                significant(seconds, 2)
            ),
            owner_of(design, boundary),
            "keep messages longer or add consumers",
        ),
        None => item.open(
            format!("{retention}; the backlog was not simulated."),
            owner_of(design, boundary),
            "simulate the scenarios of the model and export with their results",
        ),
    }
}

/// The deepest backlog of a run at the mean pace of its consumers, seconds.
fn longest_wait<'r>(run: &'r Run, channel: &Channel<'_>) -> Option<(&'r str, f64)> {
    let queue = run.elements.get(channel.id)?.queue.as_ref()?;
    let pace = queue.published_per_s?.value;
    (pace > 0.0).then(|| (run.scenario.as_str(), queue.depth_max / pace))
}
