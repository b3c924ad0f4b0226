//! What the tests share: an application over a host in memory.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::sync::Arc;

use serde_json::{Value, json};
use spinout_commands::memory::MemoryHost;
use spinout_commands::protocol::{Problem, ProblemKind, Request};
use spinout_commands::{App, Host};

/// An application and its world.
pub struct Desk {
    /// The world.
    pub host: Arc<MemoryHost>,
    /// The application.
    pub app: App,
}

impl Desk {
    /// An application without open models.
    pub fn new() -> Self {
        Self::over(Arc::new(MemoryHost::new()))
    }

    /// Another application over the same world, as after a restart.
    pub fn over(host: Arc<MemoryHost>) -> Self {
        let app = App::new(Arc::clone(&host) as Arc<dyn Host>);
        Self { host, app }
    }

    /// Carries out a command given as a client would.
    pub fn ask(&self, command: &str, mut fields: Value) -> Result<Value, Problem> {
        fields["command"] = json!(command);
        let request: Request = serde_json::from_value(fields).expect("a command of the protocol");
        let response = self.app.handle(request)?;
        Ok(serde_json::to_value(response).expect("a response is JSON"))
    }

    /// Carries out a command that must succeed.
    pub fn get(&self, command: &str, fields: Value) -> Value {
        self.ask(command, fields)
            .unwrap_or_else(|problem| panic!("{command}: {problem:?}"))
    }

    /// The kind of problem that a command must have.
    pub fn problem(&self, command: &str, fields: Value) -> ProblemKind {
        match self.ask(command, fields) {
            Ok(response) => panic!("{command} went well: {response}"),
            Err(problem) => problem.kind,
        }
    }

    /// Opens the worked example, saved as `shop.spinout.json`.
    pub fn example(&self) -> Value {
        let text = include_str!("../../../../models/image-processing.spinout.json");
        self.host.put("shop.spinout.json", text.as_bytes());
        self.get("open", json!({ "path": "shop.spinout.json" }))
    }
}

/// Carries patches out on a view, as the window does.
pub fn patch(view: &mut Value, operations: &Value) {
    for operation in operations.as_array().expect("a list of operations") {
        let path = operation["path"].as_array().expect("keys");
        let (last, around) = path.split_last().expect("at least one key");
        let mut at = &mut *view;
        for key in around {
            at = &mut at[key.as_str().expect("a key")];
        }
        let key = last.as_str().expect("a key");
        match operation.get("value") {
            Some(value) => at[key] = value.clone(),
            None => {
                at.as_object_mut().expect("an object").remove(key);
            }
        }
    }
}
