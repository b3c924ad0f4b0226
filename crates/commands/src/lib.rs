//! What the application can do, over a narrow host trait; the one list of commands. It must not
//! know windows, terminals or databases.

pub mod assemble;
pub mod protocol;
