//! Which hits found one secret: by its value, else by its place. A place is evidence: a line that moved makes
//! no second secret.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::hit::Hit;
use crate::secrets::SecretDigest;

/// The hits of one secret, as positions, with the ids that their files and rules give it.
#[derive(Debug, Default)]
pub(super) struct OneSecret {
    /// The ids, the first of which it has.
    pub(super) ids: Vec<String>,
    /// Its hits.
    pub(super) hits: Vec<usize>,
}

/// A line and a column, where a report states them.
type Spot = (Option<u32>, Option<u32>);

/// What one rule finds in one file, over all reports: the same secret in every report, as far as values and
/// order show.
#[derive(Default)]
struct Slot {
    hits: Vec<usize>,
    digests: Vec<SecretDigest>,
}

/// The secrets of all hits.
pub(super) fn secrets(hits: &[Hit]) -> Vec<OneSecret> {
    let slots = slots(hits);
    let mut sets = Sets::of(&slots);
    let mut by_value: BTreeMap<&SecretDigest, usize> = BTreeMap::new();
    for (number, (_, slot)) in slots.iter().enumerate() {
        for digest in &slot.digests {
            let first = *by_value.entry(digest).or_insert(number);
            sets.join(first, number);
        }
    }
    let mut by_line: BTreeMap<(&str, u32), Vec<(usize, &Hit)>> = BTreeMap::new();
    for (number, (_, slot)) in slots.iter().enumerate() {
        for hit in slot.hits.iter().filter_map(|at| hits.get(*at)) {
            if let Some(line) = hit.line {
                by_line.entry((&hit.file, line)).or_default().push((number, hit));
            }
        }
    }
    for on_line in by_line.values() {
        for (at, (one, left)) in on_line.iter().enumerate() {
            for (other, right) in on_line.iter().skip(at + 1) {
                if are_one(left, right, on_line) {
                    sets.join(*one, *other);
                }
            }
        }
    }
    for (one, other) in rooted(hits, &slots) {
        sets.join(one, other);
    }
    sets.into_secrets(slots)
}

/// Slots that one report shows on the same spot of a path with and without its drive: `C:/work/.env` and
/// `/work/.env` are one file of the machine that the scanner ran on.
fn rooted(hits: &[Hit], slots: &[(String, Slot)]) -> Vec<(usize, usize)> {
    let mut spots: BTreeMap<_, BTreeMap<Option<&str>, usize>> = BTreeMap::new();
    for (number, (_, slot)) in slots.iter().enumerate() {
        for hit in slot.hits.iter().filter_map(|at| hits.get(*at)) {
            let (drive, path) = match hit.file.split_once(':') {
                Some((drive, path)) if drive.len() == 1 => (Some(drive), path),
                _ => (None, hit.file.as_str()),
            };
            let report = (&hit.tool, &hit.place.file);
            let spot = (report, &hit.rule, path, hit.line, hit.column);
            if path.starts_with('/') {
                spots.entry(spot).or_default().entry(drive).or_insert(number);
            }
        }
    }
    let pair =
        |drives: BTreeMap<Option<&str>, usize>| match drives.into_iter().collect::<Vec<_>>()[..] {
            [(None, plain), (Some(_), drive)] => Some((plain, drive)),
            _ => None,
        };
    spots.into_values().filter_map(pair).collect()
}

/// Whether two hits on one line, of which neither shows another value, found one secret.
fn are_one(left: &Hit, right: &Hit, on_line: &[(usize, &Hit)]) -> bool {
    let report = |hit: &Hit| (hit.tool.clone(), Arc::clone(&hit.place.file));
    let kinds_agree = left.kind.is_none() || right.kind.is_none() || left.kind == right.kind;
    match (left.column, right.column) {
        (Some(one), Some(other)) if one == other => true,
        (Some(_), Some(_)) if report(left) == report(right) => false,
        // Tools count columns in different ways.
        _ => {
            let alone = |of: &Hit| {
                let all = on_line.iter().filter(|(_, hit)| report(hit) == report(of));
                let mut columns: Vec<_> = all.map(|(_, hit)| hit.column).collect();
                columns.sort_unstable();
                columns.dedup();
                columns.len() == 1
            };
            kinds_agree && alone(left) && alone(right)
        }
    }
}

/// The slots of all files and rules, with their ids, in order.
fn slots(hits: &[Hit]) -> Vec<(String, Slot)> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, hit) in hits.iter().enumerate() {
        groups.entry((&hit.file, &hit.rule)).or_default().push(at);
    }
    let mut all = Vec::new();
    for ((file, rule), group) in groups {
        let mut reports: BTreeMap<(&Arc<str>, &str), Vec<usize>> = BTreeMap::new();
        for at in group {
            if let Some(hit) = hits.get(at) {
                reports.entry((&hit.place.file, &hit.tool)).or_default().push(at);
            }
        }
        let mut slots: Vec<Slot> = Vec::new();
        for of_report in in_order(hits, reports.into_values().collect()) {
            place(hits, &of_report, &mut slots);
        }
        for (number, slot) in slots.into_iter().enumerate() {
            let id = match number {
                0 => format!("leak:{file}:{rule}"),
                further => format!("leak:{file}:{rule}-{}", further + 1),
            };
            all.push((id, slot));
        }
    }
    all
}

/// The hits of each report in their order in the file, the earliest report first: neither the names of reports
/// nor a later one renames what an earlier one shows. Reports without a time are in the order of their lines.
fn in_order(hits: &[Hit], mut reports: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let spot = |at: &usize| hits.get(*at).map(|hit| (hit.line, hit.column));
    reports.iter_mut().for_each(|report| report.sort_by_key(spot));
    reports.sort_by_cached_key(|report| {
        let of = |at: &usize| hits.get(*at);
        let found = report.iter().filter_map(of).filter_map(|hit| hit.found).min();
        let tool = report.iter().filter_map(of).map(|hit| hit.tool.clone()).next();
        (found.is_none(), found, report.iter().map(spot).collect::<Vec<_>>(), tool)
    });
    reports
}

/// Places the hits of one report: by value, then by line and column, then in order.
fn place(hits: &[Hit], of_report: &[usize], slots: &mut Vec<Slot>) {
    let known = slots.len();
    let mut taken: Vec<(usize, Spot)> = Vec::new();
    let mut left: Vec<usize> = of_report.to_vec();
    for pass in 0..3 {
        let mut rest = Vec::new();
        for at in left {
            let Some(hit) = hits.get(at) else { continue };
            let spot = (hit.line, hit.column);
            let fits = |(number, slot): &(usize, &Slot)| {
                // Twice on one spot is one hit; elsewhere each hit of a report has its own slot.
                let is_free = !taken.iter().any(|(other, place)| other == number && *place != spot);
                let same_value = hit.digests.iter().any(|digest| slot.digests.contains(digest));
                let same_spot = slot
                    .hits
                    .iter()
                    .filter_map(|at| hits.get(*at))
                    .any(|other| (other.line, other.column) == spot);
                match pass {
                    0 => same_value,
                    1 => is_free && same_spot && !hit.differs(&slot.digests),
                    _ => is_free && (*number < known || same_spot) && !hit.differs(&slot.digests),
                }
            };
            match slots.iter().enumerate().find(fits).map(|(number, _)| number) {
                Some(number) => {
                    taken.push((number, spot));
                    if let Some(slot) = slots.get_mut(number) {
                        slot.add(at, hit);
                    }
                }
                None if pass == 2 => {
                    taken.push((slots.len(), spot));
                    let mut slot = Slot::default();
                    slot.add(at, hit);
                    slots.push(slot);
                }
                None => rest.push(at),
            }
        }
        left = rest;
    }
}

impl Slot {
    fn add(&mut self, at: usize, hit: &Hit) {
        self.hits.push(at);
        let new = hit.digests.iter().filter(|digest| !self.digests.contains(digest));
        let new: Vec<SecretDigest> = new.cloned().collect();
        self.digests.extend(new);
    }
}

/// Sets of slots that grow together, but never over two different values.
struct Sets {
    home: Vec<usize>,
    digests: Vec<Vec<SecretDigest>>,
}

impl Sets {
    fn of(slots: &[(String, Slot)]) -> Self {
        let digests = slots.iter().map(|(_, slot)| slot.digests.clone()).collect();
        Sets { home: (0..slots.len()).collect(), digests }
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(up) = self.home.get(at).filter(|up| **up != at) {
            at = *up;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        let moved = self.digests.get(high).cloned().unwrap_or_default();
        let Some(known) = self.digests.get_mut(low).filter(|_| low != high) else { return };
        let shared = known.iter().any(|digest| moved.contains(digest));
        if !known.is_empty() && !moved.is_empty() && !shared {
            return;
        }
        known.extend(moved);
        if let Some(home) = self.home.get_mut(high) {
            *home = low;
        }
    }

    fn into_secrets(self, slots: Vec<(String, Slot)>) -> Vec<OneSecret> {
        let mut all: BTreeMap<usize, OneSecret> = BTreeMap::new();
        for (number, (id, slot)) in slots.into_iter().enumerate() {
            let one = all.entry(self.root(number)).or_default();
            one.ids.push(id);
            one.hits.extend(slot.hits);
        }
        all.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Place;

    fn hit(tool: &str, rule: &str, at: (u32, Option<u32>), value: Option<&str>) -> Hit {
        Hit {
            tool: tool.into(),
            file: "ops/.env".into(),
            rule: rule.into(),
            kind: super::super::rule_kind::kind(rule),
            line: Some(at.0),
            column: at.1,
            digests: value.map(SecretDigest::of_value).into_iter().collect(),
            verified: false,
            revoked: None,
            principal: None,
            found: None,
            dated: None,
            scope: None,
            place: Place::file(format!("{tool}.json")),
        }
    }

    fn ids(hits: &[Hit]) -> Vec<String> {
        secrets(hits).into_iter().map(|one| one.ids.join(" ")).collect()
    }

    #[test]
    fn columns_tell_two_secrets_of_one_line_apart() {
        let at = |rule, column| hit("gitleaks", rule, (4, Some(column)), None);
        assert_eq!(ids(&[at("aws", 1), at("aws", 30)]).len(), 2);
        assert_eq!(
            ids(&[at("aws", 1), at("generic", 1)]),
            ["leak:ops/.env:aws leak:ops/.env:generic"]
        );
        assert_eq!(ids(&[at("aws", 1), at("aws", 1)]), ["leak:ops/.env:aws"]);
    }

    #[test]
    fn two_tools_agree_on_a_line_where_their_kinds_do() {
        let of = |tool, rule| hit(tool, rule, (4, None), None);
        assert_eq!(ids(&[of("gitleaks", "github-pat"), of("trufflehog", "Github")]).len(), 1);
        assert_eq!(ids(&[of("gitleaks", "private-key"), of("trufflehog", "jwt")]).len(), 2);
        let valued = |tool, rule, value| hit(tool, rule, (4, None), Some(value));
        let two =
            [valued("gitleaks", "a", "firstvalue1"), valued("trufflehog", "b", "secondvalue2")];
        assert_eq!(ids(&two).len(), 2);
    }

    #[test]
    fn a_path_is_one_file_with_and_without_its_drive() {
        let of = |file: &str| Hit { file: file.into(), ..hit("t", "aws", (4, None), None) };
        assert_eq!(ids(&[of("c:/work/.env"), of("/work/.env")]).len(), 1);
        assert_eq!(ids(&[of("c:/work/.env"), of("d:/work/.env")]).len(), 2);
        // Which of two drives is meant is not known.
        let three = [of("c:/work/.env"), of("d:/work/.env"), of("/work/.env")];
        assert_eq!(ids(&three).len(), 3);
        assert_eq!(ids(&[of("work/.env"), of("/work/.env")]).len(), 2);
    }

    #[test]
    fn a_value_is_one_secret_wherever_it_is() {
        let one = hit("gitleaks", "a", (4, None), Some("firstvalue1"));
        let mut other = hit("trufflehog", "b", (9, None), Some("firstvalue1"));
        other.file = "lib.py".into();
        assert_eq!(ids(&[one, other]).len(), 1);
    }

    /// The names of report files are no part of an id, and a report of a later day renames nothing.
    #[test]
    fn no_id_depends_on_the_order_of_reports() {
        let day = |text: &str| text.parse::<model::Moment>().ok();
        let of = |file: &str, line, found: Option<&str>| Hit {
            found: found.and_then(day),
            place: Place::file(file),
            ..hit("t", "aws", (line, None), None)
        };
        let lines_of = |hits: &[Hit]| {
            let all = secrets(hits).into_iter();
            let lines = all.map(|one| (one.ids[0].clone(), hits[one.hits[0]].line));
            lines.collect::<Vec<_>>()
        };
        for (early, late) in [(None, None), (Some("2026-01-01"), Some("2026-02-01"))] {
            let one = [of("a.json", 4, early), of("b.json", 4, late), of("b.json", 2, late)];
            let other = [of("z.json", 4, early), of("b.json", 4, late), of("b.json", 2, late)];
            assert_eq!(lines_of(&one), lines_of(&other), "{early:?}");
            let turned: Vec<Hit> = other.into_iter().rev().collect();
            assert_eq!(lines_of(&one), lines_of(&turned), "{early:?}");
            if early.is_some() {
                assert_eq!(lines_of(&one)[0], ("leak:ops/.env:aws".into(), Some(4)));
            }
        }
    }

    #[test]
    fn a_moved_line_and_a_further_finding_rename_nothing() {
        let of = |tool, line, value| hit(tool, "aws", (line, None), value);
        let before = ids(&[of("t", 4, None), of("t", 8, None)]);
        let after = ids(&[of("t", 2, None), of("t", 6, None), of("t", 10, None)]);
        assert_eq!(before, ["leak:ops/.env:aws", "leak:ops/.env:aws-2"]);
        assert!(before.iter().all(|id| after.contains(id)));
        // A second report that shows fewer lines does not mix the values of the first.
        let (x, y) = (Some("firstvalue1"), Some("secondvalue2"));
        let mixed = [of("a", 4, x), of("a", 8, y), of("b", 8, y)];
        assert_eq!(ids(&mixed), before);
        let moved = [of("a", 4, x), of("b", 9, None)];
        assert_eq!(ids(&moved), ["leak:ops/.env:aws"]);
    }
}
