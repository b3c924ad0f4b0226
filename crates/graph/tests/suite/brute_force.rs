use std::collections::BTreeMap;

use proptest::prelude::*;
use spinout_graph::{Cuts, ElementGraph, OperationGraph, Structure, endless_recursion};
use spinout_model::{Architecture, Mode, OperationRef};
use spinout_units::ElementId;

use crate::architecture::Drawing;

/// Coin tosses that are gone through in all combinations.
struct Tape<'a> {
    given: &'a [bool],
    used: usize,
}

impl Tape<'_> {
    fn toss(&mut self) -> Option<bool> {
        self.used += 1;
        self.given.get(self.used - 1).copied()
    }
}

/// Walks one request: is it answered, and do all its messages come to their end? Nothing while the tape
/// is too short.
fn ask(
    architecture: &Architecture,
    at: &ElementId,
    down: &ElementId,
    tape: &mut Tape<'_>,
) -> Option<(bool, bool)> {
    if at == down {
        return Some((false, false));
    }
    let mut clean = true;
    for link in architecture.relationships.values() {
        if link.from.element != *at || link.mode == Mode::Consumes {
            continue;
        }
        let mut times = link.per_request.floor() as u32;
        if link.per_request.fract() > 0.0 && tape.toss()? {
            times += 1;
        }
        for _ in 0..times {
            let mut answer = (false, false);
            for _ in 0..link.retry.as_ref().map_or(1, |r| r.attempts) {
                answer = if link.mode == Mode::Publishes {
                    publish(architecture, &link.to.element, down, tape)?
                } else {
                    ask(architecture, &link.to.element, down, tape)?
                };
                if answer.0 {
                    break;
                }
            }
            if !answer.0 {
                return Some((false, false));
            }
            clean &= answer.1;
        }
    }
    Some((true, clean))
}

fn publish(
    architecture: &Architecture,
    queue: &ElementId,
    down: &ElementId,
    tape: &mut Tape<'_>,
) -> Option<(bool, bool)> {
    if queue == down {
        return Some((false, false));
    }
    let rules = architecture.elements[queue].queue.as_ref().unwrap();
    let consumers = architecture.relationships.values();
    let consumer = consumers
        .filter(|r| r.mode == Mode::Consumes && r.to.element == *queue)
        .map(|r| &r.from.element)
        .next();
    let Some(consumer) = consumer else {
        return Some((true, true));
    };
    for _ in 0..rules.dead_letter.as_ref().unwrap().max_receives {
        let answer = ask(architecture, consumer, down, tape)?;
        if answer.0 {
            return Some((true, answer.1));
        }
    }
    Some((true, false))
}

/// The shares of requests that are lost and degraded, over all tosses.
fn enumerate(architecture: &Architecture, entry: &ElementId, down: &ElementId) -> (f64, f64) {
    let (mut lost, mut degraded) = (0.0, 0.0);
    let mut open: Vec<Vec<bool>> = vec![Vec::new()];
    while let Some(given) = open.pop() {
        let mut tape = Tape {
            given: &given,
            used: 0,
        };
        match ask(architecture, entry, down, &mut tape) {
            Some((answered, clean)) => {
                let weight = 0.5_f64.powi(given.len() as i32);
                if !answered {
                    lost += weight;
                } else if !clean {
                    degraded += weight;
                }
            }
            None => {
                for side in [false, true] {
                    let mut longer = given.clone();
                    longer.push(side);
                    open.push(longer);
                }
            }
        }
    }
    (lost, degraded)
}

#[derive(Clone, Debug)]
struct Arrow {
    from: usize,
    to: usize,
    halves: u8,
    attempts: u32,
    message: bool,
}

fn arrows(nodes: usize, most: usize) -> impl Strategy<Value = Vec<Arrow>> {
    let arrow = (0..nodes, 0..nodes, 1..=2_u8, 1..=2_u32, any::<bool>()).prop_map(
        |(from, to, halves, attempts, message)| Arrow {
            from,
            to,
            halves,
            attempts,
            message,
        },
    );
    prop::collection::vec(arrow, 0..=most)
}

fn draw(nodes: usize, arrows: &[Arrow], forward_only: bool) -> Architecture {
    let mut d = Drawing::new();
    for n in 0..nodes {
        d.service(&format!("s{n}"), 1);
    }
    let mut queued = BTreeMap::new();
    for (i, arrow) in arrows.iter().enumerate() {
        if forward_only && arrow.from >= arrow.to {
            continue;
        }
        let (from, to) = (format!("s{}", arrow.from), format!("s{}", arrow.to));
        let times = f64::from(arrow.halves) * 0.5;
        if arrow.message {
            let queue = queued.entry(arrow.to).or_insert_with(|| {
                let name = format!("q{i}");
                d.queue(&format!("{name}-dead"), None);
                d.queue(&name, Some((&format!("{name}-dead"), 2)));
                d.link(&to, Mode::Consumes, &name, 1.0, 1);
                name
            });
            d.link(&from, Mode::Publishes, queue, times, arrow.attempts);
        } else {
            d.link(&from, Mode::Calls, &to, times, arrow.attempts);
        }
    }
    d.journey("j", "s0", 1.0, 1.0);
    d.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_reach_of_a_failure_is_what_all_ways_through_say(arrows in arrows(5, 6)) {
        let architecture = draw(5, &arrows, true);
        let entry: ElementId = "s0".parse().unwrap();
        let blast = Structure::of(&architecture).blast();
        for failure in blast.failures {
            if failure.element.as_str().ends_with("-dead") {
                continue;
            }
            let (lost, degraded) = enumerate(&architecture, &entry, &failure.element);
            prop_assert!((failure.value_lost - lost).abs() < 1e-9,
                "{}: lost {} is not {lost}", failure.element, failure.value_lost);
            prop_assert!((failure.value_degraded - degraded).abs() < 1e-9,
                "{}: degraded {} is not {degraded}", failure.element, failure.value_degraded);
            let is_process = failure.element.as_str().starts_with('s');
            let is_single = blast.single_points.iter().any(|p| p.element == failure.element);
            prop_assert_eq!(is_single, is_process && lost == 1.0, "{}", failure.element);
        }
    }

    #[test]
    fn an_element_cuts_off_what_is_not_reached_without_it(arrows in arrows(7, 14)) {
        let architecture = draw(7, &arrows, false);
        let graph = ElementGraph::of_elements(&architecture, &OperationGraph::of(&architecture));
        let entry: ElementId = "s0".parse().unwrap();
        let cuts = Cuts::of(&graph, [&entry]);
        let all = reach(&graph, &entry, None);
        for id in architecture.elements.keys() {
            let without = reach(&graph, &entry, Some(id));
            let lost: Vec<_> = all.iter().filter(|e| *e != id && !without.contains(e)).collect();
            let mut found: Vec<_> = cuts.behind(id).collect();
            prop_assert_eq!(cuts.count_behind(id), found.len());
            found.sort();
            prop_assert_eq!(found, lost, "{}", id);
        }
    }

    #[test]
    fn a_circle_of_certain_calls_never_ends(arrows in arrows(5, 10)) {
        let architecture = draw(5, &arrows, false);
        let graph = OperationGraph::of(&architecture);
        let certain = |from: &OperationRef| -> Vec<OperationRef> {
            let links = architecture.relationships.values();
            links
                .filter(|r| r.from == *from && r.mode == Mode::Calls && r.per_request >= 1.0)
                .map(|r| r.to.clone())
                .collect()
        };
        let endless = endless_recursion(&graph);
        for start in graph.operations() {
            let mut seen = Vec::new();
            let mut open = certain(start);
            while let Some(at) = open.pop() {
                if !seen.contains(&at) {
                    open.extend(certain(&at));
                    seen.push(at);
                }
            }
            if seen.contains(start) {
                prop_assert!(endless.iter().any(|c| c.operations.contains(start)), "{}", start);
            }
        }
    }

    #[test]
    fn a_ring_ends_if_its_product_is_below_one(means in prop::collection::vec(0.05_f64..3.0, 1..6)) {
        let product: f64 = means.iter().product();
        prop_assume!((product - 1.0).abs() > 1e-6);
        let mut d = Drawing::new();
        for i in 0..means.len() {
            d.service(&format!("s{i}"), 1);
        }
        for (i, mean) in means.iter().enumerate() {
            let to = format!("s{}", (i + 1) % means.len());
            d.link(&format!("s{i}"), Mode::Calls, &to, *mean, 1);
        }
        let endless = endless_recursion(&OperationGraph::of(&d.0));
        prop_assert_eq!(!endless.is_empty(), product >= 1.0);
    }
}

/// What is reached from `entry` if `without` is not there, in the order of ids.
fn reach(graph: &ElementGraph, entry: &ElementId, without: Option<&ElementId>) -> Vec<ElementId> {
    let mut seen: Vec<ElementId> = Vec::new();
    let mut open = vec![entry.clone()];
    while let Some(at) = open.pop() {
        if Some(&at) == without || seen.contains(&at) {
            continue;
        }
        let next = graph
            .links()
            .filter(|(from, link, _)| **from == at && *link != spinout_graph::Link::DeadLetters);
        open.extend(next.map(|(_, _, to)| to.clone()));
        seen.push(at);
    }
    seen.sort();
    seen
}
