//! Embeds the built front end, which must be there.

fn main() {
    let built = std::path::Path::new("../ui/dist/index.html");
    println!("cargo::rerun-if-changed={}", built.display());
    if !built.is_file() {
        println!("cargo::error=ui/dist is missing: run `npm ci && npm run build` in ui");
        return;
    }
    tauri_build::build();
}
