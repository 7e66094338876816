//! What a node is: its column, its name and what is written below it.

use super::index::Access;
use model::AssetKind;
use model::posture::AccessTarget;

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
                let treated = if card.tier > card.derived_tier { "treated as " } else { "" };
                about.push(format!("{treated}{}", card.tier));
                if card.retired {
                    about.push("retired".into());
                }
                if card.severe_open > 0 {
                    about.push(format!("{} severe open", card.severe_open));
                } else if card.severe_possible > 0 {
                    about.push(format!("{} severe possible", card.severe_possible));
                }
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
    /// The same in the few words that a box has room for.
    pub(super) fn in_short(&self, node: usize) -> String {
        let Some(card) = self.card(node) else { return self.about(node).join(" · ") };
        let mut words = Vec::new();
        // Only one column has two kinds.
        match card.key.kind {
            AssetKind::Secret => words.push("secret".into()),
            AssetKind::ServiceAccount => words.push("account".into()),
            _ => {}
        }
        words.push(card.tier.to_string());
        match (card.severe_open, card.severe_possible) {
            (0, 0) => {}
            (0, possible) => words.push(format!("{possible} possible")),
            (open, _) => words.push(format!("{open} severe")),
        }
        if card.retired {
            words.push("retired".into());
        }
        words.join(" · ")
    }
}
