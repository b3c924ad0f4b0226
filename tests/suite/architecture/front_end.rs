//! One folder of the front end talks to the host.

#[test]
fn only_the_back_end_folder_imports_tauri() {
    let complaints: Vec<String> = crate::tracked_files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("ui/src/") && !path.starts_with("ui/src/backend/"))
        .filter(|(_, text)| {
            text.as_ref()
                .is_some_and(|text| text.contains("@tauri-apps/"))
        })
        .map(|(path, _)| path)
        .collect();
    crate::none_of(&complaints, "talk to the host through ui/src/backend");
}
