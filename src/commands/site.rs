//! The folder of the site among the outputs: it is replaced as one, files of others in it stay, and the site
//! of an earlier month is kept below it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::render::{SITE, SITE_LIST, SITE_MOVED};
use crate::workspace::{self, Archive, Part, Whole};
use model::{Artifact, Diagnostic, Month};

/// The folder of the sites of earlier months, in that of the site.
const MONTHS: &str = "months";

/// What an earlier run wrote into the folder of the site.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The names of its files.
    own: Vec<String>,
    /// The month of its report, where that is before this one: its site is kept.
    month: Option<Month>,
    /// The months whose sites are kept already.
    kept: BTreeSet<Month>,
}

impl Earlier {
    /// What is in the folder of outputs, before a report of a period is written.
    ///
    /// # Errors
    /// Where the list of what an earlier run wrote cannot be read.
    pub(super) fn of(out: &Path, period: &str) -> Result<Self, Diagnostic> {
        let site = out.join(SITE);
        let list = site.join(SITE_LIST);
        let text = match list.is_file() {
            true => workspace::read_file(&list)?,
            false => Vec::new(),
        };
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.lines();
        let stated = lines.next().and_then(|line| line.strip_prefix("# "));
        let month = stated.and_then(|period| period.parse::<Month>().ok());
        let now = period.parse::<Month>().ok();
        let months = site.join(MONTHS);
        let names = workspace::names_in(&months)?;
        let kept = names.iter().filter(|name| months.join(name).join("index.html").is_file());
        Ok(Earlier {
            own: lines.map(String::from).collect(),
            month: month.filter(|month| now.is_some_and(|now| *month < now)),
            kept: kept.filter_map(|name| name.parse().ok()).collect(),
        })
    }

    /// The months whose sites are in the new folder.
    pub(super) fn kept(&self) -> Vec<Month> {
        self.kept.iter().copied().chain(self.month).collect()
    }

    /// The folder of the outputs of a run.
    pub(super) fn part(self, out: &Path) -> Part {
        let (page, text) = SITE_MOVED;
        let archive = self.month.map(|month| Archive {
            name: format!("{MONTHS}/{month}"),
            changed: Artifact::new(page, text),
        });
        let whole = Whole { name: SITE.into(), own: self.own.into_iter().collect(), archive };
        Part { whole: Some(whole), ..Part::out(out) }
    }
}

/// The files to name on the terminal: of the site only its first page.
pub(super) fn named(out: &Path, written: Vec<PathBuf>) -> Vec<PathBuf> {
    let (site, first) = (out.join(SITE), out.join(SITE).join("index.html"));
    written.into_iter().filter(|path| !path.starts_with(&site) || *path == first).collect()
}

/// The outputs of an earlier run, where those of the site are named as one.
pub(super) fn shortened(names: Vec<String>) -> Vec<String> {
    let short = |name: String| match name.split_once('/') {
        Some((SITE, _)) => SITE.to_string(),
        _ => name,
    };
    let mut names: Vec<String> = names.into_iter().map(short).collect();
    names.dedup();
    names
}
