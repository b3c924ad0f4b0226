//! A bare streaming recursion: first-in first-out stations in a row, each request's start the earliest
//! free server's moment or its own (Kiefer and Wolfowitz), departures put into order where several servers
//! can overtake each other; the same generator and histogram as the bare loop. No event list.

use std::{cmp::Reverse, collections::BinaryHeap};

use spinout_stats::Histogram;

use crate::bare::Random;

struct Station {
    free: Vec<u64>,
    mean: f64,
    /// Departures that a later request may still overtake.
    leaving: BinaryHeap<Reverse<(u64, u64)>>,
}

struct Stations {
    random: Random,
    stations: Vec<Station>,
    histogram: Histogram,
}

impl Stations {
    fn come(&mut self, tier: usize, now: u64, arrival: u64) {
        let Some(station) = self.stations.get_mut(tier) else {
            self.histogram.record(now - arrival);
            return;
        };
        let work = (self.random.exponential() * station.mean) as u64;
        if let [only] = &mut station.free[..] {
            *only = now.max(*only) + work;
            let leaves = *only;
            return self.come(tier + 1, leaves, arrival);
        }
        let mut first = 0;
        for server in 1..station.free.len() {
            if station.free[server] < station.free[first] {
                first = server;
            }
        }
        let leaves = now.max(station.free[first]) + work;
        station.free[first] = leaves;
        station.leaving.push(Reverse((leaves, arrival)));
        let next = station.free.iter().copied().min().unwrap_or(now).max(now);
        while let Some(Reverse((leaves, arrival))) = self.stations[tier].leaving.peek().copied()
            && leaves <= next
        {
            self.stations[tier].leaving.pop();
            self.come(tier + 1, leaves, arrival);
        }
    }
}

/// Response times in nanoseconds of so many requests.
pub(crate) fn run(rate: f64, tiers: &[(u32, f64)], count: u64) -> Histogram {
    let station = |(servers, mean): &(u32, f64)| Station {
        free: vec![0; *servers as usize],
        mean: mean * 1e9,
        leaving: BinaryHeap::new(),
    };
    let mut stations = Stations {
        random: Random::new(),
        stations: tiers.iter().map(station).collect(),
        histogram: Histogram::new(),
    };
    let gap = 1e9 / rate;
    let mut now = 0;
    for _ in 0..count {
        now += (stations.random.exponential() * gap) as u64;
        stations.come(0, now, now);
    }
    for tier in 0..tiers.len() {
        while let Some(Reverse((leaves, arrival))) = stations.stations[tier].leaving.pop() {
            stations.come(tier + 1, leaves, arrival);
        }
    }
    stations.histogram
}
