//! WebKitGTK's web driver, which starts the application and drives its web view.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::screen::Screen;

/// A running web driver; gone, with the application, when dropped.
pub(crate) struct Driver {
    process: Child,
    /// Where it listens.
    pub(crate) address: String,
}

impl Driver {
    /// Starts it on a screen. Settings and data of the application go into `home`, its output into
    /// `log`.
    pub(crate) fn start(screen: &Screen, home: &Path, log: &Path) -> Self {
        let port = free_port();
        let log = File::create(log).unwrap();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            // The web view lets itself be driven.
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("DISPLAY", &screen.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_STATE_HOME", home.join("state"))
            // No bus: a window of this test is never taken for the second start of another.
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_USE_PORTAL", "0")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("WebKitWebDriver does not start ({error}): `cargo xtask test` installs it")
            });
        Self {
            process,
            address: format!("http://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The application ends with the driver's connection to it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
