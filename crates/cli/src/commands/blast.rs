use std::io::Write;

use spinout_commands::protocol::SimulateBlast;

use super::print_json;
use crate::arguments::Blast;
use crate::fault::{Fault, GOOD};
use crate::session::{RUN, Session};
use crate::show;

pub(super) fn blast(asked: &Blast, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(asked.threads);
    let document = session.open(&asked.model)?;
    let ask = SimulateBlast {
        document,
        run: RUN,
        option: asked.option.clone(),
        scenario: asked.scenario.clone(),
        at_s: asked.at.as_ref().map(|time| time.base()),
        duration_s: asked.duration.as_ref().map(|time| time.base()),
        settings: asked.settings(),
    };
    let blast = session.long(document, |app| app.simulate_blast(&ask))?;
    if asked.json {
        print_json(&blast, out)?;
    } else {
        show::blast(&blast, out)?;
    }
    Ok(GOOD)
}
