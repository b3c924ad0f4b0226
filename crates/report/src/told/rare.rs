use spinout_results::{RareResult, Run};

use super::{
    Cell::{Figure, Text},
    Row, Topic, exact,
};
use crate::figures::{chance, number};

/// How often it happens what hardly ever does.
pub(super) fn outcomes(run: &Run) -> Topic {
    let row = |found: &RareResult| {
        let probability = match found.probability {
            Some(_) => Figure(found.probability, chance),
            None => Text("never seen".to_owned()),
        };
        Row::new(
            &found.what,
            [
                probability,
                Figure(exact(f64::from(found.replications)), number),
                Figure(exact(f64::from(found.levels)), number),
            ],
        )
    };
    Topic::new(
        "Rare outcomes",
        &["probability", "replications", "levels"],
        run.rare.iter().map(row),
    )
}
