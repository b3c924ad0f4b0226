//! What a person can do in the window, by the test ids of its parts.

use std::fmt::Display;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};

/// How long something may take to appear. Far longer than it does: machines are slow.
const PATIENCE: Duration = Duration::from_secs(90);

/// The page in the window.
#[derive(Clone)]
pub(crate) struct Page {
    client: Client,
}

impl Page {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The part with this test id, as soon as it is there and takes up room.
    pub(crate) async fn part(&self, id: impl Display) -> Element {
        let selector = format!("[data-testid='{id}']");
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Ok(part) = self.client.find(Locator::Css(&selector)).await
                && self.takes_room(&part).await
            {
                return part;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("there is no {id} in the window");
    }

    /// Whether a part with this test id is there now.
    pub(crate) async fn has(&self, id: impl Display) -> bool {
        let selector = format!("[data-testid='{id}']");
        !self
            .client
            .find_all(Locator::Css(&selector))
            .await
            .unwrap()
            .is_empty()
    }

    /// Clicks on a part as soon as it is there and can be used.
    pub(crate) async fn click(&self, id: impl Display) {
        let part = self.part(&id).await;
        self.until(&format!("{id} can be used"), async || {
            part.is_enabled().await.unwrap_or(false)
        })
        .await;
        self.still(&id).await;
        part.click().await.unwrap();
    }

    /// Whether a part takes up room on the page. (What WebDriver calls displayed depends on every part
    /// around it that cuts off what is too long.)
    async fn takes_room(&self, part: &Element) -> bool {
        self.rectangle(part)
            .await
            .is_some_and(|(_, _, width, height)| width > 0.0 && height > 0.0)
    }

    /// Left, top, width and height of a part; none when it is gone. (WebDriver's own answer fails for
    /// what reaches over the edge of the window.)
    async fn rectangle(&self, part: &Element) -> Option<(f64, f64, f64, f64)> {
        const SCRIPT: &str = "const {x, y, width, height} = arguments[0].getBoundingClientRect(); return [x, y, width, height]";
        let argument = serde_json::to_value(part).ok()?;
        let answer = self.client.execute(SCRIPT, vec![argument]).await.ok()?;
        serde_json::from_value(answer).ok()
    }

    /// The rectangle of a part once it no longer moves: after a change the canvas may still fit itself.
    async fn still(&self, id: impl Display) -> (f64, f64, f64, f64) {
        let mut last = None;
        loop {
            let now = self.rectangle(&self.part(&id).await).await.unwrap();
            if last == Some(now) {
                return now;
            }
            last = Some(now);
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    /// The text of a part.
    pub(crate) async fn text(&self, id: impl Display) -> String {
        plain(&self.property(id, "textContent").await)
    }

    /// The texts of everything that a CSS selector finds, once they stay the same.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let mut last = None;
        loop {
            let now = self.texts_now(selector).await;
            if last.as_ref() == Some(&now) {
                return now;
            }
            last = Some(now);
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    async fn texts_now(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for part in self.client.find_all(Locator::Css(selector)).await.unwrap() {
            // What went away meanwhile is not there.
            if self.takes_room(&part).await
                && let Ok(Some(text)) = part.prop("textContent").await
            {
                texts.push(plain(&text));
            }
        }
        texts
    }

    /// Clicks on what a CSS selector finds with this text.
    pub(crate) async fn click_text(&self, selector: &str, text: &str) {
        for part in self.client.find_all(Locator::Css(selector)).await.unwrap() {
            if plain(&part.prop("textContent").await.unwrap().unwrap_or_default()) == text {
                // A part at the edge of what scrolls has its middle outside, where no pointer reaches it.
                let there = serde_json::to_value(&part).unwrap();
                let scroll = "arguments[0].scrollIntoView({ block: 'center' })";
                self.client.execute(scroll, vec![there]).await.unwrap();
                return part.click().await.unwrap();
            }
        }
        panic!("there is no {text}");
    }

    /// An attribute of a part.
    pub(crate) async fn attribute(&self, id: impl Display, name: &str) -> String {
        self.part(id)
            .await
            .attr(name)
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// A property of a part.
    pub(crate) async fn property(&self, id: impl Display, name: &str) -> String {
        self.part(id)
            .await
            .prop(name)
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// Waits for the answer to the shown option and scenario; runs it where nothing else runs.
    pub(crate) async fn run(&self) {
        self.until("there is an answer", async || {
            if self.has("run").await && self.has("no-answer").await {
                self.click("run").await;
            }
            self.has("answer").await && self.has("run").await && !self.has("no-answer").await
        })
        .await;
    }

    /// Puts `text` where something else stood, and leaves the field.
    pub(crate) async fn write(&self, id: impl Display, text: &str) {
        let field = self.part(id).await;
        field.clear().await.unwrap();
        field
            .send_keys(&format!("{text}{}", char::from(Key::Enter)))
            .await
            .unwrap();
    }

    /// Goes on with what stands in a field, and presses Enter.
    pub(crate) async fn go_on(&self, id: impl Display, text: &str) {
        let keys = format!("{text}{}", char::from(Key::Enter));
        self.part(id).await.send_keys(&keys).await.unwrap();
    }

    /// Presses a key together with Ctrl.
    pub(crate) async fn press_with_ctrl(&self, key: char) {
        let body = self.client.find(Locator::Css("body")).await.unwrap();
        let keys = format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null));
        body.send_keys(&keys).await.unwrap();
    }

    /// Drags a part by so many pixels to the right and down.
    pub(crate) async fn drag(&self, id: impl Display, right: f64, down: f64) {
        let (x, y, width, _) = self.still(id).await;
        // By its head: further down another part may lie on it.
        let (x, y) = ((x + width / 2.0).round(), y.round() + 12.0);
        let step = Some(Duration::from_millis(50));
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo {
                duration: step,
                x,
                y,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::MoveTo {
                duration: step,
                x: x + right / 2.0,
                y: y + down / 2.0,
            })
            .then(PointerAction::MoveTo {
                duration: step,
                x: x + right,
                y: y + down,
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// How far to the right of and below another part a part is, once both stand still.
    pub(crate) async fn offset(&self, id: &str, from: &str) -> (f64, f64) {
        let (x, y, _, _) = self.still(id).await;
        let (from_x, from_y, _, _) = self.still(from).await;
        (x - from_x, y - from_y)
    }

    /// Waits until something holds.
    pub(crate) async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if holds().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never came about that {what}");
    }
}

/// A text as it is read: runs of white space are one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
