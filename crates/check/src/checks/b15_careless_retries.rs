use spinout_model::Mode;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Retries of something that must not happen twice.
    ///
    /// A call that timed out may have worked all the same. Trying it again is harmless only where a
    /// repetition is known as one; else the card is charged twice.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "retry": { "attempts": 3 }, "idempotent": false } } }
    /// ```
    ///
    /// # Fix
    /// Give the request a key by which the other side knows a repetition, then retry.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "retry": { "attempts": 3 }, "idempotent": true } } }
    /// ```
    "B15" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, link) in &design.architecture.relationships {
        let repeats = link.retry.as_ref().is_some_and(|r| r.attempts > 1);
        if !repeats || link.mode == Mode::Reads || link.idempotent == Some(true) {
            continue;
        }
        let what = format!(
            "a request from {} to {} is tried again",
            design.label(&link.from.element),
            design.label(&link.to.element)
        );
        let place = format!("relationships/{id}/idempotent");
        let fix = "send an idempotency key, and say `idempotent: true`";
        if link.idempotent == Some(false) {
            found.say(place, format!("{what}, and a repetition counts twice"), fix);
        } else {
            found.note(place, format!("{what}, and nobody has said whether a repetition is harmless"), fix);
        }
    }
}
