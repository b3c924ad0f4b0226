//! How the web view paints on Linux. With a graphics card WebKitGTK is fastest when it paints with
//! it; where OpenGL is done in software, painting on the CPU is two to four times as fast. WebKitGTK
//! reads its choice from the environment before it starts.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Who paints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rendering {
    /// The graphics card if there is a usable one, else the CPU.
    #[default]
    Auto,
    /// The graphics card.
    Gpu,
    /// The CPU.
    Cpu,
}

/// WebKitGTK's switch for painting on the CPU.
#[cfg(target_os = "linux")]
const ON_CPU: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Makes the choice for this start. A process cannot safely change its own environment, so it starts
/// itself again in the right one, under the same process id. A switch set by the user stays.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() {
    use std::os::unix::process::CommandExt;

    if std::env::var_os(ON_CPU).is_some() {
        return;
    }
    let software = || {
        std::env::var_os("LIBGL_ALWAYS_SOFTWARE").is_some_and(|value| value == "1")
            || !has_graphics_card(Path::new("/sys/class/drm"))
    };
    let on_cpu = match chosen() {
        Rendering::Auto => software(),
        Rendering::Gpu => false,
        Rendering::Cpu => true,
    };
    if on_cpu && let Ok(program) = std::env::current_exe() {
        // Only returns when it failed; then the start goes on, painted as WebKitGTK likes.
        let _ = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(ON_CPU, "1")
            .exec();
    }
}

/// Other systems choose well by themselves.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() {}

/// Whether a driver that renders in hardware stands behind any render node.
#[cfg(target_os = "linux")]
fn has_graphics_card(devices: &Path) -> bool {
    const WITHOUT_RENDERING: [&str; 7] = [
        "vkms",
        "vgem",
        "simple-framebuffer",
        "bochs-drm",
        "qxl",
        "cirrus",
        "mgag200",
    ];
    let Ok(entries) = std::fs::read_dir(devices) else {
        return false;
    };
    entries.flatten().any(|entry| {
        entry.file_name().to_string_lossy().starts_with("renderD")
            && std::fs::read_link(entry.path().join("device/driver")).is_ok_and(|driver| {
                let name = driver.file_name().unwrap_or_default().to_string_lossy();
                !WITHOUT_RENDERING.contains(&&*name)
            })
    })
}

fn file() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "spinout")?;
    Some(folders.config_dir().join("rendering"))
}

fn chosen() -> Rendering {
    file().map_or_else(Rendering::default, |file| read(&file))
}

fn read(file: &Path) -> Rendering {
    match std::fs::read_to_string(file).unwrap_or_default().trim() {
        "gpu" => Rendering::Gpu,
        "cpu" => Rendering::Cpu,
        _ => Rendering::Auto,
    }
}

fn write(file: &Path, rendering: Rendering) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let word = match rendering {
        Rendering::Auto => "auto",
        Rendering::Gpu => "gpu",
        Rendering::Cpu => "cpu",
    };
    std::fs::write(file, word)
}

/// The choice that the next start will follow.
#[tauri::command]
pub(crate) fn rendering() -> Rendering {
    chosen()
}

/// Makes a choice for the next start. Fails with why it cannot be kept.
#[tauri::command]
pub(crate) fn set_rendering(rendering: Rendering) -> Result<(), String> {
    let file = file().ok_or("there is no folder for settings")?;
    write(&file, rendering).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_back_and_anything_else_is_auto() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/rendering");
        assert_eq!(read(&file), Rendering::Auto);
        for rendering in [Rendering::Cpu, Rendering::Gpu, Rendering::Auto] {
            write(&file, rendering).unwrap();
            assert_eq!(read(&file), rendering);
        }
        std::fs::write(&file, "quantum").unwrap();
        assert_eq!(read(&file), Rendering::Auto);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_a_driver_that_renders_is_a_graphics_card() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_graphics_card(folder.path()));
        let add = |node: &str, driver: &str| {
            let device = folder.path().join(node).join("device");
            std::fs::create_dir_all(&device).unwrap();
            std::os::unix::fs::symlink(format!("../drivers/{driver}"), device.join("driver"))
                .unwrap();
        };
        add("card0", "amdgpu");
        add("renderD128", "vgem");
        assert!(!has_graphics_card(folder.path()));
        add("renderD129", "amdgpu");
        assert!(has_graphics_card(folder.path()));
    }
}
