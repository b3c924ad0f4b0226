/// Does `path` stay inside the target on every system? Lock files are read from the target, so that
/// their paths are not to be trusted.
#[must_use]
pub fn is_safe(path: &str) -> bool {
    path.len() <= 1024
        && path.split('/').all(|segment| {
            !segment.is_empty()
                && segment != "."
                && segment != ".."
                && segment
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        })
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn nothing_leads_out() {
        assert!(is_safe("contracts/worker/unit.openapi.yaml"));
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a\\b",
            "C:/x",
            "a/./b",
            "a\0",
            "a/",
        ] {
            assert!(!is_safe(path), "{path:?}");
        }
    }
}
