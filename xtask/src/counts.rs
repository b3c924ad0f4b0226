//! Reading how many tests passed and failed from what the test runners print.

/// How many tests, or checks, passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Those that passed.
    pub(crate) passed: u64,
    /// Those that failed.
    pub(crate) failed: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Reads the summary lines of cargo-nextest, `cargo test` and Vitest. Lines of the same output are
/// added up; `None` when there is no summary. What nextest shows of a test that failed ends with a
/// summary of that test alone, which its own has counted.
pub(crate) fn read(output: &str) -> Option<Counts> {
    let lines: Vec<String> = output.lines().map(without_colour).collect();
    let of_nextest = |line: &&String| line.trim_start().starts_with(NEXTEST);
    let by_nextest = lines.iter().any(|line| of_nextest(&line));
    let mut total = None;
    let counted = lines.iter().filter(|line| !by_nextest || of_nextest(line));
    for counts in counted.filter_map(|line| summary(line)) {
        *total.get_or_insert_with(Counts::default) += counts;
    }
    total
}

/// How the summary of cargo-nextest begins.
const NEXTEST: &str = "Summary [";

fn summary(line: &str) -> Option<Counts> {
    let line = line.trim();
    let figures = if line.starts_with(NEXTEST) {
        line.split_once("tests run:")
            .or_else(|| line.split_once("test run:"))?
            .1
    } else if let Some(rest) = line.strip_prefix("test result:") {
        rest.split_once(". ")?.1
    } else {
        line.strip_prefix("Tests ")
            .filter(|rest| rest.contains('('))?
    };
    let number_before = |words: &[&str]| {
        let parts: Vec<&str> = figures
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect();
        parts
            .windows(2)
            .filter(|pair| words.contains(&pair[1]))
            .filter_map(|pair| pair[0].parse::<u64>().ok())
            .sum()
    };
    Some(Counts {
        passed: number_before(&["passed"]),
        failed: number_before(&["failed", "exec"]),
    })
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut in_escape = false;
    for c in line.chars() {
        match c {
            '\u{1b}' => in_escape = true,
            c if in_escape => in_escape = !c.is_ascii_alphabetic(),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, passed: u64, failed: u64) {
        assert_eq!(read(output), Some(Counts { passed, failed }), "{output}");
    }

    #[test]
    fn nextest() {
        check(
            "     Summary [   0.01s] 42 tests run: 42 passed, 3 skipped",
            42,
            0,
        );
        check(
            "     Summary [   0.01s] 1 test run: 1 passed, 0 skipped",
            1,
            0,
        );
        check(
            "Summary [ 2.5s] 10 tests run: 8 passed (1 slow), 2 failed, 0 skipped",
            8,
            2,
        );
        check(
            "Summary [ 2.5s] 5/10 tests run: 4 passed, 1 failed, 0 skipped",
            4,
            1,
        );
    }

    #[test]
    fn a_failure_shown_by_nextest_counts_once() {
        let output = "running 1 test\n\
                      test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured\n\
                      Summary [ 2.5s] 10 tests run: 9 passed, 1 failed, 0 skipped";
        check(output, 9, 1);
    }

    #[test]
    fn cargo_test_adds_its_binaries() {
        let two = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured\n\
                   test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured";
        check(two, 7, 1);
    }

    #[test]
    fn vitest_in_colour() {
        check(
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m12 passed\u{1b}[39m (12)",
            12,
            0,
        );
        check(" Tests  1 failed | 11 passed (12)", 11, 1);
    }

    #[test]
    fn no_summary_is_not_zero_tests() {
        assert_eq!(read("error: could not compile `spinout`"), None);
    }
}
