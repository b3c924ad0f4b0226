//! How long the start takes, for whoever measures it.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// The page has painted its first drawing. With `SPINOUT_MEASURE_START` set to the milliseconds since
/// 1970 at which the program was started, says how long that took.
#[tauri::command]
pub(crate) fn first_drawing() {
    let started = std::env::var("SPINOUT_MEASURE_START")
        .ok()
        .and_then(|at| at.parse::<u128>().ok());
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(|since| since.as_millis());
    if let (Some(started), Ok(now)) = (started, now) {
        // Whoever measures is listening; if not, there is nobody to tell.
        let _ = writeln!(
            std::io::stdout(),
            "first drawing after {} ms",
            now.saturating_sub(started)
        );
    }
}
