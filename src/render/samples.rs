//! Postures for tests: one with nothing in it, and one with one of everything in which every text
//! that may be anything is hostile.

use serde_json::{Value, json};

use model::Posture;

/// Texts that try to break out of HTML, Markdown, templates and lines of print.
pub(super) const HOSTILE: &str = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)> \
     \"'><b> | `x` [a](javascript:alert(1)) ![p](https://evil.example/p.png) {{ posture }} {% raw %} \
     &lt;i&gt; @octocat #1 https://evil.example\r\n# heading\n- item\n1. one\n***\n\u{202e}drow\u{2066}\u{0}\
     \u{1b}[31m\u{2028}end";

/// A posture of nothing.
pub(super) fn empty() -> Posture {
    serde_json::from_value(document(false)).unwrap()
}

/// One of everything.
pub(super) fn full() -> Posture {
    serde_json::from_value(document(true)).unwrap()
}

/// One of everything, hostile wherever the format allows any text.
pub(super) fn hostile() -> Posture {
    let mut document = document(true);
    let mut places = Vec::new();
    pointers(&document, String::new(), &mut places);
    let long = format!("{HOSTILE}{}", "x".repeat(10_000));
    for (number, place) in places.iter().enumerate() {
        let text = if number % 7 == 0 { &long } else { HOSTILE };
        let slot = document.pointer_mut(place).unwrap();
        let before = std::mem::replace(slot, json!(format!("{number}{text}")));
        // Dates, outcomes and the like take no other text.
        if serde_json::from_value::<Posture>(document.clone()).is_err() {
            *document.pointer_mut(place).unwrap() = before;
        }
    }
    serde_json::from_value(document).unwrap()
}

fn pointers(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::String(_) => places.push(at),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, v)| pointers(v, format!("{at}/{n}"), places));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, v)| pointers(v, format!("{at}/{key}"), places));
        }
        _ => {}
    }
}

fn document(full: bool) -> Value {
    let parts = json!({
        "findings": 1, "weight": 6, "proven_sum": 6, "failed_sum": 3, "unknown_sum": 3,
        "class_sums": {"observed": 2, "recorded": 2, "declared": 1, "attested": 1},
        "classes": {"observed": 20.0, "recorded": 15.0, "declared": 10.0, "attested": 5.0},
        "proven": 50.0, "failed": 25.0, "unknown": 25.0, "coverage": 75.0, "ceiling": 75.0,
    });
    let none = json!({
        "findings": 0, "weight": 0, "proven_sum": 0, "failed_sum": 0, "unknown_sum": 0,
        "class_sums": {"observed": 0, "recorded": 0, "declared": 0, "attested": 0}, "classes": null,
        "proven": null, "failed": null, "unknown": null, "coverage": null, "ceiling": null,
    });
    let outcomes =
        json!({"pass": 1, "partial": 1, "fail": 1, "not_assessed": 1, "not_applicable": 1});
    let open = json!({"critical": 1, "high": 1, "medium": 0, "low": 0, "info": 0});
    let place = json!({"file": "a.yaml", "line": 3, "pointer": "/x"});
    let key = json!({"kind": "server", "id": "s"});
    let slice = json!({
        "id": "a", "title": "A", "assets": 1, "known": 1, "parts": parts, "outcomes": outcomes, "open": open,
        "gain": 1.5,
    });
    let asked =
        json!({"id": "o", "name": "O", "because": "as lead, because p left", "findings": 1});
    let reference = json!({"framework": "f", "id": "R1", "strength": "direct"});
    let finding = |outcome: &str| {
        json!({
            "id": format!("{outcome}@server/s"), "control": "C-01", "asset": key,
            "asset_name": "S", "owner": "o", "domain": "operator", "tier": "T3",
            "derived_tier": "T3", "severity": "high", "weight": 36, "pass_weight": 36,
            "outcome": outcome, "reason": "missing-field",
            "sentence": "says `this`", "class": "attested",
            "ask": {"record": "servers", "field": "owner"},
            "evidence": [{"place": place, "fact": "x = y", "class": "observed"},
                {"place": null, "fact": "z", "class": "attested"}],
            "items": [{"name": "tool", "outcome": "fail", "note": "why"}], "waiver": "applied",
            "requirements": [reference],
        })
    };
    let requirement = |gap: Value| {
        json!({
            "id": if gap.is_null() { "R1" } else { "R2" }, "title": "T", "summary": "S",
            "caveat": "C", "status": if gap.is_null() { "not-met" } else { "not-covered" },
            "worst": "fail", "worst_is_direct": true, "outcomes": outcomes, "parts": parts,
            "coverage": 75.0, "gap": gap,
            "controls": [{"worst": "fail", "outcomes": outcomes, "mapping": {
                "control": "C-01", "strength": "direct", "property": "integral-to",
                "asset_kinds": ["server"], "confidence": "high",
                "rests_on": ["servers.owner"], "reason": "because",
            }}],
        })
    };
    let many = |value: Value| if full { json!([value]) } else { json!([]) };
    let edition = json!({"entries": 1, "sha256": "ab"});
    let outcomes_all = ["fail", "partial", "not-assessed", "pass", "not-applicable"];
    let mut document = json!({
        "schema_version": "1.6",
        "tool": {
            "name": "muster", "version": "0", "catalogue": edition, "mappings": edition, "rules": 1,
        },
        "organisation": "O", "period": "2026-11", "as_of": "2026-11-22", "demo": full,
        "part": if full {
            json!({"scope": [{"key": "owner", "value": "o"}], "assets": 2, "findings": 9_000, "months": []})
        } else {
            Value::Null
        },
        "prose": if full { json!("text") } else { Value::Null },
        "summary": many(json!("one")), "score": if full { &parts } else { &none },
        "with_waivers": if full { json!(60.0) } else { Value::Null },
        "privileged": none,
        "grade": {
            "letter": if full { json!("C") } else { Value::Null }, "withheld": "nothing",
            "basis": null, "basis_name": "b", "before_limits": "B",
            "limits": many(json!({"at_most": "C", "because": "why", "open": true})),
            "if_ruled_out": if full { json!("A") } else { Value::Null },
            "possible": many(json!("C-01@server/a")),
        },
        "privileged_assets": {"known": 1, "treated": 1, "not_in_order": many(json!({
            "asset": key, "tier": "T3", "owner": "o", "critical": 1, "high": 1,
            "possible_critical": 1, "possible_high": 1,
        }))},
        "outcomes": outcomes, "open": open,
        "fixes": many(json!({
            "control": "C-01", "title": "T", "remediation": "R", "domain": "operator",
            "severity": "high", "open": 2, "assets": [key], "gain": 2.0, "tier": "T3",
            "finding": "fail@server/s", "defect": "d", "place": place, "asked": [asked],
            "due_on": "2026-10-31", "overdue": 1,
        })),
        "evidence_requests": many(json!({
            "what": "servers.owner", "sentence": "Supply `owner`", "controls": ["C-01"],
            "domains": ["operator"], "owners": ["o"], "asked": [asked], "findings": 1, "coverage_gain": 1.0, "confirms": false, "class_gain": 0.0,
        })),
    });
    let rest = json!({
        "tiers": many(slice.clone()), "families": many(slice.clone()),
        "domains": many(slice.clone()), "owners": many(slice.clone()), "kinds": many(slice),
        "heat_map": many(json!({"family": "F", "title": "T", "tiers": [none, parts, none, parts]})),
        "controls": many(json!({
            "id": "C-01", "slug": "c", "family": "F", "title": "T", "why": "W", "pass_if": "P",
            "partial_if": "p", "fail_if": "F", "remediation": "R", "domain": "operator",
            "severity": ["low", "medium", "high", "critical"], "from_tier": "T0",
            "judges_retired": false, "edition": "ab",
            "parts": parts, "outcomes": outcomes, "gain": 1.0, "requirements": [reference],
        })),
        "frameworks": many(json!({
            "id": "f", "title": "F", "short_title": "F", "edition": "1", "publisher": "P",
            "url": "https://f.example/", "attribution": "A", "noun": "risk", "reading": "risk",
            "caveat": "C", "statuses": [["not-met", 1]], "parts": parts,
            "groups": [{"id": "G", "title": "G", "requirements": [
                requirement(Value::Null),
                requirement(json!({"class": "physical", "reason": "no"})),
            ]}],
        })),
        "assets": many(json!({
            "key": key, "name": "S", "owner": "o", "tier": "T3", "derived_tier": "T3", "tests": "T3",
            "declared": "T1", "observed": true, "recorded": true, "status_known": true,
            "severe_open": 1, "severe_possible": 0,
            "tier_reasons": [{"rule": "D1", "floor": "T3", "because": "x"}], "retired": true, "disabled": false,
            "parts": parts, "outcomes": outcomes, "open": open, "places": [place],
        })),
        "counts": {
            "identities": 1, "privileged_known": 1, "privileged_treated": 1, "not_in_order": 1,
            "findings": 5, "applicable": 4, "assessed": 3, "open": 2, "not_assessed": 1, "passed": 1,
            "not_applicable": 1, "overdue": 1, "first_seen_now": 1, "severe_critical_open": 0,
            "severe_critical_possible": 0, "severe_critical_unassessed": 0, "severe_high_unassessed": 0, "severe_high_open": 1, "severe_high_possible": 0,
            "waived": 1, "requests": 1, "confirmations": 0,
        },
        "gain": 2.0, "site_url": if full { json!("x") } else { Value::Null },
        "severe_findings": many(json!({
            "finding": "fail@server/s", "control": "C-01", "title": "T", "asset": key,
            "asset_name": "S", "owner": "o", "tier": "T3", "known": true, "severity": "high",
            "outcome": "fail", "standing": "open", "sentence": "says `this`", "remediation": "R",
            "place": place, "asked": asked, "open_since": "2026-10-01", "age_days": 52,
            "due_on": "2026-10-31", "overdue": true, "waived_until": null, "gain": 1.0,
        })),
        "verdict": if full {
            json!({"passed": false, "organisation": "O", "period": "2026-11", "as_of": "2026-11-22",
                "baseline": "b", "notes": ["n"], "rulings": [{"rule": "min-score", "place": place,
                "passed": false, "sentence": "s", "short_by": {"points": 1.0}, "remediations": []}]})
        } else {
            Value::Null
        },
        "excluded": many(json!({
            "key": key, "name": "S", "owner": "o", "tier": "T3", "reason": "r", "on": "2026-11-01",
            "approver": "a", "place": place, "outcomes": outcomes, "open": open,
        })),
        "with_excluded": if full {
            json!({"score": parts, "grade": {
                "letter": "E", "withheld": "n", "basis": null, "basis_name": "b",
                "before_limits": null, "limits": [], "if_ruled_out": null, "possible": [],
            }})
        } else {
            Value::Null
        },
        "findings": if full { json!(outcomes_all.map(finding)) } else { json!([]) },
        "findings_total": if full { 9_000 } else { 0 },
        "findings_file": if full { json!({"name": "n", "sha256": "ab"}) } else { Value::Null },
        "waivers": many(json!({
            "finding": "fail@server/s", "state": "expired", "reason": "r", "approver": "a",
            "owner": "o", "compensating": "c", "expires_on": "2026-11-01", "days_left": -21,
            "place": place,
        })),
        "thresholds": many(json!({
            "key": "k", "meaning": "m", "values": ["1 d", "1 d", "1 d", "1 d"],
            "changed_from": ["2 d", "2 d", "2 d", "2 d"], "relaxed": true, "source": "s",
            "published": true,
        })),
        "arithmetic": {
            "formula": "f", "worked": "w", "severity_weights": [["high", 6]],
            "tier_weights": [["T3", 6]],
            "rows": many(json!({
                "severity": "high", "tier": "T3", "weight": 36, "pass_weight": 36,
                "outcomes": outcomes, "parts": parts,
            })),
        },
        "ledger": {
            "records": 3, "in_assets": 1, "evidence": 1, "in_registers": 0,
            "unused": many(json!({"file": "f", "reason": "r", "records": 1})),
        },
        "limitations": many(json!("spot")),
        "notices": many(json!({"place": place, "message": "m", "help": "n"})),
        "inputs": many(json!({
            "path": "p", "format": "f", "sha256": "ab", "bytes": 1, "records": 1, "skipped": "s",
        })),
        "cells": [], "owner_cells": [],
        "history": if full { history(&parts, &open) } else { Value::Null },
    });
    // In two pieces, because the macro counts its own depth.
    if let (Value::Object(document), Value::Object(rest)) = (&mut document, rest) {
        document.extend(rest);
    }
    document
}

/// Three months with a gap, and one of everything that can move between two.
fn history(parts: &Value, open: &Value) -> Value {
    let ages = json!({
        "open": 2, "median_days": 30, "overdue": 1, "overdue_share": 50.0, "fixed": 1,
        "median_days_to_fix": 9,
    });
    let domains = ["identity", "platform-security", "operator"]
        .map(|id| json!({"id": id, "parts": parts, "open": open}));
    let month = |period: &str| {
        json!({
            "period": period, "as_of": format!("{period}-20"), "score": parts, "open": open,
            "ages": ages, "domains": domains,
        })
    };
    let side = |period: &str| json!({"period": period, "as_of": format!("{period}-20"), "score": parts, "open": open});
    let finding = json!({
        "id": "C-01@server/s", "title": "T", "before": "fail", "after": "pass",
        "severity": "high", "tier": "T3", "weight": 36, "since": "2026-09", "by_limits": true, "regressed": true,
    });
    let row = |group: &str, title: &str, points: f64| {
        json!({
            "group": group, "title": title, "findings": 1, "points": points, "numerator": "1",
        })
    };
    let months = ["2026-08", "2026-10", "2026-11"].map(month);
    json!({
        "months": months, "gaps": ["2026-09"],
        "notes": ["note"],
        "change": {
            "before": side("2026-10"), "after": side("2026-11"), "difference": 1.5,
            "same_assets": {"assets": 1, "before": parts, "after": parts, "difference": 0.0},
            "classes": [{
                "class": "fixed", "title": "Fixed", "findings": 12, "open": 1, "named": [finding],
            }],
            "assets": [{
                "what": "tier-changed", "title": "Tier changed", "count": 2,
                "named": [{"asset": {"kind": "server", "id": "s"}, "detail": "T1 → T3"}],
            }],
            "attribution": {
                "rows": [row("fixed", "Fixed", 2.0), row("new", "New", -0.5), row("other", "O", 0.0)],
                "total": 1.5, "denominator": "9",
            },
            "undefined": "u", "caveats": ["c"],
        },
    })
}
