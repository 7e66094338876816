//! Which of two values is the worse one: it is judged where a source that would take precedence is out of
//! date. `docs/joining.md` prints this table.

use model::records::{Issuance, Launch, Status, Transport};
use model::{Channel, Moment, channel, is_loopback};

/// What makes a value the worse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worse {
    /// The earlier date: it was used, made or rotated longer ago.
    Earlier,
    /// The later date: it ends later.
    Later,
    /// True.
    True,
    /// False.
    False,
    /// In service, then switched off, then not in use.
    InService,
    /// Made once, before made on request.
    Static,
    /// Reached over the network, before a local process.
    Remote,
    /// Without encryption.
    Cleartext,
    /// Reachable by others.
    Reachable,
    /// The less exact version.
    LessExact,
    /// Both lists as one.
    Union,
}

impl Worse {
    /// As the documentation prints it.
    #[cfg(test)]
    pub(super) fn words(self) -> &'static str {
        match self {
            Worse::Earlier => "the earlier date",
            Worse::Later => "the later date, or none",
            Worse::True => "true",
            Worse::False => "false",
            Worse::InService => "the one that is in service",
            Worse::Static => "the one that is made once and kept",
            Worse::Remote => "the one over a network",
            Worse::Cleartext => "the one without encryption",
            Worse::Reachable => "the one that others can reach",
            Worse::LessExact => "the less exact version",
            Worse::Union => "both lists as one",
        }
    }
}

/// Every field that a further source may replace.
pub(super) const WORSE: [(&[&str], Worse); 11] = [
    (&["last_used", "last_rotated", "issued_at"], Worse::Earlier),
    (&["expires_at"], Worse::Later),
    (&["interactive_login"], Worse::True),
    (&["tls_verification"], Worse::False),
    (&["status"], Worse::InService),
    (&["issuance"], Worse::Static),
    (&["transport"], Worse::Remote),
    (&["url"], Worse::Cleartext),
    (&["bind"], Worse::Reachable),
    (&["launch"], Worse::LessExact),
    (&["roles", "scopes"], Worse::Union),
];

/// What makes a value of a field the worse one.
pub(super) fn worse(field: &str) -> Option<Worse> {
    WORSE.iter().find(|(fields, _)| fields.contains(&field)).map(|(_, worse)| *worse)
}

/// A value that can be compared with another one. The rank of the worse value is higher; of two alike the
/// known one is judged.
pub(super) trait Comparable {
    /// Whether this is the worse value of the two.
    fn is_worse_than(&self, other: &Self, by: Worse) -> bool;
}

impl Comparable for Moment {
    fn is_worse_than(&self, other: &Self, by: Worse) -> bool {
        match by {
            Worse::Later => self > other,
            _ => self < other,
        }
    }
}

impl Comparable for bool {
    fn is_worse_than(&self, other: &Self, by: Worse) -> bool {
        self != other && *self == (by != Worse::False)
    }
}

impl Comparable for Status {
    fn is_worse_than(&self, other: &Self, _: Worse) -> bool {
        let rank = |status: &Status| match status {
            Status::Active => 4,
            Status::Disabled => 3,
            Status::Planned => 2,
            Status::Retired => 1,
            Status::Revoked => 0,
        };
        rank(self) > rank(other)
    }
}

impl Comparable for Issuance {
    fn is_worse_than(&self, other: &Self, _: Worse) -> bool {
        let rank = |issuance: &Issuance| match issuance {
            Issuance::Static => 3,
            Issuance::Dynamic => 2,
            Issuance::Jit => 1,
            Issuance::Federated => 0,
        };
        rank(self) > rank(other)
    }
}

impl Comparable for Transport {
    fn is_worse_than(&self, other: &Self, _: Worse) -> bool {
        let rank = |transport: &Transport| match transport {
            Transport::Ws => 3,
            Transport::Sse => 2,
            Transport::Http => 1,
            Transport::Stdio => 0,
        };
        rank(self) > rank(other)
    }
}

/// An address, or the address that a server listens on.
impl Comparable for String {
    fn is_worse_than(&self, other: &Self, by: Worse) -> bool {
        let rank = |text: &String| match by {
            Worse::Reachable => u8::from(!is_loopback(text)),
            _ => u8::from(channel(text) == Some(Channel::ClearText)),
        };
        rank(self) > rank(other)
    }
}

impl Comparable for Launch {
    fn is_worse_than(&self, other: &Self, _: Worse) -> bool {
        match (self.package.given(), other.package.given()) {
            (Some(ours), Some(theirs)) => ours.pin() < theirs.pin(),
            // Of what is no package nothing is known.
            (None, Some(_)) => true,
            _ => false,
        }
    }
}

/// Lists are united, and never compared.
impl<T> Comparable for Vec<T> {
    fn is_worse_than(&self, _: &Self, _: Worse) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::precedence::{Rule, TABLE};
    use super::*;

    #[test]
    fn every_field_that_may_be_replaced_states_which_value_is_worse() {
        let replaces = |rule: Rule| matches!(rule, Rule::Replaced | Rule::Gathered);
        let rows = TABLE.iter().filter(|row| replaces(row.export) || replaces(row.configuration));
        let fields: Vec<&str> = rows.flat_map(|row| row.fields.iter().copied()).collect();
        for field in &fields {
            assert!(worse(field).is_some(), "{field} is in no row");
        }
        for (named, _) in WORSE {
            assert!(
                named.iter().all(|field| fields.contains(field)),
                "{named:?} is never replaced"
            );
        }
    }

    #[test]
    fn one_of_two_different_values_is_the_worse_one_at_most() {
        fn check<T: Comparable + std::fmt::Debug>(worse: &T, better: &T, by: Worse) {
            assert!(worse.is_worse_than(better, by), "{worse:?} {by:?}");
            assert!(!better.is_worse_than(worse, by), "{better:?} {by:?}");
            assert!(!worse.is_worse_than(worse, by));
        }
        let day = |day| Moment::start_of(jiff::civil::date(2026, 11, day));
        check(&day(1), &day(2), Worse::Earlier);
        check(&Moment::NO_END, &day(2), Worse::Later);
        check(&true, &false, Worse::True);
        check(&false, &true, Worse::False);
        check(&Status::Active, &Status::Retired, Worse::InService);
        check(&Issuance::Static, &Issuance::Federated, Worse::Static);
        check(&Transport::Http, &Transport::Stdio, Worse::Remote);
        let text = |text: &str| text.to_string();
        check(&text("http://a.test/mcp"), &text("https://a.test/mcp"), Worse::Cleartext);
        check(&text("0.0.0.0:80"), &text("127.0.0.1:80"), Worse::Reachable);
        check(&text("0.0.0.0"), &text("[::1]:80"), Worse::Reachable);
    }

    #[test]
    fn the_page_prints_the_table() {
        let page = include_str!("../../../../docs/joining.md");
        for (fields, worse) in WORSE {
            let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
            let line = format!("| {} | {} |", fields.join(", "), worse.words());
            assert!(page.contains(&line), "docs/joining.md needs the line\n{line}");
        }
    }
}
