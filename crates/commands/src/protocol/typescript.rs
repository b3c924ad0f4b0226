//! The protocol as TypeScript, for the window.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ts_rs::{Config, TS, TypeVisitor};

use super::{Event, Problem, Request};

/// A list of commands that can be walked.
pub trait CommandList {
    /// Tells `visitor` of every command.
    fn visit(visitor: &mut impl CommandVisitor);
}

/// Is told of commands.
pub trait CommandVisitor {
    /// The command `name` takes `Q`, answers `A`, and does what `docs` say.
    fn command<Q: TS + 'static, A: TS + 'static>(&mut self, name: &str, docs: &[&str]);
}

/// The declarations of everything that passes between the window and the application, as one module.
#[must_use]
pub fn declarations() -> String {
    let mut collector = Collector {
        config: Config::new().with_large_int("number"),
        seen: BTreeSet::new(),
        types: BTreeMap::new(),
        commands: String::new(),
    };
    collector.visit::<Event>();
    collector.visit::<Problem>();
    Request::visit(&mut collector);
    let mut text = String::from(
        "// Generated from crates/commands: `cargo run -p spinout-commands --example typescript`.\n\n",
    );
    for declaration in collector.types.values() {
        text.push_str(declaration);
        text.push('\n');
    }
    let _ = write!(
        text,
        "/** Every command with what it takes and what it answers. */\nexport interface Commands {{\n{}}}\n",
        collector.commands
    );
    text
}

/// What can be said in a model, as the window is told it.
#[must_use]
pub fn description() -> String {
    let text = serde_json::to_string_pretty(&spinout_model::describe())
        .unwrap_or_else(|error| unreachable!("a description is plain JSON: {error}"));
    text + "\n"
}

struct Collector {
    config: Config,
    seen: BTreeSet<TypeId>,
    types: BTreeMap<String, String>,
    commands: String,
}

impl TypeVisitor for Collector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}\n", T::decl(&self.config));
            self.types.insert(T::ident(&self.config), declaration);
        }
    }
}

impl CommandVisitor for Collector {
    fn command<Q: TS + 'static, A: TS + 'static>(&mut self, name: &str, docs: &[&str]) {
        TypeVisitor::visit::<Q>(self);
        TypeVisitor::visit::<A>(self);
        let docs: Vec<&str> = docs.iter().map(|line| line.trim()).collect();
        let _ = writeln!(
            self.commands,
            "  /** {} */\n  {name}: {{ request: {}; response: {} }};",
            docs.join(" "),
            Q::name(&self.config),
            A::name(&self.config)
        );
    }
}
