//! `recursion-without-end`: an operation that asks itself, over others, and waits, must stop at some time.
//! A circle that ends is no error; its pools can deadlock, which is another check's to say.

use std::collections::BTreeMap;

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{OperationRef, Path, Step};

/// Rounds of the power iteration; circles are short, so it settles soon.
const ROUNDS: usize = 600;
/// Growth in each round above which recursion is taken to have no end.
const GROWS: f64 = 1.001;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    let mut calls = Calls::of(design);
    calls.keep_circles();
    let circle = calls.certain_circle();
    let (names, why) = match circle {
        Some(circle) => (circle, "so a request that reaches it never ends"),
        None if calls.growth() > GROWS => {
            let all = calls.edges.keys().copied().collect();
            (
                all,
                "more than once on average, so a request that reaches it spreads without end",
            )
        }
        None => return,
    };
    let names: Vec<&OperationRef> = names.iter().map(|n| calls.names[*n]).collect();
    let Some(first) = names.first() else { return };
    let way: Vec<String> = names
        .iter()
        .chain([first])
        .map(|name| format!("`{name}`"))
        .collect();
    report.error(Says {
        id: "recursion-without-end",
        at: Path::of(["elements", first.element.as_str(), "operations", first.operation.as_str()]),
        why: format!("{} ask each other in a circle, {why}", way.join(" → ")),
        fix: "let one call of the circle happen less than once a request (per_request below 1), or publish it to a queue",
    });
}

/// Who asks whom and waits, and how often for one request.
struct Calls<'a> {
    names: Vec<&'a OperationRef>,
    edges: BTreeMap<usize, BTreeMap<usize, f64>>,
}

impl<'a> Calls<'a> {
    fn of(design: &Design<'a>) -> Self {
        let mut numbers: BTreeMap<&OperationRef, usize> = BTreeMap::new();
        let mut calls = Self {
            names: Vec::new(),
            edges: BTreeMap::new(),
        };
        for (id, link) in design.relationships {
            let known = design.has_operation(&link.from) && design.has_operation(&link.to);
            if !link.mode.is_synchronous() || !known {
                continue;
            }
            let steps = design
                .elements
                .get(&link.from.element)
                .and_then(|element| element.operations.get(&link.from.operation))
                .map_or(&[][..], |operation| &operation.steps);
            let times = if steps.is_empty() {
                1
            } else {
                let follows = |step: &&Step| matches!(step, Step::Follow(to) if to == id);
                steps.iter().filter(follows).count()
            };
            let mut number = |name| {
                *numbers.entry(name).or_insert_with(|| {
                    calls.names.push(name);
                    calls.names.len() - 1
                })
            };
            let (from, to) = (number(&link.from), number(&link.to));
            let weight = times as f64 * link.per_request;
            if weight > 0.0 {
                *calls.edges.entry(from).or_default().entry(to).or_default() += weight;
            }
        }
        calls
    }

    /// Drops what cannot be in a circle: what asks nobody, then what asks only those, and so on.
    fn keep_circles(&mut self) {
        let mut asked_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (from, to) in self
            .edges
            .iter()
            .flat_map(|(from, to)| to.keys().map(move |to| (*from, *to)))
        {
            asked_by.entry(to).or_default().push(from);
        }
        let mut ends: Vec<usize> = asked_by
            .keys()
            .filter(|id| !self.edges.contains_key(id))
            .copied()
            .collect();
        while let Some(end) = ends.pop() {
            for from in asked_by.remove(&end).unwrap_or_default() {
                if let Some(to) = self.edges.get_mut(&from) {
                    to.remove(&end);
                    if to.is_empty() {
                        self.edges.remove(&from);
                        ends.push(from);
                    }
                }
            }
        }
    }

    /// A circle in which every call happens at least once.
    fn certain_circle(&self) -> Option<Vec<usize>> {
        let certain = |id: usize| {
            let to = self.edges.get(&id).into_iter().flatten();
            to.filter(|(_, weight)| **weight >= 1.0).map(|(to, _)| *to)
        };
        let mut done: Vec<bool> = vec![false; self.names.len()];
        for start in self.edges.keys() {
            // The way to where the search stands, each with what is still to be looked at.
            let mut way = vec![(*start, certain(*start).collect::<Vec<_>>())];
            while let Some((at, left)) = way.last_mut() {
                let at = *at;
                let Some(next) = left.pop() else {
                    done[at] = true;
                    way.pop();
                    continue;
                };
                if let Some(first) = way.iter().position(|(on_way, _)| *on_way == next) {
                    return Some(way[first..].iter().map(|(id, _)| *id).collect());
                }
                if !done[next] {
                    way.push((next, certain(next).collect()));
                }
            }
        }
        None
    }

    /// By how much one request multiplies with each round of calls: the largest eigenvalue of the calls.
    fn growth(&self) -> f64 {
        let mut load: BTreeMap<usize, f64> = self.edges.keys().map(|id| (*id, 1.0)).collect();
        let mut growth = 0.0;
        for _ in 0..ROUNDS {
            // The load of each is kept beside what it asks, so that the iteration does not swing between
            // the halves of an even circle; its own share of 1 is taken off below.
            let mut next = load.clone();
            for (from, to) in &self.edges {
                for (to, weight) in to {
                    *next.entry(*to).or_default() += load.get(from).unwrap_or(&0.0) * weight;
                }
            }
            let (before, after): (f64, f64) = (load.values().sum(), next.values().sum());
            if before <= 0.0 {
                return 0.0;
            }
            growth = after / before - 1.0;
            load = next.into_iter().map(|(id, n)| (id, n / after)).collect();
        }
        growth
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::found;

    fn ring(there: f64, back: f64) -> Vec<String> {
        let link = |from: &str, to: &str, per_request: f64| json!({"from": from, "to": to, "mode": "calls", "per_request": per_request});
        found(&[
            (
                "relationships/there",
                link("shop/totals", "images/sign", there),
            ),
            (
                "relationships/back",
                link("images/sign", "shop/totals", back),
            ),
        ])
    }

    #[test]
    fn a_circle_of_certain_calls_never_ends() {
        assert_eq!(ring(1.0, 1.0).len(), 1);
        assert!(ring(1.0, 1.0)[0].starts_with("recursion-without-end at elements/"));
        let own = json!({"from": "images/sign", "to": "images/sign", "mode": "calls"});
        assert_eq!(
            found(&[("relationships/own", own)]),
            ["recursion-without-end at elements/images/operations/sign"]
        );
    }

    #[test]
    fn a_circle_ends_if_it_is_taken_less_than_once() {
        assert!(ring(1.0, 0.9).is_empty());
        assert!(ring(4.0, 0.2).is_empty());
    }

    #[test]
    fn a_circle_that_spreads_never_ends() {
        assert_eq!(ring(4.0, 0.5).len(), 1);
    }

    #[test]
    fn steps_that_do_not_follow_do_not_ask() {
        let own = json!({"from": "images/sign", "to": "images/sign", "mode": "calls"});
        let said = found(&[
            ("relationships/own", own),
            (
                "elements/images/operations/sign",
                json!({"steps": [{"compute": {"constant": "1ms"}}]}),
            ),
        ]);
        assert_eq!(said, ["never-followed at relationships/own"]);
    }
}
