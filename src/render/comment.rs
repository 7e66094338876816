//! `summary.md`: what a pull request or a step summary shows, in less than four kilobytes.

use std::collections::HashMap;

use super::escape::{to_markdown, with_code};
use super::fit::clip;
use super::site_link::site_link;
use super::terms::TERMS;
use super::view::View;
use model::change::{ChangedFinding, Class};
use model::posture::{FindingCard, SevereFinding, Standing};
use model::{Artifact, Change, Posture, Tenths, Verdict};

const NAME: &str = "summary.md";
/// The longest summary, in bytes.
const MOST: usize = 4_000;
/// What is kept free for the last lines: where the rest is.
const LAST: usize = 700;
/// How many characters of a defect and of a remediation are printed.
const CLIPPED: usize = 110;
/// How many entries of a list are printed, as far as there is room.
const ENTRIES: usize = 8;

/// `summary.md`; `beside` is the page of the site beside it.
pub(super) fn render(posture: &Posture, view: &View<'_>, beside: &str) -> Artifact {
    let mut page = Page::default();
    head(&mut page, posture, view);
    if let Some(verdict) = &posture.verdict {
        gate(&mut page, verdict);
    }
    figures(&mut page, posture);
    let change = posture.history.as_ref().and_then(|history| history.change.as_ref());
    let cards = Cards::of(posture);
    match change {
        Some(change) => changed(&mut page, change, &cards),
        None => page.line("There is no earlier month to compare with."),
    }
    page.gap();
    rest(&mut page, posture, change.is_some());
    let link = format!("[Full report]({})", site_link(posture, beside));
    Artifact::new(NAME, page.end(&link))
}

fn head(page: &mut Page, posture: &Posture, view: &View<'_>) {
    let who = to_markdown(&clip(&posture.organisation, 60));
    let letter = posture.grade.letter.map_or_else(|| "none".to_string(), String::from);
    let period = to_markdown(&clip(&posture.period, 20));
    page.line(&format!(
        "### {who}, {period}: grade {letter}, {} of 100",
        dash(posture.score.proven)
    ));
    page.gap();
    if let Some(part) = &view.part {
        page.line(&format!("**{}**", to_markdown(&clip(part, 400))));
        page.gap();
    }
    if posture.demo {
        page.line("Demonstration: the organisation and all its data are invented.");
        page.gap();
    }
}

/// The verdict of the gate, with the rules that do not hold.
fn gate(page: &mut Page, verdict: &Verdict) {
    let failed: Vec<_> = verdict.rulings.iter().filter(|ruling| !ruling.passed).collect();
    let all = verdict.rulings.len();
    page.line(&match (failed.len(), all) {
        (0, 1) => format!("**{} passed**: its rule holds.", TERMS.gate),
        (0, _) => format!("**{} passed**: all {all} rules hold.", TERMS.gate),
        (some, _) => format!("**{} failed**: {some} of {all} rules do not hold.", TERMS.gate),
    });
    page.gap();
    page.list(
        failed
            .into_iter()
            .map(|ruling| format!("- {}: {}", to_markdown(&ruling.rule), text(&ruling.sentence))),
    );
}

fn figures(page: &mut Page, posture: &Posture) {
    let (score, counts) = (&posture.score, &posture.counts);
    page.line(&format!(
        "Proven {}, failed {}, unknown {}; privileged (T2–T3) {}. Open: {} critical, {} high; {} overdue.",
        dash(score.proven),
        dash(score.failed),
        dash(score.unknown),
        dash(posture.privileged.proven),
        posture.open.critical,
        posture.open.high,
        counts.overdue,
    ));
    page.gap();
}

/// What changed since the last month: what regressed first, then what is fixed.
fn changed(page: &mut Page, change: &Change, cards: &Cards<'_>) {
    page.line(&format!(
        "Since {}: {} points, {} on the same assets in both periods.",
        change.before.period,
        signed(change.difference),
        signed(change.same_assets.difference),
    ));
    page.gap();
    let named = || change.classes.iter().flat_map(|row| &row.named);
    let mut regressed: Vec<&ChangedFinding> = named().filter(|one| one.regressed).collect();
    regressed.sort_by(|a, b| (b.severity, b.tier, &a.id).cmp(&(a.severity, a.tier, &b.id)));
    page.line(&format!("Findings: {}.", change.figures_in_words()));
    page.gap();
    page.line(&format!("**{}: {}**", TERMS.regressed, change.regressed));
    page.gap();
    page.list(regressed.into_iter().map(|one| cards.entry(one)));
    let fixed = change.classes.iter().find(|row| row.class == Class::Fixed);
    page.line(&format!("**Fixed: {}**", fixed.map_or(0, |row| row.findings)));
    page.gap();
    let fixed = fixed.into_iter().flat_map(|row| &row.named);
    page.list(fixed.map(|one| format!("- {} ({}, {})", id(&one.id), one.severity, one.tier)));
}

/// What persists, folded away; open where nothing is compared.
fn rest(page: &mut Page, posture: &Posture, folded: bool) {
    let counts = &posture.counts;
    let title = format!("{}: {}", TERMS.severe, counts.critical().and(counts.high()).words());
    page.fold(folded, &title, posture.severe_findings.iter().map(severe));
    let actions = posture.fixes.iter().map(|fix| {
        let place = fix.place.as_ref().map(|place| format!(" ({})", code(&place.to_string())));
        format!(
            "- **{}** {}, {}: {}{} +{} points",
            to_markdown(&fix.control),
            fix.severity,
            fix.tier,
            text(&fix.remediation),
            place.unwrap_or_default(),
            fix.gain
        )
    });
    page.fold(true, &format!("{}: {}", TERMS.actions, posture.fixes.len()), actions);
    let requests = posture.evidence_requests.iter().map(|request| {
        let who = request.asked.first().map(|one| to_markdown(&clip(&one.name, 40)));
        format!("- {} (asked: {})", text(&request.sentence), who.unwrap_or_else(|| "—".into()))
    });
    let title = format!("{}: {}", TERMS.requests, counts.requests + counts.confirmations);
    page.fold(true, &title, requests);
}

fn severe(one: &SevereFinding) -> String {
    let possible = if one.standing == Standing::Possible { ", possible" } else { "" };
    let place = one.place.as_ref().map(|place| format!(" ({})", code(&place.to_string())));
    let due =
        one.due_on.map(|day| format!("; due {day}{}", if one.overdue { ", overdue" } else { "" }));
    format!(
        "- **{}, {}{possible}** {}: {}{}{}",
        one.severity,
        one.tier,
        id(&one.finding),
        text(&one.sentence),
        place.unwrap_or_default(),
        due.unwrap_or_default()
    )
}

/// What the posture holds of a changed finding.
struct Cards<'a> {
    findings: HashMap<&'a str, &'a FindingCard>,
    remediations: HashMap<&'a str, &'a str>,
}

impl<'a> Cards<'a> {
    fn of(posture: &'a Posture) -> Self {
        Cards {
            findings: posture.findings.iter().map(|card| (card.id.as_str(), card)).collect(),
            remediations: posture
                .controls
                .iter()
                .map(|control| (control.id.as_str(), control.remediation.as_str()))
                .collect(),
        }
    }

    /// Defect, fix and place.
    fn entry(&self, one: &ChangedFinding) -> String {
        let card = self.findings.get(one.id.as_str());
        let defect = card.map_or(one.title.as_str(), |card| &card.sentence);
        let place = card.and_then(|card| card.place());
        let place = place.map(|place| format!(" ({})", code(&place.to_string())));
        let fix = card.and_then(|card| self.remediations.get(card.control.as_str()));
        let fix = fix.map(|fix| format!(" Fix: {}", text(fix)));
        format!(
            "- **{}, {}** {}: {}{}.{}",
            one.severity,
            one.tier,
            id(&one.id),
            text(defect),
            place.unwrap_or_default(),
            fix.unwrap_or_default()
        )
    }
}

/// Lines as far as there is room.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn room(&self, more: usize) -> bool {
        self.text.len() + more < MOST - LAST
    }

    fn line(&mut self, line: &str) {
        if self.room(line.len()) {
            self.text += line;
            self.text.push('\n');
        }
    }

    fn gap(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// As many entries as there is room for; how many are left out is a line of its own.
    fn list(&mut self, entries: impl Iterator<Item = String>) {
        let entries: Vec<String> = entries.collect();
        let shown = self.entries(&entries);
        if shown < entries.len() {
            self.line(&format!("- and {} more", entries.len() - shown));
        }
        if !entries.is_empty() {
            self.gap();
        }
    }

    fn entries(&mut self, entries: &[String]) -> usize {
        for (at, entry) in entries.iter().take(ENTRIES).enumerate() {
            if !self.room(entry.len() + "- and 99999 more\n</details>\n\n".len()) {
                return at;
            }
            self.text += entry;
            self.text.push('\n');
        }
        entries.len().min(ENTRIES)
    }

    /// A list under a title, folded away or not; left out where there is no room for one entry.
    fn fold(&mut self, folded: bool, title: &str, entries: impl Iterator<Item = String>) {
        let entries: Vec<String> = entries.collect();
        let first = entries.first().map_or(0, String::len);
        if entries.is_empty() || !self.room(title.len() + first + 120) {
            return;
        }
        self.text += &match folded {
            true => format!("<details>\n<summary>{title}</summary>\n\n"),
            false => format!("**{title}**\n\n"),
        };
        let shown = self.entries(&entries);
        if shown < entries.len() {
            self.text += &format!("- and {} more\n", entries.len() - shown);
        }
        self.text += if folded { "\n</details>\n\n" } else { "\n" };
    }

    fn end(mut self, link: &str) -> String {
        self.gap();
        let link = if self.text.len() + link.len() < MOST - 80 { link } else { "" };
        self.text += link;
        self.text += if link.is_empty() { "" } else { " · " };
        self.text += "`report.md` and `posture.json` have the rest\n";
        self.text
    }
}

/// A sentence of ours, clipped, with fields as code.
fn text(sentence: &str) -> String {
    with_code(&clip(sentence, CLIPPED))
}

fn id(id: &str) -> String {
    to_markdown(&clip(id, 80))
}

fn code(place: &str) -> String {
    with_code(&format!("`{}`", clip(place, 80).replace('`', "'")))
}

fn dash(number: Option<Tenths>) -> String {
    number.map_or_else(|| "—".into(), |number| number.to_string())
}

fn signed(points: Option<Tenths>) -> String {
    match points {
        Some(points) if points.0 > 0 => format!("+{points}"),
        Some(points) if points.0 < 0 => format!("−{}", Tenths(-points.0)),
        points => dash(points),
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;
    use crate::render::{clean, samples};

    fn summary(posture: &Posture) -> String {
        let posture = clean::posture(posture);
        let view = View::of(&posture, posture.assets.len());
        String::from_utf8(render(&posture, &view, "site/index.html").bytes).unwrap()
    }

    /// A sample with as many entries of everything as a large estate has.
    fn large() -> Posture {
        fn many<T: Clone>(list: &[T]) -> Vec<T> {
            list.iter().cycle().take(200).cloned().collect()
        }
        let mut posture = samples::hostile();
        posture.severe_findings = many(&posture.severe_findings);
        posture.fixes = many(&posture.fixes);
        posture.evidence_requests = many(&posture.evidence_requests);
        if let Some(change) = posture.history.as_mut().and_then(|it| it.change.as_mut()) {
            for row in &mut change.classes {
                row.named = many(&row.named);
                row.named.iter_mut().for_each(|one| one.regressed = true);
            }
        }
        posture
    }

    #[test]
    fn a_summary_has_less_than_four_kilobytes_whatever_it_is_about() {
        for posture in [samples::empty(), samples::hostile(), large()] {
            let text = summary(&posture);
            assert!(text.len() < 4_096, "{}", text.len());
            assert!(text.ends_with("have the rest\n"), "{text}");
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        }
    }

    #[test]
    fn hostile_texts_become_no_markup_but_ours() {
        let text = summary(&large());
        for event in Parser::new(&text) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let ours = ["<details>", "<summary>", "</details>", "</summary>"];
                    let mut tags =
                        html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
                    assert!(tags.all(|tag| ours.contains(&format!("<{tag}>").as_str())), "{html}");
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert_eq!(&*dest_url, "site/index.html");
                }
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{event:?}"),
                _ => {}
            }
        }
    }
}
