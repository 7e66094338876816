//! A picture as a page has it: without what the style sheet of the page gives by class, and without what is
//! the default. A document without a style sheet, such as a PDF, gets the picture whole.

use super::palette::{FONT, INK};
use super::style::{GRAPH_LINE, light};

/// What an attribute is where it is not there: in SVG, or by the rule of `.chart`.
const DEFAULTS: [(&str, &str); 6] = [
    ("font-family", FONT),
    ("font-size", "12"),
    ("font-weight", "400"),
    ("text-anchor", "start"),
    ("stroke-dasharray", "none"),
    ("xmlns", "http://www.w3.org/2000/svg"),
];

/// The same in an access graph, by the rule of `.graph`: the width of lines, and what names look like.
/// The rule of `.g-box` is that of every block there.
const OF_GRAPH: [(&str, &str); 5] = [
    ("stroke-width", GRAPH_LINE),
    ("fill", INK),
    ("font-weight", "600"),
    ("class", "g-name"),
    ("class", "g-box"),
];

/// A picture for a page. `svg` is ours: every value is in quotation marks, and no value holds `>`.
pub(super) fn compact(svg: &str) -> String {
    let mut page = String::with_capacity(svg.len() / 2);
    let is_graph = svg.split('>').next().is_some_and(|start| start.contains(" graph"));
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        page += text;
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        // A page is the ground of its pictures.
        if !tag.starts_with("<rect x=\"0\" y=\"0\"") || !tag.ends_with("class=\"c-paper\"/>") {
            element(&mut page, tag, is_graph);
        }
        rest = after;
    }
    page + rest
}

/// One tag with the attributes that it needs.
fn element(page: &mut String, tag: &str, is_graph: bool) {
    let classes = attributes(tag).find(|(name, _)| *name == "class").map_or("", |(_, all)| all);
    let name_end = tag.find(' ').unwrap_or(tag.len());
    let name = tag.get(..name_end).unwrap_or(tag);
    *page += name;
    if name_end == tag.len() {
        return;
    }
    for (attribute, value) in attributes(tag) {
        let by_class = classes.split(' ').any(|class| light().gives(class, attribute));
        let by_default = DEFAULTS.contains(&(attribute, value)) && !(is_graph && attribute == "font-weight")
            || (is_graph && OF_GRAPH.contains(&(attribute, value)))
            // A title is in it as an element.
            || (name == "<svg" && attribute == "aria-label")
            || (name == "<rect" && matches!((attribute, value), ("x" | "y", "0")));
        if !by_class && !by_default {
            let value = match attribute {
                "class" if is_graph => value.strip_prefix("g-box ").unwrap_or(value),
                _ => value,
            };
            for part in [" ", attribute, "=\"", value, "\""] {
                *page += part;
            }
        }
    }
    *page += if tag.ends_with("/>") { "/>" } else { ">" };
}

/// The names and values of a tag, in order.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after;
        Some((name.rsplit(' ').next().unwrap_or(name), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pictures::{Access, age_histogram, framework_strip, heat_map};
    use crate::render::samples;
    use model::posture::{AccessEdge, AccessKind, AccessTarget};
    use model::records::Effect;

    /// Pictures of every element that is drawn.
    fn pictures() -> Vec<String> {
        let mut posture = samples::hostile();
        let system = AccessTarget::System { name: "a <b> \"c\"".into(), environment: None };
        for (card, (kind, effect)) in posture.assets.iter_mut().zip(
            AccessKind::ALL
                .into_iter()
                .zip([None, Some(Effect::Read), Some(Effect::Destructive)].into_iter().cycle()),
        ) {
            card.severe_open = u64::from(effect.is_none());
            card.severe_possible = 1;
            posture.edges.push(AccessEdge {
                from: card.key.clone(),
                kind,
                to: system.clone(),
                effect,
            });
        }
        let access = Access::of(&posture);
        let around = posture.assets.iter().filter_map(|card| access.around(&card.key, &|_| None));
        let mut all: Vec<String> = around.map(|picture| picture.svg).collect();
        all.push(heat_map(&posture.heat_map).svg);
        all.extend(framework_strip(&posture.frameworks).map(|picture| picture.svg));
        all.extend(age_histogram(&posture.open_ages).map(|picture| picture.svg));
        assert!(all.len() >= 3, "{}", all.len());
        all
    }

    /// What an element looks like on a light page: attributes, then rules of its classes.
    fn looks(tag: &str, is_graph: bool) -> std::collections::BTreeMap<String, String> {
        let mut looks: std::collections::BTreeMap<String, String> =
            DEFAULTS.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        if is_graph {
            let of_text = |name: &str| name != "class" && tag.starts_with("text");
            let inherited = OF_GRAPH.iter().filter(|(name, _)| of_text(name));
            looks.extend(inherited.map(|(name, value)| ((*name).into(), (*value).into())));
            if tag.starts_with("rect") && !tag.contains("g-tall") {
                let rules = light().of("g-box").iter();
                looks.extend(rules.map(|(name, value)| ((*name).to_string(), value.clone())));
            }
        }
        for (name, value) in attributes(tag).filter(|(name, _)| *name != "class") {
            looks.insert(name.into(), value.into());
        }
        let classes = attributes(tag).find(|(name, _)| *name == "class");
        let classes = classes.map_or("", |(_, classes)| classes);
        for class in classes.split(' ') {
            for (name, value) in light().of(class) {
                looks.insert((*name).into(), value.clone());
            }
        }
        looks
    }

    #[test]
    fn every_element_looks_as_it_does_without_a_style_sheet() {
        for svg in pictures() {
            let short = compact(&svg);
            assert!(short.len() * 10 < svg.len() * 8, "{} of {}", short.len(), svg.len());
            let tags = |svg: &str| {
                let tags = svg.split('<').skip(1).filter_map(|it| it.split('>').next());
                tags.map(String::from).collect::<Vec<_>>()
            };
            let mut drawn = tags(&svg);
            let ground = |tag: &String| tag.starts_with("rect") && tag.contains("\"c-paper\"");
            drawn.remove(drawn.iter().position(ground).expect("a ground"));
            assert_eq!(drawn.len(), tags(&short).len());
            for (whole, short) in drawn.iter().zip(tags(&short)) {
                if whole.starts_with("svg") {
                    continue;
                }
                let is_graph = svg.contains(" graph ");
                let (mut whole_looks, mut short_looks) =
                    (looks(whole, is_graph), looks(&short, is_graph));
                for looks in [&mut whole_looks, &mut short_looks] {
                    looks.entry("x".into()).or_insert_with(|| "0".into());
                    looks.entry("y".into()).or_insert_with(|| "0".into());
                    looks.entry("stroke-width".into()).or_insert_with(|| GRAPH_LINE.into());
                }
                assert_eq!(whole_looks, short_looks, "{whole} / {short}");
            }
        }
    }

    #[test]
    fn texts_stay_as_they_are() {
        let svg = "<svg class=\"chart\" aria-label=\"a\"><title>x = \"y\" / z</title><text x=\"0\" \
                   font-weight=\"400\" class=\"c-ink\" fill=\"#000000\">a &lt; b</text></svg>";
        let short = "<svg class=\"chart\"><title>x = \"y\" / z</title><text x=\"0\" \
                     class=\"c-ink\">a &lt; b</text></svg>";
        assert_eq!(compact(svg), short);
    }
}
