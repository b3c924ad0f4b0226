//! Traffic that goes over from an old way to a new one, and its shadows.

use spinout_network::{Network, Schedule as Data, Shift};

use crate::{
    compile::{Code, Op},
    draw::{Draw, threshold},
    engine::Simulation,
    sample::nanoseconds,
};

/// A choice between an old and a new way made ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShiftCode {
    key: u64,
    schedule: u32,
    /// First instructions of the two ways, and of the shadow's program.
    pub(crate) old: u32,
    pub(crate) new: u32,
    pub(crate) shadow: u32,
}

impl ShiftCode {
    /// With the program's number in place of its first instruction.
    pub(crate) fn new(shift: &Shift) -> Self {
        Self {
            key: shift.key,
            schedule: shift.schedule,
            old: 0,
            new: 0,
            shadow: shift.shadow.0,
        }
    }
}

/// The phases of a schedule: since when, threshold of the new way, whether in its shadow.
#[derive(Debug, Clone)]
pub(crate) struct Schedule(Vec<(u64, u64, bool)>);

impl Schedule {
    /// A schedule of a run that starts its scenario at `start` nanoseconds.
    pub(crate) fn new(data: &Data, start: u64) -> Self {
        let phase = |phase: &spinout_network::Phase| {
            let time = if phase.time <= 0.0 {
                0
            } else {
                start + nanoseconds(phase.time)
            };
            (time, threshold(phase.share), phase.shadow)
        };
        Self(data.phases.iter().map(phase).collect())
    }

    fn at(&self, now: u64) -> (u64, bool) {
        let next = self.0.partition_point(|(time, ..)| *time <= now);
        let phase = next.checked_sub(1).and_then(|last| self.0.get(last));
        phase.map_or((0, false), |(_, share, shadow)| (*share, *shadow))
    }
}

impl Code {
    /// Both ways, one after the other.
    pub(crate) fn shift(&mut self, network: &Network, shift: &Shift, scope: u32, depth: usize) {
        let number = self.shifts.len();
        self.shifts.push(ShiftCode::new(shift));
        self.emit(Op::Shift(number as u32), scope);
        self.shifts[number].old = self.position();
        self.steps(network, &shift.old, scope, depth);
        let jump = self.emit(Op::Jump(0), scope);
        self.shifts[number].new = self.position();
        self.steps(network, &shift.new, scope, depth);
        self.ops[jump] = Op::Jump(self.position());
    }
}

impl Simulation {
    /// The way that a visit takes: where its program goes on.
    #[cold]
    #[inline(never)]
    pub(crate) fn shift(&mut self, id: u32, shift: u32) -> u32 {
        let code = self.code.shifts[shift as usize];
        let (share, shadow) = self.schedules[code.schedule as usize].at(self.now);
        if Draw::new(self.frames[id].path, code.key).chance(share) {
            return code.new;
        }
        if shadow {
            self.cast_shadow(id, &code);
        }
        code.old
    }

    /// The new way is gone by a request of its own that counts nowhere, on nobody's thread.
    fn cast_shadow(&mut self, id: u32, code: &ShiftCode) {
        let (path, journey) = (self.frames[id].path, self.frames[id].journey);
        let size = self.size_of(id);
        self.begin_unseen(code.shadow, path, journey, size);
    }
}
