use crate::html::{escape, push};
use crate::sections;
use crate::{Chapter, Report};

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub(crate) fn page(report: &Report<'_>) -> String {
    let title = escape(&report.model.name);
    let mut body = String::new();
    push(&mut body, format_args!("<header><h1>{title}</h1>\n"));
    if let Some(description) = &report.model.description {
        push(
            &mut body,
            format_args!("<p class=\"lead\">{}</p>\n", escape(description)),
        );
    }
    body.push_str(&sections::answer::section(report));
    body.push_str("</header>\n<main>\n");
    for (index, chapter) in report.chapters.iter().enumerate() {
        body.push_str(&scenario(report, chapter, index));
    }
    body.push_str(&sections::cost::section(report));
    body.push_str(&sections::blast::section(report));
    body.push_str(&sections::findings::section(report));
    body.push_str(&sections::method::section(report));
    body.push_str("</main>\n");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <title>{title} – Spinout</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn scenario(report: &Report<'_>, chapter: &Chapter<'_>, index: usize) -> String {
    let Some(first) = chapter.runs.first() else {
        return String::new();
    };
    let scenario = report.model.scenarios.get(&first.scenario);
    let name = scenario
        .and_then(|s| s.name.as_deref())
        .unwrap_or(first.scenario.as_str());
    let mut html = format!(
        "<section id=\"scenario-{index}\">\n<h2><span class=\"kicker\">Scenario</span> {}</h2>\n",
        escape(name)
    );
    if let Some(description) = scenario.and_then(|s| s.description.as_deref()) {
        push(&mut html, format_args!("<p>{}</p>\n", escape(description)));
    }
    html.push_str(&sections::overload::section(report, chapter));
    html.push_str(&sections::journeys::section(report, chapter));
    html.push_str(&sections::objectives::section(report, chapter));
    html.push_str(&sections::metrics::section(report, chapter));
    html.push_str(&sections::pictures::section(report, chapter));
    html.push_str(&sections::elements::section(report, chapter));
    html.push_str(&sections::told::section(report, chapter));
    html.push_str("</section>\n");
    html
}
