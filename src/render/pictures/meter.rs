//! The three parts as a thin line beside a name. The numbers are next to it as text, so that
//! readers who do not see it miss nothing.

use std::fmt::Write as _;

use model::{Parts, Tenths};

/// An SVG of 1000 by 80 units; a dashed line where there are no parts. The failed part is lower than the
/// others, so that it is distinguishable without colour.
pub fn meter(parts: &Parts) -> String {
    let mut svg =
        String::from("<svg class=\"meter\" viewBox=\"0 0 1000 80\" aria-hidden=\"true\">");
    let mut from = 0;
    let all = [
        ("c-proven", parts.proven, (0, 80)),
        ("c-failed", parts.failed, (20, 60)),
        ("c-unknown", parts.unknown, (0, 80)),
    ];
    for (class, part, (y, height)) in all {
        let part = part.map_or(0, |Tenths(part)| part).clamp(0, 1000 - from);
        if part > 0 {
            // Writing to a string cannot fail.
            _ = write!(svg, "<path class=\"{class}\" d=\"M{from} {y}h{part}v{height}H{from}\"/>");
        }
        from += part;
    }
    if from == 0 {
        svg += "<path class=\"c-none\" d=\"M0 40H1000\"/>";
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_nothing_is_a_dash() {
        let parts = |proven: i64, failed: i64, unknown: i64| Parts {
            proven: Some(Tenths(proven)),
            failed: Some(Tenths(failed)),
            unknown: Some(Tenths(unknown)),
            ..Parts::default()
        };
        let svg = meter(&parts(600, 0, 400));
        assert!(
            svg.contains("c-proven\" d=\"M0 0h600") && svg.contains("c-unknown\" d=\"M600 0h400")
        );
        assert!(!svg.contains("c-failed"));
        assert!(meter(&Parts::default()).contains("c-none"));
        assert!(meter(&parts(i64::MAX, 10, 0)).contains("d=\"M0 0h1000v80H0"));
    }
}
