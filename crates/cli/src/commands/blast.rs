use std::io::Write;

use spinout_commands::protocol::AskBlast;

use super::print_json;
use crate::arguments::Blast;
use crate::fault::{Fault, GOOD};
use crate::session::Session;
use crate::show;

pub(super) fn blast(asked: &Blast, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(None);
    let document = session.open(&asked.model)?;
    let option = asked.option.clone();
    let blast = session.app.blast(&AskBlast { document, option });
    let blast = blast.map_err(|problem| session.app.locate(document, problem))?;
    if asked.json {
        print_json(&blast, out)?;
    } else {
        show::blast(&blast, out)?;
    }
    Ok(GOOD)
}
