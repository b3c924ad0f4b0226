//! Writing text that other tools read: numbers without noise, names without danger.

mod go;
mod markdown;
mod name;
mod number;
mod yaml;

pub(crate) use go::{go_float, promql_string, template_text, url_query};
pub(crate) use markdown::{Markdown, escape, link};
pub(crate) use name::{Names, camel};
pub(crate) use number::{decimal, percent, significant, tidy};
pub(crate) use yaml::documents;
