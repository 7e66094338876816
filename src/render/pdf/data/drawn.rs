//! The pictures of the posture, each with its words, in texts that the fonts can show.

use serde::Serialize;

use crate::render::pdf::text::{Changes, Glyphs};
use crate::render::pictures::{self, Picture};
use model::Posture;
use model::posture::FamilyRow;

/// How many characters of alternative text a picture is given. Archival PDF limits a text outside the
/// pages to 32,767 bytes, and a character may take four.
const MAX_ALTERNATIVE: usize = 8_000;
/// How many frameworks the picture of their requirements has.
const STRIPS: usize = 12;

/// Each picture as SVG and in words; none where there is nothing to draw.
#[derive(Debug, Serialize)]
pub(super) struct Pictures {
    trend: Option<String>,
    trend_alt: Option<String>,
    work: Option<String>,
    work_alt: Option<String>,
    waterfall: Option<String>,
    waterfall_alt: Option<String>,
    bar: Option<String>,
    bar_alt: Option<String>,
    strip: Option<String>,
    strip_alt: Option<String>,
    ages: Option<String>,
    ages_alt: Option<String>,
    map: Option<String>,
    map_alt: Option<String>,
}

/// The pictures of a posture.
pub(super) fn pictures(posture: &Posture, glyphs: &Glyphs<'_>, changes: &mut Changes) -> Pictures {
    let strip = strip(posture, glyphs, changes);
    let rows = printable_rows(posture, glyphs, changes);
    let history = posture.history.as_ref();
    let change = history.and_then(|history| history.change.as_ref());
    let months = history.map(|history| history.months.as_slice());
    let (trend, trend_alt) = drawn(months.and_then(pictures::trend));
    let (work, work_alt) = drawn(months.and_then(pictures::work));
    let (waterfall, waterfall_alt) = drawn(change.and_then(pictures::waterfall));
    let (bar, bar_alt) = drawn(Some(pictures::three_part_bar(&posture.score)));
    let (strip, strip_alt) = drawn(strip);
    let (ages, ages_alt) = drawn(pictures::age_histogram(&posture.open_ages));
    let (map, map_alt) = drawn(Some(pictures::heat_map(&rows)));
    Pictures {
        trend,
        trend_alt,
        work,
        work_alt,
        waterfall,
        waterfall_alt,
        bar,
        bar_alt,
        strip,
        strip_alt,
        ages,
        ages_alt,
        map,
        map_alt,
    }
}

/// The drawing and its words. No line of a picture is broken: the places where a word may break are taken out
/// of its texts.
fn drawn(picture: Option<Picture>) -> (Option<String>, Option<String>) {
    let whole = |text: String| text.replace('\u{200b}', "");
    picture.map(|Picture { svg, words, .. }| (whole(svg), alternative(whole(words)))).unzip()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternative_texts_have_a_longest_length() {
        let long = alternative("ä".repeat(40_000));
        assert!(long.ends_with('…') && long.chars().count() == MAX_ALTERNATIVE + 1);
        assert_eq!(alternative("short".into()), "short");
    }
}
