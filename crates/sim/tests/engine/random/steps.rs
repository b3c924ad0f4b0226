//! Random steps.

use proptest::prelude::*;
use spinout_network::{
    Arm, CacheIndex, Cached, Call, CallPolicy, Distribution, ElementIndex, GroupIndex, LinkIndex,
    Others, Parallel, ProgramIndex, QueueIndex, ResourceIndex, Retry, RowUse, Step, Token,
    Transfer,
};

use super::{TIERS, times};

/// What token goes along.
fn token(key: u64) -> Token {
    match key % 8 {
        0 => Token::Lost,
        1 => Token::Renewed,
        _ => Token::PassedOn,
    }
}

/// Steps of a program of one tier, which calls or publishes to later tiers only.
pub(super) fn steps(tier: usize) -> impl Strategy<Value = Vec<Step>> {
    let key = any::<u64>();
    let call = (key, tier + 1..TIERS + 2, times(), times(), 0..4_u32).prop_map(
        |(key, to, out, back, policy)| {
            let tier = to.min(TIERS - 1);
            Step::Call(Call {
                key,
                group: GroupIndex(tier as u32),
                program: ProgramIndex(tier as u32),
                out,
                back,
                policy: CallPolicy {
                    timeout: (policy > 1).then_some(0.2),
                    cancel: key % 2 == 0,
                    inside: false,
                    link: (key % 3 == 0).then_some(LinkIndex((key % 5) as u32 % 2)),
                    transfer: (key % 7 == 0).then_some(Transfer {
                        fixed: 0.01,
                        per_mib: 0.05,
                        back: key % 2 == 0,
                    }),
                    retry: (policy > 2).then_some(Retry {
                        base: 0.05,
                        multiplier: 2.0,
                        jitter: 0.5,
                        ..Retry::at_once(3)
                    }),
                    token: token(key),
                },
            })
        },
    );
    // Leaves are called in any group, the caller's own among them: pools may wait for each other. Some are
    // called within their process.
    let leaf =
        (any::<u64>(), 0..TIERS as u32, 0..TIERS as u32).prop_map(move |(key, group, program)| {
            let inside = key % 3 == 0;
            Step::Call(Call {
                key,
                group: GroupIndex(if inside { tier as u32 } else { group }),
                program: ProgramIndex(TIERS as u32 + program),
                out: Distribution::ZERO,
                back: Distribution::ZERO,
                policy: CallPolicy {
                    inside,
                    timeout: (inside && key % 2 == 0).then_some(0.02),
                    cancel: key % 5 == 0,
                    link: (inside && key % 7 == 0).then_some(LinkIndex(1)),
                    ..CallPolicy::default()
                },
            })
        });
    let publish = (any::<u64>(), times(), times()).prop_map(move |(key, hop, ack)| {
        Step::Publish(spinout_network::Publish {
            key,
            queue: QueueIndex(tier as u32),
            hop,
            ack,
            policy: None,
            token: token(key),
        })
    });
    let cpu = (any::<u64>(), times()).prop_map(|(key, demand)| Step::Cpu {
        demand,
        key,
        per_mib: (key % 4 == 0).then_some(0.05),
    });
    let delay = (any::<u64>(), times()).prop_map(|(key, time)| Step::Delay {
        time,
        key,
        per_mib: (key % 4 == 0).then_some(0.05),
    });
    let fail =
        (any::<u64>(), 0.0..0.2_f64).prop_map(|(key, probability)| Step::Fail { probability, key });
    let row = (any::<u64>(), any::<bool>()).prop_map(|(key, reads)| Step::Row {
        store: 0,
        what: if reads { RowUse::Read } else { RowUse::Written },
        key,
    });
    let door = prop::option::of(0.0..0.5_f64).prop_map(|lifetime| Step::Authenticate { lifetime });
    let batch = any::<u64>().prop_map(|key| Step::Batch {
        resource: ResourceIndex(2),
        key,
    });
    let leaf = if tier + 1 < TIERS {
        prop_oneof![cpu, delay, call, leaf, publish, fail, batch, row, door].boxed()
    } else {
        prop_oneof![cpu, delay].boxed()
    };
    let step = leaf.prop_recursive(2, 6, 3, move |inner| {
        let list = prop::collection::vec(inner, 0..3);
        prop_oneof![
            (any::<u64>(), 0.0..2.5_f64, list.clone())
                .prop_map(|(key, count, steps)| Step::Repeat { count, key, steps }),
            (any::<u64>(), list.clone()).prop_map(move |(key, steps)| Step::Within {
                element: ElementIndex(TIERS as u32),
                key,
                steps,
            }),
            (any::<u64>(), 0.0..0.6_f64, list.clone(), list.clone()).prop_map(|(key, p, a, b)| {
                // Some by size.
                let at = |from: f64, to: f64| (key % 3 == 0).then_some((from, to));
                let arms = vec![
                    Arm {
                        probability: p,
                        steps: a,
                        sizes: at(-1.0, 0.5 + p),
                    },
                    Arm {
                        probability: 0.9 - p,
                        steps: b,
                        sizes: at(1.0 + p, f64::INFINITY),
                    },
                ];
                Step::Branch { key, arms }
            }),
            (
                any::<u64>(),
                list.clone(),
                list.clone(),
                1..3_u32,
                1..4_u32,
                0..4_u32
            )
                .prop_map(|(key, a, b, times, need, kind)| {
                    Step::Parallel(Parallel {
                        key,
                        branches: vec![a, b],
                        times,
                        need: need.min(2 * times),
                        stagger: (kind == 3).then_some(0.1),
                        others: [Others::Await, Others::Leave, Others::Cancel][kind as usize % 3],
                    })
                }),
            (list.clone(), list.clone())
                .prop_map(|(steps, otherwise)| Step::Try { steps, otherwise }),
            (
                any::<u64>(),
                0..3_u32,
                list.clone(),
                list.clone(),
                list.clone()
            )
                .prop_map(|(key, cache, ask, miss, fill)| {
                    Step::Cached(Box::new(Cached {
                        key,
                        cache: CacheIndex(cache),
                        ask,
                        miss,
                        fill,
                    }))
                }),
            (0..2_u32, list).prop_map(|(resource, steps)| Step::Hold {
                resource: ResourceIndex(resource),
                steps,
            }),
        ]
    });
    prop::collection::vec(step, 1..4)
}
