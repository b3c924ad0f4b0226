//! A single server that is not always there: M/G/1 with set-up, vacations or breakdowns. The wait is that
//! of M/G/1 and, apart from it, the number that is found while nobody can be served (Fuhrmann and Cooper
//! 1985).

use crate::Mg1;

impl Mg1 {
    /// E\[S²\].
    fn second_moment(&self) -> f64 {
        self.mean_service * self.mean_service * (1.0 + self.scv)
    }

    /// Mean response time when the server, once idle, needs a set-up time of this mean and squared
    /// coefficient of variation before it serves the next one (Welch 1964).
    #[must_use]
    pub fn mean_response_after_set_up(&self, mean: f64, scv: f64) -> f64 {
        let second = mean * mean * (1.0 + scv);
        let extra =
            (2.0 * mean + self.arrival_rate * second) / (2.0 * (1.0 + self.arrival_rate * mean));
        self.mean_response() + extra
    }

    /// Mean response time when the server, once idle, takes vacations of this mean and squared coefficient
    /// of variation until somebody waits when it comes back (Levy and Yechiali 1975).
    #[must_use]
    pub fn mean_response_with_vacations(&self, mean: f64, scv: f64) -> f64 {
        self.mean_response() + mean * (1.0 + scv) / 2.0
    }

    /// Mean response time when the server breaks down at `rate` whenever it is up, idle or not, for a time
    /// of this mean and squared coefficient of variation, and then resumes the service where it was. A
    /// service then takes a completion time with the mean s(1 + ξd) and the second moment E\[S²\](1 + ξd)² +
    /// sξE\[D²\] (Gaver 1962), and who finds the server idle and down waits for the rest of that.
    #[must_use]
    pub fn mean_response_with_breakdowns(&self, rate: f64, mean: f64, scv: f64) -> f64 {
        let down = mean * mean * (1.0 + scv);
        let longer = 1.0 + rate * mean;
        let completion = self.mean_service * longer;
        let second = self.second_moment() * longer * longer + self.mean_service * rate * down;
        let wait = self.arrival_rate * second / (2.0 * (1.0 - self.arrival_rate * completion));
        completion + wait + rate * down / (2.0 * longer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MarkovChain;
    use crate::tests::close;

    const QUEUE: Mg1 = Mg1 {
        arrival_rate: 0.5,
        mean_service: 1.0,
        scv: 1.0,
    };

    #[test]
    fn breakdowns_are_those_of_the_markov_chain() {
        // White and Christie 1958: exponential everything.
        let (fail, mend) = (0.1, 1.0);
        let l = 0.5 * (1.1 * 1.1 + 0.1) / (1.1 * (1.0 - 0.5 * 1.1));
        close(
            QUEUE.mean_response_with_breakdowns(fail, 1.0 / mend, 1.0),
            l / 0.5,
            12,
        );
        let chain = MarkovChain::explore((0_u32, true), |&(n, up)| {
            let mut moves = vec![((n, !up), if up { fail } else { mend })];
            if n < 120 {
                moves.push(((n + 1, up), 0.5));
            }
            if n > 0 && up {
                moves.push(((n - 1, up), 1.0));
            }
            moves
        });
        close(chain.mean(|s| f64::from(s.0)), l, 9);
    }

    #[test]
    fn set_up_is_that_of_the_markov_chain() {
        // States: number present, and whether the server is ready. An exponential set-up of mean 2.
        let chain = MarkovChain::explore((0_u32, false), |&(n, ready)| {
            let mut moves = Vec::new();
            if n < 150 {
                moves.push(((n + 1, ready), 0.5));
            }
            if n > 0 && !ready {
                moves.push(((n, true), 0.5));
            }
            if n > 0 && ready {
                moves.push(((n - 1, n > 1), 1.0));
            }
            moves
        });
        let truth = chain.mean(|s| f64::from(s.0)) / 0.5;
        close(QUEUE.mean_response_after_set_up(2.0, 1.0), truth, 8);
    }

    #[test]
    fn vacations_are_those_of_the_markov_chain() {
        let chain = MarkovChain::explore((0_u32, false), |&(n, there)| {
            let mut moves = Vec::new();
            if n < 150 {
                moves.push(((n + 1, there), 0.5));
            }
            if n > 0 && !there {
                moves.push(((n, true), 0.25));
            }
            if n > 0 && there {
                moves.push(((n - 1, n > 1), 1.0));
            }
            moves
        });
        let truth = chain.mean(|s| f64::from(s.0)) / 0.5;
        close(QUEUE.mean_response_with_vacations(4.0, 1.0), truth, 8);
    }
}
