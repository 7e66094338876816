//! Many names, among which the one that was meant is looked for many times.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::alike::{difference, folded, other_letter};
use super::closest;

/// How many comparisons of two names suggestions may take, for one list of names; after that nothing is
/// suggested any more.
pub const MAX_COMPARISONS: usize = 2_000_000;

/// Names in their order, indexed by how they look. Suggestions are those of [`super::suggestion`] over
/// the same names in the same order, made once for each text.
#[derive(Debug, Default)]
pub struct Names {
    names: Vec<String>,
    by_look: HashMap<String, Vec<usize>>,
    left: Cell<usize>,
    made: RefCell<HashMap<String, Option<String>>>,
}

impl Names {
    /// These names, sorted.
    pub fn of(names: impl IntoIterator<Item = String>) -> Self {
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        let mut by_look: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            by_look.entry(folded(name)).or_default().push(at);
        }
        Names { names, by_look, left: Cell::new(MAX_COMPARISONS), made: RefCell::default() }
    }

    /// The suggestion of a name that is probably the same as what was written.
    pub fn lookalike(&self, written: &str) -> Option<String> {
        let alike = self.by_look.get(&folded(written))?;
        let mut alike = alike.iter().filter_map(|at| self.names.get(*at));
        let meant = alike.find(|name| *name != written)?;
        let differ = difference(written, meant)?;
        Some(format!("did you mean `{meant}`? They are probably one name: they differ {differ}"))
    }

    /// A question for the name that was probably meant.
    pub fn suggestion(&self, written: &str) -> Option<String> {
        if let Some(same) = self.lookalike(written) {
            return Some(same);
        }
        if let Some(made) = self.made.borrow().get(written) {
            return made.clone();
        }
        self.left.set(self.left.get().checked_sub(self.names.len())?);
        let meant = closest(written, self.names.iter().map(String::as_str));
        let suggestion = meant.map(|meant| {
            let differ = other_letter(written, meant).unwrap_or_default();
            format!("did you mean `{meant}`?{differ}")
        });
        self.made.borrow_mut().insert(written.to_string(), suggestion.clone());
        suggestion
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn suggestions_end_where_their_work_does() {
        let names = Names::of((0..1000).map(|at| format!("server-{at:04}")));
        let asked = (0..3000).map(|at| format!("sever-{at:04}"));
        let made = asked.filter(|name| names.suggestion(name).is_some()).count();
        assert!((1000..=MAX_COMPARISONS / 1000).contains(&made), "{made}");
        // What was asked before costs nothing, and what looks the same is always found.
        assert!(names.suggestion("sever-0001").is_some());
        assert!(names.suggestion("SERVER-0001").is_some());
        assert_eq!(names.suggestion("sever-2999"), None);
    }

    proptest! {
        #[test]
        fn an_index_suggests_what_a_list_does(
            names in proptest::collection::vec("[abAB_-]{1,4}", 0..8),
            written in "[abAB_-]{1,4}",
        ) {
            let index = Names::of(names.clone());
            let mut names = names;
            names.sort_unstable();
            let listed = super::super::suggestion(&written, names.iter().map(String::as_str));
            prop_assert_eq!(index.suggestion(&written), listed);
        }
    }
}
