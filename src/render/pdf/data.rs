//! The posture as the template reads it: cut to a length that people turn, and made printable.

use serde_json::{Map, Value, json};

use super::board;
use super::due::due;
use super::findings::{Names, lists};
use super::prose;
use super::text::{Changes, Glyphs};
use crate::render::pictures::{self, Picture};
use crate::render::terms::TERMS;
use model::posture::{
    Addressee, AssetCard, EvidenceRequest, ExcludedAsset, FamilyRow, Fix, NotInOrder, SevereFinding,
};
use model::{Diagnostic, Place, Posture};

/// How many entries of each list are printed.
const CAPS: [(&str, usize); 12] = [
    ("not_in_order", 40),
    ("severe", 20),
    ("scanners", 60),
    ("fixes", 20),
    ("evidence_requests", 20),
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

/// How many frameworks the picture of their requirements has.
const STRIPS: usize = 12;

/// How many reasons for its tier an asset prints, the weightiest first.
const REASONS: usize = 8;

/// What the pages for the board read of the data; the rest of it is for the whole report.
const BOARD: [&str; 24] = [
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

/// The data of each document, as JSON.
pub(super) struct Documents {
    /// All that the whole report shows.
    pub(super) report: Vec<u8>,
    /// What the four pages for the board show.
    pub(super) executive: Vec<u8>,
}

/// The data that the templates show; `sha256` is that of the posture as it is attached.
///
/// # Errors
/// None in practice.
pub(super) fn documents(
    posture: &Posture,
    sha256: &str,
    glyphs: &Glyphs<'_>,
) -> Result<Documents, Diagnostic> {
    let report = document(posture, sha256, glyphs)?;
    let executive: Map<String, Value> = BOARD
        .iter()
        .filter_map(|name| Some(((*name).to_string(), report.get(*name)?.clone())))
        .collect();
    let bytes = |value: &Value| serde_json::to_vec(value).map_err(|error| failed(&error));
    Ok(Documents { executive: bytes(&executive.into())?, report: bytes(&report)? })
}

fn document(posture: &Posture, sha256: &str, glyphs: &Glyphs<'_>) -> Result<Value, Diagnostic> {
    let names = Names::of(posture);
    let mut value = whole(posture, &names)?;
    value.insert("sha256".into(), sha256.into());
    value.insert("board".into(), board::board(posture));
    value.insert("commentary".into(), posture.prose.as_deref().map(board::commentary).into());
    value.insert("terms".into(), json!(TERMS));
    value.insert("lists".into(), lists(posture, &names));
    value.insert("prose".into(), posture.prose.as_deref().map(prose::tree).into());
    let left_out = cut(&mut value);
    let mut changes = Changes::default();
    let paragraphs = ["prose", "commentary", "summary"].map(|name| {
        let mut paragraph = value.remove(name).unwrap_or_default();
        glyphs.clean_paragraphs(&mut paragraph, &mut changes);
        (name, paragraph)
    });
    let mut value = Value::Object(value);
    glyphs.clean(&mut value, &mut changes);
    for (name, paragraph) in paragraphs {
        value[name] = paragraph;
    }
    board::shorten(&mut value["board"]);
    let strip = strip(posture, glyphs, &mut changes);
    let rows = printable_rows(posture, glyphs, &mut changes);
    // No font draws the metadata, so that it keeps every character that can be seen.
    let cut = |text: &str| text.chars().take(MAX_METADATA).collect::<String>();
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
        let (svg, words) = picture.map(|Picture { svg, words, .. }| (svg, words)).unzip();
        drawn.insert(name.into(), json!(svg));
        drawn.insert(format!("{name}_alt"), json!(words.map(alternative)));
    }
    value["pictures"] = Value::Object(drawn);
    Ok(value)
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
/// where the posture has ids of owners.
fn whole(posture: &Posture, names: &Names<'_>) -> Result<Map<String, Value>, Diagnostic> {
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
        ..posture.clone()
    };
    let mut fields = object(&slim)?;
    let severe = posture.severe_findings.iter().map(shown_severe);
    fields.insert("severe".into(), severe.collect());
    fields.insert("severe_total".into(), posture.counts.severe().into());
    fields.insert("assets_total".into(), posture.assets.len().into());
    let assets = posture.assets.iter().take(cap("assets"));
    fields.insert("assets".into(), each(assets, |asset| shown_asset(asset, names))?);
    fields.insert(
        "excluded".into(),
        each(posture.excluded.iter(), |one| shown_excluded(one, names))?,
    );
    let requests = posture.evidence_requests.iter();
    fields.insert("evidence_requests".into(), each(requests, shown_request)?);
    fields.insert("fixes".into(), each(posture.fixes.iter(), shown_fix)?);
    let not_in_order = posture.privileged_assets.not_in_order.iter();
    fields.insert("not_in_order".into(), each(not_in_order, |row| shown_not_in_order(row, names))?);
    Ok(fields)
}

/// A list, each element as the template reads it.
fn each<'a, T: 'a>(
    all: impl Iterator<Item = &'a T>,
    shown: impl Fn(&'a T) -> Result<Map<String, Value>, Diagnostic>,
) -> Result<Value, Diagnostic> {
    all.map(|one| shown(one).map(Value::Object)).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn shown_asset(asset: &AssetCard, names: &Names<'_>) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(asset)?;
    fields.insert("owner".into(), names.owner(&asset.owner).into());
    fields.insert("key".into(), asset.key.to_string().into());
    let reasons = asset.tier_reasons.iter().take(REASONS);
    fields.insert("tier_reasons".into(), reasons.map(|reason| json!(reason)).collect());
    let left = asset.tier_reasons.len().saturating_sub(REASONS);
    fields.insert("reasons_left".into(), left.into());
    Ok(fields)
}

fn shown_not_in_order(
    row: &NotInOrder,
    names: &Names<'_>,
) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(row)?;
    fields.insert("owner".into(), names.owner(&row.owner).into());
    fields.insert("key".into(), row.asset.to_string().into());
    Ok(fields)
}

fn shown_excluded(
    asset: &ExcludedAsset,
    names: &Names<'_>,
) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(asset)?;
    fields.insert("owner".into(), names.owner(&asset.owner).into());
    fields.insert("approver".into(), names.owner(&asset.approver).into());
    fields.insert("key".into(), asset.key.to_string().into());
    fields.insert("place".into(), asset.place.to_string().into());
    Ok(fields)
}

fn shown_request(request: &EvidenceRequest) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(request)?;
    // Who is asked, and why where that is not the owner.
    fields.insert("owners".into(), request.asked.iter().map(addressee).collect());
    Ok(fields)
}

fn shown_fix(fix: &Fix) -> Result<Map<String, Value>, Diagnostic> {
    let mut fields = object(fix)?;
    fields.insert("assets".into(), words(&fix.assets));
    fields.insert("place".into(), place(fix.place.as_ref()).into());
    let asked = fix.asked.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    fields.insert("asked".into(), asked.into());
    fields.insert("due".into(), due(fix.due_on, fix.overdue > 0).into());
    Ok(fields)
}

fn shown_severe(one: &SevereFinding) -> Value {
    json!({
        "finding": one.finding,
        "severity": one.severity,
        "tier": one.tier,
        "sentence": one.sentence,
        "place": place(one.place.as_ref()),
        "asked": addressee(&one.asked),
        "due": due(one.due_on, one.overdue),
    })
}

fn addressee(one: &Addressee) -> String {
    match one.because.is_empty() {
        true => one.name.clone(),
        false => format!("{}, {}", one.name, one.because),
    }
}

fn place(place: Option<&Place>) -> String {
    place.map_or_else(|| "—".into(), ToString::to_string)
}

fn object(value: &impl serde::Serialize) -> Result<Map<String, Value>, Diagnostic> {
    match serde_json::to_value(value).map_err(|error| failed(&error))? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

fn words<T: ToString>(all: &[T]) -> Value {
    all.iter().map(ToString::to_string).collect()
}

/// Cuts the long lists; returns how much of each is left out.
fn cut(value: &mut Map<String, Value>) -> Value {
    let assets = value.get("assets_total").and_then(Value::as_u64).unwrap_or(0);
    let mut left_out = Map::new();
    for (name, most) in CAPS {
        let Some(Value::Array(list)) = value.get_mut(name) else { continue };
        let before = if name == "assets" {
            usize::try_from(assets).unwrap_or(usize::MAX)
        } else {
            list.len()
        };
        list.truncate(most);
        left_out.insert(name.into(), before.saturating_sub(most).into());
    }
    left_out.into()
}

fn cap(name: &str) -> usize {
    CAPS.iter().find(|(known, _)| *known == name).map_or(usize::MAX, |(_, most)| *most)
}

fn failed(error: &impl ToString) -> Diagnostic {
    Diagnostic::general(
        format!("the PDF report's data cannot be written: {}", error.to_string()),
        "report this",
    )
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
        value.insert("fixes".into(), vec![1; 25].into());
        value.insert("assets".into(), vec![1; 300].into());
        value.insert("assets_total".into(), 1000.into());
        let left_out = cut(&mut value);
        assert_eq!(left_out["fixes"], 5);
        assert_eq!(left_out["assets"], 700);
        assert_eq!(value["fixes"].as_array().map(Vec::len), Some(20));
    }
}
