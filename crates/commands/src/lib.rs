//! What the application can do, over a narrow host trait; the one list of commands. It must not
//! know windows, terminals or databases.
//!
//! [`App::handle`] carries out a [`protocol::Request`]; what it needs of the world it asks of a
//! [`Host`].

pub mod assemble;
pub mod memory;
pub mod protocol;

mod app;
mod checks;
mod deciding;
mod distribution;
mod document;
mod editing;
mod evidence;
mod exports;
mod files;
mod findings;
mod history;
mod host;
mod know;
mod metrics;
mod money;
mod presets;
mod preview;
mod problem;
mod reach;
mod removal;
mod schema;
mod settings;
mod simulate;
mod spinning_out;
mod templates;
mod view;

pub use app::App;
pub use host::{
    ArtifactChange, ArtifactError, Host, HostError, JournalStart, Storage, StorageError,
};
pub use schema::schema;
pub use spinout_decision as decision;
pub use spinout_export::is_safe;
pub use spinout_results as results;
pub use templates::templates;
