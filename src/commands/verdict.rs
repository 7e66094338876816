//! A verdict as people and programs read it.

use model::{Amount, Remediation, Ruling, Verdict};
use syntax::Line;

/// How many characters of a remediation are printed; `--format json` and the report have all of it.
const LONGEST_REMEDIATION: usize = 200;

/// The verdict for people: what is most severe, then failed rules, each with its top remediation actions.
pub(super) fn text(verdict: &Verdict, severe: &[String]) -> Vec<Line> {
    let Verdict { organisation, period, as_of, rulings, .. } = verdict;
    let against = verdict.baseline.iter().map(|name| format!(" · against {name}"));
    let against: String = against.collect();
    let mut lines =
        vec![format!("Gate of {organisation} · {period} · as of {as_of}{against}"), String::new()];
    lines.extend(severe.iter().cloned());
    if !severe.is_empty() {
        lines.push(String::new());
    }
    let failed = rulings.iter().filter(|ruling| !ruling.passed).count();
    for ruling in rulings.iter().filter(|ruling| !ruling.passed) {
        lines.push(line("FAIL", ruling));
        if !ruling.remediations.is_empty() {
            lines.push("          top remediation actions:".into());
        }
        lines.extend(ruling.remediations.iter().map(help));
    }
    let held = rulings.iter().filter(|ruling| ruling.passed);
    lines.extend(held.map(|ruling| line("ok  ", ruling)));
    lines.extend(verdict.notes.iter().map(|note| format!("  note  {note}")));
    lines.push(String::new());
    lines.push(match failed {
        0 => "The gate passed.".into(),
        1 => format!("The gate failed: 1 of {} rules does not hold.", rulings.len()),
        _ => format!("The gate failed: {failed} of {} rules do not hold.", rulings.len()),
    });
    lines.into_iter().map(Line::new).collect()
}

/// The verdict for programs.
pub(super) fn json(verdict: &Verdict) -> String {
    serde_json::to_string_pretty(verdict).unwrap_or_default() + "\n"
}

fn line(word: &str, ruling: &Ruling) -> String {
    let place = ruling.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    format!("  {word}  {}: {}{place}", ruling.rule, ruling.sentence)
}

fn help(help: &Remediation) -> String {
    let gain = match help.gain {
        Amount::Points(points) => format!("+{points}"),
        Amount::UpTo(points) => format!("≤{points}"),
        Amount::Count(count) => format!("-{count}"),
    };
    let assets: Vec<String> = help.assets.iter().map(ToString::to_string).collect();
    let more = match help.findings {
        few if few <= assets.len() as u64 => String::new(),
        many => format!(" … ({many} findings)"),
    };
    let mut how: String = help.how.chars().take(LONGEST_REMEDIATION).collect();
    if help.how.chars().count() > LONGEST_REMEDIATION {
        how.push('…');
    }
    format!("          {gain:>6}  {} on {}{more}: {how}", help.what, assets.join(", "))
}
