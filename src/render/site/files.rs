//! The files that pages share: style, icon and script, named by their content, so that a browser never
//! shows a page with the style of another report.

use syntax::encoding::from_base64;

use super::column_style;
use super::form::Form;
use super::hashed::named;
use super::search::Index;
use crate::render::pictures;
use model::posture::{Brand, Logo};
use model::{Artifact, Diagnostic};

const PAGE_STYLE: &str = include_str!("../../../templates/site/site.css");
const SCRIPT_STYLE: &str = include_str!("../../../templates/site/script.css");
const SCRIPT: &str = include_str!("../../../templates/site/muster.js");
const ICON: &str = include_str!("../../../templates/site/icon.svg");

/// What every page refers to.
#[derive(Debug)]
pub(super) struct Shared {
    /// The style of pages and pictures.
    pub(super) style: String,
    style_file: String,
    icon_file: String,
    logo: Option<Image>,
    script_file: String,
    /// The script, which knows the list of its data, so that no page has to.
    script: String,
    /// The same where its data are on the page.
    inline: String,
    /// The list of the script's data.
    index_file: String,
    /// The same data where one page holds everything.
    data: String,
}

/// A logo: its file and its bytes.
#[derive(Debug)]
struct Image {
    file: String,
    data: String,
    bytes: Vec<u8>,
}

impl Shared {
    /// `index` is the script's data; it is part of the page where one page holds everything.
    ///
    /// # Errors
    /// Where the posture's logo is none that may be shown: it may be anybody's.
    pub(super) fn of(brand: Option<&Brand>, index: &Index, form: Form) -> Result<Self, Diagnostic> {
        // Browsers read a line end as one character before they hash; validators drop a first one.
        let [page, of_script] = [PAGE_STYLE, SCRIPT_STYLE].map(close);
        let style = [page.trim(), pictures::style().trim(), of_script.trim()]
            .join("\n")
            .replace("\r\n", "\n");
        let style = style + &column_style::style() + &brand.map(colours).unwrap_or_default();
        let style = dense(&style);
        let script = format!("self.musterIndex = \"{}\";\n{}", index.file, dense(SCRIPT));
        Ok(Shared {
            logo: brand.and_then(|brand| brand.logo.as_ref()).map(image).transpose()?,
            style_file: named("style", "css", &style),
            icon_file: named("icon", "svg", ICON),
            script_file: named("muster", "js", &script),
            script,
            inline: dense(SCRIPT),
            index_file: index.file.clone(),
            data: if form == Form::Single { index.scripts() } else { String::new() },
            style,
        })
    }

    /// The logo, from a page whose way back to the folder of the site is `root`.
    pub(super) fn logo_href(&self, root: &str) -> Option<String> {
        self.logo.as_ref().map(|logo| format!("{root}{}", logo.file))
    }

    /// The logo inside a page.
    pub(super) fn logo_data(&self) -> Option<&str> {
        self.logo.as_ref().map(|logo| logo.data.as_str())
    }

    /// The scripts of a page that holds everything: its data, then what uses it.
    pub(super) fn scripts(&self) -> [&str; 2] {
        [&self.data, &self.inline]
    }

    /// The style sheet, from a page whose way back to the folder of the site is `root`.
    pub(super) fn style_href(&self, root: &str) -> String {
        format!("{root}{}", self.style_file)
    }

    /// The icon.
    pub(super) fn icon_href(&self, root: &str) -> String {
        format!("{root}{}", self.icon_file)
    }

    /// The script.
    pub(super) fn script_href(&self, root: &str) -> String {
        format!("{root}{}", self.script_file)
    }

    /// The list of the script's data, from the folder of the site.
    pub(super) fn index_file(&self) -> &str {
        &self.index_file
    }

    /// The icon inside a page.
    pub(super) fn icon_data() -> String {
        format!("data:image/svg+xml;base64,{}", syntax::encoding::base64(ICON.trim()))
    }

    /// The files.
    pub(super) fn artifacts(&self) -> Vec<Artifact> {
        let mut files = vec![
            Artifact::new(&self.style_file, self.style.as_str()),
            Artifact::new(&self.icon_file, ICON),
            Artifact::new(&self.script_file, self.script.as_str()),
        ];
        files.extend(self.logo.iter().map(|it| Artifact::new(&it.file, it.bytes.as_slice())));
        files
    }
}

/// Style or script without what is there for those who edit it: indents, blank lines and lines of comments. No
/// text of either runs over several lines.
fn dense(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Our own style without the spaces that are there for those who edit it. No text in it has a comma, a colon or a
/// brace before a space.
fn close(style: &str) -> String {
    let pairs =
        [(" {", "{"), ("{ ", "{"), (": ", ":"), (", ", ","), ("; ", ";"), (";}", "}"), (" }", "}")];
    pairs.into_iter().fold(style.to_string(), |style, (wide, close)| style.replace(wide, close))
}

fn image(logo: &Logo) -> Result<Image, Diagnostic> {
    let wrong = |why: String| {
        Diagnostic::general(
            format!("the logo in the posture cannot be shown: {why}"),
            "make the report again",
        )
    };
    let bytes = from_base64(&logo.base64).ok_or_else(|| wrong("it is not base64".into()))?;
    // The posture may be anybody's: what it holds is looked at as the file was.
    let Logo { format, base64 } = ingest::logo(&bytes).map_err(wrong)?;
    Ok(Image {
        file: named("logo", format.ending(), &bytes),
        data: format!("data:{};base64,{base64}", format.media_type()),
        bytes,
    })
}

/// The colours of an organisation. On paper everything stays dark on white.
fn colours(brand: &Brand) -> String {
    let mut style = String::new();
    if let Some(colour) = brand.colour {
        style +=
            &format!("\n@media screen{{:root{{--brand:{colour};--brand-ink:{}}}}}", colour.ink());
    }
    if let Some(accent) = brand.accent {
        style += &format!(
            "\n@media screen and (prefers-color-scheme:light){{:root{{--link:{accent}}}}}"
        );
    }
    if let Some(accent) = brand.accent_dark {
        style +=
            &format!("\n@media screen and (prefers-color-scheme:dark){{:root{{--link:{accent}}}}}");
    }
    style
}
