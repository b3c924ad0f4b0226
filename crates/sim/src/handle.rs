//! Whom an event concerns: the kind in the upper four bits of its handle, a number in the others.

pub(crate) const SHIFT: u32 = 28;
pub(crate) const NUMBER: u32 = (1 << SHIFT) - 1;
pub(crate) const FRAME: u32 = 0;
pub(crate) const ARRIVAL: u32 = 1;
pub(crate) const RING: u32 = 2;
pub(crate) const TICK: u32 = 3;
pub(crate) const SCALER: u32 = 4;
/// Everything rare: see [`crate::timer`].
pub(crate) const TIMER: u32 = 5;

#[inline(always)]
pub(crate) fn of(kind: u32, number: usize) -> u32 {
    (kind << SHIFT) | number as u32
}
