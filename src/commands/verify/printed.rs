//! How a PDF was printed: the list that is attached to it.

use serde::Deserialize;

use super::attachment::attached;
use crate::render::PdfOptions;

/// The choices that change the pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Printed {
    /// How many rows the register was given.
    register_rows: Option<u64>,
    /// The first font or template of the project: with it, the pages cannot be rendered again from the
    /// posture alone.
    pub(super) own: Option<String>,
}

#[derive(Deserialize)]
struct Inputs {
    printed: Stated,
}

#[derive(Deserialize)]
struct Stated {
    register_rows: u64,
    fonts: Vec<Named>,
    template: Option<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

impl Printed {
    /// What a PDF states. One without such a list is taken for one by the defaults: then its pages differ.
    pub(super) fn of(pdf: &[u8]) -> Self {
        let list = attached(pdf, "inputs.json").ok().flatten();
        list.map(|list| Printed::read(&list)).unwrap_or_default()
    }

    fn read(list: &[u8]) -> Self {
        let Ok(Inputs { printed }) = serde_json::from_slice::<Inputs>(list) else {
            return Printed::default();
        };
        let Stated { register_rows, fonts, template } = printed;
        let own = template.into_iter().chain(fonts).map(|file| file.name).next();
        Printed { register_rows: Some(register_rows), own }
    }

    /// The options that print it again.
    pub(super) fn options(&self) -> PdfOptions {
        PdfOptions { register_rows: self.register_rows, ..PdfOptions::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fonts_and_template_are_read_and_anything_else_is_the_default() {
        let list = |fonts: &str, template: &str| {
            format!(
                "{{\"printed\": {{\"register_rows\": 7, \"fonts\": [{fonts}], \"template\": {template}}}}}"
            )
        };
        let read = |text: &str| Printed::read(text.as_bytes());
        let plain = read(&list("", "null"));
        assert_eq!((plain.options().register_rows(), plain.own), (7, None));
        let font = "{\"name\": \"a.ttf\", \"sha256\": \"\"}";
        assert_eq!(read(&list(font, "null")).own.as_deref(), Some("a.ttf"));
        assert_eq!(read(&list(font, "{\"name\": \"own.typ\"}")).own.as_deref(), Some("own.typ"));
        for other in ["", "{}", "[]", "{\"printed\": {\"register_rows\": -1}}"] {
            assert_eq!(read(other), Printed::default(), "{other}");
        }
    }
}
