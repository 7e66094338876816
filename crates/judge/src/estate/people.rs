//! People that exports show among the identities.
//!
//! They are a register of their own: their credentials are assets, they are not. Where another source
//! has one of them as a service account, that is what it is, and a person signs in with it.

use std::collections::{BTreeMap, BTreeSet};

use super::exports::{Remarks, add_exports};
use super::freshness::Freshness;
use super::joined::Joined;
use model::records::ServiceAccount;
use model::{Diagnostic, Person, PersonKind, Place, Placed};

/// How many people of one file a notice names.
const NAMED: usize = 5;

/// Joins the people that other sources have as service accounts to those, and returns the others.
pub(super) fn join(
    accounts: &mut Vec<Joined<ServiceAccount>>,
    people: Vec<Placed<Person>>,
    fresh: &Freshness,
    remarks: &mut Remarks,
) -> Vec<Placed<Person>> {
    let known: BTreeSet<String> =
        accounts.iter().flat_map(|account| names_of(&account.record)).collect();
    let is_account = |person: &Placed<Person>| {
        names_of(&person.record.account).any(|name| known.contains(&name))
    };
    let (found, people): (Vec<_>, Vec<_>) = people.into_iter().partition(is_account);
    let found =
        found.into_iter().map(|Placed { record, place, .. }| Placed::new(record.account, place));
    add_exports(accounts, found.collect(), fresh, remarks);
    people
}

/// Every name that a person goes by, in lower case.
pub(super) fn names(people: &[Placed<Person>]) -> BTreeSet<String> {
    people.iter().flat_map(|person| names_of(&person.record.account)).collect()
}

fn names_of(account: &ServiceAccount) -> impl Iterator<Item = String> {
    let names = std::iter::once(&account.id).chain(account.known_as.items());
    names.map(|name| name.to_lowercase())
}

/// What was left out of the service accounts, once a file and kind.
pub(super) fn notices(people: &[Placed<Person>]) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<(&str, bool), Vec<&Placed<Person>>> = BTreeMap::new();
    for person in people {
        let is_root = person.record.kind == PersonKind::Root;
        by_file.entry((&person.place.file, is_root)).or_default().push(person);
    }
    by_file.into_iter().filter_map(|((_, is_root), people)| notice(is_root, &people)).collect()
}

fn notice(is_root: bool, people: &[&Placed<Person>]) -> Option<Diagnostic> {
    let place: &Place = &people.first()?.place;
    let names: Vec<&str> = people.iter().map(|person| person.record.account.id.as_str()).collect();
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match is_root {
        true => format!("the root of a cloud account is not a service account: {shown}{more}"),
        false => format!("people who sign in to a console are not service accounts: {shown}{more}"),
    };
    let help = "their keys are judged; register one as a service account if no person uses it";
    Some(Diagnostic::at(place, message, if is_root { "its keys are judged" } else { help }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Field;

    fn person(id: &str, kind: PersonKind) -> Placed<Person> {
        let account = ServiceAccount {
            id: id.into(),
            interactive_login: Field::Given(true),
            ..ServiceAccount::default()
        };
        Placed::new(Person { kind, account }, Place::file("report.csv"))
    }

    #[test]
    fn a_person_that_is_recorded_as_an_account_is_that_account() {
        let record = ServiceAccount {
            id: "deploy".into(),
            known_as: Field::Given(vec!["ARN:ADA".into()]),
            ..ServiceAccount::default()
        };
        let mut accounts = vec![Joined::from(Placed::new(record, Place::file("accounts.yaml")))];
        let people = vec![person("arn:ada", PersonKind::User), person("arn:bob", PersonKind::User)];
        let people = join(&mut accounts, people, &Freshness::default(), &mut Remarks::default());
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0].record.interactive_login, Field::Given(true));
        assert_eq!(names(&people), BTreeSet::from(["arn:bob".to_string()]));
    }

    #[test]
    fn each_file_is_reported_once_for_people_and_once_for_roots() {
        let mut people: Vec<_> =
            (0..7).map(|at| person(&format!("user-{at}"), PersonKind::User)).collect();
        people.push(person("root", PersonKind::Root));
        let notices = notices(&people);
        assert_eq!(notices.len(), 2);
        assert!(notices[0].message.ends_with("user-4 and 2 more"), "{}", notices[0].message);
    }
}
