//! HTML: a folder of pages, or one page that holds the same. No outside request, no script needed.
//!
//! Bodies are written straight from the posture, in parallel; only what is around them is a template
//! that a project may replace.

mod addressees;
mod column_style;
mod columns;
mod cx;
mod data;
mod days;
mod drawn;
mod entries;
mod facts;
mod files;
mod filter_row;
mod finding;
mod form;
mod hashed;
mod labels;
mod layout;
mod links;
mod name;
mod origin;
mod pages;
mod paging;
mod parts;
mod people;
mod printed;
mod search;
mod shell;
mod slices;
mod table;
mod target;
#[cfg(test)]
mod tests;
mod texts;
mod unstated;

pub(super) use printed::printed;

use maud::{Markup, html};
use rayon::prelude::*;

use super::options::Options;
use super::sink::Sink;
use cx::Cx;
use data::Data;
use files::Shared;
use form::Form;
use model::posture::FindingCard;
use model::{Artifact, Diagnostic, Posture};
use shell::Shell;
use target::Target;

/// The folder of the site in the folder of outputs.
pub(super) const FOLDER: &str = "site";
/// The file in it that lists all files that a run wrote there, after a line with the period.
pub(super) const LIST: &str = "files.txt";
/// What is in place of the list of months where a site is kept as that of an earlier month.
pub(super) const MOVED: (&str, &str) =
    ("months/index.html", include_str!("../../../templates/site/moved.html"));
/// The single page.
const SINGLE: &str = "report.html";

/// How many pages are made side by side before they are passed on.
const AT_ONCE: usize = 1_024;

/// Makes the files of the site. `findings` are all that are known, the worst first.
pub(super) fn render(
    posture: &Posture,
    findings: &[FindingCard],
    options: &Options,
    to: &mut dyn Sink,
) -> Result<(), Diagnostic> {
    let findings = findings.get(..printed::MAX_PRINTED).unwrap_or(findings);
    let form = if options.single_file { Form::Single } else { Form::Folder };
    let data = Data::of(posture, findings, form, &options.kept);
    let shell = Shell::of(options.layout.as_ref())?;
    // What is around a page names the script, and the script the index.
    let index = search::index(&data)?;
    let shared = Shared::of(posture.brand.as_ref(), &index, form)?;
    if form == Form::Single {
        return single(&data, &shell, &shared).and_then(|page| to.put(vec![page]));
    }
    let mut names = Vec::new();
    let mut put = |mut files: Vec<Artifact>| {
        names.extend(files.iter().map(|file| file.path.clone()));
        files.iter_mut().for_each(|file| file.path = format!("{FOLDER}/{}", file.path));
        to.put(files)
    };
    let page = |at: &Target<'_>| Body::of(&data, *at).page(&data, &shell, &shared);
    let mut made = Vec::new();
    for pages in data.pages.chunks(AT_ONCE) {
        let next = || pages.par_iter().map(page).collect::<Result<Vec<_>, Diagnostic>>();
        // The next are made while these are passed on.
        let (next, passed) = rayon::join(next, || put(std::mem::take(&mut made)));
        passed?;
        made = next?;
    }
    put(made)?;
    put(shared.artifacts())?;
    put(index.artifacts)?;
    let mut list = list(&posture.period, names);
    list.path = format!("{FOLDER}/{LIST}");
    to.put(vec![list])
}

/// The names of all files, by which the next run knows what it may remove.
fn list(period: &str, mut names: Vec<String>) -> Artifact {
    names.push(LIST.into());
    names.sort_unstable();
    let period = syntax::visible(period);
    Artifact::new(LIST, format!("# {period}\n{}\n", names.join("\n")))
}

/// The content of a page, without what is around it.
struct Body<'a> {
    at: Target<'a>,
    title: String,
    markup: Markup,
}

impl<'a> Body<'a> {
    fn of(data: &'a Data<'a>, at: Target<'a>) -> Self {
        let cx = Cx { data, at };
        let (title, body) = pages::page(cx);
        let markup = match data.links.form {
            Form::Folder => {
                let section = at.section();
                html! {
                    @if section != at { p.crumb { (cx.link(section, pages::page_name(section))) } }
                    (cx.heading(1, &title))
                    (body)
                }
            }
            // A part of the only page.
            Form::Single => html! {
                section.part id=(data.links.anchor(at)) { (cx.heading(1, &title)) (body) }
            },
        };
        Body { at, title, markup }
    }

    /// The whole page.
    fn page(
        self,
        data: &'a Data<'a>,
        shell: &Shell,
        shared: &Shared,
    ) -> Result<Artifact, Diagnostic> {
        let cx = Cx { data, at: self.at };
        let text = shell.page(cx, shared, &self.title, &self.markup.0)?;
        Ok(Artifact::new(self.at.file().unwrap_or_default(), text))
    }
}

/// Every page as a part of one.
fn single(data: &Data<'_>, shell: &Shell, shared: &Shared) -> Result<Artifact, Diagnostic> {
    let cx = Cx { data, at: Target::Overview };
    let parts: Vec<Body<'_>> = data.pages.par_iter().map(|at| Body::of(data, *at)).collect();
    let body = html! {
        h1 { (data.posture.organisation) }
        @for part in &parts { (part.markup) }
    };
    let text = shell.page(cx, shared, "Non-human identity posture", &body.0)?;
    Ok(Artifact::new(SINGLE, text))
}
