use crate::write::Markdown;

/// `text` with lines of at most 80 columns where words allow, and one blank line between blocks. Lines of a
/// paragraph are one text.
pub(super) fn reflow(text: &str) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut blank = true;
    for line in text.lines().map(str::trim_end).chain([""]) {
        let rest = line.trim_start();
        let mark = ["- [ ] ", "- [x] ", "- "]
            .into_iter()
            .find(|mark| rest.starts_with(mark))
            .map_or_else(|| number(rest), str::len);
        let whole = rest.starts_with('#') || rest.starts_with("<!--");
        if !line.is_empty() && mark == 0 && !whole {
            paragraph.push_str(rest);
            paragraph.push(' ');
            blank = false;
            continue;
        }
        if !paragraph.is_empty() {
            out.push_str(&Markdown::wrapped("", "", &paragraph));
            paragraph.clear();
        }
        if line.is_empty() {
            if !blank {
                out.push('\n');
            }
        } else if whole {
            out.push_str(line);
            out.push('\n');
        } else {
            let indent = line.len() - rest.len();
            let hang = rest.find(' ').map_or(0, |at| at + 1);
            let first = &line[..indent + mark];
            let after = " ".repeat(indent + hang);
            out.push_str(&Markdown::wrapped(first, &after, &rest[mark..]));
        }
        blank = line.is_empty();
    }
    out.trim_end().to_owned() + "\n"
}

/// The length of a number with its dot and blank at the start of a line.
fn number(line: &str) -> usize {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(". ") {
        digits + 2
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::reflow;

    #[test]
    fn long_lines_are_wrapped_under_their_text() {
        let text = format!(
            "a\n\n\n\n- [ ] {}\n1. {}\n",
            "word ".repeat(20),
            "more ".repeat(20)
        );
        let made = reflow(&text);
        assert!(made.lines().all(|line| line.len() <= 80), "{made}");
        assert!(
            made.starts_with("a\n\n- [ ] word")
                && made.contains("\n  word")
                && made.contains("\n   more")
        );
    }
}
