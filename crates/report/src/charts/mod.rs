//! Charts as SVG. Colours are placeholders that become the page's own, so that one drawing serves both
//! themes.

pub(crate) mod over_time;
pub(crate) mod quantiles;
pub(crate) mod where_it_goes;

use plotters::coord::Shift;
use plotters::prelude::*;

/// Colours for series; they repeat beyond.
const SERIES: usize = 12;
/// Placeholders: series, then text, then lines. No other colour is drawn with.
const FIRST: u8 = 0x10;
const TEXT: RGBColor = RGBColor(0xFE, 0xFE, 0x01);
const LINE: RGBColor = RGBColor(0xFE, 0xFE, 0x02);

/// The page's colour of a series, for style attributes.
pub(crate) fn colour(index: usize) -> String {
    format!("var(--series-{})", index % SERIES)
}

fn series(index: usize) -> RGBColor {
    RGBColor(0xFE, 0xFE, FIRST + (index % SERIES) as u8)
}

/// Why a chart was not drawn. Only an area too small to draw in is one.
type Failed = Box<dyn std::error::Error>;

/// Draws on a fresh sheet and gives the SVG in the page's colours; nothing if it could not be drawn.
fn sheet(
    size: (u32, u32),
    draw: impl Fn(&DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), Failed>,
) -> Option<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area).and_then(|()| Ok(area.present()?)).ok()?;
    }
    let mut svg = svg
        .replace("#FEFE01", "var(--text-3)")
        .replace("#FEFE02", "var(--line)");
    for index in 0..SERIES {
        let placeholder = format!("#FEFE{:02X}", FIRST as usize + index);
        svg = svg.replace(&placeholder, &colour(index));
    }
    Some(svg.replacen("<svg ", "<svg role=\"img\" ", 1))
}

/// The style of labels.
fn label() -> TextStyle<'static> {
    ("sans-serif", 12).into_font().color(&TEXT)
}

/// A number for an axis.
fn tick(value: f64) -> String {
    crate::figures::number(value)
}
