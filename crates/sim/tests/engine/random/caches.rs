//! Caches and copies of random networks.

use spinout_network::{
    Answers, Cache, Distribution, ElementIndex, GroupIndex, Kept, Keys, Replicated,
};

/// One at each instance, one for all, and one whose hit ratio is known.
pub(super) fn caches(coalesce: bool) -> Vec<Cache> {
    let kept = |exponent, entries, stale: bool, coalesce| {
        Answers::Kept(Kept {
            keys: Keys::Zipf { count: 9, exponent },
            entries,
            ttl: stale.then_some(0.5),
            stale,
            coalesce,
        })
    };
    [
        (Some(GroupIndex(1)), kept(1.0, Some(3), true, true)),
        (None, kept(0.0, None, false, coalesce)),
        (Some(GroupIndex(2)), Answers::Share(0.5)),
    ]
    .map(|(group, answers)| Cache {
        name: "cache".to_owned(),
        element: ElementIndex(0),
        group,
        answers,
    })
    .to_vec()
}

/// A store with copies that are behind.
pub(super) fn replicated() -> Vec<Replicated> {
    vec![Replicated {
        element: ElementIndex(3),
        keys: Keys::Uniform { count: 5 },
        lag: Distribution::exponential(0.2),
        copies: Some(GroupIndex(2)),
    }]
}
