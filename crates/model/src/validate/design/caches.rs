//! `cache-without-keys`: a cache says what is asked for. And what it names and says can be.

use spinout_units::{ElementId, RelationshipId};

use super::messaging::{check_keys, without_effect};
use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Cache, ElementKind, Mode, OperationRef, Path, Process, Relationship};

/// The most entries of a cache that are simulated.
const MOST_ENTRIES: u32 = 1_000_000;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, link) in design.relationships {
        if let Some(cache) = &link.cache {
            check_cache(design, report, (id, link), cache);
        }
    }
    for (id, element) in design.elements {
        if let Some(process) = &element.process {
            let at = Path::of(["elements", id.as_str(), "process", "memory", "limit"]);
            check_memory(design, report, at, (id, process));
        }
    }
}

/// The caches of a process, when they are full, leave memory for a request.
fn check_memory(
    design: &Design<'_>,
    report: &mut Report,
    at: Path,
    (id, process): (&ElementId, &Process),
) {
    let Some(memory) = &process.memory else {
        return;
    };
    let links = design.relationships.values();
    let cached = links.filter_map(|link| Some((link, link.cache.as_ref()?.bytes())));
    let own = cached.filter(|(link, _)| home(design, &link.from.element) == id);
    let kept: f64 = own.map(|(_, bytes)| bytes).sum();
    let base = memory.base.map_or(0.0, |base| base.base()) + memory.per_request.base();
    if kept > 0.0 && memory.limit.base() < base + kept {
        let mib = kept / 1_048_576.0;
        let range = format!(
            "at least `base`, one `per_request` and {mib:.1} MiB of its caches when they are full"
        );
        report.range(at, memory.limit, &range);
    }
}

/// The process that an element is part of, or itself.
fn home<'a>(design: &Design<'a>, id: &'a ElementId) -> &'a ElementId {
    let outer = |id: &&'a ElementId| {
        let element = design.elements.get(*id)?;
        element
            .parent
            .as_ref()
            .filter(|_| element.kind == ElementKind::Component)
    };
    let mut home = id;
    // No deeper than there are elements, should they stand in each other in a circle.
    for _ in 0..design.elements.len() {
        let Some(next) = outer(&home) else { break };
        home = next;
    }
    home
}

fn check_cache(
    design: &Design<'_>,
    report: &mut Report,
    (id, link): (&RelationshipId, &Relationship),
    cache: &Cache,
) {
    let at = Path::of(["relationships", id.as_str(), "cache"]);
    if !matches!(link.mode, Mode::Reads | Mode::Calls) {
        return without_effect(
            report,
            at,
            "cache",
            "a link that does not ask for something",
        );
    }
    for (field, named) in [("in", &cache.store), ("fill", &cache.fill)] {
        if let Some(named) = named {
            store(design, report, at.child(field), named);
        }
    }
    if cache.fill.is_some() && cache.store.is_none() {
        without_effect(
            report,
            at.child("fill"),
            "fill",
            "a cache within the caller",
        );
    }
    if let Some(entries) = cache.entries.filter(|n| !(1..=MOST_ENTRIES).contains(n)) {
        report.range(
            at.child("entries"),
            entries,
            &format!("from 1 to {MOST_ENTRIES}"),
        );
    }
    if let Some(size) = cache.entry_size {
        let at = at.child("entry_size");
        let keeper = design.elements.get(home(design, &link.from.element));
        let process = keeper.and_then(|element| element.process.as_ref());
        if size.base() <= 0.0 {
            report.range(at, size, "above 0");
        } else if cache.store.is_some() {
            without_effect(report, at, "entry_size", "a cache in a store");
        } else if process.is_none_or(|process| process.memory.is_none()) {
            let what = "a process whose `memory` is not bounded";
            without_effect(report, at, "entry_size", what);
        } else if cache.most_entries().is_none() {
            let what = "a cache whose `entries` are not known";
            without_effect(report, at, "entry_size", what);
        }
    }
    if let Some(ttl) = cache.ttl.filter(|ttl| ttl.base() <= 0.0) {
        report.range(at.child("ttl"), ttl, "above 0");
    }
    match (&cache.keys, cache.hit_ratio) {
        (Some(keys), None) => check_keys(report, &at.child("keys"), keys),
        (keys, Some(ratio)) => {
            if !(0.0..=1.0).contains(&ratio) {
                report.range(at.child("hit_ratio"), ratio, "from 0 to 1");
            }
            for (field, is_said) in [
                ("keys", keys.is_some()),
                ("entries", cache.entries.is_some()),
                ("ttl", cache.ttl.is_some()),
                ("serve_stale_on_failure", cache.serve_stale_on_failure),
                ("coalesce", cache.coalesce),
            ] {
                if is_said {
                    let what = "a cache whose hit ratio is given";
                    without_effect(report, at.child(field), field, what);
                }
            }
        }
        (None, None) => report.error(Says {
            id: "cache-without-keys",
            at,
            why: "nothing says how often the same thing is asked for again".to_owned(),
            fix: "give `keys`, such as {\"zipf\": {\"keys\": 10000, \"exponent\": 0.9}}, or a `hit_ratio` that is known",
        }),
    }
}

fn store(design: &Design<'_>, report: &mut Report, at: Path, named: &OperationRef) {
    if !design.has_operation(named) {
        return report.unknown(at, "operation", &named.to_string());
    }
    let element = design.elements.get(&named.element);
    if element.is_some_and(|element| element.kind != ElementKind::Store) {
        report.error(Says {
            id: "mode-misfit",
            at,
            why: format!("`{named}` is not an operation of a store"),
            fix: "name the store that keeps the answers",
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::validate::testing::found;

    fn said(cache: Value) -> Vec<String> {
        found(&[("relationships/look-up/cache", cache)])
    }

    #[test]
    fn what_a_cache_says_can_be() {
        let keys = json!({"uniform": 10});
        for (cache, says) in [
            (
                json!({}),
                "cache-without-keys at relationships/look-up/cache",
            ),
            (
                json!({"keys": {"uniform": 0}}),
                "out-of-range at relationships/look-up/cache/keys/uniform",
            ),
            (
                json!({"keys": keys, "entries": 0}),
                "out-of-range at relationships/look-up/cache/entries",
            ),
            (
                json!({"keys": keys, "ttl": "0s"}),
                "out-of-range at relationships/look-up/cache/ttl",
            ),
            (
                json!({"hit_ratio": 1.2}),
                "out-of-range at relationships/look-up/cache/hit_ratio",
            ),
            (
                json!({"hit_ratio": 0.5, "ttl": "1s"}),
                "without-effect at relationships/look-up/cache/ttl",
            ),
            (
                json!({"keys": keys, "in": "nowhere"}),
                "unknown-reference at relationships/look-up/cache/in",
            ),
            (
                json!({"keys": keys, "in": "images/sign"}),
                "mode-misfit at relationships/look-up/cache/in",
            ),
            (
                json!({"keys": keys, "entry_size": "1kB"}),
                "without-effect at relationships/look-up/cache/entry_size",
            ),
        ] {
            assert_eq!(said(cache), [says]);
        }
    }
}
