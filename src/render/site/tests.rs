//! What must hold on every page, whatever a posture holds.

use std::collections::{BTreeMap, BTreeSet};

use super::name::Letters;
use super::render;
use crate::render::options::Options;
use crate::render::{csp, samples};
use model::Posture;
use model::posture::FindingCard;

/// What is made of a posture, in its order.
fn files(posture: &Posture, options: &Options) -> Vec<model::Artifact> {
    let mut files = Vec::new();
    render(posture, &posture.findings, options, &mut files).unwrap();
    files
}

/// Every file of a site by its path below the folder of the site.
fn site(posture: &Posture) -> BTreeMap<String, String> {
    let files = files(posture, &Options::default());
    let file = |file: model::Artifact| {
        let path = file.path.strip_prefix("site/").unwrap().to_string();
        (path, String::from_utf8(file.bytes).unwrap())
    };
    files.into_iter().map(file).collect()
}

/// The single page.
fn single(posture: &Posture) -> String {
    let mut files = files(posture, &Options { single_file: true, ..Options::default() });
    assert_eq!(files.len(), 1);
    String::from_utf8(files.remove(0).bytes).unwrap()
}

/// Every page of both forms.
fn pages(posture: &Posture) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> =
        site(posture).into_iter().filter(|(path, _)| path.ends_with(".html")).collect();
    pages.push(("report.html".into(), single(posture)));
    pages
}

/// The values of an attribute.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let sign = format!(" {name}=\"");
    let parts: Vec<&str> = page.split(sign.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next()).collect()
}

/// Everything between `<` and `>` after the head, which holds style and scripts.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split("</head>").last().unwrap();
    body.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

/// The path that a link on a page leads to.
fn resolved(from: &str, href: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in href.split('/') {
        match step {
            ".." => _ = steps.pop().expect("a link that stays in the site"),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[test]
fn every_kind_of_page_is_written() {
    let site = site(&samples::hostile());
    for start in [
        "index.html",
        "findings/index.html",
        "findings/passed.html",
        "findings/not-applicable.html",
        "assets/index.html",
        "assets/server-",
        "owners/index.html",
        "owners/",
        "domains/identity.html",
        "controls/index.html",
        "controls/",
        "frameworks/index.html",
        "frameworks/",
        "trend.html",
        "requests.html",
        "waivers.html",
        "method.html",
        "inputs.html",
        "months/index.html",
        "static/style-",
        "static/icon-",
        "files.txt",
    ] {
        assert!(site.keys().any(|path| path.starts_with(start)), "{start}");
    }
    let listed: Vec<&str> = site["files.txt"].lines().skip(1).collect();
    assert_eq!(listed, site.keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn nothing_renders_as_dashes_and_says_so() {
    let site = site(&samples::empty());
    assert!(site["index.html"].contains("<p class=\"letter grade-none\">—</p>"));
    assert!(site["index.html"].contains("No assessed control is open."));
    assert!(site["waivers.html"].contains("No waivers are recorded."));
    assert!(site["trend.html"].contains("keeps no record"));
}

/// A page without the script that holds the data of the single page, which no text of them can end.
fn without_data(path: &str, page: &str) -> String {
    if path != "report.html" {
        return page.to_string();
    }
    let (before, rest) = page.split_once("<script>").expect("a script with data");
    let (data, after) = rest.split_once("</script>").expect("its end");
    assert!(!data.contains('<'), "{path}: markup in the data");
    assert!(!before.contains("</head>"), "{path}: the data are in the head");
    format!("{before}{after}")
}

#[test]
fn hostile_texts_become_no_markup() {
    const OURS: [&str; 58] = [
        "a", "article", "b", "body", "caption", "code", "dd", "desc", "details", "div", "dl", "dt",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "link", "main",
        "meta", "nav", "ol", "p", "path", "rect", "section", "span", "strong", "small", "summary",
        "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "tspan", "ul", "em",
        "head", "!DOCTYPE", "line", "g", "circle", "polygon", "polyline", "figure", "script",
        "time",
    ];
    for (path, page) in pages(&samples::hostile()) {
        for tag in tags(&page) {
            let name = tag.split([' ', '\n']).next().unwrap().trim_start_matches('/');
            assert!(OURS.contains(&name), "{path}: {tag}");
            // What is between quotation marks is a value.
            let names: String = tag.split('"').step_by(2).collect();
            assert!(!names.contains(" on") && !names.contains(" style="), "{path}: {tag}");
        }
        let page = without_data(&path, &page);
        for sign in
            ["<script>", "<img", "\u{202e}", "\u{2066}", "\u{1b}", "\u{2028}", "javascript:\""]
        {
            assert!(!page.contains(sign), "{path}: {sign:?}");
        }
        let outside = attributes(&page, "href").into_iter().filter(|href| href.contains(':'));
        for href in outside {
            let is_ours = href.starts_with("data:image/svg+xml;base64,") || href.starts_with('#');
            assert!(is_ours || href.starts_with("https://"), "{path}: {href}");
        }
        assert!(attributes(&page, "src").iter().all(|src| !src.contains(':')), "{path}");
    }
}

#[test]
fn every_link_has_a_target_and_every_target_one_name() {
    for posture in [samples::empty(), samples::hostile()] {
        let site = site(&posture);
        let ids: BTreeMap<&str, BTreeSet<&str>> = site
            .iter()
            .map(|(path, page)| (path.as_str(), attributes(page, "id").into_iter().collect()))
            .collect();
        for (path, page) in &site {
            assert_eq!(
                attributes(page, "id").len(),
                ids[path.as_str()].len(),
                "{path}: ids repeat"
            );
            for href in attributes(page, "href") {
                if href.starts_with("https:")
                    || href.starts_with("http:")
                    || href.starts_with("mailto:")
                {
                    continue;
                }
                let (file, place) =
                    href.split_once('#').map_or((href, None), |(f, p)| (f, Some(p)));
                let file = if file.is_empty() { path.clone() } else { resolved(path, file) };
                let targets = ids.get(file.as_str());
                assert!(targets.is_some(), "{path}: {href} leads nowhere");
                let is_there =
                    place.is_none_or(|place| targets.is_some_and(|it| it.contains(place)));
                assert!(is_there, "{path}: {href} leads to no place");
            }
        }
        let page = single(&posture);
        let ids = attributes(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        for link in attributes(&page, "href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(unique.contains(link), "{link}");
        }
    }
}

#[test]
fn every_page_has_one_title_one_main_part_and_a_language() {
    for (path, page) in pages(&samples::hostile()) {
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert_eq!(page.matches("<main id=\"main\">").count(), 1, "{path}");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"), "{path}");
        let titles: Vec<&str> =
            page.split("<title>").skip(1).filter_map(|it| it.split("</title>").next()).collect();
        assert!(titles.first().is_some_and(|title| title.len() > 3), "{path}");
        // Levels of headings follow each other.
        let mut level = 0;
        for next in page.split("<h").skip(1).filter_map(|it| it.chars().next()?.to_digit(10)) {
            assert!(next <= level + 1, "{path}: h{next} after h{level}");
            level = next;
        }
    }
}

#[test]
fn the_policy_allows_no_inline_code_but_what_it_names_by_hash() {
    let written = |page: &str| {
        let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
        policy.split('"').next().unwrap().to_string()
    };
    for (path, page) in site(&samples::hostile()).iter().filter(|(path, _)| path.ends_with(".html"))
    {
        assert_eq!(written(page), csp::FOLDER, "{path}");
        assert!(!page.contains("<style") && !page.contains("unsafe"), "{path}");
        assert!(
            page.matches("<script").count() == 1 && page.contains("<script defer src="),
            "{path}"
        );
    }
    let page = single(&samples::hostile());
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let scripts = page
        .split("<script")
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().1.split("</script>").next().unwrap());
    let scripts: Vec<&str> = scripts.collect();
    assert_eq!(scripts.len(), 2);
    assert!(scripts[0].starts_with("(self.musterData=") && !scripts[0].contains('<'));
    assert!(!scripts[1].contains("<!--"));
    assert_eq!(written(&page), csp::single(style, &scripts));
    assert!(!page.contains("unsafe"));
}

#[test]
fn the_same_posture_gives_the_same_bytes() {
    let posture = samples::hostile();
    assert_eq!(site(&posture), site(&posture));
}

#[test]
fn every_page_is_linked_from_another() {
    for posture in [samples::empty(), samples::hostile()] {
        let site = site(&posture);
        let linked: BTreeSet<String> = site
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .flat_map(|(path, page)| {
                let hrefs = attributes(page, "href").into_iter();
                let files = hrefs.filter_map(|href| href.split('#').next());
                let files: Vec<String> = files
                    .filter(|file| !file.is_empty() && !file.contains(':'))
                    .map(|file| resolved(path, file))
                    .filter(|file| file != path)
                    .collect();
                files
            })
            .collect();
        for path in site.keys().filter(|path| path.ends_with(".html")) {
            assert!(linked.contains(path), "no page links {path}");
        }
    }
}

#[test]
fn a_row_that_only_precedes_a_requirement_is_marked_and_never_open() {
    let mut posture = samples::hostile();
    let framework = posture.frameworks.first_mut().unwrap();
    let requirement = framework.groups.first_mut().unwrap().requirements.first_mut().unwrap();
    requirement.gap = None;
    let state = requirement.controls.first_mut().unwrap();
    state.worst = Some(model::Outcome::Fail);
    state.mapping.strength = model::Strength::Supporting;
    let page = |posture: &Posture| {
        let at = super::name::name(&posture.frameworks.first().unwrap().id, Letters::Lower);
        site(posture)[&format!("frameworks/{at}.html")].clone()
    };
    let counted = page(&posture);
    let requirement =
        &mut posture.frameworks.first_mut().unwrap().groups.first_mut().unwrap().requirements;
    let state = requirement.first_mut().unwrap().controls.first_mut().unwrap();
    state.mapping.property = model::Property::Precedes;
    let uncounted = page(&posture);
    let open = |page: &str| page.matches("<small>Open: ").count();
    assert_eq!(open(&counted), open(&uncounted) + 1);
    assert!(!counted.contains("(precedes it, not counted)"));
    assert!(uncounted.contains("(precedes it, not counted)"));
}

#[test]
fn what_only_counts_as_open_has_its_own_figure_and_is_listed_by_name() {
    let mut posture = samples::full();
    let sign = "counts as open";
    let at = |card: &FindingCard| card.outcome == model::Outcome::NotAssessed;
    let at = posture.findings.iter().position(at).expect("a finding that is not assessed");
    posture.findings[at].items.clear();
    posture.findings[at].first_seen = None;
    assert!(site(&posture).values().all(|page| !page.contains(sign)));
    let card = &mut posture.findings[at];
    card.first_seen = Some("2026-10".parse().unwrap());
    let (id, asset) = (card.id.to_string(), super::name::asset(&card.asset));
    posture.counts.severe_high_open = 144;
    posture.counts.severe_high_unassessed = 2;
    let site = site(&posture);
    let overview = &site["index.html"];
    assert!(
        overview.contains("<strong>142</strong> high findings on privileged identities are open")
    );
    assert!(
        overview.contains("href=\"findings/index.html#counted-as-open\"><strong>2</strong> more")
    );
    let list = site["findings/index.html"].split("counted-as-open").nth(1).expect("a list");
    let control = id.split('@').next().unwrap();
    assert!(list.contains(&format!("#f-{control}")), "{list}");
    assert!(site[&format!("assets/{asset}.html")].contains(sign));
    assert!(site["findings/not-assessed.html"].contains(sign));
}

#[test]
fn what_is_retired_or_has_no_score_comes_last_under_a_heading() {
    let mut posture = samples::full();
    let first = posture.assets.first().expect("an asset").clone();
    let live = model::posture::AssetCard {
        key: model::AssetKey::new(model::AssetKind::Server, "live"),
        name: "Live".into(),
        retired: false,
        ..first
    };
    posture.assets.push(live);
    let site = site(&posture);
    let page = &site["assets/index.html"];
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    let heading = at("Retired, or without a score (1)");
    assert!(at(">Live<") < heading && heading < page.rfind(">S<").expect("the retired one"));
}

#[test]
fn a_finding_that_rests_on_a_relaxed_limit_is_marked() {
    let mut posture = samples::hostile();
    let sign = "by a relaxed limit";
    let card = posture.findings.iter().find(|card| card.outcome == model::Outcome::Pass).unwrap();
    let (id, asset) = (card.id.to_string(), super::name::asset(&card.asset));
    assert!(site(&posture).values().all(|page| !page.contains(sign)));
    posture.under_defaults = Some(model::posture::ScoreAndGrade {
        score: posture.score,
        grade: posture.grade.clone(),
        worse: vec![id],
    });
    let site = site(&posture);
    assert!(site[&format!("assets/{asset}.html")].contains(sign));
    assert!(site["findings/passed.html"].contains(sign));
}
