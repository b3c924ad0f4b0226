use spinout_model::{Mode, Token};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A token that is lost on the way to who asks for it.
    ///
    /// Where proof is needed, a call or a message without a token is denied. In an asynchronous flow the loss
    /// is seen late: the publisher has its answer long before, and messages come again until they are dead
    /// letters.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "auth_required": true, "token": "lost" } } }
    /// ```
    ///
    /// # Fix
    /// Copy the token into the message, or let who does the work get one of its own.
    ///
    /// ```json
    /// { "relationships": { "ask-bank": { "auth_required": true, "token": "renewed" } } }
    /// ```
    "B14" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let links = &design.architecture.relationships;
    let fix = "pass the token on, or let who does the work renew it: `\"token\": \"renewed\"`";
    for (id, link) in links {
        if link.token != Some(Token::Lost) {
            continue;
        }
        let place = format!("relationships/{id}/token");
        if link.auth_required == Some(true) && link.mode != Mode::Publishes {
            let to = design.label(&link.to.element);
            found.say(place, format!("{to} asks for a token that is lost on the way"), fix);
            continue;
        }
        // Who works on the messages, with what came with them.
        let workers = links.values().filter(|other| {
            let takes = other.mode == Mode::Consumes && other.to.element == link.to.element;
            takes && link.mode == Mode::Publishes && other.token != Some(Token::Renewed)
        });
        let asked = workers.flat_map(|worker| {
            let own = links.values().filter(move |next| {
                next.from == worker.from && next.mode != Mode::Consumes || *next == worker
            });
            own.filter(|next| next.auth_required == Some(true) && next.token.is_none())
        });
        for next in asked {
            let worker = design.label(&next.from.element);
            found.say(
                place.clone(),
                format!("the token is lost in the messages that {worker} has to show it for"),
                fix,
            );
        }
    }
}
