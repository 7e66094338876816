//! The findings of one asset as one text: `OWN-01 fohi3 since=2026-05, OWN-02 pohi3`.
//!
//! A finding is its control, then five letters (outcome, class of evidence, severity, domain and tier), then
//! what not every finding has. Weight and credit follow from the letters, so that no record can state others.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use model::month::MonthFinding;
use model::{Domain, EvidenceClass, Outcome, Severity, Tier};

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

/// Adds a finding to the text of its asset.
pub(super) fn add(text: &mut String, finding: &MonthFinding) -> std::fmt::Result {
    let MonthFinding { control, outcome, class, severity, domain, tier, .. } = finding;
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
    if u64::from(finding.pass_weight) != finding.weight() {
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
pub(super) fn read(text: &str) -> impl Iterator<Item = Result<MonthFinding, String>> + '_ {
    let items = text.split(BETWEEN).filter(|item| !item.is_empty());
    items.map(|item| finding(item).ok_or_else(|| item.to_string()))
}

fn finding(item: &str) -> Option<MonthFinding> {
    let mut words = item.split(' ');
    let (control, letters) = (words.next()?, words.next()?);
    let [outcome, class, severity, domain, tier] = *letters.as_bytes() else { return None };
    let mut finding = MonthFinding {
        control: control.into(),
        outcome: value(&OUTCOMES, outcome)?,
        class: value(&CLASSES, class)?,
        pass_weight: 0,
        tier: value(&TIERS, tier)?,
        severity: value(&SEVERITIES, severity)?,
        domain: value(&DOMAINS, domain)?,
        first_seen: None,
        last_open: None,
        found_by: Box::default(),
        waived: false,
    };
    finding.pass_weight = u32::try_from(finding.weight()).ok()?;
    let mut found_by = Vec::new();
    for word in words {
        match word.split_once('=') {
            None if word == "waived" => finding.waived = true,
            Some(("earns", weight)) => finding.pass_weight = weight.parse().ok()?,
            Some(("since", month)) => finding.first_seen = Some(month.parse().ok()?),
            Some(("until", month)) => finding.last_open = Some(month.parse().ok()?),
            Some(("by", scanner)) => {
                found_by.push(percent_decode_str(scanner).decode_utf8().ok()?.into());
            }
            _ => return None,
        }
    }
    finding.found_by = found_by.into();
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
        let rest = (months(), months(), any::<bool>(), proptest::option::of(0..100_u32));
        let scanners = proptest::collection::vec(".{0,12}", 0..3);
        (letters, rest, scanners).prop_map(|(letters, rest, found_by)| {
            let (outcome, class, severity, domain, tier) = letters;
            let (first_seen, last_open, waived, earns) = rest;
            let found_by = found_by.into_iter().map(Into::into).collect();
            let finding = MonthFinding {
                control: "OWN-01".into(),
                outcome,
                class,
                pass_weight: 0,
                tier,
                severity,
                domain,
                first_seen,
                last_open,
                found_by,
                waived,
            };
            let full = u32::try_from(finding.weight()).expect("small");
            MonthFinding { pass_weight: earns.unwrap_or(full), ..finding }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(all in proptest::collection::vec(findings(), 1..4)) {
            let mut text = String::new();
            all.iter().for_each(|finding| add(&mut text, finding).expect("a text"));
            let again: Result<Vec<_>, _> = read(&text).collect();
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
            let read: Result<Vec<_>, _> = read(wrong).collect();
            assert_eq!(read, Err(wrong.to_string()));
        }
        assert_eq!(read("").count(), 0);
    }
}
