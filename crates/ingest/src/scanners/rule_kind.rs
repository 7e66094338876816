//! What kind of secret a rule of a scanner looks for.

use model::records::SecretKind;

/// The kind of secret, where the rule's name says it plainly.
pub(super) fn kind(rule: &str) -> Option<SecretKind> {
    // `PrivateKey`, `private-key` and `Private Key` are one word here.
    let rule: String = rule.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    const KINDS: [(&[&str], SecretKind); 7] = [
        (&["privatekey"], SecretKind::PrivateKey),
        (&["jsonwebtoken", "jwt"], SecretKind::Token),
        (&["serviceaccount"], SecretKind::ServiceAccountKey),
        (&["clientsecret"], SecretKind::OAuthClient),
        (&["personalaccesstoken", "githubpat", "gitlabpat", "finegrainedpat"], SecretKind::Pat),
        (&["password", "basicauth", "jdbc", "connectionstring"], SecretKind::Password),
        (&["apikey", "accesskey", "awskey"], SecretKind::ApiKey),
    ];
    let says = |words: &&[&str]| words.iter().any(|word| rule.contains(word));
    KINDS.iter().find(|(words, _)| says(words)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_rule_names_the_kind() {
        for (rule, expected) in [
            ("private-key", Some(SecretKind::PrivateKey)),
            ("PrivateKey", Some(SecretKind::PrivateKey)),
            ("JSON Web Token", Some(SecretKind::Token)),
            ("github-fine-grained-pat", Some(SecretKind::Pat)),
            ("generic-api-key", Some(SecretKind::ApiKey)),
            ("AWS Access Key", Some(SecretKind::ApiKey)),
            ("Basic Auth Credentials", Some(SecretKind::Password)),
            ("slack-bot-token", None),
            ("Hex High Entropy String", None),
        ] {
            assert_eq!(kind(rule), expected, "{rule}");
        }
    }
}
