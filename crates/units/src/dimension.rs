use std::fmt::Debug;

/// A kind of quantity: its units, their size in the base unit, and how to explain it to a person.
pub trait Dimension: Copy + Debug + Eq + 'static {
    /// What a quantity of this dimension is called in an error, with its article: "a duration".
    const NAME: &'static str;
    /// The units as `(symbol, size in the base unit)`, base or smallest first.
    const UNITS: &'static [(&'static str, f64)];
    /// A well-formed example for error messages.
    const EXAMPLE: &'static str;
}

/// Time; base unit second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time;

impl Dimension for Time {
    const NAME: &'static str = "a duration";
    const UNITS: &'static [(&'static str, f64)] = &[
        ("ns", 1e-9),
        ("us", 1e-6),
        ("ms", 1e-3),
        ("s", 1.0),
        ("min", 60.0),
        ("h", 3600.0),
        ("d", 86_400.0),
    ];
    const EXAMPLE: &'static str = "40ms";
}

/// Events over time; base unit one per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency;

impl Dimension for Frequency {
    const NAME: &'static str = "a rate";
    const UNITS: &'static [(&'static str, f64)] = &[
        ("/s", 1.0),
        ("/min", 1.0 / 60.0),
        ("/h", 1.0 / 3600.0),
        ("/d", 1.0 / 86_400.0),
    ];
    const EXAMPLE: &'static str = "200/s";
}

/// Data; base unit byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Information;

impl Dimension for Information {
    const NAME: &'static str = "a size";
    const UNITS: &'static [(&'static str, f64)] = &[
        ("B", 1.0),
        ("kB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("TB", 1e12),
        ("KiB", 1024.0),
        ("MiB", 1_048_576.0),
        ("GiB", 1_073_741_824.0),
        ("TiB", 1_099_511_627_776.0),
    ];
    const EXAMPLE: &'static str = "2GiB";
}

/// Data over time; base unit byte per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throughput;

impl Dimension for Throughput {
    const NAME: &'static str = "a bandwidth";
    const UNITS: &'static [(&'static str, f64)] = &[
        ("B/s", 1.0),
        ("kB/s", 1e3),
        ("MB/s", 1e6),
        ("GB/s", 1e9),
        ("KiB/s", 1024.0),
        ("MiB/s", 1_048_576.0),
        ("GiB/s", 1_073_741_824.0),
        ("kbit/s", 125.0),
        ("Mbit/s", 125e3),
        ("Gbit/s", 125e6),
    ];
    const EXAMPLE: &'static str = "1Gbit/s";
}

/// Money for something; the unit says for what. The base value of each unit is US dollars per: hour
/// (`USD/h`, `USD/month` over 730 hours), one event (`USD/1M`, `USD/1k`), gigabyte (`USD/GB`), or
/// gigabyte and month (`USD/GB-month`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money;

impl Dimension for Money {
    const NAME: &'static str = "a price";
    const UNITS: &'static [(&'static str, f64)] = &[
        ("USD/h", 1.0),
        ("USD/month", 1.0 / 730.0),
        ("USD/1M", 1e-6),
        ("USD/1k", 1e-3),
        ("USD/GB", 1.0),
        ("USD/GB-month", 1.0),
    ];
    const EXAMPLE: &'static str = "0.096USD/h";
}
