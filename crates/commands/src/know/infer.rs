//! From what is observed of an element to the work of one request.

use spinout_queueing::utilization_law;

use super::response::{Loaded, gamma};

/// What is known of an element; times in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Observed {
    /// Requests a second.
    pub(super) rate: Option<f64>,
    /// The busy share of its cores, 0 to 1.
    pub(super) busy: Option<f64>,
    /// Its cores, of all instances; none where time passes without any.
    pub(super) servers: Option<f64>,
    /// Do more requests than cores share them?
    pub(super) shared: bool,
    /// Does its response hold waiting for others?
    pub(super) asks_others: bool,
    /// The median of its response.
    pub(super) p50: Option<f64>,
    /// The 95th percentile of its response.
    pub(super) p95: Option<f64>,
}

/// The work of one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Work {
    /// The mean in seconds.
    pub(super) mean: f64,
    /// Its squared coefficient of variation; none where nothing says it.
    pub(super) scv: Option<f64>,
    /// How the mean was found.
    pub(super) mean_by: MeanBy,
    /// How the variation was found.
    pub(super) scv_by: ScvBy,
    /// What the model foretells of the figures that were not needed: given, foretold.
    pub(super) left_over: Option<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MeanBy {
    /// D = U·c ÷ X.
    UtilizationLaw,
    /// The waiting that such a load makes was taken out of the response.
    Response,
    /// The response is taken as it is.
    WithoutWaiting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScvBy {
    Quantile,
    BothQuantiles,
    NotKnown,
}

/// Why no work has what is observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unfit {
    /// Too little is said.
    TooLittle,
    /// The response holds waiting for others, so work does not follow from it.
    AsksOthers,
    /// A median is not below the 95th percentile.
    NotRising,
    /// The response is shorter than work of that mean can be: level, given, least.
    TooShort { level: u8, mean: f64, least: f64 },
    /// The response is longer than work of that mean makes it: level, given, most.
    TooLong { level: u8, mean: f64, most: f64 },
    /// No variation gives both quantiles: the 95th percentile that goes with the median, or nearest to it.
    Apart { p95: f64 },
}

/// The largest variation that one quantile alone can vouch for.
const PLAUSIBLE: f64 = 3.0;
/// The largest variation that two quantiles can vouch for.
const MOST: f64 = 60.0;
/// The standard normal's 95 % point.
const Z95: f64 = 1.644_853_626_951_472_7;
/// The least variation.
const LEAST: f64 = 1e-3;

impl Observed {
    /// The work of one request.
    pub(super) fn work(&self) -> Result<Work, Unfit> {
        if let (Some(p50), Some(p95)) = (self.p50, self.p95)
            && p50 > p95
        {
            return Err(Unfit::NotRising);
        }
        match (self.rate, self.busy, self.servers) {
            (Some(rate), Some(busy), Some(servers)) => {
                // D = U ÷ (X·1 ÷ c).
                let mean = busy / utilization_law(rate, 1.0, servers);
                self.known_mean(mean, self.loaded(rate, servers))
            }
            (Some(rate), None, Some(servers)) => {
                self.alone()?;
                self.by_response(self.loaded(rate, servers))
            }
            _ => {
                self.alone()?;
                self.without_waiting()
            }
        }
    }

    fn loaded(&self, rate: f64, servers: f64) -> Loaded {
        Loaded {
            rate,
            servers: servers.ceil().max(1.0) as u32,
            shared: self.shared,
        }
    }

    fn alone(&self) -> Result<(), Unfit> {
        if self.p50.is_none() && self.p95.is_none() {
            Err(Unfit::TooLittle)
        } else if self.asks_others {
            Err(Unfit::AsksOthers)
        } else {
            Ok(())
        }
    }

    /// The mean is known: quantiles tell how it varies, where nothing else is in them.
    fn known_mean(&self, mean: f64, loaded: Loaded) -> Result<Work, Unfit> {
        let mut work = Work {
            mean,
            scv: None,
            mean_by: MeanBy::UtilizationLaw,
            scv_by: ScvBy::NotKnown,
            left_over: None,
        };
        // Cores that are never idle say what is done, not what waits.
        if loaded.busy(mean) >= 1.0 {
            return Ok(work);
        }
        for (level, given) in [(50, self.p50), (95, self.p95)] {
            let Some(given) = given else { continue };
            let most_scv = if self.p50.is_some() && self.p95.is_some() {
                MOST
            } else {
                PLAUSIBLE
            };
            let least = spread(LEAST, most_scv)
                .map(|scv| quantile(loaded, level, mean, scv))
                .fold(f64::INFINITY, f64::min);
            if given < least * 0.98 {
                return Err(Unfit::TooShort { level, mean, least });
            }
        }
        if self.asks_others {
            return Ok(work);
        }
        let (level, given) = match (self.p50, self.p95) {
            (Some(p50), _) => (50, p50),
            (None, Some(p95)) => (95, p95),
            (None, None) => return Ok(work),
        };
        let most_scv = if self.p95.is_some() { MOST } else { PLAUSIBLE };
        let of = |scv: f64| quantile(loaded, level, mean, scv);
        let found = crossing(spread(LEAST, most_scv), |scv| of(scv) - given);
        let Some(scv) = found else {
            let most = spread(LEAST, most_scv).map(of).fold(0.0, f64::max);
            // As short as it can be, within what figures are rounded to.
            if given <= most {
                work.scv = Some(if level == 50 { most_scv } else { LEAST });
                work.scv_by = ScvBy::Quantile;
                return Ok(work);
            }
            return Err(Unfit::TooLong { level, mean, most });
        };
        work.scv = Some(scv);
        work.scv_by = ScvBy::Quantile;
        if let (Some(_), Some(p95)) = (self.p50, self.p95) {
            let foretold = quantile(loaded, 95, mean, scv);
            if !(0.5..=2.0).contains(&(foretold / p95)) {
                return Err(Unfit::Apart { p95: foretold });
            }
            work.left_over = Some((p95, foretold));
        }
        Ok(work)
    }

    /// Rate and cores are known: waiting is taken out of the response.
    fn by_response(&self, loaded: Loaded) -> Result<Work, Unfit> {
        let mean_for = |level: u8, given: f64, scv: f64| {
            let (mut low, mut high) = (0.0, f64::from(loaded.servers) / loaded.rate);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if loaded.beyond(given, middle, scv) < 1.0 - f64::from(level) / 100.0 {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            0.5 * (low + high)
        };
        self.by_quantiles(MeanBy::Response, &mean_for, &|level, mean, scv| {
            quantile(loaded, level, mean, scv)
        })
    }

    /// No load is known: the response is work alone.
    fn without_waiting(&self) -> Result<Work, Unfit> {
        let mean_by = MeanBy::WithoutWaiting;
        let (Some(p50), Some(p95)) = (self.p50, self.p95) else {
            let unit = |level: u8, scv: f64| gamma(1.0, scv).quantile(f64::from(level) / 100.0);
            let mean_for = |level: u8, given: f64, scv: f64| given / unit(level, scv);
            return self.by_quantiles(mean_by, &mean_for, &|level, mean, scv| {
                mean * unit(level, scv)
            });
        };
        // Lognormal: both are its own figures.
        let sigma = libm::log(p95 / p50) / Z95;
        Ok(Work {
            mean: p50 * libm::exp(sigma * sigma / 2.0),
            scv: Some(libm::expm1(sigma * sigma)),
            mean_by,
            scv_by: ScvBy::BothQuantiles,
            left_over: None,
        })
    }

    fn by_quantiles(
        &self,
        mean_by: MeanBy,
        mean_for: &dyn Fn(u8, f64, f64) -> f64,
        quantile: &dyn Fn(u8, f64, f64) -> f64,
    ) -> Result<Work, Unfit> {
        let work = |mean, scv, scv_by| Work {
            mean,
            scv,
            mean_by,
            scv_by,
            left_over: None,
        };
        let (p50, p95) = match (self.p50, self.p95) {
            (Some(p50), Some(p95)) => (p50, p95),
            (Some(given), None) => {
                return Ok(work(mean_for(50, given, 1.0), None, ScvBy::NotKnown));
            }
            (None, Some(given)) => {
                return Ok(work(mean_for(95, given, 1.0), None, ScvBy::NotKnown));
            }
            (None, None) => return Err(Unfit::TooLittle),
        };
        let tail = |scv: f64| quantile(95, mean_for(50, p50, scv), scv);
        let Some(scv) = crossing(spread(LEAST, MOST), |scv| p95 - tail(scv)) else {
            let least = tail(LEAST);
            // No variation at all is within what figures are rounded to.
            if p95 < least && p95 > least * 0.9 {
                return Ok(work(
                    mean_for(50, p50, 0.0),
                    Some(0.0),
                    ScvBy::BothQuantiles,
                ));
            }
            let p95 = if p95 < least { least } else { tail(MOST) };
            return Err(Unfit::Apart { p95 });
        };
        Ok(work(
            mean_for(50, p50, scv),
            Some(scv),
            ScvBy::BothQuantiles,
        ))
    }
}

/// Variations from the least to the most, in even steps of their logarithm.
fn spread(least: f64, most: f64) -> impl Iterator<Item = f64> + Clone {
    const STEPS: u32 = 24;
    let growth = libm::pow(most / least, 1.0 / f64::from(STEPS));
    (0..=STEPS).map(move |step| least * libm::pow(growth, f64::from(step)))
}

/// The quantile of a response.
fn quantile(loaded: Loaded, level: u8, mean: f64, scv: f64) -> f64 {
    let beyond = 1.0 - f64::from(level) / 100.0;
    let (mut low, mut high) = (0.0, mean);
    while loaded.beyond(high, mean, scv) > beyond && high < 1e12 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if loaded.beyond(middle, mean, scv) > beyond {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The first variation at which a function goes from above 0 to below it.
fn crossing(at: impl Iterator<Item = f64>, f: impl Fn(f64) -> f64) -> Option<f64> {
    let mut before: Option<(f64, f64)> = None;
    for scv in at {
        let value = f(scv);
        if let Some((last, was)) = before
            && (was > 0.0) != (value > 0.0)
        {
            let (mut low, mut high) = (last, scv);
            for _ in 0..40 {
                let middle = 0.5 * (low + high);
                if (f(middle) > 0.0) == (was > 0.0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return Some(0.5 * (low + high));
        }
        before = Some((scv, value));
    }
    None
}

#[cfg(test)]
mod tests {
    use spinout_model::Solved;
    use spinout_queueing::Mmc;

    use super::*;

    fn mmc(rate: f64, servers: u32) -> Mmc {
        Mmc {
            arrival_rate: rate,
            service_rate: 1.0 / 0.016,
            servers,
        }
    }

    fn near(found: f64, known: f64, share: f64) {
        assert!(
            (found / known - 1.0).abs() < share,
            "{found} is not {known}"
        );
    }

    #[test]
    fn work_of_a_known_queue_is_found_from_its_processor_time() {
        for (rate, servers) in [(10.0, 1), (50.0, 1), (100.0, 2), (900.0, 16)] {
            let queue = mmc(rate, servers);
            let seen = Observed {
                rate: Some(rate),
                busy: Some(queue.utilization()),
                servers: Some(f64::from(servers)),
                ..Observed::default()
            };
            near(seen.work().unwrap().mean, 0.016, 1e-12);
            let with_tail = Observed {
                p95: Some(queue.response_quantile(0.95)),
                ..seen
            };
            let work = with_tail.work().unwrap();
            near(work.scv.unwrap(), 1.0, 1e-3);
        }
    }

    #[test]
    fn work_of_a_known_queue_is_found_from_its_response() {
        for (rate, servers) in [(10.0, 1), (50.0, 1), (100.0, 2), (900.0, 16)] {
            let queue = mmc(rate, servers);
            let seen = Observed {
                rate: Some(rate),
                servers: Some(f64::from(servers)),
                p50: Some(queue.response_quantile(0.5)),
                ..Observed::default()
            };
            near(seen.work().unwrap().mean, 0.016, 1e-6);
            let both = Observed {
                p95: Some(queue.response_quantile(0.95)),
                ..seen
            };
            let work = both.work().unwrap();
            near(work.mean, 0.016, 1e-3);
            near(work.scv.unwrap(), 1.0, 1e-2);
        }
    }

    #[test]
    fn without_a_load_the_response_is_the_work() {
        let known = Solved::LogNormal {
            mean: 0.02,
            scv: 0.4,
        };
        let seen = Observed {
            p50: Some(known.quantile(0.5)),
            p95: Some(known.quantile(0.95)),
            ..Observed::default()
        };
        let work = seen.work().unwrap();
        near(work.mean, 0.02, 1e-6);
        near(work.scv.unwrap(), 0.4, 1e-4);
        assert_eq!(work.mean_by, MeanBy::WithoutWaiting);
    }

    #[test]
    fn what_cannot_be_is_said_with_what_could() {
        let seen = Observed {
            rate: Some(100.0),
            busy: Some(0.8),
            servers: Some(2.0),
            p50: Some(0.005),
            ..Observed::default()
        };
        for shared in [false, true] {
            let Err(Unfit::TooShort { level, mean, least }) = (Observed { shared, ..seen }).work()
            else {
                panic!("{:?}", (Observed { shared, ..seen }).work());
            };
            assert_eq!(level, 50);
            near(mean, 0.016, 1e-12);
            assert!(least > 0.005, "{least}");
        }
        let long = Observed {
            p50: Some(9.0),
            ..seen
        };
        assert!(matches!(long.work(), Err(Unfit::TooLong { level: 50, .. })));
        let falling = Observed {
            p50: Some(0.3),
            p95: Some(0.2),
            ..seen
        };
        assert_eq!(falling.work(), Err(Unfit::NotRising));
    }

    #[test]
    fn a_response_with_others_in_it_says_nothing_of_the_work() {
        let seen = Observed {
            p50: Some(0.1),
            asks_others: true,
            ..Observed::default()
        };
        assert_eq!(seen.work(), Err(Unfit::AsksOthers));
        let measured = Observed {
            rate: Some(10.0),
            busy: Some(0.2),
            servers: Some(1.0),
            ..seen
        };
        let work = measured.work().unwrap();
        near(work.mean, 0.02, 1e-12);
        assert_eq!(work.scv, None);
        assert_eq!(Observed::default().work(), Err(Unfit::TooLittle));
    }
}
