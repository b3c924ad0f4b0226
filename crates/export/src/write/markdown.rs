//! Markdown that a linter has nothing to say about, wrapped at 80 columns.

use super::yaml::unsafe_in_a_line;

const WIDTH: usize = 80;

/// A Markdown text under way.
#[derive(Default)]
pub(crate) struct Markdown {
    text: String,
}

impl Markdown {
    /// A heading; `text` must be of our own words.
    pub(crate) fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        self.text.push_str(&"#".repeat(level));
        self.text.push(' ');
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A paragraph of escaped text.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.gap();
        self.wrap("", "", text);
    }

    /// A list of escaped texts, each after its mark, such as `- [x] `.
    pub(crate) fn list(&mut self, items: &[(&str, String)]) {
        self.gap();
        for (mark, text) in items {
            self.wrap(mark, "  ", text);
        }
    }

    /// Words of escaped text after `first`, on lines that begin with `rest`.
    pub(crate) fn wrapped(first: &str, rest: &str, text: &str) -> String {
        let mut made = Self::default();
        made.wrap(first, rest, text);
        made.text
    }

    /// The whole text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn wrap(&mut self, first: &str, rest: &str, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split_whitespace() {
            let width = line.chars().count() + 1 + word.chars().count();
            if !empty && width > WIDTH && !starts_a_block(word) {
                self.text.push_str(&line);
                self.text.push('\n');
                line = rest.to_owned();
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

/// Would `word` begin a list, a heading, a quotation, a fence or a rule at the start of a line?
fn starts_a_block(word: &str) -> bool {
    let only = |marks: &str| word.chars().all(|c| marks.contains(c));
    let number_ends = word.trim_start_matches(|c: char| c.is_ascii_digit());
    only("-+*")
        || only("#")
        || only("=")
        || word.starts_with(['>', '|'])
        || word.starts_with("```")
        || word.starts_with("~~~")
        || (number_ends.len() < word.len() && (number_ends == "." || number_ends == ")"))
}

/// `text` of a model so that it stands in Markdown as it is: on one line, without markup, links or HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text
        .split(|c: char| c.is_whitespace() || unsafe_in_a_line(c))
        .filter(|word| !word.is_empty())
        .enumerate()
    {
        if index > 0 {
            out.push(' ');
        }
        // The linters and GitHub make links of bare addresses, which these escapes prevent.
        let word = word.replace("www.", "www\0.");
        let starts = index == 0 && starts_a_block(&word);
        let mut before = ' ';
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let marks = match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '{'
                | '}' => true,
                '@' => before != ' ',
                ':' => next == Some('/'),
                '-' | '+' | '=' => before == ' ',
                '.' | ')' => starts,
                _ => false,
            };
            if marks || c == '\0' {
                out.push('\\');
            }
            if c != '\0' {
                out.push(c);
            }
            before = c;
        }
    }
    if out.is_empty() {
        "(no name)".to_owned()
    } else {
        out
    }
}

/// Evidence as a link where it is one, else as text.
pub(crate) fn link(text: &str) -> String {
    let plain = text.chars().all(|c| {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^' | '"')
    });
    let address = ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty())
    });
    if plain && address {
        format!("<{text}>")
    } else {
        escape(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_but_never_before_what_would_begin_a_block() {
        let mut text = Markdown::default();
        let words = format!("{} - and # so 1. on", "word ".repeat(15).trim());
        text.list(&[("- [ ] ", words)]);
        for line in text.finish().lines().skip(1) {
            assert!(!starts_a_block(line.trim_start()), "{line}");
        }
    }

    #[test]
    fn names_are_text_only() {
        assert_eq!(escape("a <b> *c*"), r"a \<b\> \*c\*");
        assert_eq!(escape("x\n\n# y: z"), r"x \# y: z");
        assert_eq!(escape("1. www.example.org"), r"1\. www\.example.org");
        assert_eq!(escape("#media a@b.example"), r"\#media a\@b.example");
        assert_eq!(escape(" \u{202e} "), "(no name)");
        assert_eq!(link("https://example.org/run"), "<https://example.org/run>");
        assert_eq!(link("https://a b"), r"https\://a b");
    }
}
