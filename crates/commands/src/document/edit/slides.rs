use spinout_model::{Path, Slide};
use spinout_units::SlideId;

use super::{Editing, Plan, free_slug, json, refused};
use crate::document::order;
use crate::protocol::{Problem, ProblemKind};

impl Editing<'_> {
    /// A new slide after all others.
    pub(super) fn add_slide(&self, slide: &Slide) -> Result<Plan, Problem> {
        let name = slide.name.trim();
        if name.is_empty() {
            return Err(refused("a slide needs a name"));
        }
        let taken = |slug: &str| self.model.presentation.contains_key(slug);
        let id = free_slug(name, taken);
        let slides = self.slides_in_order();
        let order = order::last(slides.last().map(|(_, slide)| slide.order.as_str()));
        let slide = Slide {
            order,
            name: name.to_owned(),
            ..slide.clone()
        };
        let values = vec![(Path::of(["presentation", &id]), Some(json(&slide)))];
        Ok(self.result(format!("Add slide {name}"), values))
    }

    /// Puts a slide before another, or at the end.
    pub(super) fn order_slide(
        &self,
        id: &SlideId,
        before: Option<&SlideId>,
    ) -> Result<Plan, Problem> {
        let slides = self.slides_in_order();
        let name = match slides.iter().find(|(other, _)| *other == id) {
            Some((_, slide)) => slide.name.clone(),
            None => return Err(unknown_slide(id)),
        };
        let others: Vec<(&str, &str)> = slides
            .iter()
            .filter(|(other, _)| *other != id)
            .map(|(other, slide)| (other.as_str(), slide.order.as_str()))
            .collect();
        let before = before.map(SlideId::as_str);
        let keys = order::placed(&others, id.as_str(), before)
            .ok_or_else(|| unknown_slide(before.unwrap_or_default()))?;
        let values = keys.into_iter().map(|(id, key)| {
            let path = Path::of(["presentation", id.as_str(), "order"]);
            (path, Some(key.into()))
        });
        Ok(self.result(format!("Reorder slide {name}"), values.collect()))
    }

    fn slides_in_order(&self) -> Vec<(&SlideId, &Slide)> {
        let mut slides: Vec<_> = self.model.presentation.iter().collect();
        slides.sort_by(|a, b| (&a.1.order, a.0).cmp(&(&b.1.order, b.0)));
        slides
    }
}

fn unknown_slide(id: impl std::fmt::Display) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no slide `{id}`"),
        "name a slide of the presentation",
    )
}
