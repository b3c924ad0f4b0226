//! Packages of the operating system: which are needed, which are missing, and how they come.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process::{exists, program, quiet};

/// What building the desktop app needs, by Debian's names.
pub(crate) const APP: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "libssl-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
];

/// What building the command line alone needs.
pub(crate) const COMMAND_LINE: &[&str] = &["build-essential"];

/// What testing needs beyond [`APP`]: a window without a screen, a driver for it, a session bus,
/// `promtool`, `amtool`, Python for validators.
pub(crate) const TESTS: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus-daemon",
    "prometheus",
    "prometheus-alertmanager",
    "git",
    "python3-venv",
];

const ELSEWHERE: &str = "\
Fedora:      sudo dnf install webkit2gtk4.1-devel libxdo-devel openssl-devel \\
             libappindicator-gtk3-devel librsvg2-devel gcc gcc-c++ make
             tests: xorg-x11-server-Xvfb webkit2gtk-driver golang-github-prometheus
Arch:        sudo pacman -S --needed webkit2gtk-4.1 xdotool openssl libappindicator-gtk3 \\
             librsvg base-devel
             tests: xorg-server-xvfb prometheus (WebKitWebDriver comes with webkit2gtk-4.1)
openSUSE:    sudo zypper install webkit2gtk3-devel xdotool-devel libopenssl-devel \\
             libappindicator3-1 librsvg-devel -t pattern devel_basis
             tests: xorg-x11-server-Xvfb webkit2gtk-driver golang-github-prometheus
macOS:       xcode-select --install (the window tests need Linux)
Windows:     Microsoft C++ Build Tools and WebView2 (the window tests need Linux)";

/// Makes sure that the packages are there: installs them with apt on Debian and its children, after
/// asking unless we are root or `yes`. Elsewhere says what to install and goes on. Errors: the
/// answer was no, nobody can be asked, or apt failed.
pub(crate) fn ensure(packages: &[&str], yes: bool) -> Result<()> {
    if !exists("dpkg-query") || !exists("apt-get") {
        if !looks_ready() {
            println!("This system has no apt. If the build fails, install:\n{ELSEWHERE}");
        }
        return Ok(());
    }
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("missing system packages: {}", missing.join(" "));
    let root = quiet(&mut program("id", &["-u"])).as_deref() == Some("0");
    if !root && !exists("sudo") {
        bail!(
            "as root, run: apt-get install --no-install-recommends {}",
            missing.join(" ")
        );
    }
    if !root && !yes && !agreed()? {
        bail!(
            "nothing was installed; these are needed: {}",
            missing.join(" ")
        );
    }
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    if apt(root, &install)? {
        return Ok(());
    }
    println!("trying again with fresh package lists");
    if apt(root, &["update"])? && apt(root, &install)? {
        return Ok(());
    }
    bail!("apt-get could not install {}", missing.join(" "))
}

fn looks_ready() -> bool {
    cfg!(not(target_os = "linux"))
        || quiet(&mut program(
            "pkg-config",
            &["--modversion", "webkit2gtk-4.1"],
        ))
        .is_some()
}

fn installed(package: &str) -> bool {
    let query = ["--show", "--showformat=${db:Status-Status}\\n", package];
    quiet(&mut program("dpkg-query", &query))
        .is_some_and(|states| states.lines().any(|state| state == "installed"))
}

fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("nobody can be asked here: run again with --yes to install them with sudo apt-get");
    }
    print!("install them with sudo apt-get? [Y/n] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "" | "y" | "yes"
    ))
}

fn apt(root: bool, arguments: &[&str]) -> Result<bool> {
    let mut command = if root {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    let status = command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(if root {
            Stdio::null()
        } else {
            Stdio::inherit()
        })
        .status()?;
    Ok(status.success())
}
