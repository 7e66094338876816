//! The three parts as a thin line beside a name. The numbers stand next to it as text, so that
//! readers who do not see it miss nothing.

use std::fmt::Write as _;

/// An SVG of 100 by 8 units; a dashed line where there are no parts.
pub(super) fn meter(proven: Option<f64>, failed: Option<f64>, unknown: Option<f64>) -> String {
    let mut svg = String::from(
        "<svg class=\"meter\" viewBox=\"0 0 100 8\" width=\"100\" height=\"8\" \
         preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">",
    );
    let mut from = 0.0;
    let parts = [("c-proven", proven), ("c-failed", failed), ("c-unknown", unknown)];
    for (class, part) in parts {
        let Some(part) = part.map(|part| part.clamp(0.0, 100.0 - from)).filter(|p| *p > 0.0) else {
            continue;
        };
        // Writing to a string cannot fail.
        _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"0\" width=\"{part:.1}\" height=\"8\"/>"
        );
        from += part;
    }
    if from == 0.0 {
        svg += "<path class=\"c-none\" d=\"M0 4H100\"/>";
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_nothing_is_a_dash() {
        let svg = meter(Some(60.0), Some(0.0), Some(40.0));
        assert!(svg.contains("c-proven\" x=\"0.0\"") && svg.contains("c-unknown\" x=\"60.0\""));
        assert!(!svg.contains("c-failed"));
        assert!(meter(None, None, None).contains("c-none"));
        assert!(meter(Some(9e9), Some(1.0), None).contains("width=\"100.0\""));
    }
}
