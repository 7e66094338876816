//! Whether a step in the path of a server's address is a token.
//!
//! Nobody writes 32 random characters to be read, and names and versions are not random. What is random and
//! hexadecimal may be an id as well: it is suspected, unless it has the form of a UUID or the length of a commit.

use model::records::Certainty;
use percent_encoding::percent_decode_str;

use super::entropy::{has_both, is_random_run, turns};

/// How long what is drawn at random is, where it is more than an id.
const TOKEN: usize = 32;

/// What a step of the path of an address that is called may be: a token, perhaps one, or none.
pub(crate) fn of_step(step: &str) -> Option<Certainty> {
    let decoded = percent_decode_str(step).decode_utf8().ok()?;
    let bare = decoded.trim_end_matches(['=', '.', ')']);
    if bare.len() < TOKEN || bare.contains(['$', '{', '%', '<', '…']) || is_uuid(bare) {
        return None;
    }
    let runs = || bare.split(|c: char| !c.is_ascii_alphanumeric());
    let random: usize = runs().filter(|run| is_random(run)).map(str::len).sum();
    if random >= TOKEN || is_grouped(bare) {
        return Some(Certainty::Confirmed);
    }
    let perhaps = runs().filter(|run| run.len() >= TOKEN).any(|run| {
        let is_all = |is: fn(&u8) -> bool| run.as_bytes().iter().all(is);
        let is_hex = is_all(u8::is_ascii_hexdigit) && has_both(run);
        // A commit is named by 40 hexadecimal digits.
        is_hex && run.len() != 40 || is_all(u8::is_ascii_digit) || is_unspeakable(run)
    });
    perhaps.then_some(Certainty::Suspected)
}

/// Whether a run of letters and digits is drawn at random, with or without digits.
fn is_random(run: &str) -> bool {
    let is_hex = run.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Letters of both cases in no order; base 32, in which digits are rare.
    let is_letters = run.len() >= TOKEN && turns(run) * 3 >= run.len();
    let is_base_32 = run.len() >= TOKEN
        && has_both(run)
        && turns(run) * 5 >= run.len()
        && run.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_random_run(run) || !is_hex && (is_letters || is_base_32)
}

/// Whether groups between hyphens are random together: words change their class at most after a capital.
fn is_grouped(step: &str) -> bool {
    let groups = || step.split(['-', '_']).filter(|group| !group.is_empty());
    let changes = |group: &str| {
        let rest = group.strip_prefix(|first: char| first.is_ascii_uppercase());
        turns(rest.unwrap_or(group))
    };
    let length: usize = groups().map(str::len).sum();
    let mixed = groups().filter(|group| changes(group) >= 2).count();
    let plain: String = groups().collect();
    length >= TOKEN
        && mixed >= 3
        && has_both(&plain)
        && !plain.bytes().all(|byte| byte.is_ascii_hexdigit())
        && groups().map(changes).sum::<usize>() * 3 >= length
}

/// Whether letters of one case hold more consonants in a row than words do.
fn is_unspeakable(run: &str) -> bool {
    const IN_A_ROW: usize = 6;
    let is_consonant = |byte: u8| byte.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(&byte);
    let letters = run.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut row = 0;
    letters
        && run.bytes().any(|byte| {
            row = if is_consonant(byte) { row + 1 } else { 0 };
            row >= IN_A_ROW
        })
}

/// The id of a workspace, tenant or object.
fn is_uuid(step: &str) -> bool {
    let lengths: Vec<usize> = step.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && step.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_steps_are_tokens() {
        for step in [
            "dZ7JzXB51Dd6Vc5SYBEldzFN1XdtXNMPqAXiuF3X",
            "dZ7JzXB51Dd6Vc5SYBEl_zFN1XdtXNMPqAXiuF3X-9bK2",
            "dZ7JzXB51Dd6Vc5SYBEldzFN1XdtXNMPqAXiuF3XWg%3D%3D",
            "k3j9x2m8q4z7w1v5n6b0c8d2f4g6h1j7",
            "K3J9X2M8Q4Z7W1V5N6B0C8D2F4G6H1J7",
            "mcp_k3j9x2m8q4z7w1v5n6b0c8d2f4g6h1j7",
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "qWbXkLmTvRzKdWpNsYcHgJfQaEuIoPtBxZrD",
            "dZ7JzXB5-1Dd6Vc5S-YBEldzFN-1XdtXNMP-qAXiuF3X",
        ] {
            assert_eq!(of_step(step), Some(Certainty::Confirmed), "{step}");
        }
    }

    #[test]
    fn what_may_be_an_id_is_suspected() {
        for step in [
            "3f823c43847903de520d5457ab182300",
            "3f823c43847903de520d5457ab1823003f823c43847903de520d5457ab182300",
            "83920174650192837465019283746501",
            "qwbxkzmtvrjkdwpnsychgjfqaeuiopxt",
        ] {
            assert_eq!(of_step(step), Some(Certainty::Suspected), "{step}");
        }
    }

    #[test]
    fn names_versions_commits_and_uuids_are_none() {
        for step in [
            "customer-relationship-management-2024-production",
            "Customer-Relationship-Management-V2-For-Partners",
            "CustomerRelationshipManagementServer2024",
            "modelcontextprotocolserverforcustomers",
            "claude-3-5-sonnet-20241022-customer-data",
            "v2026.11.29-build.20261129.1234-rc1",
            "1.27.3-alpha.20261129+sha.3f823c4384",
            "3f823c43847903de520d5457ab182300aa9f34e7",
            "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c",
            "q7Xb2LmT9vRz4KdWp8Ns",
            "projects-eu-west-1-customer-data-prod-01",
            "${WORKSPACE_TOKEN_OF_THE_CUSTOMER_PORTAL}",
        ] {
            assert_eq!(of_step(step), None, "{step}");
        }
    }
}
