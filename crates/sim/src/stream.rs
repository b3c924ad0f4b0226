//! Streams of requests that are no Poisson process: how far the integral of the rate grows from one
//! request of a journey to its next.

use spinout_network::{BatchSize, Process, Stream as Data};

use crate::{
    draw::{Draw, purpose, request_path},
    sample::{SECOND, Samplers},
};

/// A stream as one journey sees it.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    source: u64,
    part: (f64, f64),
    process: Running,
    /// Number of the last request of the stream.
    number: u64,
}

#[derive(Debug, Clone)]
enum Running {
    Renewal {
        between: u32,
    },
    Batches {
        size: BatchSize,
        /// Of the batch that is arriving.
        left: u64,
    },
    Modulated {
        /// Rates, and samplers of how long they last.
        levels: Vec<(f64, u32)>,
        /// How many have begun, and what is left of the present one.
        begun: u64,
        left: f64,
    },
}

impl Stream {
    pub(crate) fn new(data: &Data, source: u64, samplers: &mut Samplers) -> Self {
        let process = match &data.process {
            Process::Renewal { between } => Running::Renewal {
                between: samplers.add(between),
            },
            Process::Batches { size } => Running::Batches {
                size: *size,
                left: 0,
            },
            Process::Modulated { levels } => {
                let levels = levels.iter();
                Running::Modulated {
                    levels: levels
                        .map(|level| (level.rate, samplers.add(&level.lasts)))
                        .collect(),
                    begun: 0,
                    left: 0.0,
                }
            }
        };
        Self {
            source,
            part: data.part,
            process,
            number: 0,
        }
    }

    /// Number within the stream of the request that [`Stream::next`] came to.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// How far the integral of the journey's rate grows until its next request.
    #[cold]
    #[inline(never)]
    pub(crate) fn next(&mut self, samplers: &Samplers) -> f64 {
        let (from, to) = self.part;
        if from >= to {
            return f64::INFINITY;
        }
        let mut grown = 0.0;
        loop {
            self.number += 1;
            let path = request_path(self.source, self.number);
            grown += self.process.gap(samplers, self.source, path);
            let mark = Draw::new(path, purpose::PART).uniform();
            if (from..to).contains(&mark) {
                return grown * (to - from);
            }
        }
    }
}

impl Running {
    /// Time of the stream until its next request.
    fn gap(&mut self, samplers: &Samplers, source: u64, path: u64) -> f64 {
        match self {
            Self::Renewal { between } => {
                samplers.sample(*between, path, purpose::ARRIVAL) as f64 / SECOND
            }
            Self::Batches { size, left } => {
                if *left > 0 {
                    *left -= 1;
                    return 0.0;
                }
                *left = at_once(*size, &mut Draw::new(path, purpose::BURST)) - 1;
                samplers.exponential(path, purpose::ARRIVAL) * size.mean()
            }
            Self::Modulated {
                levels,
                begun,
                left,
            } => {
                let mut need = samplers.exponential(path, purpose::ARRIVAL);
                let mut gap = 0.0;
                loop {
                    let present = (*begun + levels.len() as u64 - 1) % levels.len() as u64;
                    let (rate, _) = levels[present as usize];
                    if *begun > 0 && need <= rate * *left {
                        let time = need / rate;
                        *left -= time;
                        return gap + time;
                    }
                    // What is needed is memoryless: the rest of it goes on at the next rate.
                    need -= rate * *left;
                    gap += *left;
                    let (_, lasts) = levels[(*begun % levels.len() as u64) as usize];
                    *begun += 1;
                    let path = request_path(source, *begun);
                    *left = samplers.sample(lasts, path, purpose::BURST) as f64 / SECOND;
                }
            }
        }
    }
}

/// The size of a batch.
fn at_once(size: BatchSize, draw: &mut Draw) -> u64 {
    match size {
        BatchSize::Constant { size } => u64::from(size),
        BatchSize::Geometric { mean } if mean <= 1.0 => 1,
        // The smallest n with 1 − (1 − 1/mean)ⁿ above the draw.
        BatchSize::Geometric { mean } => {
            let more = libm::log(draw.open_uniform()) / libm::log1p(-1.0 / mean);
            1 + more as u64
        }
    }
}
