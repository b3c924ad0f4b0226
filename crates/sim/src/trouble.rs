//! Trouble on the way between two sides: cuts, losses, delays, refusals. Calls and messages that are
//! touched by none take the way that they always take.

use spinout_network::{ElementIndex, Fault, Trouble as Kind};

use crate::{
    compile::Code,
    draw::{Draw, purpose, threshold},
    engine::Simulation,
    frames::{DENIED, NONE},
    inside::INSIDE_WAY,
    sample::nanoseconds,
};

/// In place of a sampler of latency: there is trouble on this way.
pub(crate) const TROUBLED: u32 = NONE - 1;

/// First time until a lost crossing is sent again, nanoseconds (Linux' `TCP_RTO_MIN`).
const RESEND: u64 = 200_000_000;
/// Times that it is sent again, at most.
const RESENDS: u32 = 10;

/// One kind of way, with the numbers of calls, publishes and consumers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Call(u32),
    Publish(u32),
    Consume(u32),
}

/// What a way suffers at present.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    /// Samplers of the latencies without trouble, there and back, or [`NONE`].
    out: u32,
    back: u32,
    /// Nanoseconds since the run's start until which nothing passes.
    cut_until: u64,
    /// Threshold of a loss.
    loss: u64,
    /// Samplers of further latencies.
    delays: Vec<u32>,
    /// Thresholds of a refusal, and of a denial.
    refusal: u64,
    denial: u64,
}

/// What all ways suffer; nothing where no fault is on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Troubles {
    calls: Vec<Option<Box<Trouble>>>,
    publishes: Vec<Option<Box<Trouble>>>,
    consumers: Vec<Option<Box<Trouble>>>,
}

impl Troubles {
    fn of(&self, way: Way) -> Option<&Trouble> {
        let (list, number) = match way {
            Way::Call(number) => (&self.calls, number),
            Way::Publish(number) => (&self.publishes, number),
            Way::Consume(number) => (&self.consumers, number),
        };
        list.get(number as usize)?.as_deref()
    }
}

fn stands(side: &[ElementIndex], element: u32) -> bool {
    side.contains(&ElementIndex(element))
}

/// Whether a fault lies between two elements.
fn between(near: &[ElementIndex], far: Option<&[ElementIndex]>, one: u32, other: u32) -> bool {
    let crosses = |a: u32, b: u32| {
        stands(near, a) && !stands(near, b) && far.is_none_or(|far| stands(far, b))
    };
    crosses(one, other) || crosses(other, one)
}

/// One of two independent chances, as thresholds.
fn either(probability: f64, other: f64) -> f64 {
    1.0 - (1.0 - probability) * (1.0 - other)
}

impl Simulation {
    /// Works out what every way suffers under the faults that are on.
    pub(crate) fn adjust_ways(&mut self) {
        let calls = 0..self.code.calls.len() as u32;
        let publishes = 0..self.code.publishes.len() as u32;
        let consumers = 0..self.ways.len() as u32;
        let calls: Vec<_> = calls.map(|n| self.adjust_way(Way::Call(n))).collect();
        let publishes: Vec<_> = publishes
            .map(|n| self.adjust_way(Way::Publish(n)))
            .collect();
        let consumers = consumers.map(|n| self.adjust_way(Way::Consume(n)));
        let consumers = consumers.collect();
        self.troubles = Troubles {
            calls,
            publishes,
            consumers,
        };
    }

    fn ends(&self, way: Way) -> Option<(u32, u32)> {
        Some(match way {
            Way::Call(call) => {
                let call = &self.code.calls[call as usize];
                if call.out == INSIDE_WAY {
                    return None;
                }
                (call.caller, call.element)
            }
            Way::Publish(publish) => {
                let publish = &self.code.publishes[publish as usize];
                (publish.element, self.queues[publish.queue as usize].element)
            }
            Way::Consume(way) => {
                let (lane, who) = *self.ways.get(way as usize)?;
                let lane = &self.lanes[lane as usize];
                let queue = &self.queues[lane.queue as usize];
                (queue.element, lane.consumers[who as usize].element)
            }
        })
    }

    /// The samplers of a way's latencies, as they stand in the code.
    fn latencies(&mut self, way: Way) -> Option<(&mut u32, Option<&mut u32>)> {
        Some(match way {
            Way::Call(call) => {
                let call = &mut self.code.calls[call as usize];
                (&mut call.out, Some(&mut call.back))
            }
            Way::Publish(publish) => (&mut self.code.publishes[publish as usize].hop, None),
            Way::Consume(way) => {
                let (lane, who) = *self.ways.get(way as usize)?;
                let lane = &mut self.lanes[lane as usize];
                (&mut lane.consumers[who as usize].hop, None)
            }
        })
    }

    fn adjust_way(&mut self, way: Way) -> Option<Box<Trouble>> {
        let (one, other) = self.ends(way)?;
        let before = self.troubles.of(way).map(|old| (old.out, old.back));
        let (mut cut_until, mut delays) = (0, Vec::new());
        let (mut loss, mut refusal, mut denial) = (0.0, 0.0, 0.0);
        let mut touched = false;
        for (number, fault) in self.faults.iter().enumerate() {
            let Fault::Link {
                near,
                far,
                trouble,
                start,
                duration,
            } = fault
            else {
                continue;
            };
            if !self.active[number] || !between(near, far.as_deref(), one, other) {
                continue;
            }
            touched = true;
            match trouble {
                Kind::Cut => {
                    let end = self.start + nanoseconds(*start) + nanoseconds(*duration);
                    cut_until = cut_until.max(end);
                }
                Kind::Loss { probability } => loss = either(loss, *probability),
                Kind::Delay { .. } => delays.push(self.delays[number]),
                Kind::Refusal {
                    probability,
                    denial: true,
                } => denial = either(denial, *probability),
                Kind::Refusal { probability, .. } => refusal = either(refusal, *probability),
            }
        }
        let (out, back) = self.latencies(way)?;
        let (usual_out, usual_back) =
            before.unwrap_or((*out, back.as_deref().map_or(NONE, |b| *b)));
        *out = if touched { TROUBLED } else { usual_out };
        if let Some(back) = back {
            *back = if touched { TROUBLED } else { usual_back };
        }
        touched.then(|| {
            Box::new(Trouble {
                out: usual_out,
                back: usual_back,
                cut_until,
                loss: threshold(loss),
                delays,
                refusal: threshold(refusal),
                denial: threshold(denial),
            })
        })
    }

    /// Samplers of the faults' further latencies, by fault.
    pub(crate) fn delays_of(faults: &[Fault], code: &mut Code) -> Vec<u32> {
        let sampler = |fault: &Fault| match fault {
            Fault::Link {
                trouble: Kind::Delay { time },
                ..
            } => code.samplers.add(time),
            _ => NONE,
        };
        faults.iter().map(sampler).collect()
    }

    /// Nanoseconds that one crossing takes. `sampler` is what stands in the code.
    #[inline]
    pub(crate) fn crossing(&self, way: Way, sampler: u32, path: u64, purpose: u64) -> u64 {
        match sampler {
            NONE => 0,
            TROUBLED => self.troubled(way, path, purpose),
            sampler => self.code.samplers.sample(sampler, path, purpose),
        }
    }

    #[cold]
    #[inline(never)]
    fn troubled(&self, way: Way, path: u64, purpose: u64) -> u64 {
        let Some(trouble) = self.troubles.of(way) else {
            return 0;
        };
        let sampler = if purpose == purpose::BACK {
            trouble.back
        } else {
            trouble.out
        };
        let draw = |sampler: u32, key: u64| match sampler {
            NONE => 0,
            sampler => self.code.samplers.sample(sampler, path, key),
        };
        let mut time = draw(sampler, purpose);
        for (number, delay) in (1..).zip(&trouble.delays) {
            time += draw(*delay, purpose.wrapping_mul(2 * number + 1));
        }
        let mut luck = Draw::new(path, purpose ^ purpose::LOSS);
        let lost = (0..RESENDS)
            .take_while(|_| luck.chance(trouble.loss))
            .count();
        time += RESEND * ((1 << lost) - 1);
        time.saturating_add(trouble.cut_until.saturating_sub(self.now))
    }

    /// Whether a call is refused at the door; a denial is counted.
    #[inline]
    pub(crate) fn turned_away(&mut self, id: u32, call: u32, path: u64) -> bool {
        !self.troubles.calls.is_empty() && self.turned_away_by(id, call, path)
    }

    #[cold]
    #[inline(never)]
    fn turned_away_by(&mut self, id: u32, call: u32, path: u64) -> bool {
        let Some(trouble) = self.troubles.of(Way::Call(call)) else {
            return false;
        };
        if Draw::new(path, purpose::DENIAL).chance(trouble.denial) {
            let group = self.code.calls[call as usize].group;
            self.groups[group as usize].denied += 1;
            self.frames[id].flags |= DENIED;
            return true;
        }
        Draw::new(path, purpose::REFUSAL).chance(trouble.refusal)
    }
}
