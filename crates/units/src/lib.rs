//! Quantities with units, identifiers and findings: the vocabulary every other crate shares. It knows
//! nothing of models, networks or files.

mod digest;
mod dimension;
mod finding;
mod id;
mod quantity;

pub use digest::sha256;
pub use dimension::{Dimension, Frequency, Information, Money, Throughput, Time};
pub use finding::{Finding, Severity};
pub use id::{
    ChangeId, ContractId, DataId, ElementId, EvidenceId, FaultId, IdError, JourneyId, LockId,
    NoteId, ObjectiveId, OperationId, OptionId, RelationshipId, ReplayId, ScenarioId, SlideId,
    TeamId, WindowId,
};
pub use quantity::{Quantity, QuantityError};

/// A span of time, such as `40ms`. Base unit: seconds.
pub type Duration = Quantity<Time>;
/// Events over time, such as `200/s`. Base unit: events per second.
pub type Rate = Quantity<Frequency>;
/// An amount of data, such as `2GiB`. Base unit: bytes.
pub type Size = Quantity<Information>;
/// Data over time, such as `1Gbit/s`. Base unit: bytes per second.
pub type Bandwidth = Quantity<Throughput>;
/// A price, such as `0.096USD/h`. Base units differ by what is priced; see [`Money`].
pub type Price = Quantity<Money>;
