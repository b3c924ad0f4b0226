use spinout_results::{ElementResult, Run};

use super::{
    Cell::{Figure, Text},
    Row, Topic, exact, some,
};
use crate::figures::{number, percent, time};

/// What became of the look-ups of caches, by the relationship they stand before.
pub(super) fn caches(run: &Run) -> Topic {
    let rows = run.elements.values().flat_map(|element| {
        element.caches.iter().map(|(relationship, cache)| {
            Row::new(
                &element.name,
                [
                    Text(relationship.clone()),
                    Figure(cache.look_ups_per_s, number),
                    Figure(cache.hit_ratio, percent),
                    Figure(cache.stale, percent),
                    Figure(cache.coalesced, percent),
                ],
            )
        })
    });
    Topic::new(
        "Caches",
        &[
            "before",
            "look-ups a second",
            "hits",
            "answered stale",
            "waited for another's answer",
        ],
        rows,
    )
}

/// The copies of stores.
pub(super) fn read_replicas(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let copies = element.read_replicas.as_ref()?;
        let resources = copies.resources.iter();
        let scarcest =
            resources.max_by(|a, b| a.1.utilization.value.total_cmp(&b.1.utilization.value));
        Some(Row::new(
            &element.name,
            [
                Figure(copies.reads_per_s, number),
                Figure(copies.stale, percent),
                Figure(copies.own_missed, percent),
                Figure(copies.apply_s, time),
                Figure(scarcest.map(|(_, found)| found.utilization), percent),
                Text(scarcest.map_or_else(|| "–".to_owned(), |(name, _)| name.clone())),
            ],
        ))
    };
    Topic::new(
        "Read replicas",
        &[
            "reads a second",
            "stale reads",
            "own writes missed",
            "until a write is there",
            "use",
            "of",
        ],
        run.elements.values().filter_map(row),
    )
}

/// The environments of functions.
pub(super) fn functions(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let function = element.function.as_ref()?;
        Some(Row::new(
            &element.name,
            [
                Figure(function.invocations_per_s, number),
                Figure(function.cold_starts, percent),
                Figure(function.throttled, percent),
                Figure(function.throttled_by_account, percent),
                Figure(function.timed_out, percent),
                Figure(function.billed_s_per_s, time),
            ],
        ))
    };
    Topic::new(
        "Functions",
        &[
            "invocations a second",
            "cold starts",
            "throttled",
            "for their account",
            "ended at the time limit",
            "billed a second",
        ],
        run.elements.values().filter_map(row),
    )
}

/// The runs of jobs.
pub(super) fn jobs(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let job = element.job.as_ref()?;
        let longest = if job.finished > 0.0 {
            exact(job.duration_max_s)
        } else {
            None
        };
        Some(Row::new(
            &element.name,
            [
                Figure(exact(job.started), number),
                Figure(exact(job.finished), number),
                Figure(exact(job.missed), number),
                Figure(exact(job.replaced), number),
                Figure(job.duration_s, time),
                Figure(longest, time),
                Figure(exact(job.items), number),
                Figure(exact(job.failed), number),
                Figure(exact(job.retried), number),
            ],
        ))
    };
    Topic::new(
        "Jobs",
        &[
            "runs begun",
            "done",
            "left out as another ran",
            "ended by the next",
            "job time",
            "longest",
            "items done",
            "items failed",
            "tried again",
        ],
        run.elements.values().filter_map(row),
    )
}

/// Locks, pools of connections and devices: what an element has beside its cores and its threads.
pub(super) fn resources(run: &Run) -> Topic {
    const OWN: [&str; 5] = [
        "cores",
        "threads",
        "in_flight",
        "connections",
        "environments",
    ];
    let rows = run.elements.values().flat_map(|element| {
        let resources = element.resources.iter();
        let beside = resources.filter(|(name, _)| !OWN.contains(&name.as_str()));
        beside.map(|(name, resource)| {
            Row::new(
                &element.name,
                [
                    Text(name.clone()),
                    Figure(Some(resource.utilization), percent),
                    Figure(exact(resource.capacity), number),
                    Figure(resource.wait_s, time),
                    Figure(resource.expired, percent),
                ],
            )
        })
    });
    Topic::new(
        "Locks, pools and devices",
        &["which", "use", "there", "wait of a visit", "went without"],
        rows,
    )
}

/// Whom elements turned away.
pub(super) fn turned_away(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let happened = some(element.refused) || some(element.abandoned) || some(element.killed);
        happened.then(|| {
            Row::new(
                &element.name,
                [
                    Figure(element.refused, percent),
                    Figure(element.denied, percent),
                    Figure(element.without_token, percent),
                    Figure(element.with_old_token, percent),
                    Figure(element.abandoned, percent),
                    Figure(element.killed, number),
                ],
            )
        })
    };
    Topic::new(
        "Turned away",
        &[
            "refused",
            "of these denied",
            "without a token",
            "token too old",
            "gave up",
            "instances died",
        ],
        run.elements.values().filter_map(row),
    )
}
