//! An edit by hand and a change of the model, brought together.

use diffy::{ConflictStyle, MergeOptions};

/// What came of a merge.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Merged {
    /// Both are in it.
    Clean(String),
    /// They changed the same lines, which stand between marks as Git writes them.
    Conflicts(String),
}

const BY_HAND: &str = "<<<<<<< edited by hand";
const BEFORE: &str = "||||||| exported before";
const MODEL: &str = ">>>>>>> the model now";

/// Both changes of `base`: what somebody made of it by hand, and what the model makes of it now.
pub(super) fn merge(base: &str, by_hand: &str, model: &str) -> Merged {
    let plain = |text: &str| text.replace("\r\n", "\n");
    let (base, by_hand, model) = (plain(base), plain(by_hand), plain(model));
    let merged = MergeOptions::new()
        .set_conflict_style(ConflictStyle::Diff3)
        .merge(&base, &by_hand, &model);
    match merged {
        Ok(text) => Merged::Clean(text),
        Err(text) => Merged::Conflicts(
            text.replace("<<<<<<< ours\n", &format!("{BY_HAND}\n"))
                .replace("||||||| original\n", &format!("{BEFORE}\n"))
                .replace(">>>>>>> theirs\n", &format!("{MODEL}\n")),
        ),
    }
}

/// Does the text still hold a conflict that nobody has resolved?
pub(super) fn in_conflict(text: &str) -> bool {
    text.lines()
        .any(|line| line == BY_HAND || line == BEFORE || line == MODEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_different_lines_are_both_kept() {
        let base = "a\nb\nc\nd\ne\n";
        let merged = merge(base, "a\r\nB\r\nc\r\nd\r\ne\r\n", "a\nb\nc\nd\nE\n");
        assert_eq!(merged, Merged::Clean("a\nB\nc\nd\nE\n".to_owned()));
    }

    #[test]
    fn changes_of_one_line_stand_between_marks() {
        let Merged::Conflicts(text) = merge("a\nb\nc\n", "a\nhand\nc\n", "a\nmodel\nc\n") else {
            panic!("one line changed twice")
        };
        assert_eq!(
            text,
            "a\n<<<<<<< edited by hand\nhand\n||||||| exported before\nb\n=======\nmodel\n\
             >>>>>>> the model now\nc\n"
        );
        assert!(in_conflict(&text) && !in_conflict("a\n=======\n"));
    }
}
