//! Logos: PNG, or SVG in which nothing runs and nothing is fetched.

use model::posture::{Logo, LogoFormat};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use syntax::encoding::base64;

/// How large a logo may be.
const MAX_LOGO: usize = 64 * 1024;
/// How many pixels a PNG may have on a side: the bytes of a large one are few, and what it unpacks to is not.
const MAX_SIDE: u32 = 4_096;
/// How many elements an SVG may have.
const MAX_ELEMENTS: usize = 5_000;

/// The elements of SVG that draw, and none that runs, fetches or embeds.
const ELEMENTS: [&str; 22] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "use",
    "symbol",
    "metadata",
];

/// A logo from the bytes of a file.
///
/// # Errors
/// Why it may not be shown, as a clause.
pub fn logo(bytes: &[u8]) -> Result<Logo, String> {
    if bytes.len() > MAX_LOGO {
        return Err(format!("it has {} bytes, more than {MAX_LOGO}", bytes.len()));
    }
    let format = match bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        true => {
            small(bytes)?;
            LogoFormat::Png
        }
        false => {
            harmless(bytes)?;
            LogoFormat::Svg
        }
    };
    Ok(Logo { format, base64: base64(bytes) })
}

/// Whether a PNG states a size that a page can show.
fn small(bytes: &[u8]) -> Result<(), String> {
    let cut_short = || "it is not whole".to_string();
    let header = bytes.get(12..).and_then(|chunk| chunk.strip_prefix(b"IHDR"));
    let header = header.ok_or_else(cut_short)?;
    let side = |at: usize| {
        let side = header.get(at..at + 4).and_then(|side| side.try_into().ok());
        side.map(u32::from_be_bytes).ok_or_else(cut_short)
    };
    let (width, height) = (side(0)?, side(4)?);
    match (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height) {
        true => Ok(()),
        false => Err(format!("it has {width} × {height} pixels; a side may have {MAX_SIDE}")),
    }
}

/// Whether an SVG only draws.
fn harmless(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is neither PNG nor SVG".to_string())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut count, mut depth) = (0, 0_usize);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                self::element(&element, count)?;
                (count, depth) = (count + 1, depth + 1);
            }
            Ok(Event::Empty(element)) => {
                self::element(&element, count)?;
                count += 1;
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            // An entity can hold anything; only those that XML itself knows are read.
            Ok(Event::DocType(_)) => {
                return Err("it has a document type, which may define entities".into());
            }
            Ok(Event::PI(_)) => return Err("it has a processing instruction".into()),
            Ok(Event::Eof) if count == 0 => return Err("it is neither PNG nor SVG".into()),
            Ok(Event::Eof) if depth > 0 => return Err("it is not whole".into()),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(format!("it is no well-formed SVG: {error}")),
        }
        if count > MAX_ELEMENTS {
            return Err(format!("it has more than {MAX_ELEMENTS} elements"));
        }
    }
}

fn element(element: &BytesStart<'_>, before: usize) -> Result<(), String> {
    let name = element.name().into_inner().to_string();
    if before == 0 && name != "svg" {
        return Err("it is neither PNG nor SVG".into());
    }
    if !ELEMENTS.contains(&name.as_str()) {
        return Err(format!("it has the element {name}, which may run or fetch something"));
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| format!("it is no well-formed SVG: {error}"))?;
        let key = attribute.key.into_inner().to_ascii_lowercase();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| format!("it is no well-formed SVG: {error}"))?;
        let value = value.to_ascii_lowercase();
        let is_link = key == "href" || key.ends_with(":href");
        // `url(#a)` names a part of the same picture.
        let inside = value
            .split("url(")
            .skip(1)
            .all(|rest| rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
        let fetches = !inside || value.contains("@import") || value.contains('\\');
        if key.starts_with("on") || fetches || is_link && !value.starts_with('#') {
            return Err(format!("its attribute {key} may run or fetch something"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a PNG of a size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mark = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        [&mark[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
    }

    #[test]
    fn a_png_states_a_size_that_a_page_can_show() {
        for (width, height) in [(60_000, 60_000), (1, MAX_SIDE + 1), (0, 1), (1, 0)] {
            let why = logo(&png(width, height)).expect_err("a size");
            assert!(why.contains(&format!("{width} × {height} pixels")), "{why}");
        }
        for cut in 8..png(1, 1).len() {
            assert_eq!(logo(&png(1, 1)[..cut]), Err("it is not whole".into()), "{cut}");
        }
    }

    #[test]
    fn pictures_that_only_draw_are_taken() {
        let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><defs>\
                   <linearGradient id=\"a\"/></defs><path d=\"M0 0\" fill=\"url(#a)\"/><use href=\"#b\"/></svg>";
        assert_eq!(logo(svg.as_bytes()).map(|logo| logo.format), Ok(LogoFormat::Svg));
        assert_eq!(logo(&png(640, MAX_SIDE)).map(|logo| logo.format), Ok(LogoFormat::Png));
    }

    #[test]
    fn whatever_may_run_or_fetch_is_refused() {
        for inner in [
            "<script>alert(1)</script>",
            "<g onload=\"alert(1)\"/>",
            "<g ONLOAD=\"alert(1)\"/>",
            "<a href=\"https://x\"/>",
            "<use href=\"https://x#a\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<image href=\"https://x/p.png\"/>",
            "<foreignObject/>",
            "<style>@import url(https://x)</style>",
            "<rect style=\"fill:url(https://x)\"/>",
            "<rect fill=\"url( 'https://x')\"/>",
            "<rect style=\"fill:u\\rl(x)\"/>",
            "<animate/>",
            "<set/>",
            "<x:script/>",
            "<g>",
            "&undefined;<g a=\"&undefined;\"/>",
        ] {
            let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
            assert!(logo(svg.as_bytes()).is_err(), "{inner}");
        }
        for whole in [
            "",
            "text",
            "<html/>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>",
            "<?xml-stylesheet href=\"https://x\"?><svg/>",
            "GIF89a",
        ] {
            assert!(logo(whole.as_bytes()).is_err(), "{whole}");
        }
        let large = format!("<svg>{}</svg>", " ".repeat(MAX_LOGO));
        assert!(logo(large.as_bytes()).expect_err("large").contains("more than 65536"));
        let many = format!("<svg>{}</svg>", "<g/>".repeat(MAX_ELEMENTS + 1));
        assert!(logo(many.as_bytes()).expect_err("many").contains("elements"));
    }
}
