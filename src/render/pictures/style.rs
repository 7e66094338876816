//! The style sheet of the pictures: what a page needs beside the colours that are in them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::palette::{Colours, EDGE, FAILED, GRADES, INK, MUTED, PROVEN, SHARES, STATES, UNKNOWN};

/// The width of a line in an access graph, by the rule of `.graph`, which has colour and weight of names, too.
pub(super) const GRAPH_LINE: &str = "2";
/// The size of a box in an access graph, by the rule of `.g-box`.
pub(super) const BOX: (i64, i64) = (180, 42);

/// Widths, and the rules that are no colours of a scale.
const RULES: &str = "\
.picture{margin:1rem 0}
.picture>p{margin:.5rem 0;font-size:.875rem;font-weight:600}
.keys{list-style:none;margin:.5rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.8125rem}
.keys li{display:flex;gap:.5rem;align-items:center}
.keys svg{flex:none;width:30px;height:16px;stroke-width:2}
.chart{display:block;max-width:100%;height:auto;font-size:12px;font-weight:400}
.picture-scroll .chart{min-width:36rem}
.picture-scroll .g-3{min-width:41rem}
.picture-scroll .g-4{min-width:54rem}
.chart a{cursor:pointer}
.chart a:focus-visible{outline:3px solid currentColor;outline-offset:2px}
.chart a:hover rect,.chart a:focus-visible rect{stroke-width:3}
.g-bad,.g-may{pointer-events:none}
.at-narrow{display:none}
@media screen and (max-width:40rem){.at-wide{display:none}.at-narrow{display:block}}
.picture-data{font-size:.875rem}
.picture-data summary{cursor:pointer;width:fit-content}
.meter{flex:none;width:6.25rem;height:.5rem;vertical-align:middle}
.chart,.meter,[class^=grade-]{print-color-adjust:exact;-webkit-print-color-adjust:exact}
";

/// The colours of a dark page that belong to no scale.
const DARK: &str = "\
.c-paper{fill:none}
.c-ink,.graph{fill:#e5eaef}
.c-none-ink,.g-head,.g-note{fill:#a5b0bc}
.c-proven{fill:#66b4c3}
.c-failed{fill:#c9694d}
.c-unknown{fill:#2a333d;stroke:#8f9aa6}
.c-hatch{stroke:#171d24}
.c-none{stroke:#8f9aa6}
.l-proven{stroke:#66b4c3}
.l-failed{stroke:#ec9275}
.l-unknown{stroke:#8f9aa6}
.l-ink{stroke:#e5eaef}
.l-grid{stroke:#313b46}
:where(.graph rect),.g-tall{fill:#1f2830;stroke:#8f9aa6}
.g-frame{stroke:#8f9aa6}
.g-focus{stroke:#e5eaef}
.g-uses,.g-as,.g-holds,.g-opens,.g-reach{stroke:#8f9aa6}
.g-strong{stroke:#ec9275}
.g-tip{fill:#8f9aa6}
.g-strong-tip{fill:#ec9275}
.g-bad{stroke:#ec9275}
.g-may{stroke:#8f9aa6}
";

/// A property and its value.
type Rule = (&'static str, String);

/// What classes give on a light page, so that elements need not repeat it.
pub(super) struct Light {
    /// In the order of the sheet: a later class wins.
    rules: Vec<(String, Vec<Rule>)>,
    places: HashMap<String, usize>,
}

impl Light {
    /// The rules of a class.
    pub(super) fn of(&self, class: &str) -> &[Rule] {
        let rules = self.places.get(class).and_then(|at| self.rules.get(*at));
        rules.map_or(&[], |(_, rules)| rules)
    }

    /// Whether a class sets a property.
    pub(super) fn gives(&self, class: &str, property: &str) -> bool {
        self.of(class).iter().any(|(name, _)| *name == property)
    }
}

/// What classes give on a light page.
pub(super) fn light() -> &'static Light {
    static LIGHT: LazyLock<Light> = LazyLock::new(|| {
        let fill = |colour: &str| vec![("fill", colour.to_string())];
        let line =
            |colour: &str| vec![("fill", "none".to_string()), ("stroke", colour.to_string())];
        let with = |mut rules: Vec<Rule>, more: &[(&'static str, &str)]| {
            rules.extend(more.iter().map(|(name, value)| (*name, (*value).to_string())));
            rules
        };
        let drawn = |colour: &str, width: &str, dashes: &str| {
            with(line(colour), &[("stroke-width", width), ("stroke-dasharray", dashes)])
        };
        let boxed = |more: &[(&'static str, &str)]| {
            let width = format!("{}px", BOX.0);
            let all = [("stroke", EDGE), ("stroke-width", "1"), ("width", &width), ("rx", "4px")];
            with(with(fill("#ffffff"), &all), more)
        };
        let mut rules: Vec<(String, Vec<Rule>)> = vec![
            ("c-paper".into(), fill("#ffffff")),
            ("c-proven".into(), fill(PROVEN)),
            ("c-failed".into(), fill(FAILED)),
            ("c-unknown".into(), fill(UNKNOWN)),
            ("c-ink".into(), fill(INK)),
            ("c-none-ink".into(), fill(MUTED)),
            (
                "c-hatch".into(),
                with(line("#ffffff"), &[("stroke-width", "3"), ("stroke-opacity", "0.55")]),
            ),
            (
                "h-value".into(),
                vec![
                    ("text-anchor", "middle".into()),
                    ("font-size", "13px".into()),
                    ("font-weight", "600".into()),
                ],
            ),
            ("h-note".into(), vec![("text-anchor", "middle".into()), ("font-size", "10px".into())]),
            ("h-name".into(), vec![("font-size", "13px".into()), ("font-weight", "600".into())]),
            ("l-grid".into(), line("#d9dfe5")),
            ("g-box".into(), boxed(&[("height", &format!("{}px", BOX.1))])),
            ("g-tall".into(), boxed(&[])),
            ("g-frame".into(), with(line(EDGE), &[("stroke-width", "1")])),
            ("g-round".into(), vec![("rx", "14px".into())]),
            (
                "g-bad".into(),
                with(line(FAILED), &[("stroke-width", "8"), ("stroke-dasharray", "6 2")]),
            ),
            (
                "g-may".into(),
                with(line(EDGE), &[("stroke-width", "8"), ("stroke-dasharray", "2 3")]),
            ),
            ("g-focus".into(), with(Vec::new(), &[("stroke", INK), ("stroke-width", "3")])),
            ("g-head".into(), fill(MUTED)),
            ("g-note".into(), with(fill(MUTED), &[("font-size", "10px"), ("font-weight", "400")])),
            ("g-uses".into(), drawn(EDGE, "1.5", "none")),
            ("g-as".into(), drawn(EDGE, "2", "9 4")),
            ("g-holds".into(), drawn(EDGE, "2", "2 4")),
            ("g-opens".into(), drawn(EDGE, "2", "9 3 2 3")),
            ("g-reach".into(), drawn(EDGE, "3", "none")),
            ("g-strong".into(), drawn(FAILED, "5", "14 3")),
            ("g-tip".into(), fill(EDGE)),
            ("g-strong-tip".into(), fill(FAILED)),
        ];
        for level in SHARES.iter().chain(STATES.iter().map(|(_, level)| level)) {
            let Colours { fill: ground, ink } = level.light;
            rules.push((level.class.into(), fill(ground)));
            rules.push((format!("{}-ink", level.class), fill(ink)));
            let lines = with(line(ink), &[("stroke-width", "1.5"), ("stroke-opacity", "0.6")]);
            rules.push((format!("{}-lines", level.class), lines));
        }
        let places = rules.iter().enumerate().map(|(at, (class, _))| (class.clone(), at)).collect();
        Light { rules, places }
    });
    &LIGHT
}

/// The style sheet of every picture, thin bar and grade.
pub fn style() -> String {
    let mut sheet = String::from(RULES);
    sheet += &format!(".graph{{stroke-width:{GRAPH_LINE};fill:{INK};font-weight:600}}\n");
    for (class, rules) in &light().rules {
        let rules: Vec<String> =
            rules.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        sheet += &match class.as_str() {
            // Every block of a graph is a box; any class of its own wins.
            "g-box" => format!(":where(.graph rect:not(.g-tall)){{{}}}\n", rules.join(";")),
            _ => format!(".{class}{{{}}}\n", rules.join(";")),
        };
    }
    // On a page as small as a thin bar, unknown needs an edge to be seen.
    sheet += &format!(".meter .c-unknown{{fill:{EDGE};opacity:.45}}\n");
    sheet += &format!(".c-none{{stroke:{EDGE};stroke-width:2;stroke-dasharray:3 3;fill:none}}\n");
    for (class, light, _) in GRADES {
        sheet += &badge(class, light);
    }
    sheet += "@media screen and (prefers-color-scheme:dark){\n";
    sheet += DARK;
    let levels = SHARES.iter().chain(STATES.iter().map(|(_, level)| level));
    for level in levels {
        let (class, Colours { fill, ink }) = (level.class, level.dark);
        sheet += &format!(
            ".{class}{{fill:{fill}}}.{class}-ink{{fill:{ink}}}.{class}-lines{{stroke:{ink}}}\n"
        );
    }
    for (class, _, dark) in GRADES {
        sheet += &badge(class, dark);
    }
    sheet + "}\n"
}

fn badge(class: &str, Colours { fill, ink }: Colours) -> String {
    format!(".{class}{{background:{fill};color:{ink}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_its_dark_colours_in_the_sheet() {
        let sheet = style();
        let dark = sheet.split("prefers-color-scheme:dark").nth(1).expect("a dark part");
        for level in SHARES.iter().chain(STATES.iter().map(|(_, level)| level)) {
            assert!(dark.contains(&format!(".{}{{fill:{}}}", level.class, level.dark.fill)));
        }
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
        assert!(!sheet.contains("var(") && !sheet.contains("url("));
    }
}
