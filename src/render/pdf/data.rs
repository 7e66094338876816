//! The posture as the template reads it: cut to a length that people turn, and made printable.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::anchors::{Anchors, Places, Printed};
use super::board;
use super::findings::{self, Names, lists};
use super::prose;
use super::register::{self, Listed};
use super::shown::{each, shown_asset, shown_excluded, shown_not_in_order, shown_request};
use super::text::{Changes, Glyphs};
use super::values::{failed, object};
use crate::render::options::FontFile;
use crate::render::pictures::{self, Picture};
use crate::render::terms::TERMS;
use model::posture::{FamilyRow, FindingCard, PrivilegedAssets};
use model::{AssetKey, Diagnostic, Posture};
use syntax::encoding::hex;

/// How many entries of each list are printed.
const CAPS: [(&str, usize); 10] = [
    ("not_in_order", 40),
    ("scanners", 60),
    ("evidence_requests", 25),
    ("owners", 60),
    ("assets", 300),
    ("waivers", 150),
    ("excluded", 150),
    ("notices", 100),
    ("inputs", 150),
    ("controls", 200),
];

/// How many characters of alternative text a picture is given. Archival PDF limits a text outside the
/// pages to 32,767 bytes, and a character may take four.
const MAX_ALTERNATIVE: usize = 8_000;

/// How many characters of a name the metadata holds: an archival PDF allows no string over 32,767 bytes.
const MAX_METADATA: usize = 1_000;

/// How many characters of the scope of a part the head of each page shows; the first page has all.
const MAX_SCOPE: usize = 90;

/// How many frameworks the picture of their requirements has.
const STRIPS: usize = 12;

/// What the pages for the board read of the data; the rest of it is for the whole report.
const BOARD: [&str; 26] = [
    "arithmetic",
    "as_of",
    "board",
    "brand",
    "changes",
    "commentary",
    "counts",
    "demo",
    "grade",
    "kinds",
    "metadata",
    "open",
    "organisation",
    "outcomes",
    "part_line",
    "part_sentence",
    "period",
    "pictures",
    "privileged",
    "profile_sha256",
    "score",
    "sha256",
    "terms",
    "tiers",
    "tool",
    "with_waivers",
];

/// What a volume of the register reads of the data.
const VOLUME: [&str; 9] = [
    "as_of",
    "board",
    "changes",
    "demo",
    "metadata",
    "part_line",
    "part_sentence",
    "terms",
    "tool",
];

/// The data of each document, as JSON.
pub(super) struct Documents {
    /// All that the whole report shows.
    pub(super) report: Vec<u8>,
    /// What the four pages for the board show.
    pub(super) executive: Vec<u8>,
    /// Each volume of the register, with its number.
    pub(super) volumes: Vec<(usize, Vec<u8>)>,
}

/// What documents are made from.
pub(super) struct Source<'a> {
    /// The posture, with every text made visible.
    pub(super) posture: &'a Posture,
    /// The SHA-256 of the posture as it is attached.
    pub(super) sha256: &'a str,
    /// The rows of the register.
    pub(super) listed: &'a [Listed],
    /// The fonts beside the embedded ones.
    pub(super) fonts: &'a [FontFile],
    /// What the fonts can show.
    pub(super) glyphs: Glyphs<'a>,
}

/// The data that the templates show.
///
/// # Errors
/// None in practice.
pub(super) fn documents(source: &Source<'_>) -> Result<Documents, Diagnostic> {
    let report = document(source)?;
    let executive: Map<String, Value> = BOARD
        .iter()
        .filter_map(|name| Some(((*name).to_string(), report.get(*name)?.clone())))
        .collect();
    let bytes = |value: &Value| serde_json::to_vec(value).map_err(|error| failed(&error));
    let volumes = register::volumes(source.posture, source.listed);
    let volumes = volumes.map(|volume| {
        let number = volume.number;
        let mut data: Map<String, Value> = VOLUME
            .iter()
            .filter_map(|name| Some(((*name).to_string(), report.get(*name)?.clone())))
            .collect();
        let mut volume = serde_json::to_value(volume).map_err(|error| failed(&error))?;
        source.glyphs.clean(&mut volume, &mut Changes::default());
        register::measure(&mut volume["states"], &source.glyphs);
        data.insert("volume".into(), volume);
        Ok((number, bytes(&data.into())?))
    });
    let volumes = volumes.collect::<Result<_, Diagnostic>>()?;
    Ok(Documents { executive: bytes(&executive.into())?, report: bytes(&report)?, volumes })
}

fn document(source: &Source<'_>) -> Result<Value, Diagnostic> {
    let Source { posture, sha256, listed, fonts, glyphs } = *source;
    let names = Names::of(posture);
    let printed =
        Printed { controls: cap("controls"), assets: cap("assets"), open: findings::OPEN };
    let anchors = Anchors::of(posture, printed);
    let mut places = Places::default();
    let mut value = whole(posture, &names, &anchors, &mut places)?;
    value.insert("sha256".into(), sha256.into());
    value.insert("board".into(), board::board(posture));
    value.insert("commentary".into(), posture.prose.as_deref().map(board::commentary).into());
    value.insert("lists".into(), lists(posture, &names, &anchors, &mut places, listed)?);
    value.insert("fonts".into(), fonts.iter().map(font).collect());
    let line = posture
        .part
        .as_ref()
        .map(|part| part.scope_line().chars().take(MAX_SCOPE).collect::<String>());
    value.insert("part_line".into(), line.into());
    value.insert("part_sentence".into(), posture.part_sentence().into());
    value.insert("prose".into(), posture.prose.as_deref().map(prose::tree).into());
    let left_out = cut(&mut value);
    let mut changes = Changes::default();
    let paragraphs = ["prose", "commentary", "summary", "arithmetic"].map(|name| {
        let mut paragraph = value.remove(name).unwrap_or_default();
        glyphs.clean_paragraphs(&mut paragraph, &mut changes);
        (name, paragraph)
    });
    let mut value = Value::Object(value);
    glyphs.clean(&mut value, &mut changes);
    for (name, paragraph) in paragraphs {
        value[name] = paragraph;
    }
    register::measure(&mut value["lists"]["register"]["states"], &glyphs);
    board::shorten(&mut value["board"]);
    let strip = strip(posture, &glyphs, &mut changes);
    let rows = printable_rows(posture, &glyphs, &mut changes);
    // No font draws the metadata, so that it keeps every character that can be seen.
    let cut = |text: &str| text.chars().take(MAX_METADATA).collect::<String>();
    // Our own words, which every embedded font shows.
    value["terms"] = json!(TERMS);
    value["metadata"] =
        json!({ "organisation": cut(&posture.organisation), "period": cut(&posture.period) });
    // Made of clean words, and too long for the limit that holds for texts.
    value["left_out"] = left_out;
    value["changes"] = json!({
        "characters": changes.characters,
        "shortened": changes.shortened,
        "longest": changes.longest,
    });
    let history = posture.history.as_ref();
    let change = history.and_then(|history| history.change.as_ref());
    let bar = pictures::three_part_bar(&posture.score);
    let all = [
        ("trend", history.and_then(|history| pictures::trend(&history.months))),
        ("work", history.and_then(|history| pictures::work(&history.months))),
        ("waterfall", change.and_then(pictures::waterfall)),
        ("bar", Some(bar)),
        ("strip", strip),
        ("ages", pictures::age_histogram(&posture.open_ages)),
        ("map", Some(pictures::heat_map(&rows))),
    ];
    let mut drawn = Map::new();
    for (name, picture) in all {
        // No line of a picture is broken: the places where a word may break are taken out of its texts.
        let whole = |text: String| text.replace('\u{200b}', "");
        let (svg, words) =
            picture.map(|Picture { svg, words, .. }| (whole(svg), whole(words))).unzip();
        drawn.insert(name.into(), json!(svg));
        drawn.insert(format!("{name}_alt"), json!(words.map(alternative)));
    }
    value["pictures"] = Value::Object(drawn);
    Ok(value)
}

/// A font, as the report names it.
fn font(font: &FontFile) -> Value {
    json!({
        "name": font.name, "sha256": hex(Sha256::digest(&font.bytes)), "of_system": font.is_of_system,
    })
}

/// A picture in words, as many as there may be.
fn alternative(words: String) -> String {
    match words.char_indices().nth(MAX_ALTERNATIVE) {
        Some((cut, _)) => format!("{}…", words.get(..cut).unwrap_or_default()),
        None => words,
    }
}

/// The rows of the heat map; a posture from elsewhere may name its families as it likes.
fn printable_rows(posture: &Posture, glyphs: &Glyphs<'_>, changes: &mut Changes) -> Vec<FamilyRow> {
    let mut rows = posture.heat_map.clone();
    for row in &mut rows {
        glyphs.clean_text(&mut row.family, changes);
        glyphs.clean_text(&mut row.title, changes);
    }
    rows
}

/// The strip of the frameworks, by names that can be printed.
fn strip(posture: &Posture, glyphs: &Glyphs<'_>, changes: &mut Changes) -> Option<Picture> {
    let mut frameworks = posture.frameworks.clone();
    for framework in &mut frameworks {
        framework.groups.clear();
        glyphs.clean_text(&mut framework.short_title, changes);
    }
    frameworks.truncate(STRIPS);
    pictures::framework_strip(&frameworks)
}

/// Everything but the cells and the flat list of findings, which the template never reads, with names
/// where the posture has ids of owners, and what leads to other parts of the document.
fn whole(
    posture: &Posture,
    names: &Names<'_>,
    anchors: &Anchors<'_>,
    places: &mut Places,
) -> Result<Map<String, Value>, Diagnostic> {
    let slim = Posture {
        findings: Vec::new(),
        cells: Vec::new(),
        owner_cells: Vec::new(),
        assets: Vec::new(),
        evidence_requests: Vec::new(),
        fixes: Vec::new(),
        excluded: Vec::new(),
        severe_findings: Vec::new(),
        contacts: Vec::new(),
        privileged_assets: PrivilegedAssets {
            not_in_order: Vec::new(),
            ..posture.privileged_assets.clone()
        },
        ..posture.clone()
    };
    let mut fields = object(&slim)?;
    fields.insert("assets_total".into(), posture.assets.len().into());
    let open = open_controls(posture);
    let assets = posture.assets.iter().take(cap("assets"));
    fields.insert(
        "assets".into(),
        assets
            .map(|asset| {
                let open = open.get(&asset.key).map_or(&[][..], Vec::as_slice);
                let at = places.take(anchors.asset(&asset.key));
                shown_asset(asset, names, open, anchors, at).map(Value::Object)
            })
            .collect::<Result<Vec<_>, _>>()?
            .into(),
    );
    fields.insert(
        "excluded".into(),
        each(posture.excluded.iter(), |one| shown_excluded(one, names))?,
    );
    let requests = posture.evidence_requests.iter();
    fields.insert("evidence_requests".into(), each(requests, |one| shown_request(one, anchors))?);
    let not_in_order = posture.privileged_assets.not_in_order.iter();
    let shown = |row| shown_not_in_order(row, names, anchors);
    fields.insert("not_in_order".into(), each(not_in_order, shown)?);
    let waivers = posture.waivers.iter().map(|waiver| {
        let mut fields = object(waiver)?;
        fields.insert("finding_to".into(), json!(anchors.finding(&waiver.finding)));
        Ok(Value::Object(fields))
    });
    fields.insert("waivers".into(), waivers.collect::<Result<Vec<_>, Diagnostic>>()?.into());
    let mut controls = Vec::new();
    for card in posture.controls.iter().take(cap("controls")) {
        controls.push(json!({
            "id": card.id, "title": card.title, "domain": card.domain, "parts": card.parts,
            "outcomes": card.outcomes, "at": places.take(anchors.control(&card.id)),
            "to": anchors.tested(&card.id),
        }));
    }
    fields.insert("controls_total".into(), posture.controls.len().into());
    fields.insert("controls".into(), controls.into());
    link_requirements(&mut fields, posture, anchors, places);
    Ok(fields)
}

/// The open findings of each asset.
fn open_controls(posture: &Posture) -> HashMap<&AssetKey, Vec<&FindingCard>> {
    let mut open: HashMap<&AssetKey, Vec<&FindingCard>> = HashMap::new();
    for finding in posture.findings.iter().filter(|finding| finding.outcome.is_open()) {
        open.entry(&finding.asset).or_default().push(finding);
    }
    open
}

/// What leads to each requirement, and from it to its controls.
fn link_requirements(
    fields: &mut Map<String, Value>,
    posture: &Posture,
    anchors: &Anchors<'_>,
    places: &mut Places,
) {
    let all = posture.frameworks.iter().enumerate().flat_map(|(at, framework)| {
        framework.groups.iter().enumerate().flat_map(move |(group, state)| {
            let rows = state.requirements.iter().enumerate();
            rows.map(move |(row, requirement)| (framework, requirement, [at, group, row]))
        })
    });
    for (framework, requirement, [at, group, row]) in all {
        let place = places.take(anchors.requirement(&framework.id, &requirement.id));
        let pointer = format!("/{at}/groups/{group}/requirements/{row}");
        let shown = fields.get_mut("frameworks").and_then(|all| all.pointer_mut(&pointer));
        let Some(shown) = shown else { continue };
        shown["at"] = json!(place);
        for (index, state) in requirement.controls.iter().enumerate() {
            let control = &state.mapping.control;
            let to = anchors.tested(control).or_else(|| anchors.control(control));
            if let Some(shown) = shown.pointer_mut(&format!("/controls/{index}")) {
                shown["to"] = json!(to);
            }
        }
    }
}

/// Cuts the long lists; returns how much of each is left out.
fn cut(value: &mut Map<String, Value>) -> Value {
    // These are cut before they are made.
    let total = |name: &str| {
        let total = value.get(&format!("{name}_total")).and_then(Value::as_u64)?;
        usize::try_from(total).ok()
    };
    let totals = [("assets", total("assets")), ("controls", total("controls"))];
    let mut left_out = Map::new();
    for (name, most) in CAPS {
        let Some(Value::Array(list)) = value.get_mut(name) else { continue };
        let whole = totals.iter().find(|(of, _)| *of == name).and_then(|(_, total)| *total);
        let before = whole.unwrap_or(list.len());
        list.truncate(most);
        left_out.insert(name.into(), before.saturating_sub(most).into());
    }
    left_out.into()
}

fn cap(name: &str) -> usize {
    CAPS.iter().find(|(known, _)| *known == name).map_or(usize::MAX, |(_, most)| *most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternative_texts_have_a_longest_length() {
        let long = alternative("ä".repeat(40_000));
        assert!(long.ends_with('…') && long.chars().count() == MAX_ALTERNATIVE + 1);
        assert_eq!(alternative("short".into()), "short");
    }

    #[test]
    fn what_is_cut_is_counted() {
        let mut value = Map::new();
        value.insert("owners".into(), vec![1; 65].into());
        value.insert("assets".into(), vec![1; 300].into());
        value.insert("assets_total".into(), 1000.into());
        let left_out = cut(&mut value);
        assert_eq!(left_out["owners"], 5);
        assert_eq!(left_out["assets"], 700);
        assert_eq!(value["owners"].as_array().map(Vec::len), Some(60));
    }
}
