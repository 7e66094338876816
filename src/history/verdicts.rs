//! The findings of one asset as one text: `OWN-01 fohi3 since=2026-05, OWN-02 pohi3`.
//!
//! A finding is its control, then five letters (outcome, class of evidence, severity, domain and tier), then
//! what not every finding has. Weight and credit follow from the letters, so that no record can state others.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use model::month::MonthFinding;
use model::{Domain, EvidenceClass, Outcome, Severity, Tier, weight};

/// What separates the findings of an asset.
const BETWEEN: &str = ", ";

/// Letters that ids of scanners keep; all others are written as `%20`.
const CODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

const OUTCOMES: [(u8, Outcome); 5] = [
    (b'p', Outcome::Pass),
    (b'h', Outcome::Partial),
    (b'f', Outcome::Fail),
    (b'u', Outcome::NotAssessed),
    (b'n', Outcome::NotApplicable),
];
const CLASSES: [(u8, EvidenceClass); 4] = [
    (b'o', EvidenceClass::Observed),
    (b'r', EvidenceClass::Recorded),
    (b'd', EvidenceClass::Declared),
    (b'a', EvidenceClass::Attested),
];
const SEVERITIES: [(u8, Severity); 5] = [
    (b'c', Severity::Critical),
    (b'h', Severity::High),
    (b'm', Severity::Medium),
    (b'l', Severity::Low),
    (b'i', Severity::Info),
];
const DOMAINS: [(u8, Domain); 3] =
    [(b'i', Domain::Identity), (b'p', Domain::PlatformSecurity), (b'o', Domain::Operator)];
const TIERS: [(u8, Tier); 4] =
    [(b'0', Tier::T0), (b'1', Tier::T1), (b'2', Tier::T2), (b'3', Tier::T3)];

fn letter<T: PartialEq>(table: &[(u8, T)], value: &T) -> char {
    table.iter().find(|(_, known)| known == value).map_or('?', |(letter, _)| char::from(*letter))
}

fn value<T: Copy>(table: &[(u8, T)], letter: u8) -> Option<T> {
    table.iter().find(|(known, _)| *known == letter).map(|(_, value)| *value)
}

/// What a finding of an outcome and a severity weighs at a tier.
fn full_weight(outcome: Outcome, severity: Severity, tier: Tier) -> u64 {
    if outcome == Outcome::NotApplicable { 0 } else { weight(severity, tier) }
}

/// Adds a finding to the text of its asset. `control` is the first half of its id.
pub(super) fn add(text: &mut String, control: &str, finding: &MonthFinding) -> std::fmt::Result {
    let MonthFinding { outcome, class, severity, domain, tier, .. } = finding;
    if !text.is_empty() {
        text.push_str(BETWEEN);
    }
    text.push_str(control);
    text.push(' ');
    text.extend([
        letter(&OUTCOMES, outcome),
        letter(&CLASSES, class),
        letter(&SEVERITIES, severity),
        letter(&DOMAINS, domain),
        letter(&TIERS, tier),
    ]);
    if finding.pass_weight != full_weight(*outcome, *severity, *tier) {
        write!(text, " earns={}", finding.pass_weight)?;
    }
    if let Some(month) = finding.first_seen {
        write!(text, " since={month}")?;
    }
    if let Some(month) = finding.last_open {
        write!(text, " until={month}")?;
    }
    for scanner in &finding.found_by {
        write!(text, " by={}", utf8_percent_encode(scanner, CODED))?;
    }
    if finding.waived {
        text.push_str(" waived");
    }
    Ok(())
}

/// The findings of an asset in their order.
///
/// # Errors
/// The first part of the text that is no finding.
pub(super) fn read<'a>(
    asset: &'a str,
    text: &'a str,
) -> impl Iterator<Item = Result<MonthFinding, String>> + 'a {
    let items = text.split(BETWEEN).filter(|item| !item.is_empty());
    items.map(move |item| finding(asset, item).ok_or_else(|| item.to_string()))
}

fn finding(asset: &str, item: &str) -> Option<MonthFinding> {
    let mut words = item.split(' ');
    let (control, letters) = (words.next()?, words.next()?);
    let [outcome, class, severity, domain, tier] = *letters.as_bytes() else { return None };
    let (outcome, severity) = (value(&OUTCOMES, outcome)?, value(&SEVERITIES, severity)?);
    let tier = value(&TIERS, tier)?;
    let full = full_weight(outcome, severity, tier);
    let mut id = String::with_capacity(control.len() + 1 + asset.len());
    id.extend([control, "@", asset]);
    let mut finding = MonthFinding {
        id,
        outcome,
        class: value(&CLASSES, class)?,
        weight: full,
        pass_weight: full,
        half_credits: outcome.half_credits().unwrap_or(0),
        tier,
        severity,
        domain: value(&DOMAINS, domain)?,
        first_seen: None,
        last_open: None,
        found_by: Vec::new(),
        waived: false,
    };
    for word in words {
        match word.split_once('=') {
            None if word == "waived" => finding.waived = true,
            Some(("earns", weight)) => finding.pass_weight = weight.parse().ok()?,
            Some(("since", month)) => finding.first_seen = Some(month.parse().ok()?),
            Some(("until", month)) => finding.last_open = Some(month.parse().ok()?),
            Some(("by", scanner)) => {
                finding.found_by.push(percent_decode_str(scanner).decode_utf8().ok()?.into_owned());
            }
            _ => return None,
        }
    }
    (!control.is_empty()).then_some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn months() -> impl Strategy<Value = Option<model::Month>> {
        proptest::option::of(
            (2020..2030_i16, 1..13_i8)
                .prop_map(|(year, month)| model::Month::of(jiff::civil::date(year, month, 1))),
        )
    }

    fn findings() -> impl Strategy<Value = MonthFinding> {
        let letters = (
            proptest::sample::select(Outcome::ALL.to_vec()),
            proptest::sample::select(EvidenceClass::ALL.to_vec()),
            proptest::sample::select(Severity::ALL.to_vec()),
            proptest::sample::select(Domain::ALL.to_vec()),
            proptest::sample::select(Tier::ALL.to_vec()),
        );
        let rest = (months(), months(), any::<bool>(), proptest::option::of(0..100_u64));
        let scanners = proptest::collection::vec(".{0,12}", 0..3);
        (letters, rest, scanners).prop_map(|(letters, rest, found_by)| {
            let (outcome, class, severity, domain, tier) = letters;
            let (first_seen, last_open, waived, earns) = rest;
            let weight = full_weight(outcome, severity, tier);
            MonthFinding {
                id: "OWN-01@server/a, b@c".into(),
                outcome,
                class,
                weight,
                pass_weight: earns.unwrap_or(weight),
                half_credits: outcome.half_credits().unwrap_or(0),
                tier,
                severity,
                domain,
                first_seen,
                last_open,
                found_by,
                waived,
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(all in proptest::collection::vec(findings(), 1..4)) {
            let mut text = String::new();
            all.iter().for_each(|finding| add(&mut text, "OWN-01", finding).expect("a text"));
            let again: Result<Vec<_>, _> = read("server/a, b@c", &text).collect();
            prop_assert_eq!(again, Ok(all));
        }
    }

    #[test]
    fn what_is_no_finding_is_named() {
        for wrong in [
            "OWN-01",
            "OWN-01 foh",
            "OWN-01 xohi3",
            "OWN-01 fohi9",
            "OWN-01 fohi3 since=May",
            "OWN-01 fohi3 since",
            "OWN-01 fohi3 by=%ff",
            " fohi3",
            "OWN-01  fohi3",
            "OWN-01 fohi3 earns=-1",
            "OWN-01 fohi3 paid=2",
        ] {
            let read: Result<Vec<_>, _> = read("server/a", wrong).collect();
            assert_eq!(read, Err(wrong.to_string()));
        }
        assert_eq!(read("server/a", "").count(), 0);
    }
}
