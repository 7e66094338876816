//! The credentials of an identity. Their values are never exported; hints of them are not read.

use crate::exports::export::Export;
use crate::exports::folded::{elements, is_cut_off};
use crate::extract;
use model::records::{Federation, Issuance, Location, PrincipalKind, Secret, SecretKind};
use model::{Field, Place};
use syntax::Node;

/// Whose credentials they are.
pub(super) struct Holder {
    pub(super) id: String,
    pub(super) principal: String,
    /// Whether the platform makes and replaces them.
    pub(super) managed: bool,
    pub(super) used_by: String,
    pub(super) scopes: Field<Vec<String>>,
    /// The keys around the credentials that state who uses them, and for whom.
    pub(super) stated: Vec<(&'static str, Place)>,
}

/// Reads all credentials; how many there are.
pub(super) fn read(node: &Node, pointer: &str, holder: &Holder, export: &mut Export<'_>) -> usize {
    const LISTS: [(&str, SecretKind); 3] = [
        ("passwordCredentials", SecretKind::OAuthClient),
        ("keyCredentials", SecretKind::Certificate),
        ("federatedIdentityCredentials", SecretKind::WorkloadFederation),
    ];
    let mut count = 0;
    for (list, kind) in LISTS {
        if is_cut_off(node, list) {
            let message = format!("the {list} of `{}` are not in the export", holder.principal);
            export.notice(node, message, "export again with `ConvertTo-Json -Depth 10`");
        }
        let listed = elements(node, list).iter().enumerate();
        for (number, one) in listed.filter(|(_, one)| one.is_map()) {
            let secret = credential(one, (list, number), kind, holder, export);
            let mut placed = export.placed(one, &format!("{pointer}/{list}/{number}"), secret);
            for (field, place) in &holder.stated {
                placed.from.note_at(*field, place.clone());
            }
            export.placed_secret(placed);
            count += 1;
        }
    }
    count
}

fn credential(
    node: &Node,
    (list, number): (&str, usize),
    kind: SecretKind,
    holder: &Holder,
    export: &mut Export<'_>,
) -> Secret {
    let key = extract::redacted_text(node, "keyId").or_else(|| extract::redacted_text(node, "id"));
    let key = key.unwrap_or_else(|| format!("{list}-{number}"));
    let common = Secret {
        id: format!("{}/{key}", holder.id),
        kind: Field::Given(kind),
        principal: Field::Given(holder.principal.clone()),
        principal_kind: Field::Given(PrincipalKind::Workload),
        used_by: Field::Given(vec![holder.used_by.clone()]),
        scopes: holder.scopes.clone(),
        ..Secret::default()
    };
    if kind == SecretKind::WorkloadFederation {
        let audiences = extract::string_list(node, "audiences");
        let federation = Federation {
            issuer: extract::text_field(node, "issuer"),
            audience: audiences.first().map_or(Field::Blank, |one| Field::Given(one.clone())),
            subject: extract::text_field(node, "subject"),
        };
        let issuance = Field::Given(Issuance::Federated);
        let location = Field::Given(Location::None);
        return Secret { issuance, location, federation: Field::Given(federation), ..common };
    }
    let issuance = if holder.managed { Issuance::Dynamic } else { Issuance::Static };
    Secret {
        issuance: Field::Given(issuance),
        issued_at: export.moment(node, present(node, ["startDateTime", "startDate"])),
        // Every credential has an end in the directory; without one it does not end.
        expires_at: match export.moment(node, present(node, ["endDateTime", "endDate"])) {
            Field::Absent => Field::Blank,
            end => end,
        },
        auto_rotate: if holder.managed { Field::Given(true) } else { Field::Absent },
        ..common
    }
}

/// The first of these keys that is there: older command lines call dates by another name.
fn present(node: &Node, keys: [&'static str; 2]) -> &'static str {
    let [usual, older] = keys;
    if node.get(usual).is_none() && node.get(older).is_some() { older } else { usual }
}
