use super::Design;
use crate::Cutover;

/// Records how traffic goes over to a unit that an earlier change spun out.
pub(super) fn apply(design: &mut Design, cutover: &Cutover) {
    if !design.architecture.spinouts.contains_key(&cutover.of) {
        design.lost(&format!("the spinout `{}`", cutover.of));
    } else if design.architecture.cutovers.contains_key(&cutover.of) {
        design.error(
            "claimed-twice",
            format!("an earlier change already says how traffic goes over to `{}`; this one is not applied", cutover.of),
            "keep one cutover for each spinout",
        );
    } else {
        let cutovers = &mut design.architecture.cutovers;
        cutovers.insert(cutover.of.clone(), cutover.clone());
    }
}
