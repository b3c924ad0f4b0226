//! Tables and charts of a run as one HTML page. It must not compute what it shows.
