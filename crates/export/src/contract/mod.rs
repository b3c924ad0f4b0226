//! What is promised at the boundary of a unit: contracts as they are written, and drafts where none is.

mod example;
mod http;
mod message;
mod route;
mod schema;

pub(crate) use example::example;
pub(crate) use http::{HttpPromise, http, route_of};
pub(crate) use message::{MessagePromise, message};
pub(crate) use route::Route;
pub(crate) use schema::{draft_07, embedded, standalone};

use spinout_model::{Architecture, Contract, OperationRef};

/// What a draft says of itself.
pub(crate) const DRAFT: &str = "Draft, derived from the model: no contract is written for it yet.";

/// The version of a document that only drafts stand in.
pub(crate) const DRAFT_VERSION: &str = "0.1.0";

/// The contracts of an operation or a queue, by id.
fn contracts_of<'a>(
    architecture: &'a Architecture,
    of: &'a OperationRef,
) -> impl Iterator<Item = &'a Contract> {
    architecture
        .contracts
        .values()
        .filter(move |contract| contract.of == *of)
}

/// The highest of `versions`, by number where they have three; [`DRAFT_VERSION`] where there is none.
pub(crate) fn highest<'a>(versions: impl Iterator<Item = &'a str>) -> String {
    versions
        .max_by_key(|version| {
            let numbers: Vec<u64> = version
                .split('.')
                .map(|part| part.parse().unwrap_or(0))
                .collect();
            (numbers, (*version).to_owned())
        })
        .unwrap_or(DRAFT_VERSION)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(highest(["1.9.0", "1.10.0", "0.3.0"].into_iter()), "1.10.0");
        assert_eq!(highest([].into_iter()), DRAFT_VERSION);
    }
}
