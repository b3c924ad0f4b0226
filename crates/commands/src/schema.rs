//! The JSON Schemas of what is read and printed.

use schemars::JsonSchema;
use spinout_results::{BlastRun, Comparison, Run};

use crate::protocol::{AskSchema, SchemaOf, SchemaText};

/// What the command line prints with `--json` of runs.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only its schema is used")]
enum Printed {
    /// `simulate`: an option under a scenario.
    Run(Box<Run>),
    /// `simulate` of several options or scenarios.
    Runs(Vec<Run>),
    /// `compare`.
    Comparison(Box<Comparison>),
    /// `blast`.
    Blast(Box<BlastRun>),
}

/// A JSON Schema, as text that ends with a line end.
pub fn schema(ask: AskSchema) -> SchemaText {
    let text = match ask.of {
        SchemaOf::Model => spinout_model::schema(),
        SchemaOf::Results => {
            let mut schema = schemars::schema_for!(Printed);
            schema.insert(
                "title".to_owned(),
                "What `spinout simulate`, `compare` and `blast` print with `--json`".into(),
            );
            let text = serde_json::to_string_pretty(&schema)
                .unwrap_or_else(|error| unreachable!("a schema is plain JSON: {error}"));
            text + "\n"
        }
    };
    SchemaText { text }
}
