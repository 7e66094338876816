//! The names of an identity: strong ones identify it, weak ones only suggest it.

use model::Moment;
use model::records::{Agent, Secret, Server, ServiceAccount};

/// What sources call a record of an identity.
pub(super) trait Identity {
    /// Its id.
    fn id(&self) -> &str;
    /// Its other names.
    fn known_as(&self) -> &[String];
    /// The ids it had before.
    fn formerly(&self) -> &[String];
    /// Names of others that look like it.
    fn distinct_from(&self) -> &[String];
    /// Its name as people write it.
    fn display_name(&self) -> Option<&str>;
    /// Whether it only completes another record.
    fn completes(&self) -> bool;
    /// When its owner last confirmed it, where it states that.
    fn confirmed_on(&self) -> Option<Moment> {
        None
    }
    /// What identifies it besides its names: a whole address, or a value in memory.
    fn other_keys(&self) -> Vec<String> {
        Vec::new()
    }
    /// Whether its id in a client configuration is only a local name.
    const LOCAL_NAMES: bool = false;
    /// Whether one identity may be suggested by a name alone.
    const SUGGESTED_BY_NAME: bool = true;
}

macro_rules! identity {
    ($Record:ident, $($name:ident)?; $($more:item)*) => {
        impl Identity for $Record {
            fn id(&self) -> &str {
                &self.id
            }
            fn known_as(&self) -> &[String] {
                self.known_as.items()
            }
            fn formerly(&self) -> &[String] {
                self.formerly.items()
            }
            fn distinct_from(&self) -> &[String] {
                self.distinct_from.items()
            }
            fn display_name(&self) -> Option<&str> {
                None$(.or(self.$name.given().map(String::as_str)))?
            }
            fn completes(&self) -> bool {
                self.completes.given() == Some(&true)
            }
            $($more)*
        }
    };
}

identity!(Agent, name;
    fn confirmed_on(&self) -> Option<Moment> {
        self.owner_confirmed_on.given().copied()
    }
);
identity!(ServiceAccount, name;
    fn confirmed_on(&self) -> Option<Moment> {
        self.owner_confirmed_on.given().copied()
    }
);
identity!(Server, name;
    fn confirmed_on(&self) -> Option<Moment> {
        self.owner_confirmed_on.given().copied()
    }
    const LOCAL_NAMES: bool = true;
    fn other_keys(&self) -> Vec<String> {
        address(self).into_iter().collect()
    }
);
identity!(Secret, ;
    const SUGGESTED_BY_NAME: bool = false;
    fn other_keys(&self) -> Vec<String> {
        self.value_class.iter().map(|class| format!("value {}", class.0)).collect()
    }
);

/// The address of a server, if no token was cut out of it.
pub(super) fn address(server: &Server) -> Option<String> {
    let url = server.url.given().filter(|url| !url.contains('…'))?;
    Some(format!("url {}", fold(url)))
}

/// A name without what spellings vary: case, a trailing slash, and the two long forms of a Google
/// service account.
pub(super) fn fold(name: &str) -> String {
    let name = name.trim_end_matches('/').to_lowercase();
    match name.rsplit_once("/serviceaccounts/") {
        Some((_, mail)) if mail.contains('@') && !mail.contains('/') => mail.to_string(),
        _ => name,
    }
}

/// The names by which sources identify a record. The name of a package is not among them: it says
/// what is run, not which identity it is.
pub(super) fn strong<T: Identity>(record: &T) -> Vec<String> {
    let names = std::iter::once(record.id()).chain(record.known_as().iter().map(String::as_str));
    let names = names.filter(|name| !is_package(name)).map(fold);
    // A whole address may be among the names.
    let names = names.flat_map(|name| match name.contains("://") {
        true => vec![format!("url {name}"), name],
        false => vec![name],
    });
    names.chain(record.other_keys()).collect()
}

/// The names that suggest a record: its id, the last part of an ARN or resource id, what is before
/// the `@` of an e-mail address, and its name as people write it.
pub(super) fn suggested<T: Identity>(record: &T) -> Vec<String> {
    if !T::SUGGESTED_BY_NAME {
        return Vec::new();
    }
    let ids = std::iter::once(record.id()).chain(record.known_as().iter().map(String::as_str));
    let ids = ids.filter(|name| !is_package(name) && !name.contains("://"));
    let mut names: Vec<String> = ids.flat_map(|id| [fold(id), last_part(id)]).collect();
    names.extend(record.display_name().map(fold));
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}

fn last_part(id: &str) -> String {
    let id = fold(id);
    let last = id.rsplit(['/', ':']).next().unwrap_or_default();
    last.split('@').next().unwrap_or_default().to_string()
}

/// Whether a name is that of a package: `npm:@scope/name`, `pkg:npm/name`.
pub(super) fn is_package(name: &str) -> bool {
    const REGISTRIES: [&str; 10] =
        ["npm", "pypi", "oci", "docker", "nuget", "git", "mcpb", "other", "package", "pkg"];
    name.split_once(':').is_some_and(|(kind, _)| REGISTRIES.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Field;

    #[test]
    fn long_forms_of_one_account_are_one_name() {
        let mail = "robot@p.iam.gserviceaccount.com";
        for long in [
            format!("//iam.googleapis.com/projects/p/serviceAccounts/{mail}"),
            format!("projects/-/serviceAccounts/{mail}"),
        ] {
            assert_eq!(fold(&long), mail);
        }
        let azure = "/subscriptions/0A/resourceGroups/RG/providers/x";
        assert_eq!(fold(azure), fold(&azure.to_uppercase()));
    }

    #[test]
    fn a_package_identifies_nothing_and_an_arn_suggests_its_last_part() {
        let account = ServiceAccount {
            id: "arn:aws:iam::1:role/team/nightly".into(),
            known_as: Field::Given(vec!["npm:x".into(), "sync@p.test".into()]),
            ..ServiceAccount::default()
        };
        assert!(!strong(&account).contains(&"npm:x".to_string()));
        let suggested = suggested(&account);
        assert!(suggested.contains(&"nightly".to_string()));
        assert!(suggested.contains(&"sync".to_string()));
    }
}
