use std::fmt;

/// A path of HTTP with parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pieces: Vec<Piece>,
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text of what a URL can hold.
    Text(String),
    /// A parameter by its name.
    Parameter(String),
}

impl Route {
    /// The route that a contract names, made fit for a URL: no query, no empty segments, each parameter
    /// once.
    pub(crate) fn new(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut pieces = Vec::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let name = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            let piece = match name.filter(|name| is_parameter(name)) {
                Some(name) => Piece::Parameter(name.to_owned()),
                None => Piece::Text(plain(segment)),
            };
            let repeated = matches!(piece, Piece::Parameter(_)) && pieces.contains(&piece);
            pieces.push(if repeated {
                Piece::Text(plain(segment))
            } else {
                piece
            });
        }
        Self { pieces }
    }

    /// The names of its parameters.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Parameter(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The route without the names of its parameters: two of one shape are the same route.
    pub(crate) fn shape(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => format!("/{text}"),
                Piece::Parameter(_) => "/{}".to_owned(),
            })
            .collect()
    }

    /// `promised`'s parameters by the names that this route of the same shape gives them.
    pub(crate) fn renamed<'r>(
        &'r self,
        promised: &'r Self,
    ) -> impl Iterator<Item = (&'r str, &'r str)> {
        promised
            .pieces
            .iter()
            .zip(&self.pieces)
            .filter_map(|pair| match pair {
                (Piece::Parameter(promised), Piece::Parameter(here)) => {
                    Some((promised.as_str(), here.as_str()))
                }
                _ => None,
            })
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pieces.is_empty() {
            return f.write_str("/");
        }
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => write!(f, "/{text}")?,
                Piece::Parameter(name) => write!(f, "/{{{name}}}")?,
            }
        }
        Ok(())
    }
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// `segment` with letters and digits of any script and `-_.~:@`; whatever else stands in a path is a slip of
/// the pen, and validators stumble even over percent signs: it becomes `-`.
fn plain(segment: &str) -> String {
    segment
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.~:@".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_what_a_url_can_hold() {
        assert_eq!(Route::new("/images/{id}").to_string(), "/images/{id}");
        assert_eq!(Route::new("/été").to_string(), "/été");
        assert_eq!(Route::new("images//a b/?x=1").to_string(), "/images/a-b");
        assert_eq!(Route::new("/{a b}/{x}/{x}").to_string(), "/-a-b-/{x}/-x-");
        assert_eq!(Route::new("").to_string(), "/");
        assert_eq!(Route::new("/a/{x}").shape(), Route::new("/a/{y}").shape());
    }
}
