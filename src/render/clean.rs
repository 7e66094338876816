//! One pass over everything that Markdown and PDF print: line breaks in names, and characters that no reader
//! can see but that change what the others seem to say, are made visible before any template runs.

use std::borrow::Cow;
use std::sync::Arc;

use model::{Posture, TextKind, TextVisitor, Texts};
use syntax::{visible, visible_lines};

/// The posture with every text made visible, in place of a copy. `posture.json` itself never is: it states what
/// was read. The walk over the texts is derived for every type of the posture, so that none can be left out.
pub(super) fn posture(posture: &Posture) -> Posture {
    let mut clean = Posture {
        // Only the site draws them, and it makes visible what it prints.
        edges: Vec::new(),
        ..posture.clone()
    };
    // Prose is the one text of several lines.
    let prose = clean.prose.take();
    texts(&mut clean);
    clean.prose = prose.map(|prose| visible_lines(&prose).into_owned());
    clean
}

/// Makes every text of something visible.
pub(super) fn texts(of: &mut impl Texts) {
    of.texts(TextKind::Prose, &mut Visible);
}

/// Makes each text visible that is not.
struct Visible;

impl TextVisitor for Visible {
    fn text(&mut self, _: TextKind, text: &mut String) {
        if let Cow::Owned(shown) = visible(text) {
            *text = shown;
        }
    }

    fn shared(&mut self, _: TextKind, text: &mut Arc<str>) {
        if let Cow::Owned(shown) = visible(text) {
            *text = shown.into();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::render::samples;

    /// Makes every string of a tree visible.
    fn value(tree: &mut Value) {
        match tree {
            Value::String(text) => Visible.text(TextKind::Prose, text),
            Value::Array(items) => items.iter_mut().for_each(value),
            Value::Object(fields) => fields.values_mut().for_each(value),
            _ => {}
        }
    }

    /// The walk over types and the walk over a tree of the same posture find the same texts.
    #[test]
    fn every_text_of_a_posture_is_made_visible() {
        let mut posture = samples::hostile();
        (posture.prose, posture.edges) = (None, Vec::new());
        let mut tree = serde_json::to_value(&posture).expect("a tree");
        let before = tree.clone();
        value(&mut tree);
        assert_ne!(tree, before, "the sample has something to make visible");
        assert_eq!(serde_json::to_value(super::posture(&posture)).expect("a tree"), tree);
        assert_eq!(super::posture(&super::posture(&posture)), super::posture(&posture));
    }
}
