//! One file before and after it is read.

use std::sync::Arc;

use super::classes::Classes;
use super::exports::tools_list::ToolList;
use super::mcp;
use super::scanners::hit::Hit;
use model::{Diagnostic, Facts, FormatId, MissingSource, Moment};

/// A file's name and bytes.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path, relative to the project folder, with `/` as separator.
    pub path: Arc<str>,
    /// Its content.
    pub bytes: Vec<u8>,
    /// When it was fetched; none for a file of the project.
    pub captured_at: Option<Moment>,
    /// Whether its next page, if it names one, was fetched too.
    pub all_pages: bool,
    /// Whether a person named it: as an argument, by `[[source]]`, or by its place under
    /// `inventory/` or `reviews/`. Such a file must be read; any other was found by walking.
    pub named: bool,
}

impl SourceFile {
    /// A file of the project.
    pub fn new(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        SourceFile { path: path.into(), bytes, captured_at: None, all_pages: false, named: false }
    }
}

/// What a file was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recognised {
    /// What reports call it.
    pub(super) title: &'static str,
    /// What kind of format that is.
    pub(super) kind: Recognition,
}

/// Whose format a file is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Recognition {
    /// Records of our own.
    Own,
    /// The configuration of an MCP client, or what a server lists.
    Client,
    /// A workbook, which may hold anything.
    Workbook,
    /// A scanner report or an export.
    Foreign(FormatId),
}

impl Recognition {
    /// Whether such a file shows what is so, and not what people write about it.
    pub(super) fn shows(&self) -> bool {
        matches!(self, Self::Client | Self::Foreign(_))
    }
}

impl Recognised {
    /// A file of our own records.
    pub(super) fn own(title: &'static str) -> Self {
        Recognised { title, kind: Recognition::Own }
    }
}

impl Read {
    /// Reads records of a file that only its name or a root key calls ours; false where they are not read, or
    /// are somebody else's after all. Records are none of ours where every one lacks a field that names what it is about:
    /// an `events.csv` with dates and names belongs to another program.
    pub(super) fn if_ours(&mut self, is_named: bool, read: impl FnOnce(&mut Read) -> bool) -> bool {
        let errors = self.errors.len();
        let before = std::mem::take(&mut self.facts);
        let is_read = read(self);
        let found = std::mem::replace(&mut self.facts, before);
        let new = self.errors.get(errors..).unwrap_or_default();
        let lacks = |error: &Diagnostic| {
            let field = error.message.strip_prefix("the field `");
            field.is_some_and(|rest| rest.ends_with("` is missing") && !rest.starts_with("id`"))
        };
        if !is_named && found.records() == 0 && !new.is_empty() && new.iter().all(lacks) {
            self.errors.truncate(errors);
            return false;
        }
        // Tools of no server are those of a workshop, or of another program.
        let tools = found.tools.len() as u64;
        let is_stray = found.tools.iter().all(|tool| tool.record.server.given().is_none());
        if !is_named && tools > 0 && found.records() == tools && is_stray {
            self.errors.truncate(errors);
            return false;
        }
        self.facts.absorb(found);
        is_read
    }
}

/// What one file holds, and what is wrong with it.
#[derive(Default)]
pub(super) struct Read {
    /// The facts in it.
    pub(super) facts: Facts,
    /// What is wrong.
    pub(super) errors: Vec<Diagnostic>,
    /// The classes of equal values and launches, shared by all files of a run.
    pub(super) classes: Arc<Classes>,
    /// The secrets that a scanner found.
    pub(super) hits: Vec<Hit>,
    /// What it states about servers that other files define.
    pub(super) rules: Vec<mcp::Rule>,
    /// Lists of tools that belong to servers which other files define.
    pub(super) tool_lists: Vec<ToolList>,
    /// Whether it is a file of our own records.
    pub(super) own: bool,
    /// Whether records of our own are in it, as in a sheet of a workbook: it is no evidence of itself.
    pub(super) holds_records: bool,
    /// Whether it holds records of our own, or is named as an input: broken, it stops the run.
    pub(super) must_be_read: bool,
    /// The source that is missing where it is not read: its name is one that clients, scanners or records
    /// of ours have, or the profile names it. None for a document that may be of any program.
    pub(super) missing: Option<(MissingSource, Option<FormatId>)>,
}
