//! What a person set up, from one start to the next.

use crate::app::App;
use crate::problem::of_storage;
use crate::protocol::{Problem, Settings};

/// The name that they are kept under.
const NAME: &str = "window";

impl App {
    /// What a person set up. What another version wrote and this one cannot read is as if it were not there.
    pub fn settings(&self) -> Result<Settings, Problem> {
        let kept = self.host().storage().setting(NAME);
        let text = kept.map_err(|error| of_storage(&error))?;
        let read = text.and_then(|text| serde_json::from_str(&text).ok());
        Ok(read.unwrap_or_default())
    }

    /// Keeps what a person set up for the next start.
    pub fn keep_settings(&self, settings: &Settings) -> Result<(), Problem> {
        let text = serde_json::to_string(settings)
            .unwrap_or_else(|error| unreachable!("settings are plain JSON: {error}"));
        let kept = self.host().storage().keep_setting(NAME, &text);
        kept.map_err(|error| of_storage(&error))
    }
}
