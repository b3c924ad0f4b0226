//! Names that other tools accept, made from the model's ids.

use std::collections::BTreeSet;

/// The longest DNS label (RFC 1123).
const LONGEST: usize = 63;

/// Names that are given out once. The same model gives the same names.
#[derive(Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A DNS label (RFC 1123) from ids: joined by `-`, and where that is too long, ends in `-` or is
    /// taken, cut and told apart by a digest of the ids.
    pub(crate) fn label(&mut self, ids: &[&str]) -> String {
        let joined = ids.join("-");
        let fits = joined.len() <= LONGEST && !joined.ends_with('-');
        if fits && self.taken.insert(joined.clone()) {
            return joined;
        }
        let mark = &spinout_units::sha256(ids.join("/").as_bytes())[..8];
        let room = joined.len().min(LONGEST - 1 - mark.len());
        let label = format!("{}-{mark}", joined[..room].trim_end_matches('-'));
        self.taken.insert(label.clone());
        label
    }

    /// `name`, or with a number where it is taken.
    pub(crate) fn once(&mut self, name: &str) -> String {
        let mut given = name.to_owned();
        let mut number = 2;
        while !self.taken.insert(given.clone()) {
            given = format!("{name}{number}");
            number += 1;
        }
        given
    }
}

/// An id in camel case: `process-image` becomes `processImage`.
pub(crate) fn camel(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let mut start = false;
    for c in id.chars() {
        if c == '-' || c == '/' {
            start = !out.is_empty();
        } else if start {
            out.push(c.to_ascii_uppercase());
            start = false;
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_dns_labels_and_differ() {
        let mut names = Names::default();
        let long = "a".repeat(80);
        let given: Vec<String> = [
            vec!["upload", "response"],
            vec!["upload-response"],
            vec!["x-"],
            vec![&long],
            vec![&long, "b"],
        ]
        .iter()
        .map(|ids| names.label(ids))
        .collect();
        assert_eq!(given[0], "upload-response");
        let different: BTreeSet<&String> = given.iter().collect();
        assert_eq!(different.len(), given.len());
        for label in &given {
            assert!(label.len() <= LONGEST && !label.ends_with('-'), "{label}");
        }
    }

    #[test]
    fn camel_case_starts_small() {
        assert_eq!(camel("worker--queue"), "workerQueue");
        assert_eq!(camel("images/process-all"), "imagesProcessAll");
    }
}
