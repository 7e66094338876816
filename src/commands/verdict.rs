//! A verdict as people and programs read it.

use model::{Amount, Remediation, Ruling, Verdict};

/// How many letters of a mend are printed; the whole of it is in `--format json` and the report.
const LONGEST_MEND: usize = 200;

/// The verdict for people: failed rules first, each with what would lift it.
pub(super) fn text(verdict: &Verdict) -> String {
    let Verdict { organisation, period, as_of, rulings, .. } = verdict;
    let against = verdict.baseline.iter().map(|name| format!(" · against {name}"));
    let against: String = against.collect();
    let mut lines =
        vec![format!("{organisation} · {period} · as of {as_of}{against}"), String::new()];
    let failed = rulings.iter().filter(|ruling| !ruling.passed).count();
    for ruling in rulings.iter().filter(|ruling| !ruling.passed) {
        lines.push(line("FAIL", ruling));
        if !ruling.remediations.is_empty() {
            lines.push("          cheapest to lift it:".into());
        }
        lines.extend(ruling.remediations.iter().map(help));
    }
    let held = rulings.iter().filter(|ruling| ruling.passed);
    lines.extend(held.map(|ruling| line("ok  ", ruling)));
    lines.extend(verdict.notes.iter().map(|note| format!("  note  {note}")));
    lines.push(String::new());
    lines.push(match failed {
        0 => "The gate passed.".into(),
        _ => format!("The gate failed: {failed} of {} rules are missed.", rulings.len()),
    });
    let text = lines.join("\n") + "\n";
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
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
    let mut how: String = help.how.chars().take(LONGEST_MEND).collect();
    if help.how.chars().count() > LONGEST_MEND {
        how.push('…');
    }
    format!("          {gain:>6}  {} on {}{more}: {how}", help.what, assets.join(", "))
}
