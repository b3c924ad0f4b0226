//! What fails when an element fails.

use spinout_model::derive;

use crate::app::App;
use crate::assemble::blast_radius;
use crate::findings::refuse_errors;
use crate::protocol::{AskBlast, BlastView, Problem};
use crate::view::{baseline, option_of};

impl App {
    /// What fails when an element fails, by structure.
    pub fn blast(&self, ask: &AskBlast) -> Result<BlastView, Problem> {
        let document = self.snapshot(ask.document)?;
        let option = option_of(document.model(), ask.option.as_ref())?;
        let of = |option| {
            let architecture = derive(document.model(), option);
            refuse_errors(&document, &architecture, None)?;
            Ok::<_, Problem>(blast_radius(&architecture))
        };
        let baseline = baseline();
        Ok(BlastView {
            blast_radius: of(&option)?,
            baseline: (option != baseline).then(|| of(&baseline)).transpose()?,
            option,
        })
    }
}
