//! How far the preview is from the engine, by kind of case: measured over the corpus of
//! `docs/preview.md`, read from the table that its program writes.

use std::sync::LazyLock;

/// What a time is made of, and how busy the busiest resource on its way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class {
    /// What it is made of.
    pub kind: Kind,
    /// How busy.
    pub busy: Busy,
}

/// What a time is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Open load through cores and single queues.
    Open,
    /// Open load, with threads held over calls that are scarce.
    Layered,
    /// Branches side by side.
    Parallel,
    /// Consequences that wait in queues.
    Asynchronous,
    /// A fixed population somewhere in the network.
    Closed,
    /// Instances that an autoscaler has added.
    Autoscaled,
}

/// The busiest resource on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Busy {
    /// Below one half.
    Light,
    /// Below 80 %.
    Medium,
    /// From 80 % on.
    Heavy,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Layered,
        Self::Parallel,
        Self::Asynchronous,
        Self::Closed,
        Self::Autoscaled,
    ];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Layered => "layered",
            Self::Parallel => "parallel",
            Self::Asynchronous => "asynchronous",
            Self::Closed => "closed",
            Self::Autoscaled => "autoscaled",
        }
    }
}

impl Busy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Medium, Self::Heavy];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Medium => "medium",
            Self::Heavy => "heavy",
        }
    }

    /// That of a use.
    #[must_use]
    pub fn of(utilization: f64) -> Self {
        if utilization < 0.5 {
            Self::Light
        } else if utilization < 0.8 {
            Self::Medium
        } else {
            Self::Heavy
        }
    }
}

/// The relative error against the engine that 95 % of the cases of a class stay within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Of the mean.
    pub mean: f64,
    /// Of quantiles, measured on the 95th percentile.
    pub quantile: f64,
}

/// One class a line: kind, busy, and the two errors.
const TABLE: &str = include_str!("bands.csv");

static BANDS: LazyLock<Vec<(Class, Band)>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(parse).collect());

fn parse(line: &str) -> Option<(Class, Band)> {
    let mut cells = line.split(',');
    let (kind, busy) = (cells.next()?, cells.next()?);
    let class = Class {
        kind: Kind::ALL.into_iter().find(|one| one.name() == kind)?,
        busy: Busy::ALL.into_iter().find(|one| one.name() == busy)?,
    };
    let mut number = || cells.next()?.parse().ok();
    let band = Band {
        mean: number()?,
        quantile: number()?,
    };
    Some((class, band))
}

impl Class {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let each = |kind| Busy::ALL.map(|busy| Self { kind, busy });
        Kind::ALL.into_iter().flat_map(each)
    }

    /// How far the preview may be from the engine; none where the corpus has too few such cases.
    #[must_use]
    pub fn band(self) -> Option<Band> {
        let found = BANDS.iter().find(|(class, _)| *class == self);
        found.map(|(_, band)| *band)
    }
}
