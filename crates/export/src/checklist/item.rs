use spinout_model::{Answer, Verdict};

use crate::write::{escape, link};

/// An item of a checklist. All texts are Markdown, with names escaped.
pub(super) struct Item {
    title: String,
    /// The rows of the domain that it stands for.
    ids: &'static str,
    state: State,
}

enum State {
    /// The model proves it.
    Proven { evidence: String },
    /// It is still to be done, by somebody.
    Open {
        found: String,
        who: String,
        how: String,
    },
}

impl Item {
    pub(super) fn is_proven(&self) -> bool {
        matches!(self.state, State::Proven { .. })
    }

    /// The list mark before it.
    pub(super) fn mark(&self) -> &'static str {
        if self.is_proven() { "- [x] " } else { "- [ ] " }
    }

    pub(super) fn text(&self) -> String {
        let rest = match &self.state {
            State::Proven { evidence } => evidence.clone(),
            State::Open { found, who, how } => format!("{found} *Who:* {who}. *How:* {how}."),
        };
        format!("**{}** ({}): {rest}", self.title, self.ids)
    }
}

/// An item of which it is not yet said how it stands.
pub(super) struct Untold {
    title: String,
    ids: &'static str,
}

impl Untold {
    pub(super) fn new(title: impl Into<String>, ids: &'static str) -> Self {
        Self {
            title: title.into(),
            ids,
        }
    }

    pub(super) fn proven(self, evidence: impl Into<String>) -> Item {
        Item {
            title: self.title,
            ids: self.ids,
            state: State::Proven {
                evidence: evidence.into(),
            },
        }
    }

    pub(super) fn open(
        self,
        found: impl Into<String>,
        who: impl Into<String>,
        how: impl Into<String>,
    ) -> Item {
        Item {
            title: self.title,
            ids: self.ids,
            state: State::Open {
                found: found.into(),
                who: who.into(),
                how: how.into(),
            },
        }
    }

    /// By an answer of the model; `yes` says what it means.
    pub(super) fn answered(
        self,
        answer: Option<&Answer>,
        yes: &str,
        who: impl Into<String>,
        how: &str,
    ) -> Item {
        let evidence = answer
            .and_then(|answer| answer.evidence.as_deref())
            .map(link);
        match (answer.map(|answer| answer.is), evidence) {
            (Some(Verdict::Yes), Some(evidence)) => {
                self.proven(format!("{yes}; evidence: {evidence}."))
            }
            (Some(Verdict::Yes), None) => self.proven(format!(
                "{yes}, by the word of the model: no evidence given."
            )),
            (Some(Verdict::No), Some(evidence)) => {
                self.open(format!("The model says no ({evidence})."), who, how)
            }
            (Some(Verdict::No), None) => self.open("The model says no.", who, how),
            (None, _) => self.open("Not answered in the model.", who, how),
        }
    }
}

/// A list of escaped names.
pub(super) fn names<'a>(of: impl Iterator<Item = &'a str>) -> String {
    let list: Vec<String> = of.map(escape).collect();
    list.join(", ")
}
