/// A station of a closed network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClosedStation {
    /// One server, first come first served with exponential service, or processor sharing with any:
    /// total demand of one request (service time × visits).
    Queue(f64),
    /// No waiting: total delay of one request.
    Delay(f64),
}

/// What a closed network does with its population.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedSolution {
    /// Requests finished a unit of time.
    pub throughput: f64,
    /// Response time of one request, without the think time.
    pub response: f64,
    /// Time of one request at each station, over all its visits.
    pub residence: Vec<f64>,
    /// Mean number at each station.
    pub number: Vec<f64>,
}

/// Exact mean value analysis of a closed network with one class: `population` users who think for
/// `think` between requests (Reiser and Lavenberg 1980).
#[must_use]
pub fn mva(stations: &[ClosedStation], population: u32, think: f64) -> ClosedSolution {
    let mut solution = ClosedSolution {
        throughput: 0.0,
        response: 0.0,
        residence: vec![0.0; stations.len()],
        number: vec![0.0; stations.len()],
    };
    for users in 1..=population {
        for (i, station) in stations.iter().enumerate() {
            solution.residence[i] = match *station {
                ClosedStation::Queue(demand) => demand * (1.0 + solution.number[i]),
                ClosedStation::Delay(delay) => delay,
            };
        }
        solution.response = solution.residence.iter().sum();
        solution.throughput = f64::from(users) / (think + solution.response);
        for (number, residence) in solution.number.iter_mut().zip(&solution.residence) {
            *number = solution.throughput * residence;
        }
    }
    solution
}

/// Throughput and response of each class of a closed network.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassSolution {
    /// Requests of each class finished a unit of time.
    pub throughput: Vec<f64>,
    /// Response time of each class, without the think time.
    pub response: Vec<f64>,
}

/// Exact mean value analysis of a closed network with several classes (Reiser and Lavenberg 1980): each has
/// its population and think time, and a demand at each station, by station and class. Stations share their
/// processor, or serve first come first served with one and the same exponential service for all classes
/// (Baskett, Chandy, Muntz and Palacios 1975).
#[must_use]
pub fn mva_classes(demands: &[Vec<f64>], populations: &[u32], think: &[f64]) -> ClassSolution {
    let classes = populations.len();
    let strides: Vec<usize> = populations
        .iter()
        .scan(1, |stride, population| {
            let own = *stride;
            *stride *= *population as usize + 1;
            Some(own)
        })
        .collect();
    let vectors: usize = populations.iter().map(|n| *n as usize + 1).product();
    // Mean number at each station, for each vector of populations.
    let mut numbers = vec![vec![0.0; demands.len()]; vectors];
    let mut solution = ClassSolution {
        throughput: vec![0.0; classes],
        response: vec![0.0; classes],
    };
    for vector in 1..vectors {
        let mut number = vec![0.0; demands.len()];
        for class in 0..classes {
            let users = vector / strides[class] % (populations[class] as usize + 1);
            if users == 0 {
                continue;
            }
            let before = &numbers[vector - strides[class]];
            let residence: Vec<f64> = demands
                .iter()
                .zip(before)
                .map(|(demand, others)| demand[class] * (1.0 + others))
                .collect();
            solution.response[class] = residence.iter().sum();
            solution.throughput[class] = users as f64 / (think[class] + solution.response[class]);
            for (number, residence) in number.iter_mut().zip(&residence) {
                *number += solution.throughput[class] * residence;
            }
        }
        numbers[vector] = number;
    }
    solution
}

/// Machine repair (M/M/c//N): `population` users who think for an exponential time, then ask one of
/// `servers` exponential servers (Gross et al. 2008, §2.8). A pool of threads whose callers wait for
/// an answer is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MachineRepair {
    /// How many users.
    pub population: u32,
    /// Mean think time.
    pub think: f64,
    /// Mean service time.
    pub service: f64,
    /// How many servers.
    pub servers: u32,
}

impl MachineRepair {
    /// The probability of each number of users that wait or are served, 0 to `population`.
    #[must_use]
    pub fn distribution(&self) -> Vec<f64> {
        let ratio = self.service / self.think;
        let mut weights = vec![1.0];
        for n in 1..=self.population {
            let thinking = f64::from(self.population - n + 1);
            let busy = f64::from(n.min(self.servers));
            weights.push(weights[n as usize - 1] * ratio * thinking / busy);
        }
        let total: f64 = weights.iter().sum();
        weights.iter().map(|w| w / total).collect()
    }

    /// Mean number of users that wait or are served.
    #[must_use]
    pub fn mean_number(&self) -> f64 {
        self.distribution()
            .iter()
            .enumerate()
            .map(|(n, p)| n as f64 * p)
            .sum()
    }

    /// Requests finished a unit of time.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        (f64::from(self.population) - self.mean_number()) / self.think
    }

    /// Mean response time.
    #[must_use]
    pub fn mean_response(&self) -> f64 {
        self.mean_number() / self.throughput()
    }

    /// The busy share of the servers.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.throughput() * self.service / f64::from(self.servers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn equal_classes_are_one_class() {
        let one = mva(
            &[ClosedStation::Queue(0.4), ClosedStation::Queue(0.9)],
            7,
            3.0,
        );
        let demands = [vec![0.4, 0.4], vec![0.9, 0.9]];
        let both = mva_classes(&demands, &[3, 4], &[3.0, 3.0]);
        close(both.throughput.iter().sum(), one.throughput, 12);
        close(both.response[0], one.response, 12);
        close(both.throughput[0] / 3.0, both.throughput[1] / 4.0, 12);
    }

    #[test]
    fn five_users_a_processor_and_two_disks() {
        let visits = [10.0, 3.0, 6.0];
        let demands = [0.2 * 10.0, 0.08 * 3.0, 0.1 * 6.0];
        let solution = mva(&demands.map(ClosedStation::Queue), 5, 30.0);
        close(solution.throughput, 0.149_380, 6);
        close(solution.throughput * demands[0], 0.2988, 4);
        for ((residence, visits), truth) in solution
            .residence
            .iter()
            .zip(visits)
            .zip([0.257_89, 0.082_36, 0.107_62])
        {
            close(residence / visits, truth, 4);
        }
    }

    #[test]
    fn delays_do_not_queue() {
        let solution = mva(&[ClosedStation::Delay(2.0)], 7, 5.0);
        close(solution.throughput, 1.0, 12);
        close(solution.response, 2.0, 12);
    }

    #[test]
    fn one_repairman_is_a_closed_network() {
        let repair = MachineRepair {
            population: 6,
            think: 10.0,
            service: 2.0,
            servers: 1,
        };
        let network = mva(&[ClosedStation::Queue(2.0)], 6, 10.0);
        close(repair.throughput(), network.throughput, 12);
        close(repair.mean_response(), network.response, 12);
        // As many repairmen as machines: nobody waits.
        let plenty = MachineRepair {
            servers: 6,
            ..repair
        };
        close(plenty.mean_response(), 2.0, 12);
        close(plenty.utilization(), 2.0 / 12.0, 12);
    }
}
