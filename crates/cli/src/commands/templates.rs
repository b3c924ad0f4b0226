use std::io::Write;

use spinout_commands::templates;

use super::print_json;
use crate::arguments::Templates;
use crate::fault::{Fault, GOOD};

pub(super) fn list(asked: &Templates, out: &mut dyn Write) -> Result<u8, Fault> {
    let known = templates();
    if asked.json {
        print_json(&known, out)?;
        return Ok(GOOD);
    }
    for template in known.templates {
        let (id, name, about) = (template.id, template.name, template.description);
        writeln!(out, "{id:<18}{name}: {about}")?;
    }
    Ok(GOOD)
}
