//! The vulnerabilities of bills of materials, attached to every server that runs an affected component.

use std::collections::{BTreeMap, BTreeSet};

use model::records::{Vulnerability, VulnerabilityStatus};
use model::{AssetKey, AssetKind, Context, Diagnostic, PackageFlaw, Place, Placed};

/// Why a vulnerability is about no server.
const NOT_RUN: &str = "no server here runs the component that it affects";

/// Adds each vulnerability to the servers that run what it affects, and counts every one in the ledger. A
/// component makes no two servers one. Returns a notice for each file of which some are about no server.
pub(super) fn attach(mut flaws: Vec<PackageFlaw>, context: &mut Context) -> Vec<Diagnostic> {
    // What is open comes first: only a record closes it, and no analysis in another list does.
    flaws.sort_by_key(|flaw| flaw.flaw.record.status.given() != Some(&VulnerabilityStatus::Open));
    let mut unused: BTreeMap<Place, (u64, &'static str)> = BTreeMap::new();
    for flaw in flaws {
        context.ledger.records += 1;
        let servers = match flaw.unusable {
            None => servers(&flaw, context),
            Some(_) => BTreeSet::new(),
        };
        if servers.is_empty() {
            let why = flaw.unusable.unwrap_or(NOT_RUN);
            context.ledger.leave_out(&flaw.flaw.place.file, why);
            let first = Place::file(flaw.flaw.place.file.clone());
            unused.entry(first).or_insert((0, why)).0 += 1;
            continue;
        }
        context.ledger.evidence += 1;
        for server in servers {
            let known = context.vulnerabilities.entry(server.clone()).or_default();
            if !known.iter().any(|known| covers(known, &flaw)) {
                let mut found = flaw.flaw.clone();
                found.record.server = server.id.into();
                known.push(found);
            }
        }
    }
    context.ledger.unused.sort();
    let notice = |(place, (count, why)): (Place, (u64, &str))| {
        let what = match count {
            1 => "1 vulnerability is".to_string(),
            many => format!("{many} vulnerabilities are"),
        };
        let why = if count == 1 { format!(": {why}") } else { String::new() };
        Diagnostic::at(
            &place,
            format!("{what} about no server of the inventory{why}"),
            "add the configuration or the record of the server that runs the component, or remove the file",
        )
    };
    unused.into_iter().map(notice).collect()
}

/// The servers that are an affected component, or run one. There may be several, which stay apart.
fn servers(flaw: &PackageFlaw, context: &Context) -> BTreeSet<AssetKey> {
    let identities = flaw.identities.iter().flat_map(|name| context.known_as(name));
    // A record may name the package that it runs.
    let qualified = flaw.packages.iter().filter(|name| name.contains(':'));
    let named = qualified.flat_map(|name| context.known_as(name));
    let running = flaw.packages.iter().flat_map(|name| context.running(name));
    let all = identities.chain(named).chain(running).map(|asset| &asset.key);
    all.filter(|key| key.kind == AssetKind::Server).cloned().collect()
}

/// Whether a known entry already states what a list shows: the same as open and as severe, or what people did
/// about it after the list was made.
fn covers(known: &Placed<Vulnerability>, shown: &PackageFlaw) -> bool {
    let (known, theirs) = (&known.record, &shown.flaw.record);
    if !known.id.eq_ignore_ascii_case(&theirs.id) {
        return false;
    }
    match known.status.given() {
        Some(VulnerabilityStatus::NotAffected) => true,
        Some(VulnerabilityStatus::Fixed) => {
            let shown_open = theirs.status.given() == Some(&VulnerabilityStatus::Open);
            let fixed = known.fixed_on.given();
            !shown_open || shown.taken.is_some_and(|taken| fixed.is_some_and(|day| *day >= taken))
        }
        // A severity that is stated is more than none.
        Some(VulnerabilityStatus::Open) | None => {
            let as_early = match (known.first_seen.given(), theirs.first_seen.given()) {
                (Some(ours), Some(theirs)) => ours <= theirs,
                (_, theirs) => theirs.is_none(),
            };
            as_early && known.severity.given() >= theirs.severity.given()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use model::{Field, Moment, Severity};

    fn flaw(id: &str, severity: Severity, seen: i8) -> Vulnerability {
        Vulnerability {
            id: id.into(),
            server: String::new(),
            severity: Field::Given(severity),
            exploited: Field::Absent,
            first_seen: Field::Given(Moment::start_of(date(2026, seen, 1))),
            status: Field::Given(VulnerabilityStatus::Open),
            fixed_on: Field::Absent,
            statement: Field::Absent,
        }
    }

    fn covered(known: Vulnerability, shown: Vulnerability) -> bool {
        let place = Place::file("bom.json");
        let shown = PackageFlaw {
            identities: Vec::new(),
            packages: Vec::new(),
            flaw: Placed::new(shown, place.clone()),
            taken: Some(Moment::start_of(date(2026, 10, 1))),
            unusable: None,
        };
        covers(&Placed::new(known, place), &shown)
    }

    #[test]
    fn a_list_adds_what_is_worse_than_the_record_or_later_than_its_fix() {
        let shown = || flaw("CVE-2026-1", Severity::High, 5);
        assert!(covered(shown(), shown()));
        assert!(covered(flaw("cve-2026-1", Severity::Critical, 4), shown()));
        assert!(!covered(flaw("CVE-2026-2", Severity::Critical, 4), shown()));
        assert!(!covered(flaw("CVE-2026-1", Severity::Low, 4), shown()));
        assert!(!covered(flaw("CVE-2026-1", Severity::High, 6), shown()));
        let fixed = |month| Vulnerability {
            status: Field::Given(VulnerabilityStatus::Fixed),
            fixed_on: Field::Given(Moment::start_of(date(2026, month, 1))),
            ..shown()
        };
        assert!(covered(fixed(11), shown()));
        assert!(!covered(fixed(9), shown()), "it is shown after it was fixed");
    }
}
