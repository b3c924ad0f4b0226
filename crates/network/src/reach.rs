//! What a program leads to, and recursion that never ends.

use crate::{Network, ProgramIndex, QueueIndex, Step};

/// A program that certainly follows when another runs.
fn certain_successors(network: &Network, program: ProgramIndex) -> Vec<ProgramIndex> {
    let mut found = Vec::new();
    let mut open: Vec<&[Step]> = vec![&network.programs[program.at()].steps];
    while let Some(steps) = open.pop() {
        for step in steps {
            match step {
                Step::Cpu { .. }
                | Step::Delay { .. }
                | Step::Fail { .. }
                | Step::Batch { .. }
                | Step::Row { .. }
                | Step::Authenticate { .. } => {}
                Step::Hold { steps, .. } => open.push(steps),
                // Only a miss leads further, and not each look-up is one.
                Step::Cached(cached) => open.push(&cached.ask),
                Step::Call(call) => found.push(call.program),
                Step::Publish(publish) => found.extend(consumed(network, publish.queue)),
                Step::Within { steps, .. } => open.push(steps),
                Step::Repeat { count, steps, .. } if *count >= 1.0 => open.push(steps),
                Step::Repeat { .. } => {}
                Step::Parallel(parallel) => {
                    let all = parallel.stagger.is_none();
                    let starts = if all { parallel.branches.len() } else { 1 };
                    let branches = parallel.branches.iter().take(starts);
                    open.extend(branches.map(|branch| &branch[..]));
                }
                Step::Try { steps, .. } => open.push(steps),
                Step::Sticky(sticky) => open.extend([&sticky.primary[..], &sticky.copy[..]]),
                Step::Shift(shift) => open.extend([&shift.old[..], &shift.new[..]]),
                Step::Branch { arms, .. } => open.extend(
                    arms.iter()
                        .filter(|arm| arm.probability >= 1.0)
                        .map(|arm| &arm.steps[..]),
                ),
            }
        }
    }
    found
}

/// The programs that a queue's messages certainly run.
fn consumed(network: &Network, queue: QueueIndex) -> impl Iterator<Item = ProgramIndex> {
    let groups = network.queues[queue.at()].groups.iter();
    groups.filter_map(|group| match &group.consumers[..] {
        [only] => Some(only.program),
        _ => None,
    })
}

/// A program from which certain calls and messages lead back to itself, if any. Indices must be valid.
pub(crate) fn endless(network: &Network) -> Option<ProgramIndex> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; network.programs.len()];
    for root in 0..network.programs.len() {
        if marks[root] != Mark::New {
            continue;
        }
        marks[root] = Mark::Open;
        let mut path = vec![(root, certain_successors(network, root.into()))];
        while let Some((program, successors)) = path.last_mut() {
            match successors.pop() {
                None => {
                    marks[*program] = Mark::Done;
                    path.pop();
                }
                Some(next) => match marks[next.at()] {
                    Mark::Open => return Some(next),
                    Mark::Done => {}
                    Mark::New => {
                        marks[next.at()] = Mark::Open;
                        path.push((next.at(), certain_successors(network, next)));
                    }
                },
            }
        }
    }
    None
}
