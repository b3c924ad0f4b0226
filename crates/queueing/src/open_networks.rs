use crate::Mmc;

/// A station of an open network that gets more work than it can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("station {0} gets more work than it can do")]
pub struct UnstableStation(pub usize);

/// An open Jackson network: exponential multi-server stations, Poisson arrivals from outside, and
/// routing by chance. Each station then behaves as an M/M/c of its own (Jackson 1957).
#[derive(Clone, Debug, PartialEq)]
pub struct OpenNetwork {
    /// Arrivals from outside at each station, a unit of time.
    pub arrivals: Vec<f64>,
    /// The probability of going from a station (row) to another (column); what is missing to 1 leaves.
    pub routing: Vec<Vec<f64>>,
    /// Service rate of one server, and how many servers, of each station.
    pub stations: Vec<(f64, u32)>,
}

impl OpenNetwork {
    /// The throughput of each station: the traffic equations λ = γ + λP, by Gaussian elimination.
    #[must_use]
    pub fn throughputs(&self) -> Vec<f64> {
        let n = self.arrivals.len();
        // Rows of (I − Pᵀ | γ). The matrix is diagonally dominant by columns: no pivoting needed.
        let mut rows: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                let mut row: Vec<f64> = (0..n)
                    .map(|j| f64::from(u8::from(i == j)) - self.routing[j][i])
                    .collect();
                row.push(self.arrivals[i]);
                row
            })
            .collect();
        for pivot in 0..n {
            let pivot_row = rows[pivot].clone();
            for (i, row) in rows.iter_mut().enumerate() {
                if i == pivot {
                    continue;
                }
                let factor = row[pivot] / pivot_row[pivot];
                for (x, p) in row.iter_mut().zip(&pivot_row) {
                    *x -= factor * p;
                }
            }
        }
        rows.iter()
            .enumerate()
            .map(|(i, row)| row[n] / row[i])
            .collect()
    }

    /// Each station as the M/M/c it behaves as.
    ///
    /// # Errors
    /// The first station that is not stable.
    pub fn solve(&self) -> Result<Vec<Mmc>, UnstableStation> {
        self.throughputs()
            .into_iter()
            .zip(&self.stations)
            .enumerate()
            .map(|(i, (arrival_rate, &(service_rate, servers)))| {
                let queue = Mmc {
                    arrival_rate,
                    service_rate,
                    servers,
                };
                if queue.utilization() < 1.0 {
                    Ok(queue)
                } else {
                    Err(UnstableStation(i))
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn a_chain_of_three_tiers() {
        let chain = OpenNetwork {
            arrivals: vec![100.0, 0.0, 0.0],
            routing: vec![vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0], vec![0.0; 3]],
            stations: vec![(1.0 / 0.015, 2), (1.0 / 0.030, 4), (1.0 / 0.020, 3)],
        };
        let stations = chain.solve().unwrap();
        for (station, (waits, response)) in stations.iter().zip([
            (0.642_857, 0.034_285_7),
            (0.509_434, 0.045_283_0),
            (0.444_444, 0.028_888_9),
        ]) {
            close(station.waiting_probability(), waits, 6);
            close(station.mean_response(), response, 6);
        }
        let sum: f64 = stations.iter().map(Mmc::mean_response).sum();
        close(sum, 0.108_457_6, 6);
    }

    #[test]
    fn feedback_raises_the_throughput() {
        let feedback = OpenNetwork {
            arrivals: vec![0.4],
            routing: vec![vec![0.5]],
            stations: vec![(1.0, 1)],
        };
        close(feedback.throughputs()[0], 0.8, 12);
        // Two stations that send work back and forth: λ₁ = 1 + λ₂/2, λ₂ = λ₁/2.
        let pair = OpenNetwork {
            arrivals: vec![1.0, 0.0],
            routing: vec![vec![0.0, 0.5], vec![0.5, 0.0]],
            stations: vec![(2.0, 1), (1.0, 1)],
        };
        close(pair.throughputs()[0], 4.0 / 3.0, 12);
        close(pair.throughputs()[1], 2.0 / 3.0, 12);
    }

    #[test]
    fn an_overloaded_station_is_named() {
        let network = OpenNetwork {
            arrivals: vec![1.0, 0.0],
            routing: vec![vec![0.0, 1.0], vec![0.0, 0.0]],
            stations: vec![(2.0, 1), (1.0, 1)],
        };
        assert_eq!(network.solve(), Err(UnstableStation(1)));
    }
}
