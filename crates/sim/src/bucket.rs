//! A token bucket. Time is passed in.

use spinout_network::TokenBucket as Rule;

use crate::sample::{SECOND, nanoseconds};

/// What a bucket says to somebody who wants a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// Here.
    Now,
    /// After so many nanoseconds, for sure.
    After(u64),
    /// Not in time.
    No,
}

#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    /// Tokens a nanosecond.
    rate: f64,
    burst: f64,
    wait: u64,
    /// Below 0: tokens that are promised.
    tokens: f64,
    updated: u64,
}

/// So that a token which comes at this very nanosecond is not missed for a rounding.
const SLACK: f64 = 1e-9;

impl Bucket {
    pub(crate) fn new(rule: &Rule) -> Self {
        Self {
            rate: rule.rate / SECOND,
            burst: rule.burst,
            wait: nanoseconds(rule.wait),
            tokens: rule.burst,
            updated: 0,
        }
    }

    pub(crate) fn take(&mut self, now: u64) -> Token {
        let came = (now - self.updated) as f64 * self.rate;
        self.tokens = (self.tokens + came).min(self.burst);
        self.updated = now;
        let missing = 1.0 - SLACK - self.tokens;
        if missing <= 0.0 {
            self.tokens -= 1.0;
            return Token::Now;
        }
        let wait = libm::ceil(missing / self.rate);
        if wait > self.wait as f64 {
            return Token::No;
        }
        self.tokens -= 1.0;
        Token::After(wait as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(rate: f64, burst: f64, wait: f64) -> Bucket {
        Bucket::new(&Rule { rate, burst, wait })
    }

    #[test]
    fn in_t_seconds_rate_t_and_the_burst_pass() {
        for (rate, burst) in [(10.0, 1.0), (3.0, 5.0), (0.7, 2.0)] {
            let mut bucket = bucket(rate, burst, 0.0);
            // Asked a thousand times a second for a hundred seconds, from 0 on.
            let passed = (0..=100_000_u64)
                .filter(|millisecond| bucket.take(millisecond * 1_000_000) == Token::Now)
                .count() as f64;
            assert_eq!(passed, libm::floor(rate * 100.0 + burst), "{rate} {burst}");
        }
    }

    #[test]
    fn who_waits_has_his_token_promised() {
        let mut bucket = bucket(10.0, 1.0, 0.25);
        let first: Vec<Token> = (0..5).map(|_| bucket.take(0)).collect();
        let after = |ms: u64| Token::After(ms * 1_000_000);
        assert_eq!(
            first,
            [Token::Now, after(100), after(200), Token::No, Token::No]
        );
        assert_eq!(bucket.take(100_000_000), after(200));
    }
}
