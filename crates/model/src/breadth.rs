//! How much a scope or role grants, as far as its name shows.
//!
//! What providers publish about their own grants comes first (`grants`). Here are names that several
//! issuers use, then the grammar most share: words for what is reached and a word for what may be done
//! with it, `issues:write`, `s3:GetObject`, `read:org`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How much a grant gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// One sort of thing, and what may be done with it.
    Specific,
    /// A whole product, or any action on one sort of thing.
    Broad,
    /// Everything, or power over who may do what.
    Administrative,
    /// The name does not show it.
    Unknown,
}

use Breadth::{Administrative, Broad, Specific, Unknown};

/// Grants whose name is misleading or unclear, in lower case. The last part of an address
/// or policy name is looked up too.
const KNOWN: &[(&str, Breadth)] = &[
    // OpenID Connect
    ("openid", Specific),
    ("email", Specific),
    ("profile", Specific),
    ("address", Specific),
    ("phone", Specific),
    ("offline_access", Specific),
    // GitLab
    ("api", Administrative),
    ("read_api", Broad),
    // Slack
    ("bot", Broad),
    ("client", Administrative),
    ("commands", Specific),
    ("incoming-webhook", Specific),
    // Microsoft
    (".default", Broad),
    ("access_as_user", Broad),
    ("user_impersonation", Broad),
    // Databases
    ("all privileges", Administrative),
    ("db_datareader", Broad),
    ("db_datawriter", Broad),
];

/// A list of words, and its bit among the lists.
#[derive(Clone, Copy)]
struct Words {
    bit: u16,
    words: &'static str,
}

/// Words that grant control, at any position; so does any word that ends in `admin`.
const RULING: Words = Words {
    bit: 1 << 0,
    words: "administration administrator admins dba dbo escalate impersonate owner owners \
                      root sudo superuser",
};

/// Words that take in everything there is.
const SWEEPING: Words =
    Words { bit: 1 << 1, words: "all any everything full fullaccess unrestricted" };

/// Words that name neither a thing nor an action.
const FILLING: Words = Words { bit: 1 << 2, words: "access only" };

/// Things that decide who may do what. An identity that changes them can give itself more.
const DECIDING: Words = Words {
    bit: 1 << 3,
    words: "permission permissions role roles rolebinding rolebindings entitlement \
                        entitlements",
};

/// Things that may decide who may do what, or be only data: the policies of an insurer, the keys of a piano.
const DOUBTFUL: Words = Words {
    bit: 1 << 4,
    words: "credential credentials iam key keys policies policy rbac secret secrets token tokens trust",
};

/// Words that only look, or that change nothing by themselves.
const LOOKING: Words = Words {
    bit: 1 << 5,
    words: "browse describe download export fetch get head history list lookup poll pull \
    query read reader readonly ro scan search retrieve test validate verify view viewer watch",
};

/// Words for actions that also name things: `search:read` reads searches.
const NAMING_TOO: Words = Words {
    bit: 1 << 6,
    words: "comment copy deploy download export history import invite login message patch \
    poll post query refresh release run scan search share start sync tag test transition trigger upload view",
};

/// Words that say what may be done.
const DOING: Words = Words {
    bit: 1 << 7,
    words: "add append approve archive assign attach batch browse call cancel close \
    comment connect consume contributor copy create creator decrypt delete deploy describe \
    download edit editor encrypt execute export fetch follow get head history import insert invite \
    invoke invoker join list login lookup manage merge modify move open patch poll post publish \
    publisher pull push put query read reader readonly readwrite receive refresh register release \
    remove renew reply restart retrieve ro run rw scan search select send share sign start stop \
    submit subscribe subscriber sync tag test transition triage trigger update upload upsert use \
    validate verify view viewer watch write writeonly writer",
};

/// How much `grant` gives, as far as its words show. What follows an `@` is where it holds.
pub(crate) fn breadth_by_words(grant: &str) -> Breadth {
    let grant = match grant.trim().split_once('@') {
        Some((role, _)) if !role.is_empty() && !role.contains("://") => role.trim(),
        _ => grant.trim(),
    };
    let tail = match grant.rsplit_once('/') {
        Some((head, tail))
            if head.contains("://") || head.contains(AWS_POLICIES) || head == "roles" =>
        {
            tail
        }
        _ => grant,
    };
    let is = |name: &str| name.eq_ignore_ascii_case(grant) || name.eq_ignore_ascii_case(tail);
    // The name of a custom role or policy does not show what it grants.
    let own_role = grant.contains("/roles/") || (grant.starts_with("arn:") && tail == grant);
    match KNOWN.iter().find(|(name, _)| is(name)) {
        Some((_, breadth)) => *breadth,
        None if own_role => Unknown,
        None => spelled(tail),
    }
}

/// What the names of policies that Amazon manages have in common, in every partition.
const AWS_POLICIES: &str = ":iam::aws:policy";

/// What the words of a grant show.
fn spelled(grant: &str) -> Breadth {
    let words = words(grant);
    let count = |list: Words| words.iter().filter(|word| holds(list, word)).count();
    let (mut doing, sweeping, ruling) = (count(DOING), count(SWEEPING), count(RULING));
    // One of two actions that may name a thing names it.
    if doing > 1 && doing + sweeping == words.len() && count(NAMING_TOO) > 0 {
        doing -= 1;
    }
    let naming = words.len() - doing - sweeping;
    let changes = words.iter().any(|word| holds(DOING, word) && !holds(LOOKING, word));
    let control = words.windows(2).any(|pair| pair == ["full", "control"]);
    // `Mail.Read.All`: one sort of thing wherever it is, and reading only.
    let reads_one_sort = naming > 0 && words.ends_with(&["read".into(), "all".into()]);
    let wildcard = grant.contains('*');
    let nameless = naming + doing == 0;
    match () {
        () if ruling > 0 || control || words.iter().any(|word| word.ends_with("admin")) => {
            Administrative
        }
        () if nameless && (wildcard || sweeping > 0) => Administrative,
        () if changes && count(DECIDING) > 0 => Administrative,
        () if wildcard || (sweeping > 0 && !reads_one_sort) => Broad,
        () if changes && count(DOUBTFUL) > 0 => Unknown,
        () if doing > 0 && naming == 0 => Broad,
        () if doing > 0 => Specific,
        () => Unknown,
    }
}

/// Whether a list has a word: every grant of an estate is asked about every list.
fn holds(list: Words, word: &str) -> bool {
    static LISTS: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
        let all = [RULING, SWEEPING, FILLING, DECIDING, DOUBTFUL, LOOKING, NAMING_TOO, DOING];
        let mut lists: HashMap<&'static str, u16> = HashMap::new();
        for list in all {
            for word in list.words.split_whitespace() {
                *lists.entry(word).or_default() |= list.bit;
            }
        }
        lists
    });
    LISTS.get(word).is_some_and(|lists| lists & list.bit != 0)
}

/// The words of a grant in lower case, cut at punctuation and at capitals: `s3:GetObject` is
/// `s3`, `get`, `object`.
fn words(grant: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in grant.chars() {
        let begins = letter.is_uppercase() && before.is_alphanumeric() && !before.is_uppercase();
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty() && !holds(FILLING, word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_are(expected: Breadth, grants: &[&str]) {
        for grant in grants {
            assert_eq!(breadth_by_words(grant), expected, "{grant}");
        }
    }

    #[test]
    fn a_thing_and_an_action_are_specific() {
        all_are(
            Specific,
            &[
                "repo:read",
                "issues:write",
                "read:org",
                "s3:GetObject",
                "https://www.googleapis.com/auth/drive.readonly",
                "https://graph.microsoft.com/Mail.Read",
                "chat:write",
                "channels:history",
                "delete_repo",
                "Files.ReadWrite",
                "User.Read.All",
                "roles/storage.objectViewer",
                "Storage Blob Data Reader",
                "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
                "openid",
                "invoices.read",
            ],
        );
    }

    #[test]
    fn whole_products_and_wildcards_on_one_thing_are_broad() {
        all_are(
            Broad,
            &[
                "db:*",
                "files:*",
                "s3:*",
                "s3:Get*",
                "roles/editor",
                "AmazonS3FullAccess",
                "read:all",
                "Sites.ReadWrite.All",
                "https://graph.microsoft.com/.default",
                "write",
                "Contributor",
                "read_api",
                "roles/viewer",
                "edit@build",
                "secrets:*@build",
                "Contributor@/subscriptions/7c0e/resourceGroups/orders",
                "arn:aws:iam::aws:policy/ReadOnlyAccess",
            ],
        );
    }

    #[test]
    fn everything_and_power_over_others_are_administrative() {
        all_are(
            Administrative,
            &[
                "*",
                "*:*",
                "all",
                "full-access",
                "full_access",
                "admin:*",
                "admin:org",
                "AdministratorAccess",
                "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
                "arn:aws:iam::aws:policy/job-function/SystemAdministrator",
                "Global Administrator",
                "User Access Administrator",
                "SUPER_ADMIN",
                "Owner@/subscriptions/7c0e",
                "cluster-admin@build",
                "*:*@build",
                "arn:aws:iam::aws:policy/AdministratorAccess",
                "roles/owner",
                "roles/storage.objectAdmin",
                "Owner",
                "cluster-admin",
                "api",
                "db_owner",
                "ALL PRIVILEGES",
                "Sites.FullControl.All",
                "roles/iam.securityAdmin",
            ],
        );
    }

    #[test]
    fn an_action_may_also_name_a_thing() {
        all_are(Specific, &["search:read", "roles/run.invoker", "comment:write", "deploy:trigger"]);
        all_are(Broad, &["write", "read-write", "view", "edit"]);
    }

    #[test]
    fn what_decides_who_may_do_what_is_administrative_or_unknown() {
        all_are(Administrative, &["acme.roles.manage", "permissions:write", "roles:assign"]);
        all_are(Specific, &["acme.roles.read", "permissions:list"]);
        all_are(Unknown, &["policies:write", "keys:create", "secrets:update"]);
    }

    #[test]
    fn an_opaque_grant_is_unknown() {
        all_are(
            Unknown,
            &[
                "",
                "TBD",
                "billing",
                "crm-connector",
                "projects/shop/roles/deployer",
                "premium:gold",
                "arn:aws:iam::123456789012:policy/ReadInvoices",
            ],
        );
    }
}
