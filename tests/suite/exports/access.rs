use crate::samples::{with_callers, worked};

#[test]
fn rights_are_the_links_that_leave_the_unit() {
    let text = worked().text("access/worker.md");
    for wanted in [
        "read from Originals",
        "call Shop (`shop`)",
        "receive from, and acknowledge at,",
        "Nobody: deny all",
    ] {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(words.join(" ").contains(wanted), "{wanted}:\n{text}");
    }
    assert!(
        !text.contains("shop-db"),
        "the database is the parent's:\n{text}"
    );
    assert!(
        text.contains("Expected: 124 USD") && text.contains("Page: 248 USD"),
        "{text}"
    );
}

#[test]
fn secrets_are_referred_to_where_no_identity_serves() {
    let by_identity = worked().text("access/worker.md");
    assert!(
        by_identity.contains("knows it by its identity"),
        "{by_identity}"
    );
    let text = with_callers().text("access/worker.md");
    assert!(
        text.contains("`worker--service/worker--queue`"),
        "RabbitMQ has users:\n{text}"
    );
    assert!(text.contains("(`portal`), with proof"), "{text}");
}
