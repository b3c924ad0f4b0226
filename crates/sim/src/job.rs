//! Jobs: runs by the clock, whose items are taken by instances as soon as these are free.

use spinout_network::{Job, Network, Overlap, key::key_of};

use crate::{
    draw::{self, Draw, purpose, request_path},
    engine::Simulation,
    frames::REQUEST,
    journey::Source,
    sample::{SECOND, nanoseconds},
    station::Life,
    timer::Timer,
};

/// A run that is not done.
#[derive(Debug, Clone, Copy)]
struct Run {
    serial: u32,
    started: u64,
    /// Whether it began in the scenario.
    counts: bool,
    /// Items that nobody works on, and those that somebody does.
    left: u32,
    busy: u32,
    retries: u32,
}

/// A job at run time.
#[derive(Debug, Clone)]
pub(crate) struct JobState {
    data: Job,
    base: u64,
    /// Times at which it was due, and requests that were made.
    times: u64,
    issued: u64,
    serial: u32,
    /// In the order in which they began.
    runs: Vec<Run>,
    /// Whether a look at what can go on is set.
    looks: bool,
    found: JobReport,
}

/// The runs of a job that began in the scenario.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct JobReport {
    /// Runs that began.
    pub started: u64,
    /// Those that were done.
    pub finished: u64,
    /// Those that were due, but did not take place.
    pub missed: u64,
    /// Those that were ended by the next one.
    pub replaced: u64,
    /// Items that were done.
    pub items: u64,
    /// Items that failed for good.
    pub failed: u64,
    /// Failures that were tried once more.
    pub retried: u64,
    /// Sum of the seconds from the start to the end of those that were done.
    pub duration_s: f64,
    /// The longest of them.
    pub duration_max_s: f64,
}

impl JobState {
    fn new(data: &Job, (seed, replication): (u64, u32)) -> Self {
        Self {
            base: draw::source(seed, replication, key_of(&data.name)),
            data: data.clone(),
            times: 0,
            issued: 0,
            serial: 0,
            runs: Vec::new(),
            looks: false,
            found: JobReport::default(),
        }
    }

    /// The jobs of a network.
    pub(crate) fn all(network: &Network, draws: (u64, u32)) -> Vec<Self> {
        let jobs = network.jobs.iter();
        jobs.map(|job| Self::new(job, draws)).collect()
    }

    fn items(&self) -> u32 {
        let (least, most) = self.data.items;
        let path = request_path(self.base, self.times);
        let more = Draw::new(path, purpose::BATCH).uniform() * (f64::from(most - least) + 1.0);
        least + (more as u32).min(most - least)
    }
}

impl Simulation {
    /// The first runs.
    pub(crate) fn begin_jobs(&mut self) {
        for number in 0..self.jobs.len() {
            let job = &self.jobs[number];
            let due = match job.data.at {
                Some(at) => self.start.saturating_add(nanoseconds(at)),
                None => {
                    let part = Draw::new(job.base, purpose::ARRIVAL).uniform();
                    nanoseconds(job.data.every.unwrap_or(0.0) * part)
                }
            };
            self.set_timer(due, Timer::JobDue { job: number as u32 });
        }
    }

    /// Whether the requests of a journey are the items of a job.
    pub(crate) fn is_of_job(&self, journey: usize) -> bool {
        matches!(self.journeys[journey].source, Source::Job(_))
    }

    /// A run is due.
    pub(crate) fn job_due(&mut self, number: u32) {
        let job = &mut self.jobs[number as usize];
        if self.now >= self.horizon {
            return;
        }
        job.times += 1;
        let again = job.data.every.map(nanoseconds);
        let counts = self.now >= self.start;
        let most = job.data.most_runs() as usize;
        let full = job.runs.len() >= most;
        if full && job.data.overlap == Overlap::Replace {
            self.end_runs(number);
        } else if full {
            job.found.missed += u64::from(counts);
        }
        let job = &mut self.jobs[number as usize];
        if job.runs.len() < most {
            let left = job.items();
            job.serial = job.serial.wrapping_add(1);
            job.runs.push(Run {
                serial: job.serial,
                started: self.now,
                counts,
                left,
                busy: 0,
                retries: job.data.retries,
            });
            job.found.started += u64::from(counts);
            self.open += u64::from(counts);
            self.look_at_job(number);
        }
        if let Some(every) = again {
            let due = self.now.saturating_add(every);
            self.set_timer(due, Timer::JobDue { job: number });
        }
    }

    /// What can go on of a job is looked at, once everything else of this moment has happened.
    fn look_at_job(&mut self, number: u32) {
        if !std::mem::replace(&mut self.jobs[number as usize].looks, true) {
            self.set_timer(self.now, Timer::JobLook { job: number });
        }
    }

    /// An instance of a group takes work from now on: perhaps it is a job's.
    pub(crate) fn look_at_jobs_of(&mut self, group: usize) {
        for number in 0..self.jobs.len() {
            if self.jobs[number].data.group.at() == group {
                self.look_at_job(number as u32);
            }
        }
    }

    /// Free instances take items; those without any go, and others are started.
    pub(crate) fn job_look(&mut self, number: u32) {
        let job = &mut self.jobs[number as usize];
        job.looks = false;
        let (group, most) = (job.data.group.at(), job.data.parallelism);
        for place in (0..self.jobs[number as usize].runs.len()).rev() {
            self.end_if_done(number, place);
        }
        let job = &self.jobs[number as usize];
        let wanted = job.runs.iter().map(|run| (run.left + run.busy).min(most));
        let wanted = wanted.fold(0, u32::saturating_add);
        self.retire_idle(group, wanted);
        self.resize(group, wanted);
        let mut free = self.free_instances(group).len();
        let mut take = Vec::new();
        for run in &mut self.jobs[number as usize].runs {
            while free > 0 && run.left > 0 && run.busy < most {
                free -= 1;
                run.left -= 1;
                run.busy += 1;
                take.push(run.serial);
            }
        }
        for serial in take {
            self.begin_item(number, serial);
        }
    }

    /// Instances that are up and have nothing to do.
    fn free_instances(&self, group: usize) -> Vec<u32> {
        let up = self.groups[group].up.iter().copied();
        up.filter(|station| {
            let place = &self.stations[*station as usize];
            place.present() + place.lingering == 0
        })
        .collect()
    }

    /// Instances without work go where fewer are wanted than are there; those that are not ready first, by
    /// [`Self::resize`].
    fn retire_idle(&mut self, group: usize, wanted: u32) {
        let count = |lives: fn(Life) -> bool| {
            let stations = self.stations[self.groups[group].stations()].iter();
            stations.filter(|station| lives(station.life)).count() as u32
        };
        let there = count(|life| {
            matches!(
                life,
                Life::Up | Life::Starting(_) | Life::Crashed | Life::Leaving | Life::Pending
            )
        });
        let unready = count(|life| matches!(life, Life::Starting(_) | Life::Pending));
        let excess = there.saturating_sub(wanted).saturating_sub(unready);
        let idle = self.free_instances(group);
        for station in idle.into_iter().rev().take(excess as usize) {
            self.stations[station as usize].life = Life::Draining;
            self.take_out(station);
            self.members_changed(group);
            self.drained(station);
        }
    }

    /// An instance begins an item of a run.
    fn begin_item(&mut self, number: u32, serial: u32) {
        let job = &mut self.jobs[number as usize];
        let journey = job.data.journey.at();
        let path = request_path(self.journeys[journey].base, job.issued);
        job.issued += 1;
        let (request, slot) = self.frames.add();
        slot.path = path;
        slot.journey = journey as u16;
        slot.flags = REQUEST;
        // A request is in no list: this holds its run.
        slot.next = serial;
        let next = self.begin_request(request);
        self.ready.push(next);
    }

    /// An item has its end.
    pub(crate) fn item_done(&mut self, number: u32, serial: u32, ok: bool) {
        let job = &mut self.jobs[number as usize];
        let Some(run) = job.runs.iter_mut().find(|run| run.serial == serial) else {
            // Of a run that was replaced.
            return;
        };
        run.busy -= 1;
        let counts = u64::from(run.counts);
        if ok {
            job.found.items += counts;
        } else if run.retries > 0 {
            run.retries -= 1;
            run.left += 1;
            job.found.retried += counts;
        } else {
            job.found.failed += counts;
        }
        self.look_at_job(number);
    }

    fn end_if_done(&mut self, number: u32, place: usize) {
        let job = &mut self.jobs[number as usize];
        let run = job.runs[place];
        if run.left + run.busy > 0 {
            return;
        }
        job.runs.remove(place);
        if run.counts {
            let duration = (self.now - run.started) as f64 / SECOND;
            job.found.finished += 1;
            job.found.duration_s += duration;
            job.found.duration_max_s = job.found.duration_max_s.max(duration);
            self.closed_one();
        }
    }

    /// The runs of a job are ended, with their instances.
    fn end_runs(&mut self, number: u32) {
        let job = &mut self.jobs[number as usize];
        let group = job.data.group.at();
        for run in std::mem::take(&mut job.runs) {
            job.found.replaced += u64::from(run.counts);
            self.open -= u64::from(run.counts);
        }
        let there = |station: &u32| {
            let life = self.stations[*station as usize].life;
            !matches!(life, Life::Off | Life::Pending)
        };
        let stations = self.groups[group].stations();
        let struck: Vec<u32> = stations.clone().map(|s| s as u32).filter(there).collect();
        self.crash(group, &struck);
        for station in stations {
            let life = self.stations[station].life;
            if !matches!(life, Life::Crashed | Life::Pending) {
                continue;
            }
            self.stations[station].life = Life::Off;
            if life == Life::Crashed {
                self.groups[group].replicas.down(self.now);
            }
            self.vacate(station as u32);
        }
    }

    /// By job, what its runs came to.
    pub(crate) fn job_reports(&self) -> Vec<JobReport> {
        self.jobs.iter().map(|job| job.found).collect()
    }
}
