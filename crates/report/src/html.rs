use std::fmt::Write;

/// Text made safe for the content of an element and for an attribute in double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Text made safe, in which `code` between backticks is set as such.
pub(crate) fn prose(text: &str) -> String {
    let mut html = String::new();
    for (index, part) in text.split('`').enumerate() {
        let part = escape(part);
        if index % 2 == 1 {
            push(&mut html, format_args!("<code>{part}</code>"));
        } else {
            html.push_str(&part);
        }
    }
    html
}

/// A table while it is written. Cells are HTML: text is escaped by whoever makes a cell.
pub(crate) struct Table {
    body: String,
    columns: usize,
}

impl Table {
    /// A table with a header. A column whose title begins with `#` holds numbers.
    pub(crate) fn new(titles: &[String]) -> Self {
        let mut body = String::from("<table><thead><tr>");
        for title in titles {
            let (class, text) = match title.strip_prefix('#') {
                Some(text) => (" class=\"number\"", text),
                None => ("", title.as_str()),
            };
            push(
                &mut body,
                format_args!("<th scope=\"col\"{class}>{}</th>", escape(text)),
            );
        }
        body.push_str("</tr></thead><tbody>\n");
        Self {
            body,
            columns: titles.len(),
        }
    }

    /// A line over all columns that heads the rows after it.
    pub(crate) fn group(&mut self, title: &str) {
        let columns = self.columns;
        let title = escape(title);
        push(
            &mut self.body,
            format_args!(
                "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{title}</th></tr>\n"
            ),
        );
    }

    /// A row: its head, then its cells.
    pub(crate) fn row(&mut self, head: &str, cells: &[Cell]) {
        push(
            &mut self.body,
            format_args!("<tr><th scope=\"row\">{head}</th>"),
        );
        for cell in cells {
            let class = match (cell.is_number, cell.tone) {
                (true, None) => " class=\"number\"".to_owned(),
                (true, Some(tone)) => format!(" class=\"number {tone}\""),
                (false, Some(tone)) => format!(" class=\"{tone}\""),
                (false, None) => String::new(),
            };
            push(
                &mut self.body,
                format_args!("<td{class}>{}</td>", cell.html),
            );
        }
        self.body.push_str("</tr>\n");
    }

    pub(crate) fn finish(self) -> String {
        format!(
            "<div class=\"scroll\">{}</tbody></table></div>\n",
            self.body
        )
    }
}

/// A cell of a table.
pub(crate) struct Cell {
    html: String,
    is_number: bool,
    tone: Option<&'static str>,
}

impl Cell {
    pub(crate) fn number(html: impl Into<String>) -> Self {
        Self {
            html: html.into(),
            is_number: true,
            tone: None,
        }
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::html(escape(text))
    }

    pub(crate) fn html(html: String) -> Self {
        Self {
            html,
            is_number: false,
            tone: None,
        }
    }

    /// With a colour that means something: `good`, `bad`, `warn`.
    pub(crate) fn tone(mut self, tone: Option<&'static str>) -> Self {
        self.tone = tone;
        self
    }
}

/// Appends to a text; that cannot fail.
pub(crate) fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_set_apart_and_still_safe() {
        assert_eq!(prose("run `a<b` now"), "run <code>a&lt;b</code> now");
        assert_eq!(prose("an odd ` one"), "an odd <code> one</code>");
    }

    #[test]
    fn nothing_that_is_markup_gets_through() {
        assert_eq!(
            escape("<b onclick=\"x('&')\">"),
            "&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;"
        );
    }
}
