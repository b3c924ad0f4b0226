use spinout_model::Store;

use crate::month::HOURS;

/// How much a store keeps over the months: what is there expires evenly over `expiry`, what comes in each month
/// stays as long, and beyond its capacity there is no room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Growth {
    /// GB at the beginning.
    pub(crate) now: f64,
    /// GB that come each month.
    pub(crate) comes: f64,
    /// Months that data stay; infinite = for ever.
    stays: f64,
    /// GB that there is room for; infinite = without bound.
    room: f64,
}

impl Growth {
    /// Of a store that so many GB are written to in a month. None where nothing says that it grows.
    pub(crate) fn of(store: &Store, written: f64) -> Option<Self> {
        let growth = store.growth.as_ref()?;
        let gigabytes = |size: &spinout_units::Size| size.base() / 1e9;
        Some(Self {
            now: store.storage.as_ref().map_or(0.0, gigabytes),
            comes: written * growth.kept,
            stays: growth
                .expiry
                .map_or(f64::INFINITY, |age| age.base() / 3600.0 / HOURS),
            room: store.capacity.as_ref().map_or(f64::INFINITY, gigabytes),
        })
    }

    /// GB that it grows by in a month until the first data expire that came.
    fn slope(self) -> f64 {
        self.comes - self.now / self.stays
    }

    /// Months until it is full, if it ever is.
    pub(crate) fn full(self) -> Option<f64> {
        let slope = self.slope();
        let at = (self.room - self.now) / slope;
        (slope > 0.0 && at <= self.stays && at.is_finite()).then_some(at)
    }

    /// GB after so many months.
    pub(crate) fn size(self, months: f64) -> f64 {
        let grows = months.min(self.stays).min(self.full().unwrap_or(months));
        self.now + self.slope() * grows
    }

    /// The mean of GB over a month that begins after so many.
    pub(crate) fn mean(self, begin: f64) -> f64 {
        let end = begin + 1.0;
        // It is straight but for one bend.
        let bend = self.stays.min(self.full().unwrap_or(self.stays));
        let bend = bend.clamp(begin, end);
        let middle = |from: f64, to: f64| (self.size(from) + self.size(to)) / 2.0 * (to - from);
        middle(begin, bend) + middle(bend, end)
    }
}
