use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_model::{Change, CutoverPhase, Element, Position, Relationship, Slide, SpinOut};
use spinout_units::{ChangeId, ElementId, OptionId, RelationshipId, SlideId};
use ts_rs::TS;

use super::{DocumentId, View};

/// Asks to change a model.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Apply {
    /// The model.
    pub document: DocumentId,
    /// The option in whose tab the change is made. Only the baseline's tab changes the baseline.
    pub option: OptionId,
    /// The revision that the client saw. A change that touches what was changed since is refused with
    /// kind `stale`.
    pub revision: u64,
    /// Changes of the same gesture, such as one drag, are one step of undo. Each gesture has its own
    /// text; a change without one is a step of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesture: Option<String>,
    /// What to change.
    pub edit: Edit,
}

/// A change of a model.
#[derive(Clone, Debug, PartialEq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Edit {
    /// Puts elements somewhere on the canvas; in an option, only there.
    Place {
        /// The new places.
        positions: BTreeMap<ElementId, Position>,
    },
    /// Sets one value, as it would stand in the file. What is part of the design (elements,
    /// relationships, journeys, teams, data, contracts, units) becomes a `set` change in an option;
    /// everything else (the name, scenarios, options, prices, `chosen`) is set in the model itself.
    Set {
        /// The path of the value, such as `elements/shop/process/threads`.
        path: String,
        /// The value; `null` takes it away.
        value: Value,
    },
    /// Sets several values at once, each as [`Edit::Set`] does.
    SetAll {
        /// What that does, for a person.
        title: String,
        /// The values by their paths; `null` takes one away.
        values: BTreeMap<String, Value>,
    },
    /// Adds elements and relationships, whose ids must be new: to the baseline, or by a change of the option.
    Add {
        /// New elements.
        #[serde(default)]
        elements: BTreeMap<ElementId, Element>,
        /// New relationships.
        #[serde(default)]
        relationships: BTreeMap<RelationshipId, Relationship>,
        /// Where new elements stand; the others find a place beside what they work with.
        #[serde(default)]
        positions: BTreeMap<ElementId, Position>,
    },
    /// Takes elements, with what they hold and every link of theirs, and relationships away.
    Remove {
        /// Elements.
        #[serde(default)]
        elements: Vec<ElementId>,
        /// Relationships.
        #[serde(default)]
        relationships: Vec<RelationshipId>,
    },
    /// Puts elements into a boundary, components into a process.
    MoveInto {
        /// The elements.
        elements: Vec<ElementId>,
        /// What they are put into; the top level where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<ElementId>,
    },
    /// Makes the baseline what this option is, and takes the option away.
    Merge {},
    /// Makes a copy of this option.
    Duplicate {
        /// What the copy is called.
        name: String,
    },
    /// Takes components out of their process. In the baseline's tab it makes a new option for that.
    SpinOut {
        /// The new option's name, where one is made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        option_name: Option<String>,
        /// What is taken out, and how.
        spin_out: Box<SpinOut>,
        /// The phases by which traffic goes over, in the same step; a change of their own. None if left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[ts(as = "Option<_>", optional)]
        cutover: Vec<CutoverPhase>,
    },
    /// Adds a change to the option, or replaces the one of that id.
    PutChange {
        /// Its id.
        id: ChangeId,
        /// The change.
        change: Change,
    },
    /// Takes a change out of the option.
    RemoveChange {
        /// Its id.
        id: ChangeId,
    },
    /// Keeps a change without applying it, or applies it again.
    SwitchChange {
        /// Its id.
        id: ChangeId,
        /// Is it off?
        off: bool,
    },
    /// Puts a change elsewhere among the changes of the option.
    OrderChange {
        /// Its id.
        id: ChangeId,
        /// The change that it shall stand before; the end where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<ChangeId>,
    },
    /// Adds an option that stands on the one in whose tab the change is made.
    AddOption {
        /// What it is called.
        name: String,
    },
    /// Takes the option away. Refused for the baseline and where another option stands on it.
    RemoveOption {},
    /// Adds a slide after the others, under an id that follows from its name; its `order` is ignored. It is changed,
    /// and taken away, by setting `presentation/ID`.
    AddSlide {
        /// The slide.
        slide: Slide,
    },
    /// Puts a slide elsewhere among the slides.
    OrderSlide {
        /// Its id.
        id: SlideId,
        /// The slide that it shall stand before; the end where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<SlideId>,
    },
}

/// Asks to take the last change back.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Undo {
    /// The model.
    pub document: DocumentId,
    /// The option on screen.
    pub option: OptionId,
    /// The revision that the client saw.
    pub revision: u64,
}

/// Asks to take the last undo back.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Redo {
    /// The model.
    pub document: DocumentId,
    /// The option on screen.
    pub option: OptionId,
    /// The revision that the client saw.
    pub revision: u64,
}

/// A model was changed. Exactly one of `patch` and `view` is there.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Applied {
    /// The model's revision now.
    pub revision: u64,
    /// The option that was touched: the one to show.
    pub option: OptionId,
    /// What was done, such as `Move 3 elements`.
    pub title: String,
    /// The id of the change of the option that was added, if one was.
    pub change: Option<ChangeId>,
    /// What to do to the view that the client has.
    pub patch: Option<Vec<PatchOperation>>,
    /// The whole view to show, where the client's is of another option or revision.
    pub view: Option<View>,
}

/// Sets or takes away one value of a view.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PatchOperation {
    /// The keys from the top of the view.
    pub path: Vec<String>,
    /// The new value. Taken away where the field is left out; `null` is a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}
