use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use spinout_results::{Run, Share};
use spinout_units::JourneyId;

use super::{LINE, label, series, sheet};
use crate::figures::time;

const WIDTH: u32 = 1080;
const ROW: u32 = 30;
/// Room for the names of the rows, and for the totals after the bars.
const NAMES: u32 = 270;

/// Stacked bars and the colours of their parts.
pub(crate) struct Bars {
    pub(crate) svg: String,
    /// What each part is called, and its colour's index.
    pub(crate) legend: Vec<(String, usize)>,
}

/// A bar: its name and its parts as (colour, work, waiting).
struct Bar {
    name: String,
    parts: Vec<(usize, f64, f64)>,
}

/// Where the time of a mean request goes: for each option a bar until the answer, and one for what comes
/// after it.
pub(crate) fn draw(runs: &[&Run], names: &[String], id: &JourneyId) -> Option<Bars> {
    let mut legend: Vec<(String, usize)> = Vec::new();
    let mut bars = Vec::new();
    for (run, name) in runs.iter().zip(names) {
        let Some(journey) = run.journeys.get(id) else {
            continue;
        };
        for (in_response, when) in [(true, "until the answer"), (false, "afterwards")] {
            let shares = journey.where_it_goes.iter();
            let shares: Vec<&Share> = shares.filter(|s| s.in_response == in_response).collect();
            let parts: Vec<_> = shares
                .iter()
                .filter(|s| s.own_s + s.wait_s > 0.0)
                .map(|share| (part(&mut legend, run, share), share.own_s, share.wait_s))
                .collect();
            if !parts.is_empty() {
                bars.push(Bar {
                    name: format!("{name}, {when}"),
                    parts,
                });
            }
        }
    }
    let longest = bars.iter().map(total).fold(0.0, f64::max);
    if longest <= 0.0 {
        return None;
    }
    // What could not be seen beside the others needs no row.
    bars.retain(|bar| total(bar) > longest * 1e-3);
    let height = ROW * bars.len() as u32 + 6;
    let svg = sheet((WIDTH, height), |area| {
        let scale = f64::from(WIDTH - NAMES - 90) / longest;
        for (index, bar) in bars.iter().enumerate() {
            let top = ROW as i32 * index as i32 + 4;
            let middle = top + ROW as i32 / 2 - 2;
            let at_left = label().pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(
                bar.name.as_str(),
                (NAMES as i32 - 10, middle),
                at_left,
            ))?;
            let mut x = f64::from(NAMES);
            for (colour, own, wait) in &bar.parts {
                for (length, strength) in [(own, 1.0), (wait, 0.4)] {
                    let end = x + length * scale;
                    let corners = [(x as i32, top), (end as i32, top + ROW as i32 - 8)];
                    area.draw(&Rectangle::new(
                        corners,
                        series(*colour).mix(strength).filled(),
                    ))?;
                    x = end;
                }
            }
            let after = label().pos(Pos::new(HPos::Left, VPos::Center));
            area.draw(&Text::new(time(total(bar)), (x as i32 + 8, middle), after))?;
        }
        let axis = vec![(NAMES as i32, 0), (NAMES as i32, height as i32)];
        area.draw(&PathElement::new(axis, LINE.stroke_width(1)))?;
        Ok(())
    })?;
    Some(Bars { svg, legend })
}

fn total(bar: &Bar) -> f64 {
    bar.parts.iter().map(|(_, own, wait)| own + wait).sum()
}

/// The colour of an element, the same in all bars of a picture.
fn part(legend: &mut Vec<(String, usize)>, run: &Run, share: &Share) -> usize {
    let name = share.element.as_ref().map_or("network", |id| {
        run.elements
            .get(id)
            .map_or(id.as_str(), |e| e.name.as_str())
    });
    if let Some((_, colour)) = legend.iter().find(|(known, _)| known == name) {
        return *colour;
    }
    legend.push((name.to_owned(), legend.len()));
    legend.len() - 1
}
