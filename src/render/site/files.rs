//! The files that pages share: style, icon and script, named by their content, so that a browser never
//! shows a page with the style of another report.

use sha2::{Digest, Sha256};
use syntax::encoding::hex;

use crate::render::pictures;
use model::Artifact;

const PAGE_STYLE: &str = include_str!("../../../templates/site/site.css");
const ICON: &str = include_str!("../../../templates/site/icon.svg");

/// The folder of shared files.
const FOLDER: &str = "static";

/// What every page refers to.
#[derive(Debug)]
pub(super) struct Shared {
    /// The style of pages and pictures.
    pub(super) style: String,
    style_file: String,
    icon_file: String,
}

impl Shared {
    pub(super) fn new() -> Self {
        // Browsers read a line end as one character before they hash; validators drop a first one.
        let style =
            format!("{}\n{}", PAGE_STYLE.trim(), pictures::style().trim()).replace("\r\n", "\n");
        Shared {
            style_file: named("style", "css", &style),
            icon_file: named("icon", "svg", ICON),
            style,
        }
    }

    /// The style sheet, from a page whose way back to the folder of the site is `root`.
    pub(super) fn style_href(&self, root: &str) -> String {
        format!("{root}{}", self.style_file)
    }

    /// The icon.
    pub(super) fn icon_href(&self, root: &str) -> String {
        format!("{root}{}", self.icon_file)
    }

    /// The icon inside a page.
    pub(super) fn icon_data() -> String {
        format!("data:image/svg+xml;base64,{}", syntax::encoding::base64(ICON.trim()))
    }

    /// The files.
    pub(super) fn artifacts(&self) -> Vec<Artifact> {
        vec![
            Artifact::new(&self.style_file, self.style.as_str()),
            Artifact::new(&self.icon_file, ICON),
        ]
    }
}

fn named(stem: &str, ending: &str, text: &str) -> String {
    let digest = hex(Sha256::digest(text.as_bytes()));
    format!("{FOLDER}/{stem}-{}.{ending}", digest.get(..12).unwrap_or_default())
}
