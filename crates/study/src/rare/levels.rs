//! Where to split: found by trial runs that are thrown away, from far to close.

use super::{
    Search,
    tree::{Level, Tree},
};
use crate::RareEvent;

/// Trial runs of each round.
const TRIALS: u32 = 8;
/// They are numbered down from here, so that they share no draws with replications that count.
const FIRST: u32 = u32::MAX / 2;
/// Rounds, at most.
const ROUNDS: u32 = 40;
/// Events of a trial, at first and at most.
const EVENTS: u64 = 20_000;
const MOST_EVENTS: u64 = 800_000;
/// Moments beyond a level that must have been seen for it to be used.
const BEYOND: usize = 250;
/// The share of what is beyond the level before that is to be beyond a level.
const SHARE: f64 = 0.4;
/// The most copies at one level.
const MOST_COPIES: f64 = 20.0;
/// How often the event must have been seen for the levels to be enough.
const SEEN: u64 = 200;

/// The levels for a search, and the events that it took to find them.
pub(super) fn find(search: &Search<'_>) -> (Tree, u64) {
    let goal = match search.event {
        RareEvent::Late { beyond_s, .. } => (beyond_s * 1e9) as u64,
        RareEvent::Crowd { at_least, .. } => at_least,
        RareEvent::Fails { .. } => u64::MAX,
    };
    let mut tree = Tree::default();
    let (mut spent, mut events) = (0, EVENTS);
    for round in 0..ROUNDS {
        let first = FIRST - (round + 1) * TRIALS;
        let grown = search.trees(&tree, first..first + TRIALS, search.horizon_s, Some(events));
        spent += grown.iter().map(|grown| grown.found.events).sum::<u64>();
        if grown.len() < TRIALS as usize {
            break;
        }
        if grown.iter().any(|grown| !grown.found.whole) {
            // Too many copies: the last levels were found from too little.
            let kept = tree.levels.len() / 2;
            tree.levels.truncate(kept);
            if kept == 0 {
                break;
            }
            events = MOST_EVENTS.min(2 * events);
            continue;
        }
        if round == 0 {
            let busy: u64 = grown.iter().map(|grown| grown.found.busy).sum();
            let answers: f64 = grown.iter().map(|grown| grown.found.of).sum();
            if matches!(search.event, RareEvent::Late { .. }) && answers > 0.0 {
                tree.each = (busy as f64 / answers) as u64;
                continue;
            }
        }
        let seen: u64 = grown.iter().map(|grown| grown.found.seen).sum();
        let mut samples: Vec<(u64, f64)> = grown.into_iter().flat_map(|g| g.samples).collect();
        samples.sort_unstable_by_key(|sample| sample.0);
        // All anew: what is far is known better each time as well.
        let reached = tree.levels.last().map_or(0, |level| level.from);
        let mut next = Tree {
            each: tree.each,
            levels: Vec::new(),
        };
        add_levels(&mut next, &samples, goal);
        let further = next.levels.last().map_or(0, |level| level.from) > reached;
        if further {
            tree = next;
        } else if seen >= SEEN || events == MOST_EVENTS {
            break;
        } else {
            events *= 2;
        }
    }
    (tree, spent)
}

/// Adds the levels that the sampled moments, in order of closeness, are enough for, to a tree without any.
fn add_levels(tree: &mut Tree, samples: &[(u64, f64)], goal: u64) {
    // Weight from each sample on.
    let mut beyond = vec![0.0; samples.len() + 1];
    for (i, (_, weight)) in samples.iter().enumerate().rev() {
        beyond[i] = beyond[i + 1] + weight;
    }
    let (mut top, mut last) = (0, 0);
    loop {
        let wanted = SHARE * beyond[last];
        // The first value of which little enough lies at it or beyond.
        let mut next = last + beyond[last..].partition_point(|weight| *weight > wanted);
        if next >= samples.len() {
            return;
        }
        let from = samples[next].0;
        let at = samples.partition_point(|sample| sample.0 < from);
        if at < next && beyond[at] > wanted {
            // More than that share has the same value: the next one.
            next = samples.partition_point(|sample| sample.0 <= from);
        } else {
            next = at;
        }
        let Some((from, _)) = samples.get(next).copied() else {
            return;
        };
        if from <= top || from >= goal || samples.len() - next < BEYOND {
            return;
        }
        let copies = (beyond[last] / beyond[next]).clamp(2.0, MOST_COPIES);
        tree.levels.push(Level {
            from,
            split: libm::round(copies) as u32,
        });
        (top, last) = (from, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_a_geometric_closeness_halve_twice() {
        // P(N ≥ n) = 2⁻ⁿ: .4 is first fallen below two steps on, with a quarter beyond.
        let samples: Vec<(u64, f64)> = (0..12)
            .flat_map(|n: u32| std::iter::repeat_n((u64::from(n), 1.0), 1 << (16 - n - 1)))
            .collect();
        let mut tree = Tree::default();
        add_levels(&mut tree, &samples, 7);
        let levels: Vec<(u64, u32)> = tree.levels.iter().map(|l| (l.from, l.split)).collect();
        assert_eq!(levels, [(2, 4), (4, 4), (6, 4)]);
    }
}
