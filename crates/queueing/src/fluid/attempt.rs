//! One attempt of a call: its way, the door, the visit, and the caller's patience.

use spinout_network::Call;

use super::engine::Engine;
use crate::preview::moments::Moments;
use crate::preview::outcome::Outcome;

impl Engine<'_> {
    /// The most attempts of a call.
    pub(crate) fn attempts(&self, call: &Call) -> u32 {
        let retry = call.policy.retry.as_ref();
        retry.map_or(1, |retry| retry.attempts.max(1))
    }

    /// One attempt of a call, its way there and back included.
    pub(crate) fn attempt(&self, call: &Call) -> Outcome {
        let Some(entry) = self.shape.callee(call) else {
            return Outcome::DONE;
        };
        let visit = self.visits[entry];
        let door = self.places[call.group.at()].pool.door;
        let (out, back) = self.shape.ways(call);
        let hops = out.plus(back);
        let whole = Outcome {
            response: visit.response.plus(hops),
            completion: visit.completion.plus(hops),
            ..visit
        };
        let mut all = whole;
        if door > 0.0 {
            let refused = Outcome {
                succeeds: 0.0,
                ..Outcome::takes(hops)
            };
            all = Outcome::either([(1.0 - door, whole), (door, refused)]);
        }
        if let Some(timeout) = call.policy.timeout {
            let late = all.response.beyond(timeout);
            if late > 1e-6 {
                all.response = cut(all.response, timeout);
                all.succeeds *= 1.0 - late;
            }
        }
        all
    }
}

/// The wait before an attempt after this one (from 0), of whose random part so much is drawn.
pub(crate) fn pause(call: &Call, attempt: u32, luck: f64) -> f64 {
    call.policy.retry.as_ref().map_or(0.0, |retry| {
        let longest = retry.base * libm::pow(retry.multiplier, f64::from(attempt));
        let longest = longest.min(retry.cap.unwrap_or(longest));
        longest * (1.0 - retry.jitter * luck)
    })
}

/// A time that ends at `timeout` at the latest.
fn cut(time: Moments, timeout: f64) -> Moments {
    const POINTS: u32 = 24;
    let law = time.law();
    let step = timeout / f64::from(POINTS);
    let (mut mean, mut squared) = (0.0, 0.0);
    for point in 0..POINTS {
        let at = step * (f64::from(point) + 0.5);
        let beyond = 1.0 - law.below(at);
        mean += step * beyond;
        squared += 2.0 * at * step * beyond;
    }
    Moments {
        mean,
        variance: (squared - mean * mean).max(0.0),
        third: 0.0,
    }
}
