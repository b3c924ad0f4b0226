use spinout_model::DataClass;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A way to sensitive data where nobody asks who comes.
    ///
    /// What was a function call inside of one process becomes an open port. For data that tell of people,
    /// cards or health that is an incident waiting for its date.
    ///
    /// ```json
    /// {
    ///   "elements": { "shop": { "data": ["pii"] } },
    ///   "relationships": { "ask": { "auth_required": false } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Require callers to prove who they are, and allow only those that the drawing shows.
    ///
    /// ```json
    /// {
    ///   "elements": { "shop": { "data": ["pii"] } },
    ///   "relationships": { "ask": { "auth_required": true } }
    /// }
    /// ```
    "A17" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let sensitive = |classes: &[DataClass]| {
        classes
            .iter()
            .any(|c| matches!(c, DataClass::Pii | DataClass::Pci | DataClass::Health))
    };
    for (id, link) in design.crossing() {
        let to = &link.to.element;
        let own = design.element(to).is_some_and(|e| sensitive(&e.data));
        let mut kept = design.architecture.data.values().filter(|d| d.store == *to);
        if link.auth_required == Some(false) && (own || kept.any(|d| sensitive(&d.classes))) {
            found.say(
                format!("relationships/{id}/auth_required"),
                format!(
                    "{} handles sensitive data, and callers over this link need not prove who they are",
                    design.label(to)
                ),
                "require authentication, and allow only the callers that the drawing shows",
            );
        }
    }
}
