//! How fluent the canvas is in the real window: frames a second while it is moved, zoomed and
//! recoloured, as a ratio to a bare page in the same web view that paints as many boxes and lines on a
//! Canvas 2D and does nothing else. Arguments: `--json` for one object on one line.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement may panic, and prints what it found"
)]

#[path = "fps/design.rs"]
mod design;
mod driver;
mod screen;
mod session;

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::Client;
use serde_json::{Map, Value, json};

use crate::design::{Design, Figure};
use crate::driver::Driver;
use crate::screen::Screen;
use crate::session::session;

const SIZES: [usize; 3] = [200, 1_000, 5_000];
const WAYS: [&str; 3] = ["pan", "zoom", "recolour"];
/// How long each is looked at, and how often: the middle counts.
const SECONDS: f64 = 2.0;
const ROUNDS: usize = 3;
/// The window, in pixels.
const WINDOW: (u32, u32) = (1_600, 1_000);
/// How wide a box has to be for its name, in pixels.
const READABLE: f64 = 40.0;
const SCRIPT: &str = include_str!("fps/measure.js");

fn main() {
    let json = std::env::args().any(|argument| argument == "--json");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut all = Map::new();
    for count in SIZES {
        let found = runtime.block_on(measure(count));
        if !json {
            println!("{count} elements, all in sight: {}", in_words(&found));
        }
        for (key, value) in found {
            all.insert(format!("{key}_{count}"), value.into());
        }
    }
    if json {
        println!("{}", Value::Object(all));
    }
}

fn in_words(found: &[(String, f64)]) -> String {
    let words = found.iter().map(|(key, value)| format!("{key} {value:.2}"));
    words.collect::<Vec<_>>().join(", ")
}

/// Frames a second and ratios of one size of design, by key.
async fn measure(count: usize) -> Vec<(String, f64)> {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("design.spinout.json");
    let design = design::design(count);
    std::fs::write(&file, &design.text).unwrap();
    let screen = Screen::start();
    let driver = Driver::start(&screen, home.path(), &home.path().join("output.txt"));
    let client = session(&driver, Some(&file)).await;
    let (width, height) = WINDOW;
    client.set_window_rect(0, 0, width, height).await.unwrap();
    ready(&client, count).await;
    let mut frames = Vec::new();
    for way in WAYS {
        frames.push(middle(&client, way, &Value::Null).await);
    }
    if let Some(folder) = std::env::var_os("FPS_PICTURES") {
        let picture = client.screenshot().await.unwrap();
        std::fs::write(Path::new(&folder).join(format!("fps-{count}.png")), picture).unwrap();
    }
    let drawing = drawing(&client, &design).await;
    client.goto("about:blank").await.unwrap();
    let bare = middle(&client, "bare", &drawing).await;
    client.close().await.unwrap();
    let ratios = WAYS.iter().zip(&frames);
    ratios
        .clone()
        .map(|(way, fps)| (format!("{way}_ratio"), fps / bare))
        .chain(ratios.map(|(way, fps)| (format!("{way}_fps"), *fps)))
        .chain([("bare_fps".to_owned(), bare)])
        .collect()
}

/// Waits until the design stands on the canvas with its heat, and nothing is being simulated: a run begins
/// by itself soon after a file was opened, and is cancelled.
async fn ready(client: &Client, count: usize) {
    const READY: &str = "const part = (id) => document.querySelector(`[data-testid='${id}']`); if (part('heat-scale')) part('cancel')?.click(); return Boolean(part('heat-scale') && part('run'))";
    let begun = Instant::now();
    let mut still = 0;
    while still < 10 {
        let now = client.execute(READY, vec![]).await.unwrap();
        still = if now == Value::Bool(true) {
            still + 1
        } else {
            0
        };
        assert!(
            begun.elapsed() < Duration::from_secs(180),
            "{count} elements never came to rest with their heat"
        );
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// The middle of some measurements, in frames a second.
async fn middle(client: &Client, way: &str, drawing: &Value) -> f64 {
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        let arguments = vec![json!(way), json!(SECONDS), drawing.clone()];
        let found = client.execute_async(SCRIPT, arguments).await.unwrap();
        all.push(found["fps"].as_f64().unwrap());
    }
    all.sort_by(f64::total_cmp);
    all[ROUNDS / 2]
}

/// What a bare page has to paint: as many boxes and lines as stand on the canvas, on as much room.
async fn drawing(client: &Client, design: &Design) -> Value {
    const ROOM: &str = "const { width, height } = document.querySelector(\"[data-testid='canvas']\").getBoundingClientRect(); return [width, height]";
    let room = client.execute(ROOM, vec![]).await.unwrap();
    let [width, height]: [f64; 2] = serde_json::from_value(room).unwrap();
    let right = design.boxes.iter().map(|[x, _, w, _]| x + w);
    let bottom = design.boxes.iter().map(|[_, y, _, h]| y + h);
    let scale = (width / right.fold(0.0, f64::max)).min(height / bottom.fold(0.0, f64::max));
    let scaled = |figures: &[Figure]| -> Vec<Figure> {
        let one = figures.iter().map(|figure| figure.map(|at| at * scale));
        one.collect()
    };
    json!({
        "width": width,
        "height": height,
        "boxes": scaled(&design.boxes),
        "lines": scaled(&design.lines),
        // Where text could be read.
        "labels": scale * design::WIDTH as f64 >= READABLE,
    })
}
