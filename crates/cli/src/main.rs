//! The command line over the commands: the binary `spinout`.

fn main() {}
