//! The marked block of a managed file.

use std::ops::Range;

const NOTE: &str = "made from the model, do not edit";

/// `text` between its marks, under `name`.
pub(crate) fn block(name: &str, text: &str) -> String {
    format!(
        "{}\n\n{}\n\n{}\n",
        begin(name),
        text.trim_matches('\n'),
        end(name)
    )
}

fn begin(name: &str) -> String {
    format!("<!-- BEGIN spinout {name}: {NOTE} -->")
}

fn end(name: &str) -> String {
    format!("<!-- END spinout {name} -->")
}

/// What was found of a block in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Both marks once, in order: the bytes from the first to the end of the last.
    Whole(Range<usize>),
    /// Neither mark.
    None,
    /// One without the other, twice, or in the wrong order.
    Broken,
}

/// The block in `text`.
pub(super) fn find(text: &str) -> Found {
    let begins: Vec<usize> = marks(text, "<!-- BEGIN spinout ");
    let ends: Vec<usize> = marks(text, "<!-- END spinout ");
    match (begins.as_slice(), ends.as_slice()) {
        ([], []) => Found::None,
        ([from], [last]) if from < last => {
            let line = text[*last..].lines().next().unwrap_or_default();
            Found::Whole(*from..last + line.len())
        }
        _ => Found::Broken,
    }
}

/// Where lines begin with `mark`.
fn marks(text: &str, mark: &str) -> Vec<usize> {
    text.match_indices(mark)
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || text[..*at].ends_with('\n'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_found_with_its_marks_and_nothing_else() {
        let made = block("x", "one\ntwo\n");
        let file = format!("before\n\n{made}\nafter\n");
        let Found::Whole(range) = find(&file) else {
            panic!("{file}")
        };
        assert_eq!(&file[range], made.trim_end());
    }

    #[test]
    fn broken_marks_are_told() {
        let made = block("x", "text");
        assert_eq!(find("no marks"), Found::None);
        assert_eq!(find(&made.replace("<!-- END", "<!-- FIN")), Found::Broken);
        assert_eq!(find(&format!("{made}{made}")), Found::Broken);
        assert_eq!(
            find("<!-- END spinout x -->\n<!-- BEGIN spinout x -->\n"),
            Found::Broken
        );
    }
}
