//! A month record as a file that git can show and merge: one asset or limit a line, sorted. The rows of a large
//! one are packed.

use serde::Serialize;
use serde_json::Value;

use model::month::HISTORY;
use model::{Artifact, Diagnostic, MonthRecord};

use super::file::{File, Rows};
use super::packed;

/// From how many bytes of rows on they are packed.
const PACKED_FROM: usize = 1 << 20;

/// `history/2026-11.json`. The same record gives the same bytes.
///
/// # Errors
/// Where the record is larger than one that is read. In practice no other: a record that cannot be serialised is reported.
pub fn write(record: &MonthRecord) -> Result<Artifact, Diagnostic> {
    let refused = |why: String, help: &str| {
        Diagnostic::general(format!("the month cannot be recorded: {why}"), help)
    };
    let failed = |why: String| refused(why, "report this");
    let Some(rows) = Rows::of(record) else { return Err(failed("an id is no finding's".into())) };
    let mut file = File::head(record);
    let mut text = serde_json::to_string(&rows).map_err(|error| failed(error.to_string()))?;
    match text.len() < PACKED_FROM {
        true => (file.assets, file.findings) = (rows.assets, rows.findings),
        false => {
            let help = "leave out --record, or keep parts of the estate as projects of their own";
            let packed = packed::pack(text.as_bytes()).map_err(|why| refused(why, help))?;
            file.packed = Some(packed.into());
        }
    }
    text = lines(&file).map_err(|error| failed(error.to_string()))?;
    Ok(Artifact::new(format!("{HISTORY}/{}.json", record.period), text))
}

/// One row a line.
fn lines(file: &impl Serialize) -> serde_json::Result<String> {
    let Value::Object(fields) = serde_json::to_value(file)? else { return Ok(String::new()) };
    let line = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::Array(rows) if !rows.is_empty() => {
                let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
                format!("[\n{}\n]", rows.join(",\n"))
            }
            other => other.to_string(),
        };
        format!("{}: {value}", Value::from(name.as_str()))
    };
    let lines: Vec<String> = fields.iter().map(line).collect();
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::parse;
    use jiff::civil::date;
    use model::month::{Ages, Editions, MONTH_FORMAT, MonthAsset, MonthFinding, MonthFindings};
    use model::posture::SeverityCounts;
    use model::{
        AssetKey, AssetKind, Domain, EvidenceClass, Month, Outcome, Parts, Severity, Tier,
    };

    /// A month of assets with names that have little in common, and 18 findings each.
    fn month(assets: u64) -> MonthRecord {
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).expect("a small number") % below
        };
        let period = Month::of(date(2026, 11, 1));
        let mut record = MonthRecord {
            format: MONTH_FORMAT,
            organisation: "O".into(),
            period,
            as_of: date(2026, 11, 22),
            editions: Editions::default(),
            score: Parts::default(),
            open: SeverityCounts::default(),
            ages: Ages::default(),
            tiers: Vec::new(),
            domains: Vec::new(),
            thresholds: Vec::new(),
            inputs: Vec::new(),
            earlier: Vec::new(),
            events: Vec::new(),
            excluded: Vec::new(),
            assets: Vec::new(),
            findings: Vec::new(),
        };
        for number in 0..assets {
            let id = format!("{:x}-team{}-{number}", next(1 << 30), next(400));
            let key = AssetKey::new(AssetKind::Server, id);
            let tier = Tier::ALL[next(4)];
            let mut findings = Vec::new();
            for control in 0..18 {
                let outcome = Outcome::ALL[next(5)];
                let severity = Severity::ALL[next(5)];
                let finding = MonthFinding {
                    control: format!("C-{control:02}").into(),
                    outcome,
                    class: EvidenceClass::ALL[next(4)],
                    pass_weight: 0,
                    tier,
                    severity,
                    domain: Domain::ALL[control % 3],
                    first_seen: outcome.is_open().then_some(period),
                    last_open: None,
                    found_by: Box::default(),
                    waived: false,
                };
                let pass_weight = u32::try_from(finding.weight()).expect("small");
                findings.push(MonthFinding { pass_weight, ..finding });
            }
            record.findings.push(MonthFindings::new(key.clone(), findings));
            record.assets.push(MonthAsset {
                key,
                tier,
                derived_tier: tier,
                retired: false,
                observed: next(2) == 0,
                recorded: true,
                owner: format!("team-{}", next(400)),
                reported_by: Vec::new(),
                formerly: Vec::new(),
                missing_since: None,
            });
        }
        record.findings.sort_by_cached_key(|on| on.asset.to_string());
        record
    }

    /// 2 MB for 10,000 assets, and so 20 MB for 100,000: the worst case, in which nothing repeats.
    #[test]
    fn a_month_of_ten_thousand_assets_is_kept_in_two_megabytes() {
        let record = month(10_000);
        let artifact = write(&record).expect("a record");
        assert!(artifact.bytes.len() < 2_000_000, "{}", artifact.bytes.len());
        let text = String::from_utf8(artifact.bytes).expect("text");
        assert!(text.contains("\n\"packed\": \"") && text.contains("\"organisation\": \"O\""));
        assert_eq!(parse("2026-11.json", text.as_bytes()).expect("a record"), record);
    }

    #[test]
    fn a_small_month_is_text_with_an_asset_a_line() {
        let record = month(50);
        let artifact = write(&record).expect("a record");
        let text = String::from_utf8(artifact.bytes).expect("text");
        let rows = text.lines().filter(|line| line.starts_with("{\"asset\":\"server/"));
        assert_eq!(rows.count(), 50, "{text}");
        assert_eq!(parse("2026-11.json", text.as_bytes()).expect("a record"), record);
    }

    #[test]
    fn a_record_that_is_cut_short_or_has_its_rows_twice_is_refused_with_a_reason() {
        let record = month(3_000);
        let text = String::from_utf8(write(&record).expect("a record").bytes).expect("text");
        let start = text.find("\"packed\": \"").expect("packed") + 11;
        let end = start + text[start..].find('"').expect("its end");
        let with = |packed: &str| format!("{}{packed}{}", &text[..start], &text[end..]);
        let half = &text[start..start + (end - start) / 2];
        let no_rows = packed::pack(b"{\"assets\":[]}").expect("packed");
        let no_finding = packed::pack(
            br#"{"assets":[],"findings":[{"asset":"server/a","findings":"OWN-01 zzzzz"}]}"#,
        );
        let twice = text.replace(
            "\"packed\":",
            "\"assets\": [{\"key\":\"server/a\",\"tier\":\"T1\",\
                                  \"derived_tier\":\"T1\"}],\n\"packed\":",
        );
        for (text, words) in [
            (with(half), "damaged or cut short"),
            (with("AAAA"), "damaged or cut short"),
            (with(&no_rows), "missing field"),
            (with(&no_finding.expect("packed")), "`OWN-01 zzzzz` of server/a is no finding"),
            (twice, "twice, packed and as text"),
            (text[..text.len() / 2].to_string(), "not a month record"),
        ] {
            let error = parse("2026-11.json", text.as_bytes()).expect_err(words);
            assert!(error.message.contains(words), "{words}: {error:?}");
        }
    }
}
