//! What a node is: its column, its name and what is written below it.

use super::index::Access;
use model::AssetKind;
use model::posture::{AccessTarget, AssetCard};

/// How many columns there are.
pub(super) const COLUMNS: usize = 4;

/// The heading of each column.
pub(super) const HEADINGS: [&str; COLUMNS] =
    ["Agents", "Servers", "Secrets and accounts", "What they reach"];

/// What the nodes of a column are called, one and many.
pub(super) const NOUNS: [(&str, &str); COLUMNS] = [
    ("agent", "agents"),
    ("server", "servers"),
    ("secret or service account", "secrets and service accounts"),
    ("account or system", "accounts and systems"),
];

/// The column of a node.
pub(super) fn column(node: &AccessTarget) -> usize {
    match node {
        AccessTarget::Asset(key) => match key.kind {
            AssetKind::Agent => 0,
            AssetKind::Server => 1,
            AssetKind::Secret | AssetKind::ServiceAccount | AssetKind::Organisation => 2,
        },
        AccessTarget::EveryServer => 1,
        AccessTarget::Account(_) | AccessTarget::System { .. } => 3,
    }
}

impl Access<'_> {
    /// The name of a node as people write it.
    pub(super) fn name(&self, node: usize) -> &str {
        match self.nodes.get(node) {
            Some(AccessTarget::Asset(key)) => {
                self.cards.get(key).map_or(key.id.as_str(), |card| &card.name)
            }
            Some(AccessTarget::EveryServer) => "every server",
            Some(AccessTarget::Account(name) | AccessTarget::System { name, .. }) => name,
            None => "",
        }
    }

    /// What a node is, in full: kind, tier and what is wrong with it.
    pub(super) fn about(&self, node: usize) -> Vec<String> {
        let mut about = Vec::new();
        match self.nodes.get(node) {
            Some(AccessTarget::Asset(key)) => {
                about.push(key.kind.noun(1).to_string());
                let Some(card) = self.cards.get(key) else {
                    about.push("excluded from scope".into());
                    return about;
                };
                let treated = if is_treated(card) { "treated as " } else { "" };
                about.push(format!("{treated}{}", card.tier));
                if card.retired {
                    about.push("retired".into());
                }
                about.extend(Severe::of(card).in_full());
            }
            Some(AccessTarget::Account(_)) => about.push("account".into()),
            Some(AccessTarget::System { environment, .. }) => {
                about.push(environment.map_or("system", |environment| environment.id()).into());
            }
            Some(AccessTarget::EveryServer) => about.push("bound to all of them".into()),
            None => {}
        }
        about
    }

    /// The same in the few words that a box has room for; the keys below the picture have what they mean.
    pub(super) fn in_short(&self, node: usize) -> String {
        let Some(card) = self.card(node) else { return self.about(node).join(" · ") };
        let mut words = Vec::new();
        // Only one column has two kinds.
        match card.key.kind {
            AssetKind::Secret => words.push("secret".into()),
            AssetKind::ServiceAccount => words.push("account".into()),
            _ => {}
        }
        let treated = if is_treated(card) { "as " } else { "" };
        words.push(format!("{treated}{}", card.tier));
        words.extend(Severe::of(card).in_short());
        if card.retired {
            words.push("retired".into());
        }
        words.join(" · ")
    }
}

/// Whether an asset is only treated as its tier: facts do not show it.
pub(super) fn is_treated(card: &AssetCard) -> bool {
    card.tier > card.derived_tier
}

/// The critical and high findings of an asset, by what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Severe {
    /// Open now.
    pub(super) open: u64,
    /// Not assessed now as a whole, and counted as open: they were open when last assessed, or an item is.
    pub(super) as_open: u64,
    /// Not assessed, and never known to be open.
    pub(super) possible: u64,
}

impl Severe {
    pub(super) fn of(card: &AssetCard) -> Self {
        let open = card.open.critical.saturating_add(card.open.high).min(card.severe_open);
        let as_open = card.severe_open - open;
        Severe { open, as_open, possible: card.severe_possible }
    }

    fn in_full(self) -> Vec<String> {
        let all = [
            (self.open, "open"),
            (self.as_open, "not assessed now and counted as open"),
            (self.possible, "not assessed"),
        ];
        let all = all.into_iter().filter(|(count, _)| *count > 0).enumerate();
        // The first says what is counted.
        all.map(|(at, (count, state))| match at {
            0 => format!("{count} critical or high {state}"),
            _ => format!("{count} {state}"),
        })
        .collect()
    }

    fn in_short(self) -> Option<String> {
        match (self.open, self.as_open, self.possible) {
            (0, 0, 0) => None,
            (0, 0, possible) => Some(format!("{possible} possible")),
            (open, 0, _) => Some(format!("{open} severe")),
            (open, as_open, _) => Some(format!("{open} severe +{as_open}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_as_open_is_not_called_open() {
        let severe = |open, as_open, possible| Severe { open, as_open, possible };
        assert_eq!(severe(3, 1, 2).in_short().as_deref(), Some("3 severe +1"));
        assert_eq!(severe(0, 1, 2).in_short().as_deref(), Some("0 severe +1"));
        assert_eq!(severe(0, 0, 2).in_short().as_deref(), Some("2 possible"));
        assert_eq!(severe(0, 0, 0).in_short(), None);
        assert_eq!(
            severe(3, 1, 2).in_full(),
            ["3 critical or high open", "1 not assessed now and counted as open", "2 not assessed"]
        );
    }

    #[test]
    fn an_asset_that_was_open_when_last_assessed_has_fewer_open_findings() {
        let mut card = crate::render::samples::hostile().assets.remove(0);
        card.open.critical = 2;
        card.open.high = 1;
        card.severe_open = 4;
        card.severe_possible = 0;
        assert_eq!(Severe::of(&card), Severe { open: 3, as_open: 1, possible: 0 });
        // A posture from elsewhere may say anything.
        card.severe_open = 1;
        assert_eq!(Severe::of(&card), Severe { open: 1, as_open: 0, possible: 0 });
    }
}
