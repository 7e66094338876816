//! Which stated places are secret stores, by the names of products. A name that is none of them may be anything.

use crate::controls::actions::{is_denied, is_gap, is_tentative};

/// What a stated store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    /// A product that keeps secrets: it grants, logs and revokes access to them.
    Secrets,
    /// Something that keeps texts or files, and not secrets.
    Other,
    /// No list has it, or it names both.
    Unknown,
}

/// Products that keep secrets, as words in their order. From the providers that External Secrets Operator
/// documents (github.com/external-secrets/external-secrets, docs/provider), without Kubernetes Secrets, which are
/// encrypted only where the cluster is set up for it.
const MANAGERS: [&str; 40] = [
    "vault",
    "openbao",
    "secrets manager",
    "secret manager",
    "secretsmanager",
    "secret server",
    "secretserver",
    "secrets store",
    "secret store",
    "parameter store",
    "key vault",
    "keyvault",
    "lockbox",
    "mysterybox",
    "credential store",
    "conjur",
    "cyberark",
    "akeyless",
    "doppler",
    "infisical",
    "1password",
    "bitwarden",
    "keeper security",
    "delinea",
    "thycotic",
    "beyondtrust",
    "barbican",
    "fortanix",
    "passbolt",
    "proton pass",
    "protonpass",
    "password secure",
    "devolutions server",
    "onboardbase",
    "senhasegura",
    "safeguard",
    "privx",
    "pulumi esc",
    "chef vault",
    "previder",
];

/// Where pipelines keep secrets: by the names in the documentation of each service.
const PIPELINES: [&str; 16] = [
    "actions secrets",
    "actions secret",
    "github secrets",
    "environment secrets",
    "gitlab variables",
    "cicd variables",
    "ci cd variables",
    "ci variables",
    "pipeline variables",
    "pipeline secrets",
    "pipeline secret",
    "repository secrets",
    "variable group",
    "jenkins credentials",
    "circleci context",
    "buildkite secrets",
];

/// What keeps texts or files.
const OTHERS: [&str; 44] = [
    "spreadsheet",
    "excel",
    "xls",
    "xlsx",
    "csv",
    "txt",
    "doc",
    "docx",
    "google sheet",
    "google sheets",
    "google doc",
    "google docs",
    "google drive",
    "onedrive",
    "dropbox",
    "sharepoint",
    "file share",
    "shared drive",
    "network drive",
    "usb",
    "wiki",
    "confluence",
    "notion",
    "jira",
    "slack",
    "teams channel",
    "chat",
    "mail",
    "email",
    "inbox",
    "note",
    "notes",
    "notebook",
    "sticky note",
    "paper",
    "git repository",
    "repo",
    "source code",
    "dotfile",
    "desktop",
    "laptop",
    "home directory",
    "text file",
    "env file",
];

/// What a stated store is; `pipeline` whether the record states that a pipeline keeps the secret.
pub(super) fn store(name: &str, pipeline: bool) -> Store {
    let plain = name.to_lowercase();
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = format!(" {} ", words.join(" "));
    let has = |names: &[&str]| names.iter().any(|name| joined.contains(&format!(" {name} ")));
    let keeps = has(&MANAGERS) || (pipeline && has(&PIPELINES));
    match (keeps, has(&OTHERS)) {
        _ if is_denied(&plain) || is_tentative(&plain) => Store::Unknown,
        (false, true) => Store::Other,
        (true, false) if !is_gap(&plain) => Store::Secrets,
        _ => Store::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_that_keep_secrets_are_known() {
        for name in [
            "vault",
            "clinic vault",
            "vault.example.com",
            "HashiCorp Vault",
            "AWS Secrets Manager",
            "Azure Key Vault",
            "1Password Business",
            "CyberArk Conjur (production)",
        ] {
            assert_eq!(store(name, false), Store::Secrets, "{name}");
        }
        for name in ["pipeline variables", "GitHub Actions secrets", "GitLab CI/CD variables"] {
            assert_eq!(store(name, true), Store::Secrets, "{name}");
            assert_ne!(store(name, false), Store::Secrets, "{name}");
        }
    }

    #[test]
    fn what_keeps_texts_or_files_is_no_store() {
        for name in ["a spreadsheet", "passwords.xlsx", "Confluence", "the team's wiki", "env file"]
        {
            assert_eq!(store(name, true), Store::Other, "{name}");
        }
    }

    #[test]
    fn any_other_name_may_be_anything() {
        for name in [
            "",
            "the safe",
            "somewhere secure",
            "*",
            "no vault",
            "not in the vault yet",
            "vault.xlsx",
            "a wiki page about the vault",
            "vaulted ceiling",
            "tbd: vault",
        ] {
            assert_ne!(store(name, true), Store::Secrets, "{name}");
        }
    }
}
