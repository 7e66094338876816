//! Texts of a data file, each once; rows have their numbers.

use std::collections::HashMap;

use serde::Serialize;
use syntax::visible;

/// Texts, each once.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Texts {
    all: Vec<String>,
    #[serde(skip)]
    places: HashMap<String, usize>,
}

impl Texts {
    /// The number of a text.
    pub(super) fn number(&mut self, text: impl Into<String>) -> usize {
        let text = text.into();
        if let Some(known) = self.places.get(&text) {
            return *known;
        }
        let next = self.all.len();
        self.all.push(text.clone());
        self.places.insert(text, next);
        next
    }

    /// The numbers of a page and of the place on it.
    pub(super) fn link(&mut self, href: &str) -> (usize, usize) {
        let (page, place) = href.split_once('#').unwrap_or((href, ""));
        (self.number(page), self.number(place))
    }
}

/// A text as it is printed, as long as a row or an entry may be.
pub(super) fn shown(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(300) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.into_owned(),
    }
}
