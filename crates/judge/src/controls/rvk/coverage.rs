//! Which triggers and secrets of a server its playbooks cover.

use crate::controls::holdings::{live_secrets, unknown_secrets};
use crate::controls::prelude::*;
use model::records::{Playbook, Trigger};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "item",
    met: "are covered by a current playbook",
    unmet: "are not covered by a current playbook",
    label: Some(""),
};

/// The three triggers and the live secrets, each an item.
pub(super) fn coverage(
    playbooks: &[&Placed<Playbook>],
    asset: &Asset,
    context: &Context,
) -> Judgement {
    let answers = |trigger| playbooks.iter().any(|p| p.record.triggers.items().contains(&trigger));
    let missing = Trigger::ALL.iter().filter(|trigger| !answers(**trigger)).count();
    let mut items = Items::default();
    for trigger in Trigger::ALL {
        let result = match (answers(trigger), missing) {
            (true, _) => ItemResult::pass(""),
            (false, 1) => ItemResult::partial("not covered"),
            (false, _) => ItemResult::fail("not covered"),
        };
        items.push(trigger.noun(), result);
    }
    for (secret, _) in live_secrets(asset, context) {
        let id = &secret.key.id;
        let covered = playbooks.iter().any(|playbook| covers(&playbook.record, id));
        let result = if covered { ItemResult::pass("") } else { ItemResult::fail("not covered") };
        items.push(words!("secret {id}"), result);
    }
    unknown_secrets(context).into_iter().for_each(|unknown| items.push_unknown(unknown));
    items.judge(&WORDS, ("playbooks", "secrets_covered"))
}

/// Whether a playbook names a secret, by its id or by a pattern of ids that ends in `/*`.
fn covers(playbook: &Playbook, secret: &str) -> bool {
    playbook.secrets_covered.items().iter().any(|named| match named.strip_suffix('*') {
        Some(path) if path.ends_with('/') => secret.starts_with(path),
        _ => named == secret || named.strip_prefix("secret/") == Some(secret),
    })
}
