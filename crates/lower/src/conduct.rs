use spinout_model::{Breakdowns as Drawn, Discipline, Distribution as Time, Idle as DrawnIdle};
use spinout_model::{Process, Store};
use spinout_network::{Breakdowns, Conduct, Distribution, Idle, Memory, Order, Quota};
use spinout_units::ElementId;

use crate::{LowerError, distribution, placement};

/// What the instances of a process do beyond serving their requests in order.
///
/// `kept`: bytes of each one's caches when they are full.
pub(crate) fn of_process(
    id: &ElementId,
    process: &Process,
    kept: f64,
) -> Result<Conduct, LowerError> {
    let place = format!("elements/{id}/process");
    let lower = |time: &Time, field: &str| distribution::lower(time, &format!("{place}/{field}"));
    let memory = process.memory.as_ref().map(|memory| {
        Ok(Memory {
            limit: memory.limit.base(),
            base: memory.base.map_or(0.0, |base| base.base()) + kept,
            per_visit: memory.per_request.base(),
            restart: lower(&memory.restart, "memory/restart")?,
        })
    });
    let idle = process.idle.as_ref().map(|idle| {
        Ok(match idle {
            DrawnIdle::SetUp(time) => Idle::SetUp {
                time: lower(time, "idle/set_up")?,
            },
            DrawnIdle::Vacation(time) => Idle::Vacation {
                time: lower(time, "idle/vacation")?,
            },
        })
    });
    let spot = process.spot.as_ref().map(|spot| {
        Ok((
            placement::spot(spot, &format!("{place}/spot"))?,
            placement::start_up(process, &place)?,
        ))
    });
    Ok(Conduct {
        order: order(process.discipline),
        patience: patience(process.patience.as_ref(), &place)?,
        memory: memory.transpose()?,
        quota: process.cpu_limit.as_ref().map(|limit| Quota {
            cores: limit.cores,
            period: limit.period.base(),
        }),
        idle: idle.transpose()?,
        breakdowns: breakdowns(process.breakdowns.as_ref(), &place)?,
        spot: spot.transpose()?,
    })
}

/// The same of a store.
pub(crate) fn of_store(id: &ElementId, store: &Store) -> Result<Conduct, LowerError> {
    let place = format!("elements/{id}/store");
    Ok(Conduct {
        order: order(store.discipline),
        patience: patience(store.patience.as_ref(), &place)?,
        breakdowns: breakdowns(store.breakdowns.as_ref(), &place)?,
        ..Conduct::default()
    })
}

fn order(discipline: Discipline) -> Order {
    match discipline {
        Discipline::Fifo => Order::Fifo,
        Discipline::Lifo => Order::Lifo,
        Discipline::Priority => Order::Priority,
        Discipline::PriorityPreemptive => Order::PriorityPreemptive,
        Discipline::Random => Order::Random,
    }
}

fn patience(drawn: Option<&Time>, place: &str) -> Result<Option<Distribution>, LowerError> {
    drawn
        .map(|time| distribution::lower(time, &format!("{place}/patience")))
        .transpose()
}

fn breakdowns(drawn: Option<&Drawn>, place: &str) -> Result<Option<Breakdowns>, LowerError> {
    let lower =
        |time: &Time, field| distribution::lower(time, &format!("{place}/breakdowns/{field}"));
    drawn
        .map(|drawn| {
            Ok(Breakdowns {
                after: lower(&drawn.after, "after")?,
                lasts: lower(&drawn.lasts, "lasts")?,
                loses_work: drawn.loses_work,
            })
        })
        .transpose()
}
