//! What every picture is drawn from: blocks, patterns and texts.

use super::palette::{EDGE, FAILED, FONT, Pattern, UNKNOWN};

/// How far the lines of a hatching are apart.
const STEP: i64 = 14;

/// The start of a picture: its name, description and ground. What it contains is read as one image.
pub(super) fn open(size: (i64, i64), view: (i64, i64), title: &str, description: &str) -> String {
    start(("img", "chart"), size, view, title, description)
}

/// The same for a picture with links, whose parts are read one by one.
pub(super) fn open_group(
    size: (i64, i64),
    columns: usize,
    title: &str,
    description: &str,
) -> String {
    start(("group", &format!("chart graph g-{columns}")), size, size, title, description)
}

fn start(
    (role, class): (&str, &str),
    size: (i64, i64),
    view: (i64, i64),
    title: &str,
    description: &str,
) -> String {
    let title = escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"{role}\" aria-label=\"{title}\" class=\"{class}\" \
         width=\"{}\" height=\"{}\" viewBox=\"0 0 {w} {h}\"><title>{title}</title><desc>{}</desc>\
         <rect x=\"0\" y=\"0\" width=\"{w}\" height=\"{h}\" fill=\"#ffffff\" class=\"c-paper\"/>",
        size.0,
        size.1,
        escape(description),
        w = view.0,
        h = view.1,
    )
}

pub(super) fn block((x, y): (i64, i64), (w, h): (i64, i64), fill: &str, class: &str) -> String {
    if w <= 0 {
        return String::new();
    }
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\" class=\"{class}\"/>"
    )
}

/// A failed part: a block with diagonal lines.
pub(super) fn hatched((x, y): (i64, i64), (w, h): (i64, i64)) -> String {
    let lines = diagonals((x, y), (w, h), STEP, Slope::Rising);
    block((x, y), (w, h), FAILED, "c-failed")
        + &if lines.is_empty() {
            String::new()
        } else {
            format!(
                "<path d=\"{lines}\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"3\" \
                 stroke-opacity=\"0.55\" class=\"c-hatch\"/>"
            )
        }
}

/// An unknown part: a pale block with a dashed edge, drawn inside its bounds.
pub(super) fn dashed((x, y): (i64, i64), (w, h): (i64, i64)) -> String {
    if w <= 0 {
        return String::new();
    }
    if w <= 4 {
        return block((x, y), (w, h), EDGE, "c-unknown");
    }
    outlined((x, y), (w, h), UNKNOWN, "6 4", "c-unknown")
}

/// A block with a broken edge, drawn inside its bounds.
pub(super) fn outlined(
    (x, y): (i64, i64),
    (w, h): (i64, i64),
    fill: &str,
    dashes: &str,
    class: &str,
) -> String {
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\" stroke=\"{EDGE}\" \
         stroke-width=\"2\" stroke-dasharray=\"{dashes}\" class=\"{class}\"/>",
        x + 1,
        y + 1,
        (w - 2).max(1),
        h - 2,
    )
}

/// The lines of a pattern, cut by hand to a place: a clip path or a pattern of SVG would need an id.
pub(super) fn pattern(
    pattern: Pattern,
    place: (i64, i64),
    size: (i64, i64),
    (ink, class): (&str, &str),
) -> String {
    let lines = pattern_lines(pattern, place, size);
    if lines.is_empty() {
        return lines;
    }
    format!(
        "<path d=\"{lines}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.5\" \
         stroke-opacity=\"0.6\" class=\"{class}\"/>"
    )
}

/// The same as part of a path.
pub(super) fn pattern_lines(pattern: Pattern, place: (i64, i64), size: (i64, i64)) -> String {
    match pattern {
        Pattern::Plain | Pattern::Dashed | Pattern::Dotted => String::new(),
        Pattern::Dots => dots(place, size),
        Pattern::Wide => diagonals(place, size, 9, Slope::Rising),
        Pattern::Dense => diagonals(place, size, 5, Slope::Rising),
        Pattern::Crossed => {
            diagonals(place, size, 7, Slope::Rising) + &diagonals(place, size, 7, Slope::Falling)
        }
        Pattern::Upright => upright(place, size),
    }
}

/// Which way a diagonal runs.
#[derive(Clone, Copy)]
enum Slope {
    Rising,
    Falling,
}

fn diagonals((x, y): (i64, i64), (w, h): (i64, i64), step: i64, slope: Slope) -> String {
    let mut lines = String::new();
    let mut foot = (x - h).div_euclid(step) * step;
    while foot < x + w {
        let (from, to) = (foot.max(x), (foot + h).min(x + w));
        if from < to {
            let (start, end) = (from - foot, to - foot);
            let (start, end) = match slope {
                Slope::Rising => (y + h - start, y + h - end),
                Slope::Falling => (y + start, y + end),
            };
            lines += &format!("M{from} {start}l{}{:+}", to - from, end - start);
        }
        foot += step;
    }
    lines
}

fn upright((x, y): (i64, i64), (w, h): (i64, i64)) -> String {
    let places = (1..w).step_by(4).map(|across| format!("M{} {y}V{}", x + across, y + h));
    places.collect()
}

fn dots((x, y): (i64, i64), (w, h): (i64, i64)) -> String {
    let mut dots = String::new();
    for down in (4..h - 1).step_by(6) {
        for across in (3..w - 1).step_by(6) {
            dots += &format!("M{} {}h2", x + across, y + down);
        }
    }
    dots
}

pub(super) fn text(
    (x, y): (i64, i64),
    (anchor, size, weight): (&str, u8, u16),
    (fill, class): (&str, &str),
    words: &str,
) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-family=\"{FONT}\" \
         font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\" class=\"{class}\">{}</text>",
        escape(words)
    )
}

/// As much of a text as its place can hold.
pub(super) fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// How wide a letter is, in hundredths of its size. Letters of other scripts count as wide as they may be, so
/// that nothing runs out of its place.
fn wide(letter: char) -> i64 {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | '/' | '-' | ' ' | '|' => 44,
        'm' | 'w' | 'M' | 'W' | '@' => 105,
        'A'..='Z' => 78,
        _ if letter.is_ascii() => 69,
        '\u{a0}'..='\u{2fff}' => 80,
        _ => 105,
    }
}

/// Whether a text fits a width, in letters of a size.
pub(super) fn fits(text: &str, width: i64, size: i64) -> bool {
    let mut used = 0;
    text.chars().all(|letter| {
        used += wide(letter);
        used * size <= width * 100
    })
}

/// As much of a text as fits a width, in letters of a size.
pub(super) fn fit(text: &str, width: i64, size: i64) -> String {
    if fits(text, width, size) {
        return text.to_string();
    }
    let mut used = wide('…');
    let shown = text.chars().take_while(|letter| {
        used += wide(*letter);
        used * size <= width * 100
    });
    shown.chain(['…']).collect()
}

/// Both ends of a text, as much as fits a width: what makes a name differ is often at its end.
pub(super) fn fit_ends(text: &str, width: i64, size: i64) -> String {
    if fits(text, width, size) {
        return text.to_string();
    }
    let mut used = wide('…');
    let (mut head, mut tail) = (String::new(), Vec::new());
    let mut letters = text.chars();
    loop {
        let from_head = head.chars().count() <= tail.len();
        let next = if from_head { letters.next() } else { letters.next_back() };
        let Some(letter) = next else { break };
        used += wide(letter);
        if used * size > width * 100 {
            break;
        }
        if from_head {
            head.push(letter);
        } else {
            tail.push(letter);
        }
    }
    head.push('…');
    head.extend(tail.iter().rev());
    head
}

/// The position of a row or column as a coordinate.
pub(super) fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(0)
}

/// A text inside an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '&' => safe += "&amp;",
            '"' => safe += "&quot;",
            control if control.is_control() => safe.push(' '),
            plain => safe.push(plain),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stay_inside_their_block() {
        let all =
            [Pattern::Dots, Pattern::Wide, Pattern::Dense, Pattern::Crossed, Pattern::Upright];
        for kind in all {
            let drawn = pattern(kind, (100, 200), (17, 44), ("#000000", "c"));
            let path = drawn.split('"').nth(1).expect("a path");
            let strokes = path.split('M').skip(1);
            let mut counted = 0;
            for stroke in strokes {
                let (start, _) = stroke.split_once(['l', 'V', 'h']).expect("a line");
                let (x, y) = start.split_once(' ').expect("two numbers");
                let (x, y): (i64, i64) = (x.parse().expect("x"), y.parse().expect("y"));
                assert!((100..=117).contains(&x) && (200..=244).contains(&y), "{kind:?} {stroke}");
                counted += 1;
            }
            assert!(counted >= 3, "{kind:?}: {drawn}");
        }
        assert!(hatched((100, 0), (7, 44)).contains("<path"));
    }

    #[test]
    fn a_text_is_shortened_in_its_middle_and_keeps_both_ends() {
        assert_eq!(fit_ends("short", 100, 12), "short");
        let cut = fit_ends("orders-sandbox/DATABASE_URL", 140, 12);
        assert!(cut.starts_with("orders") && cut.ends_with("_URL") && cut.contains('…'), "{cut}");
        assert!(fits(&cut, 140, 12) && !fits("orders-sandbox/DATABASE_URL", 140, 12));
        assert!(fit_ends(&"国".repeat(1_000_000), 100, 12).chars().count() < 9);
    }

    #[test]
    fn a_text_is_cut_where_its_place_ends() {
        assert_eq!(fit("short", 100, 12), "short");
        let cut = fit(&"m".repeat(40), 100, 12);
        assert!(cut.ends_with('…') && cut.chars().count() < 10, "{cut}");
        assert!(fit(&"国".repeat(40), 100, 12).chars().count() < 9);
    }
}
