//! Who is asked to act: the accountable owner where active, else the deputy, the lead, or somebody who acts
//! for the responsible domain. Where the register names nobody, the domain itself is asked.

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::share::Share;
use model::posture::{Addressee, Contact, FindingCard, Load};
use model::records::OwnerKind;
use model::{Cause, Context, Domain, Mandate, Severity};

/// How many people one list of addressees names.
const MOST_ASKED: usize = 5;

/// Something about the findings of each pair of owner and domain: the pair decides who is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct ByParty<T>(HashMap<(EcoString, Domain), T, RandomState>);

/// How many findings there are.
pub(super) type Parties = ByParty<u64>;

/// The open findings, for every pair that the findings have.
pub(super) type Loads = ByParty<Load>;

impl<T: Copy + Default> ByParty<T> {
    /// Every pair with its value.
    pub(super) fn in_order(&self) -> BTreeMap<(&str, Domain), T> {
        self.0.iter().map(|((owner, domain), value)| ((owner.as_str(), *domain), *value)).collect()
    }

    fn of(&mut self, share: Share<'_>) -> &mut T {
        self.0.entry((share.owner.clone(), share.card.domain)).or_default()
    }
}

impl Parties {
    pub(super) fn add(&mut self, share: Share<'_>) {
        *self.of(share) += share.count;
    }
}

impl Loads {
    /// Those of some findings.
    pub(super) fn of_all(findings: &[FindingCard]) -> Self {
        let mut loads = Loads::default();
        findings.iter().for_each(|card| loads.add(Share::one(card)));
        loads
    }

    pub(super) fn add(&mut self, share: Share<'_>) {
        let Share { card, count, overdue, .. } = share;
        let open = |holds: bool| if card.outcome.is_open() && holds { count } else { 0 };
        let load = self.of(share);
        *load = load.and(Load {
            open: open(true),
            overdue,
            critical: open(card.severity == Severity::Critical),
            high: open(card.severity == Severity::High),
        });
    }
}

/// The contacts for every pair of owner and domain that the findings have. `loads` are the open ones.
pub(super) fn contacts(context: &Context, loads: &Loads) -> Vec<Contact> {
    let of_domain: BTreeMap<Domain, Option<&str>> =
        Domain::ALL.into_iter().map(|domain| (domain, acting_for(context, domain))).collect();
    let contact = |((owner, domain), load): ((&str, Domain), Load)| {
        let noun = domain.noun();
        let (id, because) = match instead(context, owner) {
            Instead::Nobody => (owner, String::new()),
            Instead::Other(id, role, why) => (id, format!("{role}, because {why}")),
            Instead::Domain(why, team) => match (of_domain.get(&domain).copied().flatten(), team) {
                (Some(id), _) => (id, format!("for {noun}, because {why}")),
                (None, true) => (owner, format!("because {why}, and no one acts for {noun} alone")),
                (None, false) => ("", format!("because {why}, and no one acts for {noun} alone")),
            },
        };
        let name = if id.is_empty() { format!("domain {noun}") } else { name(context, id) };
        let Load { open, overdue, critical, high } = load;
        let (owner, id) = (owner.into(), id.into());
        Contact { owner, domain, id, name, because, open, overdue, critical, high }
    };
    loads.in_order().into_iter().map(contact).collect()
}

/// Who acts instead of an owner.
enum Instead<'a> {
    /// Nobody: the owner is asked.
    Nobody,
    /// Somebody that the owner's record names, in which role, and why.
    Other(&'a str, &'static str, String),
    /// Who acts for the domain, and why; whether the owner is a team that could still be asked.
    Domain(String, bool),
}

fn instead<'a>(context: &'a Context, owner: &str) -> Instead<'a> {
    if owner.is_empty() {
        return Instead::Domain("no accountable owner is named".into(), false);
    }
    let Err(refusal) = context.authority(owner, Mandate::ANY) else { return Instead::Nobody };
    let without_lead = match refusal.cause {
        // Nothing shows that they are not there: asking them is what settles it.
        Cause::NoRegister | Cause::StatusUnstated | Cause::KindUnstated | Cause::LeadUnstated => {
            return Instead::Nobody;
        }
        Cause::Leaderless | Cause::LeadUnknown | Cause::LeadCircle => true,
        _ => false,
    };
    let why = refusal.why();
    let record = context.owners.get(owner).map(|placed| &placed.record);
    let named = record.map(|record| [(&record.deputy, "as deputy"), (&record.lead, "as lead")]);
    for (field, role) in named.into_iter().flatten() {
        let Some(id) = field.given().filter(|id| id.as_str() != owner) else { continue };
        if let (Ok(_), Some((id, _))) =
            (context.authority(id, Mandate::ANY), context.owners.get_key_value(id.as_str()))
        {
            return Instead::Other(id, role, why);
        }
    }
    Instead::Domain(why, without_lead)
}

/// Who acts for a domain and for no other: a team before a person, then by id.
fn acting_for(context: &Context, domain: Domain) -> Option<&str> {
    let domains = [domain];
    let mut active: Vec<(bool, &str)> = context
        .owners
        .iter()
        .filter(|(id, _)| context.authority(id, Mandate::of(&domains)).is_ok())
        .map(|(id, owner)| (owner.record.kind.given() != Some(&OwnerKind::Team), id.as_str()))
        .collect();
    active.sort_unstable();
    active.first().map(|(_, id)| *id)
}

fn name(context: &Context, id: &str) -> String {
    let owner = context.owners.get(id);
    owner.and_then(|owner| owner.record.name.given().cloned()).unwrap_or_else(|| id.into())
}

/// Looks contacts up.
pub(super) struct Contacts<'a> {
    known: HashMap<(&'a str, Domain), &'a Contact>,
}

impl<'a> Contacts<'a> {
    pub(super) fn of(contacts: &'a [Contact]) -> Self {
        let key = |contact: &'a Contact| ((contact.owner.as_str(), contact.domain), contact);
        Contacts { known: contacts.iter().map(key).collect() }
    }

    /// Who is asked about one finding.
    pub(super) fn of_one(&self, card: &FindingCard) -> Addressee {
        let mut one = Parties::default();
        one.add(Share::one(card));
        self.asked(&one).pop().unwrap_or_default()
    }

    /// Who is asked about several findings, most findings first.
    pub(super) fn asked(&self, parties: &Parties) -> Vec<Addressee> {
        let contact = |(pair, count)| Some((*self.known.get(&pair)?, count));
        Self::counted(parties.in_order().into_iter().filter_map(contact).collect())
    }

    fn counted(counts: BTreeMap<&Contact, u64>) -> Vec<Addressee> {
        let mut asked: Vec<Addressee> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for (Contact { id, name, because, .. }, findings) in counts {
            let at = *known.entry((id, name)).or_insert(asked.len());
            let Some(one) = asked.get_mut(at) else {
                let because = because.clone();
                asked.push(Addressee { id: id.clone(), name: name.clone(), because, findings });
                continue;
            };
            one.findings += findings;
            if one.because.is_empty() {
                one.because.clone_from(because);
            } else if !because.is_empty() && !one.because.contains(because.as_str()) {
                // The same role is named once.
                let role = because.split_once("because ").map_or("", |(role, _)| role);
                let mut reasons = one.because.split("; ");
                let is_same = reasons.all(|it| it.starts_with(role) || it.starts_with("because "));
                let rest = because.strip_prefix(role).filter(|_| is_same).unwrap_or(because);
                one.because = format!("{}; {rest}", one.because);
            }
        }
        asked.sort_by(|a, b| {
            b.findings.cmp(&a.findings).then_with(|| (&a.id, &a.name).cmp(&(&b.id, &b.name)))
        });
        asked.truncate(MOST_ASKED);
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(owner: &str, id: &str, because: &str) -> Contact {
        Contact {
            owner: owner.into(),
            domain: Domain::Operator,
            id: id.into(),
            name: id.into(),
            because: because.into(),
            open: 0,
            overdue: 0,
            critical: 0,
            high: 0,
        }
    }

    #[test]
    fn one_person_is_asked_once_with_every_reason() {
        let all = [
            contact("ada", "ada", ""),
            contact("bo", "ada", "as deputy, because bo left"),
            contact("cy", "dan", "as lead, because cy left"),
        ];
        let counts = all.iter().zip([1, 2, 2]).collect();
        let asked = Contacts::counted(counts);
        let asked: Vec<_> = asked.iter().map(|one| (one.id.as_str(), one.findings)).collect();
        assert_eq!(asked, [("ada", 3), ("dan", 2)]);
    }

    #[test]
    fn many_people_are_counted_without_comparing_each_with_all() {
        let all: Vec<Contact> = (0..100_000)
            .map(|number| contact(&format!("team-{number}"), &format!("lead-{number}"), ""))
            .collect();
        let counts = all.iter().zip(1..).collect();
        let start = std::time::Instant::now();
        assert_eq!(Contacts::counted(counts).len(), MOST_ASKED);
        assert!(start.elapsed().as_secs() < 20, "quadratic: {:?}", start.elapsed());
    }
}
