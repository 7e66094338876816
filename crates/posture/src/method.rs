//! Which findings are judged by other rules than in an earlier month: what they show is the method's doing,
//! and neither fixed nor new.

use std::collections::BTreeSet;

use model::month::Editions;

/// The rules that changed between two months.
#[derive(Debug, Default)]
pub(super) struct Method<'a> {
    /// Whether any control may judge otherwise.
    all: bool,
    /// The controls that were changed, added or removed.
    controls: BTreeSet<&'a str>,
    /// Whether the rules for the results of scanners may have changed.
    scanners: bool,
}

impl<'a> Method<'a> {
    pub(super) fn between(before: &'a Editions, after: &'a Editions) -> Self {
        let ids = before.controls.keys().chain(after.controls.keys());
        let differs = |id: &&String| before.controls.get(*id) != after.controls.get(*id);
        let controls: BTreeSet<&str> = ids.filter(differs).map(String::as_str).collect();
        // A catalogue that differs in no control differs in something that all of them rest on.
        let catalogue = before.catalogue != after.catalogue && controls.is_empty();
        let rules = before.rules != after.rules;
        Method { all: catalogue || rules, controls, scanners: before.mappings != after.mappings }
    }

    /// Whether a finding of a control is judged by changed rules; `scanned` is whether a scanner reports it.
    pub(super) fn changed(&self, control: &str, scanned: bool) -> bool {
        self.all || self.controls.contains(control) || scanned && self.scanners
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editions(catalogue: &str, controls: &[(&str, &str)], rules: u32) -> Editions {
        let controls = controls.iter().map(|(id, edition)| ((*id).into(), (*edition).into()));
        Editions {
            catalogue: catalogue.into(),
            controls: controls.collect(),
            rules,
            ..Editions::default()
        }
    }

    #[test]
    fn only_what_a_changed_rule_judges_is_by_method() {
        let changed = |before: &Editions, after: &Editions| {
            let method = Method::between(before, after);
            ["A-01", "B-01"].map(|control| method.changed(control, false))
        };
        let then = editions("1", &[("A-01", "a"), ("B-01", "b")], 1);
        assert_eq!(changed(&then, &then), [false, false]);
        assert_eq!(
            changed(&then, &editions("2", &[("A-01", "z"), ("B-01", "b")], 1)),
            [true, false]
        );
        assert_eq!(changed(&then, &editions("2", &[("A-01", "a")], 1)), [false, true]);
        assert_eq!(
            changed(&then, &editions("1", &[("A-01", "a"), ("B-01", "b")], 2)),
            [true, true]
        );
        assert_eq!(
            changed(&then, &editions("2", &[("A-01", "a"), ("B-01", "b")], 1)),
            [true, true]
        );
    }

    #[test]
    fn changed_mappings_decide_only_what_scanners_report() {
        let mapped = |mappings: &str| Editions { mappings: mappings.into(), ..Editions::default() };
        let (then, now) = (mapped("1"), mapped("2"));
        let method = Method::between(&then, &now);
        assert!(method.changed("A-01", true) && !method.changed("A-01", false));
    }
}
