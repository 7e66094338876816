//! Colours and patterns. Each level differs from every other of its scale in lightness and in pattern, so
//! that it is distinguishable in greyscale, on a dark page and by the colour-blind.

use model::posture::RequirementStatus;
use model::{Parts, Tenths};

pub(super) const FONT: &str = "IBM Plex Sans";
pub(super) const INK: &str = "#1b2430";
pub(super) const MUTED: &str = "#5b6673";
pub(super) const PROVEN: &str = "#1f5563";
pub(super) const FAILED: &str = "#c2553a";
pub(super) const UNKNOWN: &str = "#e6e9ed";
pub(super) const EDGE: &str = "#7d8793";

/// How a level is drawn.
#[derive(Debug)]
pub(super) struct Level {
    /// Its class; the text on it has the class with `-ink` after it.
    pub(super) class: &'static str,
    pub(super) pattern: Pattern,
    /// On a light page.
    pub(super) light: Colours,
    /// On a dark page.
    pub(super) dark: Colours,
}

/// A fill, and the text on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colours {
    pub(super) fill: &'static str,
    pub(super) ink: &'static str,
}

/// What is drawn over a fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    Plain,
    Dots,
    Wide,
    Dense,
    Crossed,
    Upright,
    /// A dashed edge.
    Dashed,
    /// A dotted edge.
    Dotted,
}

const DARK_INK: &str = "#10161b";
const LIGHT_INK: &str = "#ffffff";

const fn level(
    class: &'static str,
    pattern: Pattern,
    light: (&'static str, &'static str),
    dark: (&'static str, &'static str),
) -> Level {
    let light = Colours { fill: light.0, ink: light.1 };
    Level { class, pattern, light, dark: Colours { fill: dark.0, ink: dark.1 } }
}

/// How much is proven, the most first: the less, the darker on a light page and the lighter on a dark one.
pub(super) const SHARES: [Level; 6] = [
    level("s-a", Pattern::Plain, ("#d3e7e5", INK), ("#23363c", LIGHT_INK)),
    level("s-b", Pattern::Dots, ("#a9cdce", INK), ("#345660", LIGHT_INK)),
    level("s-c", Pattern::Wide, ("#dca663", INK), ("#8b6537", LIGHT_INK)),
    level("s-d", Pattern::Dense, ("#c9743c", DARK_INK), ("#d58c5f", DARK_INK)),
    level("s-e", Pattern::Crossed, ("#84291a", LIGHT_INK), ("#f6bda9", DARK_INK)),
    level("s-unknown", Pattern::Dashed, ("#f7f8fa", INK), ("#171d24", LIGHT_INK)),
];

/// The level of a share; none where there is nothing to judge.
pub(super) fn share(parts: &Parts) -> Option<&'static Level> {
    let [a, b, c, d, e, unknown] = &SHARES;
    match (parts.proven, parts.unknown) {
        (None, None) => None,
        (None, Some(_)) => Some(unknown),
        (Some(Tenths(0)), Some(Tenths(1000))) => Some(unknown),
        (Some(Tenths(900..)), _) => Some(a),
        (Some(Tenths(750..)), _) => Some(b),
        (Some(Tenths(500..)), _) => Some(c),
        (Some(Tenths(250..)), _) => Some(d),
        (Some(_), _) => Some(e),
    }
}

/// What the levels of [`SHARES`] mean.
pub(super) const SHARE_KEYS: [&str; 6] =
    ["90–100 %", "75–89.9 %", "50–74.9 %", "25–49.9 %", "0–24.9 %", "all unknown"];

/// The states of requirements, in the order in which a strip shows them.
pub(super) const STATES: [(RequirementStatus, Level); 6] = [
    (
        RequirementStatus::Met,
        level("r-met", Pattern::Plain, ("#1f5563", LIGHT_INK), ("#a5dbe6", DARK_INK)),
    ),
    (
        RequirementStatus::PartiallyMet,
        level("r-partial", Pattern::Dots, ("#e0ac68", INK), ("#b98848", DARK_INK)),
    ),
    (
        RequirementStatus::NotMet,
        level("r-failed", Pattern::Crossed, ("#b04a2f", LIGHT_INK), ("#a3553d", LIGHT_INK)),
    ),
    (
        RequirementStatus::NotAssessed,
        level("r-unknown", Pattern::Dashed, ("#e6e9ed", INK), ("#36414c", LIGHT_INK)),
    ),
    (
        RequirementStatus::NotApplicable,
        level("r-none", Pattern::Upright, ("#c6ccd3", INK), ("#4d5a67", LIGHT_INK)),
    ),
    (
        RequirementStatus::NotCovered,
        level("r-uncovered", Pattern::Dotted, ("#ffffff", INK), ("#171d24", LIGHT_INK)),
    ),
];

/// The classes of grades: how bad a letter is, as a colour behind it.
pub(super) const GRADES: [(&str, Colours, Colours); 6] = {
    const fn badge(fill: &'static str) -> Colours {
        Colours { fill, ink: LIGHT_INK }
    }
    const fn dark(fill: &'static str) -> Colours {
        Colours { fill, ink: DARK_INK }
    }
    [
        ("grade-a", badge("#1f5563"), dark("#7cc7d5")),
        ("grade-b", badge("#3a7465"), dark("#86cbad")),
        ("grade-c", badge("#846300"), dark("#e0b84a")),
        ("grade-d", badge("#ad4f19"), dark("#f09a5b")),
        ("grade-e", badge("#9b2718"), dark("#f58f7e")),
        ("grade-none", badge("#55606d"), dark("#a5b0bc")),
    ]
};

/// The class of a letter; [`super::style`] has its colours.
pub fn grade_class(letter: Option<char>) -> &'static str {
    match letter {
        Some('A') => "grade-a",
        Some('B') => "grade-b",
        Some('C') => "grade-c",
        Some('D') => "grade-d",
        Some('E') => "grade-e",
        _ => "grade-none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least difference in lightness (CIE L*, 0 to 100) between two levels of a scale.
    const LIGHTNESS: f64 = 6.0;
    /// The page of a light and of a dark style.
    const GROUNDS: [&str; 2] = ["#ffffff", "#171d24"];

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    /// What a greyscale print shows.
    fn lightness(colour: &str) -> f64 {
        let y = luminance(colour);
        if y > 216.0 / 24389.0 { 116.0 * y.cbrt() - 16.0 } else { y * 24389.0 / 27.0 }
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn distinguishable(levels: &[&Level]) {
        for (at, one) in levels.iter().enumerate() {
            for (ground, colours) in [one.light, one.dark].into_iter().enumerate() {
                let readable = contrast(colours.fill, colours.ink);
                assert!(readable >= 4.5, "{} on ground {ground}: {readable:.2}", one.class);
            }
            for other in &levels[at + 1..] {
                let pair = format!("{} and {}", one.class, other.class);
                assert_ne!(one.pattern, other.pattern, "{pair}");
                for (one, other) in [(one.light, other.light), (one.dark, other.dark)] {
                    let apart = (lightness(one.fill) - lightness(other.fill)).abs();
                    assert!(apart >= LIGHTNESS, "{pair}: {apart:.1}");
                }
            }
        }
    }

    #[test]
    fn levels_differ_in_lightness_and_pattern_in_light_and_dark() {
        distinguishable(&SHARES.iter().collect::<Vec<_>>());
        distinguishable(&STATES.iter().map(|(_, level)| level).collect::<Vec<_>>());
    }

    #[test]
    fn the_three_parts_differ_in_greyscale() {
        let parts = [PROVEN, FAILED, UNKNOWN].map(lightness);
        assert!((parts[0] - parts[1]).abs() > 12.0 && (parts[1] - parts[2]).abs() > 12.0);
    }

    #[test]
    fn nothing_and_everything_proven_are_far_apart() {
        let of = |proven| Parts {
            proven: Some(Tenths(proven)),
            unknown: Some(Tenths(0)),
            ..Parts::default()
        };
        let fill = |proven| lightness(share(&of(proven)).expect("a level").light.fill);
        assert!(fill(1000) - fill(0) > 50.0);
    }

    #[test]
    fn every_state_is_in_the_strip_once() {
        for status in RequirementStatus::ALL {
            assert_eq!(STATES.iter().filter(|(known, _)| *known == status).count(), 1);
        }
    }

    #[test]
    fn grades_are_readable_on_both_pages_and_differ() {
        let letters =
            ["A", "B", "C", "D", "E", ""].map(|letter| grade_class(letter.chars().next()));
        assert_eq!(letters, GRADES.map(|(class, ..)| class));
        for (class, light, dark) in GRADES {
            for (colours, ground) in [light, dark].into_iter().zip(GROUNDS) {
                let letter = contrast(colours.fill, colours.ink);
                assert!(letter >= 4.5, "{class}: the letter has {letter:.2}");
                let badge = contrast(colours.fill, ground);
                assert!(badge >= 3.0, "{class}: the badge has {badge:.2}");
            }
        }
    }

    #[test]
    fn lines_and_edges_are_visible() {
        for colour in [INK, MUTED, PROVEN, FAILED, EDGE] {
            assert!(contrast(colour, "#ffffff") >= 3.0, "{colour}");
        }
    }
}
