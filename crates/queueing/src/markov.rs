use std::collections::BTreeMap;

/// A finite Markov chain in continuous time, built by exploring its states: for cases that have no
/// closed form, but few states.
#[derive(Clone, Debug)]
pub struct MarkovChain<S> {
    states: Vec<S>,
    /// Probability of each state, in the order of `states`.
    stationary: Vec<f64>,
}

impl<S: Clone + Ord> MarkovChain<S> {
    /// Explores every state that can be reached from `start`, where `moves` gives the next states and
    /// their rates, and solves for the long run by the elimination of Grassmann, Taksar and Heyman
    /// (1985), which subtracts nothing and so loses no digits. The chain must be irreducible; the cost
    /// is the cube of the number of states.
    pub fn explore(start: S, moves: impl Fn(&S) -> Vec<(S, f64)>) -> Self {
        let mut index = BTreeMap::from([(start.clone(), 0)]);
        let mut states = vec![start];
        let mut arcs = Vec::new();
        let mut next = 0;
        while next < states.len() {
            for (state, rate) in moves(&states[next]) {
                let to = *index.entry(state.clone()).or_insert_with(|| {
                    states.push(state);
                    states.len() - 1
                });
                if to != next {
                    arcs.push((next, to, rate));
                }
            }
            next += 1;
        }
        let mut rates = vec![vec![0.0; states.len()]; states.len()];
        for (from, to, rate) in arcs {
            rates[from][to] += rate;
        }
        let stationary = eliminate(rates);
        Self { states, stationary }
    }

    /// The long-run mean of a figure of the state.
    pub fn mean(&self, figure: impl Fn(&S) -> f64) -> f64 {
        self.states
            .iter()
            .zip(&self.stationary)
            .map(|(state, p)| figure(state) * p)
            .sum()
    }

    /// The long-run probability of the states for which `holds`.
    pub fn probability(&self, holds: impl Fn(&S) -> bool) -> f64 {
        self.mean(|state| f64::from(u8::from(holds(state))))
    }
}

/// The stationary probabilities of a matrix of rates (row to column).
fn eliminate(mut rates: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rates.len();
    for last in (1..n).rev() {
        let leaving: f64 = rates[last][..last].iter().sum();
        let (kept, gone) = rates.split_at_mut(last);
        for row in kept {
            let share = row[last] / leaving;
            row[last] = share;
            if share > 0.0 {
                for (x, onward) in row[..last].iter_mut().zip(&gone[0]) {
                    *x += share * onward;
                }
            }
        }
    }
    let mut weights = vec![1.0];
    for state in 1..n {
        let inflow = weights
            .iter()
            .zip(&rates)
            .map(|(w, row)| w * row[state])
            .sum();
        weights.push(inflow);
    }
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mmck;
    use crate::tests::close;

    #[test]
    fn birth_and_death_are_the_closed_forms() {
        let queue = Mmck {
            arrival_rate: 1.7,
            service_rate: 1.0,
            servers: 2,
            room: 9,
        };
        let chain = MarkovChain::explore(0u32, |&n| {
            let mut moves = Vec::new();
            if n < 9 {
                moves.push((n + 1, 1.7));
            }
            if n > 0 {
                moves.push((n - 1, f64::from(n.min(2))));
            }
            moves
        });
        close(
            chain.probability(|&n| n == 9),
            queue.blocking_probability(),
            12,
        );
        close(
            chain.mean(|&n| f64::from(n)) / queue.throughput(),
            queue.mean_response(),
            12,
        );
    }

    #[test]
    fn two_dimensions() {
        // A closed pair of exponential single servers with three users is a product form.
        let (a, b) = (1.0, 0.5);
        let chain = MarkovChain::explore((3u32, 0u32), |&(x, y)| {
            let mut moves = Vec::new();
            if x > 0 {
                moves.push(((x - 1, y + 1), a));
            }
            if y > 0 {
                moves.push(((x + 1, y - 1), b));
            }
            moves
        });
        // P(n at the second) ∝ (a/b)ⁿ.
        close(chain.probability(|s| s.1 == 3), 8.0 / 15.0, 12);
        close(chain.probability(|s| s.1 == 0), 1.0 / 15.0, 12);
    }
}
