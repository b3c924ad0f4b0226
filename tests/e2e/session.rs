//! The application, opened in a session of the web driver.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::driver::Driver;

/// Starts the application, on a file where one is given, as soon as the driver listens.
pub(crate) async fn session(driver: &Driver, file: Option<&Path>) -> Client {
    let capabilities = Capabilities::from_iter([(
        "webkitgtk:browserOptions".to_owned(),
        json!({"binary": application(), "args": Vec::from_iter(file)}),
    )]);
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let mut tries = 0;
    loop {
        match builder.connect(&driver.address).await {
            Ok(client) => return client,
            // The driver is not listening yet.
            Err(_) if tries < 100 => tries += 1,
            Err(error) => panic!("no session with the application: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The application's program, built beside this test.
fn application() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join("spinout-desktop");
    assert!(
        program.is_file(),
        "{} is not built: use `cargo xtask test`",
        program.display()
    );
    program
}
