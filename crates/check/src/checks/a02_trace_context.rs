use spinout_model::{ElementKind, Mode};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Links that the trace context does not cross.
    ///
    /// A trace that ends at a boundary shows half of a request. The trace join rate falls, end-to-end
    /// latency cannot be measured, and an incident takes longer because the other side has to be searched
    /// by hand. Messages lose the context most easily: a queue does not carry headers by itself.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "trace_context": false } } }
    /// ```
    ///
    /// # Fix
    /// Propagate the W3C `traceparent` over the link, in message headers too.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "trace_context": true } } }
    /// ```
    "A2" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, link) in design.between_systems() {
        let kind = design.kind(design.home(&link.to.element));
        let crosses = match link.mode {
            Mode::Calls => kind != Some(ElementKind::Store),
            Mode::Publishes | Mode::Consumes => true,
            Mode::Reads | Mode::Writes => false,
        };
        if !crosses || link.trace_context == Some(true) {
            continue;
        }
        let (from, to) = (
            design.label(&link.from.element),
            design.label(&link.to.element),
        );
        let place = format!("relationships/{id}/trace_context");
        let fix = "carry the W3C traceparent header over it, in message headers too";
        if link.trace_context == Some(false) {
            found.say(
                place,
                format!("the trace context does not cross from {from} to {to}: traces end here"),
                fix,
            );
        } else if kind != Some(ElementKind::External) {
            found.note(
                place,
                format!("nobody has said whether the trace context crosses from {from} to {to}"),
                fix,
            );
        }
    }
}
