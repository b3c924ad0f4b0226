use std::io::Write;

use spinout_commands::protocol::{AskSchema, SchemaOf};

use crate::arguments::Schema;
use crate::fault::{Fault, GOOD};

pub(super) fn schema(asked: &Schema, out: &mut dyn Write) -> Result<u8, Fault> {
    let of = if asked.results {
        SchemaOf::Results
    } else {
        SchemaOf::Model
    };
    out.write_all(spinout_commands::schema(AskSchema { of }).text.as_bytes())?;
    Ok(GOOD)
}
