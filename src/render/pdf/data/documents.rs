//! The data of each document, made printable.

use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::{Board, BoardParagraphs, Head, Own, Paragraphs, Rest};
use super::lists::LeftOut;
use super::source::Source;
use super::{drawn, lists};
use crate::render::pdf::anchors::{Anchors, Places, Printed};
use crate::render::pdf::board;
use crate::render::pdf::findings::{self, Names};
use crate::render::pdf::register;
use crate::render::pdf::text::{Changes, Glyphs};
use crate::render::pdf::values::{failed, object};
use model::Diagnostic;

/// The data of each document, as JSON.
pub(in crate::render::pdf) struct Documents {
    /// All that the whole report shows.
    pub(in crate::render::pdf) report: Vec<u8>,
    /// What the four pages for the board show.
    pub(in crate::render::pdf) executive: Vec<u8>,
    /// Each volume of the register, with its number.
    pub(in crate::render::pdf) volumes: Vec<(usize, Vec<u8>)>,
}

/// The data that the templates show.
///
/// # Errors
/// None in practice.
pub(in crate::render::pdf) fn documents(source: &Source<'_>) -> Result<Documents, Diagnostic> {
    let printable = printable(source)?;
    let volumes = register::volumes(source.posture, source.listed);
    let volumes = volumes.map(|volume| {
        let number = volume.number;
        let mut volume = serde_json::to_value(volume).map_err(|error| failed(&error))?;
        source.glyphs.clean(&mut volume, &mut Changes::default());
        register::measure(&mut volume["states"], &source.glyphs);
        Ok((number, bytes(&InVolume { head: &printable.head, volume })?))
    });
    let volumes = volumes.collect::<Result<_, Diagnostic>>()?;
    let Printable { head, board, rest } = &printable;
    let executive = bytes(&InDocument { head, board, rest: None })?;
    let report = bytes(&InDocument { head, board, rest: Some(rest) })?;
    Ok(Documents { report, executive, volumes })
}

/// The data as it is printed, in three parts: what every document reads, what the pages for the board read,
/// and what only the report reads.
struct Printable {
    head: Map<String, Value>,
    board: Map<String, Value>,
    rest: Map<String, Value>,
}

/// A document with the pages for the board.
#[derive(Serialize)]
struct InDocument<'a> {
    #[serde(flatten)]
    head: &'a Map<String, Value>,
    #[serde(flatten)]
    board: &'a Map<String, Value>,
    #[serde(flatten)]
    rest: Option<&'a Map<String, Value>>,
}

/// A volume of the register.
#[derive(Serialize)]
struct InVolume<'a> {
    #[serde(flatten)]
    head: &'a Map<String, Value>,
    volume: Value,
}

fn bytes(of: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
    serde_json::to_vec(of).map_err(|error| failed(&error))
}

fn printable(source: &Source<'_>) -> Result<Printable, Diagnostic> {
    let Source { posture, glyphs, .. } = *source;
    let names = Names::of(posture);
    let printed =
        Printed { controls: lists::CONTROLS, assets: lists::ASSETS, open: findings::OPEN };
    let anchors = Anchors::of(posture, printed);
    let mut places = Places::default();
    let rest = Rest::of(source, &names, &anchors, &mut places)?;
    let mut cleaner = Cleaner { glyphs, changes: Changes::default() };
    let mut head = cleaner.cells(&Head::of(posture))?;
    if let Some(board) = head.get_mut("board") {
        board::shorten(board);
    }
    let mut board = cleaner.cells(&Board::of(source))?;
    let mut rest = cleaner.cells(&rest)?;
    if let Some(lists) = rest.get_mut("lists") {
        register::measure(&mut lists["register"]["states"], &glyphs);
        findings::mark_tall(lists);
    }
    board.extend(cleaner.paragraphs(&BoardParagraphs::of(posture))?);
    rest.extend(cleaner.paragraphs(&Paragraphs::of(posture))?);
    let pictures = drawn::pictures(posture, &glyphs, &mut cleaner.changes);
    board.insert("pictures".into(), object(&pictures)?.into());
    rest.insert("left_out".into(), object(&LeftOut::of(posture))?.into());
    head.extend(object(&Own::of(posture, &cleaner.changes))?);
    Ok(Printable { head, board, rest })
}

/// Makes texts printable, and counts what that changes.
struct Cleaner<'a> {
    glyphs: Glyphs<'a>,
    changes: Changes,
}

impl Cleaner<'_> {
    /// Fields whose texts are in cells.
    fn cells(&mut self, of: &impl Serialize) -> Result<Map<String, Value>, Diagnostic> {
        let mut fields = object(of)?;
        fields.values_mut().for_each(|one| self.glyphs.clean(one, &mut self.changes));
        Ok(fields)
    }

    /// Fields whose texts are paragraphs.
    fn paragraphs(&mut self, of: &impl Serialize) -> Result<Map<String, Value>, Diagnostic> {
        let mut fields = object(of)?;
        fields.values_mut().for_each(|one| self.glyphs.clean_paragraphs(one, &mut self.changes));
        Ok(fields)
    }
}
