//! Whether somebody who is named may decide: the one way in which names of people count.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Context, is_placeholder};
use crate::Placed;
use crate::records::{Owner, OwnerKind, OwnerStatus, RecordKind};
use crate::words;
use crate::{Asset, AssetKind, Domain};

/// What somebody decides: for which domains, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mandate<'a> {
    /// The domains of which one has to decide. None where any may: an empty list names no domain, and
    /// nobody may decide for it.
    pub domains: Option<&'a [Domain]>,
    /// The day of the decision. None for a duty that lasts: an owner, a lead, a deputy.
    pub decided: Option<Date>,
    /// Whether somebody who left counts too. A lead who left does not.
    pub leavers: bool,
}

impl Mandate<'static> {
    /// A duty that lasts, of any domain.
    pub const ANY: Mandate<'static> = Mandate { domains: None, decided: None, leavers: false };

    /// To be named as somebody to be independent of, which those who left are too.
    pub const NAMED: Mandate<'static> = Mandate { leavers: true, ..Mandate::ANY };

    /// A duty that lasts, outside the operating team.
    pub const OUTSIDE: Mandate<'static> =
        Mandate { domains: Some(&[Domain::Identity, Domain::PlatformSecurity]), ..Mandate::ANY };
}

impl<'a> Mandate<'a> {
    /// A duty that lasts, of one of these domains.
    pub fn of(domains: &'a [Domain]) -> Self {
        Mandate { domains: Some(domains), ..Mandate::ANY }
    }

    /// The same for a decision of one day. A decision without a day is judged as a lasting duty.
    #[must_use]
    pub fn on(self, day: Option<Date>) -> Self {
        Mandate { decided: day, ..self }
    }
}

/// Somebody who may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party<'a> {
    /// The owner that is named.
    pub owner: &'a Owner,
    /// The person it comes down to: the owner, or who leads the team.
    pub person: &'a Owner,
}

impl Party<'_> {
    /// Whether both come down to one person, under whatever labels.
    pub fn is_same(&self, other: &Party<'_>) -> bool {
        self.owner.id == other.owner.id || is_same_person(self.person, other.person)
    }
}

/// Why somebody who is named may not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// `TBD` and its like.
    Placeholder,
    /// The register has no such owner.
    Unknown,
    /// There is no register to look in.
    NoRegister,
    /// An agent, a service account or another program.
    NotAPerson,
    /// Neither a person nor a team, as far as the register states.
    KindUnstated,
    /// The register does not state that they are active.
    StatusUnstated,
    /// Left, or moved, before the decision or without a date that shows otherwise; the day, where the duty
    /// lasts and the register states it.
    Departed(Option<Date>),
    /// Left, or moved, after the decision, and cannot confirm it any more.
    LeftSince(Date),
    /// A team that does not state its lead.
    LeadUnstated,
    /// A team without a lead.
    Leaderless,
    /// A team whose lead is not in the register.
    LeadUnknown,
    /// Teams that lead each other.
    LeadCircle,
    /// The register does not state for which domains they act.
    DomainUnstated,
    /// They act for another domain.
    WrongDomain,
    /// They act for several domains: duties that should be separate are one person's.
    SeveralDomains,
}

/// Why a name counts for nothing, and whose record shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The name that is stated.
    pub name: String,
    /// The lead whose record shows it, where it is not that of the one who is named.
    pub lead: Option<String>,
    /// Why.
    pub cause: Cause,
    /// What the record of the cause states beside it: the domains, or the day of leaving.
    detail: String,
}

impl Refusal {
    /// The field of the register that would settle it. None where the register settles it already:
    /// the name does not count.
    pub fn missing(&self) -> Option<(&'static str, &'static str)> {
        match self.cause {
            Cause::NoRegister => Some(("owners", "")),
            Cause::KindUnstated => Some(("owners", "kind")),
            Cause::StatusUnstated => Some(("owners", "status")),
            Cause::LeadUnstated => Some(("owners", "lead")),
            Cause::DomainUnstated | Cause::SeveralDomains => Some(("owners", "domains")),
            // The one who decided has to be replaced: the record of the decision would settle it.
            Cause::LeftSince(_) => Some(("", "")),
            _ => None,
        }
    }

    /// Since when it shows that nobody acts, where a duty lasts and a dated fact shows it.
    pub fn since(&self) -> Option<Date> {
        match self.cause {
            Cause::Departed(day) => day,
            _ => None,
        }
    }

    /// Why, as a clause: `bob is not in the owner register`.
    pub fn why(&self) -> String {
        if !words::are_wanted() {
            return String::new();
        }
        let Refusal { name, detail, .. } = self;
        let who = match &self.lead {
            Some(lead) => format!("{lead}, who leads {name},"),
            None => name.clone(),
        };
        match self.cause {
            Cause::Placeholder => format!("`{name}` is a placeholder"),
            Cause::Unknown => format!("{name} is not in the owner register"),
            Cause::NoRegister => format!("no input contains a register with {name}"),
            Cause::NotAPerson => format!("{who} is a program, not a person{detail}"),
            Cause::KindUnstated => format!("whether {who} is a person or a team is not stated"),
            Cause::StatusUnstated => format!("{who} is not stated to be active"),
            Cause::Departed(_) => format!("{who} is not active{detail}"),
            Cause::LeftSince(day) => format!("{who} left on {day}, after this decision"),
            Cause::LeadUnstated => format!("the team {who} does not state its lead"),
            Cause::Leaderless => format!("{who} is a team without a lead"),
            Cause::LeadUnknown => format!("{who} is not in the owner register"),
            Cause::LeadCircle => format!("the leads of {name} form a circle"),
            Cause::DomainUnstated => format!("the domain of {who} is not stated"),
            Cause::WrongDomain => format!("{who} acts for {detail}"),
            Cause::SeveralDomains => {
                format!("{who} acts for several domains ({detail}), which should be separate")
            }
        }
    }
}

impl Context {
    /// Why the record of a retirement settles nothing: it names no decider, or one who may not decide it. None
    /// where an owner of identity or platform security decided it, and for what is revoked instead.
    pub fn undecided_retirement(&self, asset: &Asset) -> Option<String> {
        let Some(decider) = asset.retired_by()?.given() else {
            return Some("field `retired_by` missing".into());
        };
        let mandate = Mandate::OUTSIDE.on(asset.retired_on().map(|on| on.day()));
        self.authority(decider, mandate).err().map(|refusal| refusal.why())
    }

    /// Whether somebody may decide what the mandate asks for. Every control that counts a name asks
    /// here: a name that cannot be resolved, a program, a leaver or the wrong domain counts for nothing.
    ///
    /// # Errors
    /// Why the name does not count.
    pub fn authority(&self, name: &str, mandate: Mandate<'_>) -> Result<Party<'_>, Refusal> {
        let party = self.party(name, mandate)?;
        let Some(domains) = mandate.domains else { return Ok(party) };
        let Party { owner, person } = party;
        let lead = (owner.id != person.id).then_some(person.id.as_str());
        let Some(stated) = owner.domains.given() else {
            return Err(refusal(name, None, Cause::DomainUnstated, String::new()));
        };
        if !stated.iter().any(|domain| domains.contains(domain)) {
            return Err(refusal(name, None, Cause::WrongDomain, listed(stated)));
        }
        let Some(of_person) = person.domains.given() else {
            return Err(refusal(name, lead, Cause::DomainUnstated, String::new()));
        };
        if of_person.is_empty() {
            return Err(refusal(name, lead, Cause::WrongDomain, listed(of_person)));
        }
        let first = stated.first();
        if stated.iter().chain(of_person).all(|domain| Some(domain) == first) {
            return Ok(party);
        }
        let all: BTreeSet<Domain> = stated.iter().chain(of_person).copied().collect();
        Err(refusal(name, None, Cause::SeveralDomains, listed(&all)))
    }

    /// The record of the register that shows why a name does not count, and the field that holds it. None
    /// where the register has no such record.
    pub fn shown_by(&self, refusal: &Refusal) -> Option<(&Placed<Owner>, &'static str)> {
        let named = self.owners.get(&refusal.name)?;
        let lead = refusal.lead.as_ref();
        // A lead who is not in the register is named by the last record of the chain that is.
        let mut at = lead.and_then(|lead| self.owners.get(lead)).unwrap_or(named);
        if refusal.cause == Cause::LeadUnknown {
            while at.record.lead.given() != lead {
                at = self.owners.get(at.record.lead.given()?)?;
            }
        }
        let field = match refusal.cause {
            Cause::Placeholder | Cause::Unknown | Cause::NoRegister => return None,
            Cause::NotAPerson | Cause::KindUnstated => "kind",
            Cause::StatusUnstated => "status",
            Cause::Departed(_) | Cause::LeftSince(_) => match at.record.status.given() {
                Some(OwnerStatus::Departed | OwnerStatus::Transferred) => "status",
                _ => "left_on",
            },
            Cause::LeadUnstated | Cause::Leaderless | Cause::LeadUnknown | Cause::LeadCircle => {
                "lead"
            }
            Cause::DomainUnstated | Cause::WrongDomain | Cause::SeveralDomains => "domains",
        };
        Some((at, field))
    }

    /// The active person that a name comes down to, for decisions of whatever domain.
    fn party(&self, name: &str, mandate: Mandate<'_>) -> Result<Party<'_>, Refusal> {
        if is_placeholder(name) {
            return Err(refusal(name, None, Cause::Placeholder, String::new()));
        }
        let Some(named) = self.owners.get(name) else {
            let known = self.carries(RecordKind::Owners);
            let cause = if known { Cause::Unknown } else { Cause::NoRegister };
            return Err(refusal(name, None, cause, String::new()));
        };
        let owner = &named.record;
        let (mut at, mut seen) = (owner, BTreeSet::new());
        loop {
            let lead = (at.id != owner.id).then_some(at.id.as_str());
            let shown = match self.program(at) {
                Some(program) => Err((Cause::NotAPerson, program)),
                None if mandate.leavers && lead.is_none() => Ok(()),
                None => self.active(at, mandate.decided),
            };
            shown.map_err(|(cause, detail)| refusal(name, lead, cause, detail))?;
            if at.kind.given() == Some(&OwnerKind::Person) {
                return Ok(Party { owner, person: at });
            }
            // A team, or somebody whose kind is not stated and who may be one.
            let kind_stated = at.kind.given().is_some();
            let cause = match at.lead.given().filter(|lead| !is_placeholder(lead)) {
                Some(next) => match self.owners.get(next) {
                    Some(next) => {
                        seen.insert(at.id.as_str());
                        at = &next.record;
                        if seen.contains(at.id.as_str()) {
                            let circle = Cause::LeadCircle;
                            return Err(refusal(name, None, circle, String::new()));
                        }
                        continue;
                    }
                    None => {
                        return Err(refusal(name, Some(next), Cause::LeadUnknown, String::new()));
                    }
                },
                None if !kind_stated => Cause::KindUnstated,
                None if at.lead.is_absent() => Cause::LeadUnstated,
                None => Cause::Leaderless,
            };
            return Err(refusal(name, lead, cause, String::new()));
        }
    }

    /// Whether one record is of somebody active.
    fn active(&self, owner: &Owner, decided: Option<Date>) -> Result<(), (Cause, String)> {
        let left = owner.left_on.given().map(|left| left.day()).filter(|day| *day <= self.as_of);
        let gone = |label: &str| match (left, decided) {
            (Some(left), Some(decided)) if decided <= left => {
                (Cause::LeftSince(left), String::new())
            }
            (Some(left), decided) => {
                let since = Some(left).filter(|_| decided.is_none());
                (Cause::Departed(since), format!(" ({label} on {left})"))
            }
            (None, _) => (Cause::Departed(None), format!(" ({label})")),
        };
        match (owner.status.given(), left) {
            (Some(OwnerStatus::Departed), _) => Err(gone("departed")),
            (Some(OwnerStatus::Transferred), _) => Err(gone("transferred")),
            // The date is a fact, the status a label that nobody corrected.
            (_, Some(_)) => Err(gone("left")),
            (Some(OwnerStatus::Active), None) => Ok(()),
            (Some(OwnerStatus::Unknown) | None, None) => {
                Err((Cause::StatusUnstated, String::new()))
            }
        }
    }

    /// Why an owner is a program, as a clause in brackets, if it is one. A team may have the name of
    /// the account that it runs.
    fn program(&self, owner: &Owner) -> Option<String> {
        match owner.kind.given() {
            Some(OwnerKind::Program) => return Some(String::new()),
            Some(OwnerKind::Team) => return None,
            Some(OwnerKind::Person) | None => {}
        }
        let named = owner.email.given().into_iter().chain(owner.known_as.items());
        for name in std::iter::once(&owner.id).chain(named) {
            let lower = name.to_lowercase();
            if lower.ends_with("[bot]")
                || lower.ends_with(".gserviceaccount.com")
                || lower.starts_with("spiffe://")
            {
                return Some(String::new());
            }
            let asset = self.known_as(name).find(|asset| {
                matches!(asset.key.kind, AssetKind::Agent | AssetKind::ServiceAccount)
            });
            if let Some(asset) = asset {
                return Some(format!(" ({})", asset.key));
            }
        }
        None
    }
}

/// Whether two records of a register are of one person: the same id, address or other name. Two of
/// one name are one unless their addresses tell them apart.
fn is_same_person(one: &Owner, other: &Owner) -> bool {
    if one.id == other.id {
        return true;
    }
    let lower = |name: &String| name.trim().to_lowercase();
    let names = |owner: &Owner| -> BTreeSet<String> {
        let named = owner.email.given().into_iter().chain(owner.known_as.items());
        std::iter::once(&owner.id).chain(named).map(lower).collect()
    };
    if !names(one).is_disjoint(&names(other)) {
        return true;
    }
    let same_name = match (one.name.given(), other.name.given()) {
        (Some(one), Some(other)) => !is_placeholder(one) && lower(one) == lower(other),
        _ => false,
    };
    same_name && (one.email.given().is_none() || other.email.given().is_none())
}

fn refusal(name: &str, lead: Option<&str>, cause: Cause, detail: String) -> Refusal {
    Refusal { name: name.into(), lead: lead.map(Into::into), cause, detail }
}

fn listed<'a>(domains: impl IntoIterator<Item = &'a Domain>) -> String {
    let nouns: Vec<&str> = domains.into_iter().map(|domain| domain.noun()).collect();
    match nouns.is_empty() {
        true => "no domain".into(),
        false => nouns.join(", "),
    }
}
