use spinout_units::{OperationId, RelationshipId};

use super::{Access, Names, Plan};
use crate::derive::Design;
use crate::{Mode, Operation, OperationRef, Relationship};

/// The unit asks its old process, which keeps the data: each access becomes a call of an operation there
/// that does it.
pub(super) fn rewire(design: &mut Design, plan: &Plan<'_>, access: &Access) -> Option<()> {
    for id in &access.links {
        let Some(link) = design.architecture.relationships.get(id) else {
            continue;
        };
        let (to, mode) = (link.to.clone(), link.mode);
        let asked = data_access(design, plan, &to, mode)?;
        if let Some(link) = design.architecture.relationships.get_mut(id) {
            link.origin = Some(access.store.clone());
            link.to = asked;
            link.mode = Mode::Calls;
            link.network = link.network.or(plan.says.network);
        }
    }
    let (unit, store) = (plan.label(design), access.label(design));
    let parent = &plan.parent;
    design.note(
        "calls-parent-for-data",
        format!("{unit} asks `{parent}` for the data in {store}: it cannot work while `{parent}` does not answer, and takes its threads"),
        "keep such calls few and small, with a time-out; or give the unit data of its own",
    );
    Some(())
}

/// The operation of the old process that accesses `to`, made if it is not there yet.
fn data_access(
    design: &mut Design,
    plan: &Plan<'_>,
    to: &OperationRef,
    mode: Mode,
) -> Option<OperationRef> {
    let verb = if mode == Mode::Writes {
        "write"
    } else {
        "read"
    };
    let target = to.to_string().replace('/', "-");
    let text = format!("data-access-{verb}-{target}");
    let Ok(operation) = OperationId::new(&text) else {
        design.error(
            "id-too-long",
            format!("`{text}` would be the id of an operation, and is too long"),
            "give the store or its operation a shorter id",
        );
        return None;
    };
    let asked = OperationRef::new(plan.parent.clone(), operation.clone());
    let made = |link: &Relationship| link.from == asked && link.to == *to && link.mode == mode;
    if design.architecture.relationships.values().any(made) {
        return Some(asked);
    }
    let role = format!("data-access-{verb}-{target}");
    let id: RelationshipId = Names::new(design, plan.id).relationship(&role)?;
    let parent = design.architecture.elements.get_mut(&plan.parent)?;
    if parent.operations.contains_key(&operation) {
        design.taken("operation", &asked.to_string());
        return None;
    }
    parent.operations.insert(operation, Operation::default());
    design
        .architecture
        .relationships
        .insert(id, Relationship::new(asked.clone(), to.clone(), mode));
    Some(asked)
}
