//! Texts of a data file, each once; rows have their numbers.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;
use syntax::visible;

/// Texts, each once.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Texts<'a> {
    all: Vec<&'a str>,
    #[serde(skip)]
    places: HashMap<&'a str, usize, RandomState>,
}

impl<'a> Texts<'a> {
    /// The number of a text.
    pub(super) fn number(&mut self, text: &'a str) -> usize {
        let all = &mut self.all;
        *self.places.entry(text).or_insert_with(|| {
            all.push(text);
            all.len() - 1
        })
    }

    /// The numbers of a page and of the place on it.
    pub(super) fn link(&mut self, href: &'a str) -> (usize, usize) {
        let (page, place) = href.split_once('#').unwrap_or((href, ""));
        (self.number(page), self.number(place))
    }
}

/// Lists of a length, each once.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Numbered<const LENGTH: usize> {
    all: Vec<Vec<usize>>,
    #[serde(skip)]
    places: HashMap<[usize; LENGTH], usize>,
}

impl<const LENGTH: usize> Default for Numbered<LENGTH> {
    fn default() -> Self {
        Numbered { all: Vec::new(), places: HashMap::new() }
    }
}

impl<const LENGTH: usize> Numbered<LENGTH> {
    /// The number of a list.
    pub(super) fn number(&mut self, list: [usize; LENGTH]) -> usize {
        let all = &mut self.all;
        *self.places.entry(list).or_insert_with(|| {
            all.push(list.to_vec());
            all.len() - 1
        })
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
