use crate::figures::estimate;
use crate::html::{Cell, Table, escape, push};
use crate::told::{self, Topic, topics};
use crate::{Chapter, Report};

/// What not each design has, table by table, and in each table option by option.
pub(crate) fn section(report: &Report<'_>, chapter: &Chapter<'_>) -> String {
    let runs = chapter.runs.iter();
    let told: Vec<(String, Vec<Topic>)> = runs
        .map(|run| (report.option_name(&run.option), topics(run)))
        .collect();
    let mut html = String::new();
    let mut titles: Vec<&str> = Vec::new();
    for topic in told.iter().flat_map(|(_, topics)| topics) {
        if titles.contains(&topic.title) {
            continue;
        }
        titles.push(topic.title);
        push(&mut html, format_args!("<h3>{}</h3>\n", topic.title));
        html.push_str(&table(&told, topic));
    }
    html
}

/// The tables of one title under one another.
fn table(told: &[(String, Vec<Topic>)], like: &Topic) -> String {
    let mut titles = vec![String::new()];
    let first = like.rows.first();
    let cells = first.iter().flat_map(|row| &row.cells);
    titles.extend(like.columns.iter().zip(cells).map(|(column, cell)| {
        let mark = if is_words(cell) { "" } else { "#" };
        format!("{mark}{}", capital(column))
    }));
    let mut table = Table::new(&titles);
    for (option, topics) in told {
        let Some(topic) = topics.iter().find(|topic| topic.title == like.title) else {
            continue;
        };
        if told.len() > 1 {
            table.group(option);
        }
        for row in &topic.rows {
            let cells: Vec<_> = row.cells.iter().map(cell).collect();
            table.row(&escape(&row.of), &cells);
        }
    }
    table.finish()
}

fn cell(told: &told::Cell) -> Cell {
    match told {
        told::Cell::Figure(figure, show) => Cell::number(estimate(*figure, show)),
        told::Cell::Text(words) if is_words(told) => Cell::text(words),
        told::Cell::Text(figure) => Cell::number(escape(figure)),
    }
}

/// A figure in words, such as a sum of money, stands to the right as others do.
fn is_words(cell: &told::Cell) -> bool {
    matches!(cell, told::Cell::Text(text) if !text.starts_with(|c: char| c.is_ascii_digit() || c == '–'))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
