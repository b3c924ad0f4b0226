//! Positions in the lists of a network.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The position as a slice index.
            #[must_use]
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            /// Positions past `u32::MAX` become `u32::MAX`, which validation rejects.
            fn from(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }
        }
    };
}

index!(
    /// Position in [`Network::elements`](crate::Network::elements).
    ElementIndex
);
index!(
    /// Position in [`Network::groups`](crate::Network::groups).
    GroupIndex
);
index!(
    /// Position in [`Network::programs`](crate::Network::programs).
    ProgramIndex
);
index!(
    /// Position in [`Network::resources`](crate::Network::resources).
    ResourceIndex
);
index!(
    /// Position in [`Network::queues`](crate::Network::queues).
    QueueIndex
);
index!(
    /// Position in [`Network::links`](crate::Network::links).
    LinkIndex
);
index!(
    /// Position in [`Network::journeys`](crate::Network::journeys).
    JourneyIndex
);
index!(
    /// Position in [`Network::caches`](crate::Network::caches).
    CacheIndex
);
