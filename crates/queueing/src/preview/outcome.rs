//! What a visit meets from a point of its program on.

use super::moments::Moments;

/// Times from here until the answer, and until the last consequence, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    /// Until the answer.
    pub(crate) response: Moments,
    /// Until the answer and all asynchronous consequences.
    pub(crate) completion: Moments,
    /// Whether anything is left after the answer.
    pub(crate) leaves_work: bool,
    /// Probability of success.
    pub(crate) succeeds: f64,
    /// By how much the variance of the visits inside is above its mean, over the square of their rate.
    pub(crate) excess: f64,
}

/// The most iterations whose consequences are told apart.
const ITERATIONS: u32 = 24;

impl Outcome {
    pub(crate) const DONE: Self = Self {
        response: Moments::ZERO,
        completion: Moments::ZERO,
        leaves_work: false,
        succeeds: 1.0,
        excess: 0.0,
    };

    /// Takes this long, and leaves nothing behind.
    pub(crate) fn takes(time: Moments) -> Self {
        Self {
            response: time,
            completion: time,
            ..Self::DONE
        }
    }

    /// This, and then that if it succeeds.
    pub(crate) fn then(self, next: Self) -> Self {
        let goes_on = |time: Moments| {
            if self.succeeds == 1.0 {
                time
            } else {
                Moments::mixture([(self.succeeds, time)])
            }
        };
        let response = self.response.plus(goes_on(next.response));
        let leaves_work = self.leaves_work || next.leaves_work;
        let completion = if self.leaves_work {
            let left = minus(self.completion, self.response);
            let next = goes_on(if next.leaves_work {
                next.completion
            } else {
                next.response
            });
            self.response.plus(left.longer(next))
        } else if next.leaves_work {
            self.response.plus(goes_on(next.completion))
        } else {
            response
        };
        Self {
            response,
            completion,
            leaves_work,
            succeeds: self.succeeds * next.succeeds,
            excess: self.excess + next.excess,
        }
    }

    /// `count` times in sequence: the whole part, and once more with the probability of the fraction.
    pub(crate) fn repeated(self, count: f64) -> Self {
        let whole = count.floor();
        let last = Self::either([(count - whole, self)]);
        let all = if self.succeeds == 1.0 && !self.leaves_work {
            let time = self.response.times(whole);
            Self::takes(time).then(last)
        } else {
            // One by one, and those beyond a few as if they were as long each.
            let told = whole.min(f64::from(ITERATIONS));
            let mut all = last;
            for _ in 0..told as u32 {
                all = self.then(all);
            }
            let beyond = whole - told;
            if beyond > 0.0 {
                let time = self.response.times(beyond * all.succeeds);
                all.response = all.response.plus(time);
                all.completion = all.completion.plus(time);
                all.succeeds *= libm::pow(self.succeeds, beyond);
            }
            all
        };
        Self {
            excess: self.excess * count * count,
            ..all
        }
    }

    /// One of several by their probabilities; nothing with what is left.
    pub(crate) fn either(arms: impl IntoIterator<Item = (f64, Self)> + Clone) -> Self {
        let each = |part: fn(&Self) -> Moments| {
            let arms = arms.clone().into_iter();
            Moments::mixture(arms.map(|(p, arm)| (p, part(&arm))))
        };
        let mut all = Self {
            response: each(|arm| arm.response),
            completion: each(|arm| arm.completion),
            ..Self::DONE
        };
        for (probability, arm) in arms {
            all.leaves_work |= arm.leaves_work && probability > 0.0;
            all.succeeds -= probability * (1.0 - arm.succeeds);
            all.excess += probability * probability * arm.excess;
        }
        all
    }

    /// Tries again after a failure, `attempts` in all, with a wait before each further one.
    pub(crate) fn retried(self, attempts: u32, wait: impl Fn(u32) -> Moments) -> Self {
        let failure = 1.0 - self.succeeds;
        if failure <= 0.0 {
            return self;
        }
        let mut last = 1;
        while last < attempts && libm::pow(failure, f64::from(last)) > 1e-9 {
            last += 1;
        }
        let mut all = self;
        for attempt in (0..last - 1).rev() {
            let again = Self::takes(wait(attempt)).then(all);
            let rest = Moments::mixture([(failure, again.response)]);
            let whole = Moments::mixture([(failure, again.completion)]);
            all = Self {
                response: self.response.plus(rest),
                completion: self.completion.plus(whole),
                leaves_work: self.leaves_work,
                succeeds: 1.0 - failure * (1.0 - all.succeeds),
                excess: self.excess + failure * failure * all.excess,
            };
        }
        all
    }
}

/// What is left of a time after an independent first part of it.
pub(crate) fn minus(whole: Moments, part: Moments) -> Moments {
    Moments {
        mean: (whole.mean - part.mean).max(0.0),
        variance: (whole.variance - part.variance).max(0.0),
        third: (whole.third - part.third).max(0.0),
    }
}
