use std::collections::BTreeSet;

use super::journeys::completes_at_once;
use crate::charts;
use crate::html::{escape, push};
use crate::{Chapter, Report};

/// Charts of a scenario: quantiles, where the time goes, and the run over time.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let Some(first) = chapter.runs.first() else {
        return String::new();
    };
    let names: Vec<String> = chapter
        .runs
        .iter()
        .map(|r| report.option_name(&r.option))
        .collect();
    let mut html = format!(
        "<h3>Latency</h3>\n{}<div class=\"pictures\">\n",
        legend(&names)
    );
    for (id, journey) in &first.journeys {
        for (what, title) in [
            (charts::quantiles::Of::Response, "response"),
            (charts::quantiles::Of::Completion, "completion"),
        ] {
            if what == charts::quantiles::Of::Completion && completes_at_once(chapter, id) {
                continue;
            }
            if let Some(svg) = charts::quantiles::draw(&chapter.runs, id, what) {
                figure(
                    &mut html,
                    &format!("{}: {title} by percentile", journey.name),
                    &svg,
                );
            }
        }
    }
    html.push_str("</div>\n");
    let mut over_time = String::new();
    for (id, journey) in &first.journeys {
        for (title, svg) in charts::over_time::journey(&chapter.runs, id) {
            figure(&mut over_time, &format!("{}: {title}", journey.name), &svg);
        }
        for (title, svg) in charts::over_time::burn_rates(&chapter.runs, id) {
            figure(&mut over_time, &format!("{}: {title}", journey.name), &svg);
        }
    }
    let elements: BTreeSet<_> = chapter
        .runs
        .iter()
        .flat_map(|r| r.series.elements.keys())
        .collect();
    for id in elements {
        let element = chapter.runs.iter().find_map(|r| r.elements.get(id));
        let name = element.map_or(id.as_str(), |e| &e.name);
        for (title, svg) in charts::over_time::element(&chapter.runs, id) {
            figure(&mut over_time, &format!("{name}: {title}"), &svg);
        }
        for (title, svg) in charts::over_time::caches(&chapter.runs, id) {
            figure(&mut over_time, &format!("{name}: {title}"), &svg);
        }
    }
    let links: BTreeSet<_> = chapter
        .runs
        .iter()
        .flat_map(|r| r.series.links.keys())
        .collect();
    for id in links {
        for (title, svg) in charts::over_time::link(&chapter.runs, id) {
            figure(&mut over_time, &format!("{id}: {title}"), &svg);
        }
    }
    if !over_time.is_empty() {
        push(
            &mut html,
            format_args!(
                "<h3>Over time</h3>\n{}<div class=\"pictures\">\n{over_time}</div>\n",
                legend(&names)
            ),
        );
    }
    html.push_str(&where_it_goes(chapter, &names));
    html
}

fn where_it_goes(chapter: &Chapter<'_>, names: &[String]) -> String {
    let mut html = String::new();
    let Some(first) = chapter.runs.first() else {
        return html;
    };
    for (id, journey) in &first.journeys {
        if let Some(bars) = charts::where_it_goes::draw(&chapter.runs, names, id) {
            let parts: Vec<_> = bars.legend.iter().map(|(name, _)| name.clone()).collect();
            push(
                &mut html,
                format_args!(
                    "<figure><figcaption>{}: where the time of a mean request goes</figcaption>\n{}{}</figure>\n",
                    escape(&journey.name),
                    legend_of(&parts, |i| bars.legend[i].1),
                    bars.svg
                ),
            );
        }
    }
    if html.is_empty() {
        return html;
    }
    format!(
        "<h3>Where the time goes</h3>\n<p>Full colour is work and calls of an element's own, pale is waiting in \
         it for threads, cores, connections or in a queue.</p>\n{html}"
    )
}

fn figure(html: &mut String, title: &str, svg: &str) {
    push(
        html,
        format_args!(
            "<figure><figcaption>{}</figcaption>\n{svg}</figure>\n",
            escape(title)
        ),
    );
}

fn legend(names: &[String]) -> String {
    legend_of(names, |index| index)
}

fn legend_of(names: &[String], colour: impl Fn(usize) -> usize) -> String {
    let mut html = String::from("<ul class=\"legend\">");
    for (index, name) in names.iter().enumerate() {
        push(
            &mut html,
            format_args!(
                "<li><span class=\"swatch\" style=\"background:{}\"></span>{}</li>",
                charts::colour(colour(index)),
                escape(name)
            ),
        );
    }
    html.push_str("</ul>\n");
    html
}
