//! A bad version on its way through the instances of a group, and back.

use spinout_network::{Deploy, Fault};

use crate::{
    engine::Simulation,
    frames::{Frame, MESSAGE, NONE},
    report::DeployReport,
    sample::{SECOND, nanoseconds},
    station::Life,
    timer::Timer,
};

/// How far a bad version has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rollout {
    /// Instances that have it, in the order in which they got it.
    pub(crate) bad: Vec<u32>,
    /// Instances that get it at most.
    most: usize,
    /// The most that had it at once.
    reached: usize,
    /// When it was noticed, and when the last instance was rid of it, in nanoseconds.
    noticed: Option<u64>,
    over: Option<u64>,
    /// Visits that were asked of these instances, came to their end in the present window of the gate or were
    /// given up by who asked; and of these those that failed.
    ended: u64,
    failed: u64,
}

/// What is due in a roll-out.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stage {
    /// The next batch gets the bad version.
    Out,
    /// Somebody notices.
    Notice,
    /// A window of the gate ends.
    Look,
    /// The next batch has the good version again.
    Back,
}

impl Simulation {
    fn deploy(&self, number: usize) -> Option<(usize, Deploy)> {
        match &self.faults[number] {
            Fault::Deploy { group, deploy, .. } => Some((group.at(), (**deploy).clone())),
            _ => None,
        }
    }

    fn after(&mut self, seconds: f64, number: usize, stage: Stage) {
        let due = self.now.saturating_add(nanoseconds(seconds));
        let number = number as u32;
        self.set_timer(due, Timer::Deploy { number, stage });
    }

    /// A bad version sets out.
    pub(crate) fn roll_out(&mut self, number: usize) {
        let Some((group, deploy)) = self.deploy(number) else {
            return;
        };
        let there = self.stations[self.groups[group].stations()]
            .iter()
            .filter(|station| exists(station.life))
            .count();
        let most = (there as f64 * deploy.share).ceil() as usize;
        self.rollouts[number] = Rollout {
            most: most.max(1),
            ..Rollout::default()
        };
        if let Some(seconds) = deploy.detect {
            self.after(seconds, number, Stage::Notice);
        }
        if let Some(gate) = deploy.gate {
            self.after(gate.window, number, Stage::Look);
        }
        self.deploy_stage(number, Stage::Out);
    }

    /// Something is due in a roll-out.
    pub(crate) fn deploy_stage(&mut self, number: usize, stage: Stage) {
        if !self.active[number] {
            return;
        }
        let Some((group, deploy)) = self.deploy(number) else {
            return;
        };
        let noticed = self.rollouts[number].noticed.is_some();
        match stage {
            Stage::Out if !noticed => self.next_batch(number, group, &deploy),
            Stage::Notice if !noticed => self.go_back(number, group, &deploy),
            Stage::Look if !noticed => self.look(number, group, &deploy),
            Stage::Back => self.batch_back(number, group, &deploy),
            Stage::Out | Stage::Notice | Stage::Look => {}
        }
    }

    fn next_batch(&mut self, number: usize, group: usize, deploy: &Deploy) {
        let batch = deploy.surge.saturating_add(deploy.unavailable) as usize;
        let rollout = &self.rollouts[number];
        let room = rollout.most.saturating_sub(rollout.bad.len()).min(batch);
        let next = self.groups[group].stations().filter(|station| {
            let life = self.stations[*station].life;
            exists(life) && !rollout.bad.contains(&(*station as u32))
        });
        let next: Vec<u32> = next.take(room).map(|station| station as u32).collect();
        self.replace(&next, deploy);
        let rollout = &mut self.rollouts[number];
        rollout.bad.extend(&next);
        rollout.reached = rollout.reached.max(rollout.bad.len());
        let more = !next.is_empty() && rollout.bad.len() < rollout.most;
        self.adjust(group);
        if more {
            self.after(deploy.step, number, Stage::Out);
        }
    }

    /// Instances are replaced: those that no other stands in for take no visits for a while.
    fn replace(&mut self, batch: &[u32], deploy: &Deploy) {
        if deploy.start_up <= 0.0 {
            return;
        }
        for &station in batch.iter().take(deploy.unavailable as usize) {
            let place = &self.stations[station as usize];
            if place.life != Life::Up {
                continue;
            }
            // What it has in hand it ends: it stays, and only nobody new is sent to it.
            let group = place.group as usize;
            self.take_out(station);
            self.members_changed(group);
            let due = self.now.saturating_add(nanoseconds(deploy.start_up));
            self.set_timer(due, Timer::Replaced { station });
        }
    }

    /// An instance that was replaced takes visits again, unless it is gone meanwhile, or back already.
    pub(crate) fn replaced(&mut self, station: u32) {
        let place = &self.stations[station as usize];
        let number = place.group as usize;
        let up = &mut self.groups[number].up;
        let position = up.partition_point(|other| *other < station);
        if place.life != Life::Up || up.get(position) == Some(&station) {
            return;
        }
        up.insert(position, station);
        self.members_changed(number);
        self.let_in(number);
    }

    /// A window of the gate ends.
    fn look(&mut self, number: usize, group: usize, deploy: &Deploy) {
        let Some(gate) = deploy.gate else { return };
        let rollout = &mut self.rollouts[number];
        let (ended, failed) = (rollout.ended, rollout.failed);
        (rollout.ended, rollout.failed) = (0, 0);
        if ended >= u64::from(gate.least) && failed as f64 >= gate.errors * ended as f64 {
            return self.go_back(number, group, deploy);
        }
        self.after(gate.window, number, Stage::Look);
    }

    /// It goes back, or will as soon as something can be released.
    fn go_back(&mut self, number: usize, group: usize, deploy: &Deploy) {
        self.rollouts[number].noticed = Some(self.now);
        self.batch_back(number, group, deploy);
    }

    /// Nanosecond at which something can be released again, where that is not now.
    fn stuck_until(&self, deploy: &Deploy) -> Option<u64> {
        let at = |seconds: f64| self.start.saturating_add(nanoseconds(seconds));
        let spans = deploy.stuck.iter().map(|(from, to)| (at(*from), at(*to)));
        let now = spans.filter(|(from, to)| (*from..*to).contains(&self.now));
        now.map(|(_, to)| to).max()
    }

    fn batch_back(&mut self, number: usize, group: usize, deploy: &Deploy) {
        if let Some(due) = self.stuck_until(deploy) {
            let (number, stage) = (number as u32, Stage::Back);
            return self.set_timer(due, Timer::Deploy { number, stage });
        }
        let batch = deploy.surge.saturating_add(deploy.unavailable) as usize;
        let rollout = &mut self.rollouts[number];
        let batch = batch.min(rollout.bad.len());
        let next: Vec<u32> = rollout.bad.drain(..batch).collect();
        let more = !rollout.bad.is_empty();
        if !more && rollout.over.is_none() {
            rollout.over = Some(self.now);
        }
        self.replace(&next, deploy);
        self.adjust(group);
        if more {
            self.after(deploy.back, number, Stage::Back);
        }
    }

    /// The fault's time is over: whatever is left of the bad version is gone.
    pub(crate) fn end_rollout(&mut self, number: usize) {
        let rollout = &mut self.rollouts[number];
        if !std::mem::take(&mut rollout.bad).is_empty() {
            rollout.over = Some(self.now);
        }
        if let Some((group, _)) = self.deploy(number) {
            self.adjust(group);
        }
    }

    /// Counts a visit that is over for who asked, for the gates: as it ended, or as failed where who asked has
    /// given it up, and then not once more.
    pub(crate) fn count_for_gates(&mut self, visit: &Frame, failed: bool) {
        if visit.parent == NONE && !visit.is(MESSAGE) {
            return;
        }
        for rollout in &mut self.rollouts {
            if rollout.bad.contains(&visit.station) {
                rollout.ended += 1;
                rollout.failed += u64::from(failed);
            }
        }
    }

    /// What became of each roll-out.
    pub(crate) fn deploy_reports(&self) -> Vec<DeployReport> {
        let seconds = |time: u64| (time as f64 - self.start as f64) / SECOND;
        let faults = self.faults.iter().zip(&self.rollouts);
        faults
            .filter_map(|(fault, rollout)| match fault {
                Fault::Deploy { deploy, .. } => Some(DeployReport {
                    name: deploy.name.clone(),
                    instances: rollout.reached as u32,
                    noticed: rollout.noticed.map(seconds),
                    over: rollout.over.map(seconds),
                }),
                _ => None,
            })
            .collect()
    }
}

fn exists(life: Life) -> bool {
    !matches!(life, Life::Off | Life::Draining)
}
