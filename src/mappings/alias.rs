//! Declared aliases: one row of data for all the ids of a framework.

use model::Alias;

/// How a requirement's id is written under an alias; `None` where the alias is not about it.
pub(super) fn written(alias: &Alias, id: &str) -> Option<String> {
    let found = captures(&alias.means, id)?;
    Some(filled(&alias.form, &found))
}

/// What else the alias may mean, for one id.
pub(super) fn others(alias: &Alias, id: &str) -> Vec<String> {
    let found = captures(&alias.means, id).unwrap_or_default();
    alias.or.iter().map(|other| filled(other, &found)).collect()
}

/// Placeholders by their letter, with what they stand for: `('n', "7")`.
type Captures = Vec<(char, String)>;

/// Matches an id against a pattern.
fn captures(pattern: &str, id: &str) -> Option<Captures> {
    let mut found = Captures::new();
    let mut rest = id;
    let mut parts = pattern.split('{');
    rest = rest.strip_prefix(parts.next().unwrap_or_default())?;
    for part in parts {
        let (name, literal) = part.split_once('}')?;
        let letter = name.chars().next()?;
        let is_number = matches!(letter, 'n' | 'm');
        let fits = |c: char| if is_number { c.is_ascii_digit() } else { c.is_ascii_alphabetic() };
        let (taken, left) = rest.split_at(rest.find(|c| !fits(c)).unwrap_or(rest.len()));
        if taken.is_empty() || (name.len() == 2 && taken.len() != 2) {
            return None;
        }
        let value = if is_number { taken.trim_start_matches('0') } else { taken };
        found.push((letter, value.to_string()));
        rest = left.strip_prefix(literal)?;
    }
    rest.is_empty().then_some(found)
}

/// Puts what was found into another pattern.
fn filled(pattern: &str, found: &Captures) -> String {
    let mut text = pattern.to_string();
    for (letter, value) in found {
        text = text.replace(&format!("{{{letter}{letter}}}"), &format!("{value:0>2}"));
        text = text.replace(&format!("{{{letter}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias(form: &str, means: &str) -> Alias {
        Alias {
            form: form.into(),
            means: means.into(),
            note: None,
            doubtful: false,
            or: vec!["A{nn} of another list".into()],
        }
    }

    #[test]
    fn one_row_speaks_of_every_id() {
        let short = alias("NHI{n}", "NHI{n}:2025");
        assert_eq!(written(&short, "NHI10:2025").as_deref(), Some("NHI10"));
        assert_eq!(written(&short, "NHI10:2024"), None);
        let padded = alias("ASI-{n}", "ASI{nn}");
        assert_eq!(written(&padded, "ASI03").as_deref(), Some("ASI-3"));
        assert_eq!(others(&padded, "ASI03"), ["A03 of another list"]);
        let two = alias("GV-{n}.{m}", "GOVERN {n}.{m}");
        assert_eq!(written(&two, "GOVERN 2.1").as_deref(), Some("GV-2.1"));
        let letters = alias("{x}{y}{nn}", "{x}.{y}-{nn}");
        assert_eq!(written(&letters, "PR.AA-05").as_deref(), Some("PRAA05"));
        assert_eq!(written(&alias("A1", "ASI01"), "ASI01").as_deref(), Some("A1"));
    }
}
