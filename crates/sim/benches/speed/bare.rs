//! A bare event loop: first-in first-out stations in a row, a 4-ary heap, a slab of requests, a
//! histogram; a plain generator, exponentials by ziggurat. Nothing else.

use std::collections::VecDeque;

use spinout_stats::Histogram;

#[derive(Clone, Copy)]
struct Event {
    time: u64,
    sequence: u32,
    request: u32,
}

impl Event {
    #[inline(always)]
    fn rank(self) -> u128 {
        (u128::from(self.time) << 64) | (u128::from(self.sequence) << 32)
    }
}

#[derive(Default)]
struct Heap {
    events: Vec<Event>,
    sequence: u32,
}

impl Heap {
    #[inline]
    fn push(&mut self, time: u64, request: u32) {
        self.sequence = self.sequence.wrapping_add(1);
        let event = Event {
            time,
            sequence: self.sequence,
            request,
        };
        let mut hole = self.events.len();
        self.events.push(event);
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.events[parent].rank() <= event.rank() {
                break;
            }
            self.events[hole] = self.events[parent];
            hole = parent;
        }
        self.events[hole] = event;
    }

    #[inline]
    fn pop(&mut self) -> Option<Event> {
        let last = self.events.pop()?;
        let Some(&top) = self.events.first() else {
            return Some(last);
        };
        let events = &mut self.events[..];
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            let least = if let Some([a, b, c, d]) = events.get(first..first + 4) {
                let left = usize::from(b.rank() < a.rank());
                let right = 2 + usize::from(d.rank() < c.rank());
                let pick = events[first + right].rank() < events[first + left].rank();
                first + if pick { right } else { left }
            } else if first < events.len() {
                let mut least = first;
                for child in first + 1..events.len() {
                    if events[child].rank() < events[least].rank() {
                        least = child;
                    }
                }
                least
            } else {
                break;
            };
            if events[least].rank() >= last.rank() {
                break;
            }
            events[hole] = events[least];
            hole = least;
        }
        events[hole] = last;
        Some(top)
    }
}

/// xoshiro256+ (Blackman and Vigna) and Marsaglia and Tsang's ziggurat.
pub(crate) struct Random {
    state: [u64; 4],
    width: [f64; 257],
    height: [f64; 257],
}

impl Random {
    pub(crate) fn new() -> Self {
        const EDGE: f64 = 7.697_117_470_131_05;
        const AREA: f64 = 0.003_949_659_822_581_557;
        let mut width = [0.0; 257];
        width[0] = AREA / libm::exp(-EDGE);
        width[1] = EDGE;
        for layer in 2..256 {
            let before = width[layer - 1];
            width[layer] = -libm::log(libm::exp(-before) + AREA / before);
        }
        Self {
            state: [1, 2, 3, 4],
            width,
            height: width.map(|x| libm::exp(-x)),
        }
    }

    #[inline(always)]
    fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    #[inline(always)]
    fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    #[inline(always)]
    pub(crate) fn exponential(&mut self) -> f64 {
        loop {
            let bits = self.bits();
            let layer = (bits & 0xFF) as usize;
            let x = (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0) * self.width[layer];
            if x < self.width[layer + 1] {
                return x;
            }
            if layer == 0 {
                return self.width[1] - libm::log(1.0 - self.uniform());
            }
            let (low, high) = (self.height[layer], self.height[layer + 1]);
            if low + (high - low) * self.uniform() < libm::exp(-x) {
                return x;
            }
        }
    }
}

struct Station {
    free: u32,
    mean: f64,
    waiting: VecDeque<u32>,
}

#[derive(Clone, Copy)]
struct Request {
    arrival: u64,
    tier: u32,
}

const ARRIVAL: u32 = u32::MAX;

/// Response times in nanoseconds of so many requests.
pub(crate) fn run(rate: f64, tiers: &[(u32, f64)], count: u64) -> Histogram {
    let mut random = Random::new();
    let mut heap = Heap::default();
    let mut slab: Vec<Request> = Vec::new();
    let mut free: Vec<u32> = Vec::new();
    let mut histogram = Histogram::new();
    let station = |(servers, mean): &(u32, f64)| Station {
        free: *servers,
        mean: mean * 1e9,
        waiting: VecDeque::new(),
    };
    let mut stations: Vec<Station> = tiers.iter().map(station).collect();
    let gap = 1e9 / rate;
    let mut left = count;
    heap.push((random.exponential() * gap) as u64, ARRIVAL);
    while let Some(Event {
        time: now, request, ..
    }) = heap.pop()
    {
        let (request, tier) = if request == ARRIVAL {
            left -= 1;
            if left > 0 {
                heap.push(now + (random.exponential() * gap) as u64, ARRIVAL);
            }
            let fresh = Request {
                arrival: now,
                tier: 0,
            };
            let request = match free.pop() {
                Some(request) => {
                    slab[request as usize] = fresh;
                    request
                }
                None => {
                    slab.push(fresh);
                    (slab.len() - 1) as u32
                }
            };
            (request, 0)
        } else {
            let visit = &mut slab[request as usize];
            let station = &mut stations[visit.tier as usize];
            match station.waiting.pop_front() {
                Some(next) => heap.push(now + (random.exponential() * station.mean) as u64, next),
                None => station.free += 1,
            }
            visit.tier += 1;
            if visit.tier as usize == tiers.len() {
                histogram.record(now - visit.arrival);
                free.push(request);
                continue;
            }
            (request, visit.tier)
        };
        let station = &mut stations[tier as usize];
        if station.free > 0 {
            station.free -= 1;
            heap.push(now + (random.exponential() * station.mean) as u64, request);
        } else {
            station.waiting.push_back(request);
        }
    }
    histogram
}
