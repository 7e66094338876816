//! The table of record kinds. A new kind is its record's file and one row here: what reads, counts,
//! joins, describes and documents records is generated from this table or visits it.

use crate::Texts;
use std::fmt;

/// Calls a macro with every row: what the records are (the text of schema and documentation), the
/// kind with its type, the key that files write, and `about "field"` where each record is about
/// the assets that this field names (its type then implements [`super::AboutAsset`]).
macro_rules! record_kinds {
    ($then:ident) => {
        $then! {
            /// People and teams that can own assets.
            Owners(Owner) owners;
            /// MCP servers.
            Servers(Server) servers;
            /// Tools, where they are not written under their server.
            Tools(Tool) tools;
            /// AI agents.
            Agents(Agent) agents;
            /// Service accounts.
            ServiceAccounts(ServiceAccount) service_accounts;
            /// Secrets, without their values.
            Secrets(Secret) secrets;
            /// Access reviews.
            Reviews(Review) reviews about "asset";
            /// Revocation playbooks.
            Playbooks(Playbook) playbooks about "applies_to";
            /// Approvals of deployments and changes.
            Approvals(Approval) approvals about "subject";
            /// Attestations.
            Attestations(Attestation) attestations;
            /// Waivers.
            Waivers(Waiver) waivers;
            /// Changes that ask for a review.
            Events(Event) events about "asset";
            /// Exercises of playbooks.
            Exercises(Exercise) exercises;
            /// Exposures of secrets.
            Exposures(Exposure) exposures about "secret";
            /// Incidents that needed a revocation.
            Incidents(Incident) incidents about "asset";
            /// Running scans.
            Scans(Scan) scans;
            /// Known vulnerabilities.
            Vulnerabilities(Vulnerability) vulnerabilities about "server";
            /// Logging of tool calls.
            Logging(Logging) logging about "asset";
            /// Monitoring of behaviour.
            Monitors(Monitor) monitors about "asset";
            /// Policies as code.
            Policies(Policy) policies about "covers";
            /// Vettings of third-party servers.
            Vettings(Vetting) vettings about "server";
        }
    };
}
pub(crate) use record_kinds;

macro_rules! kinds {
    ($(
        #[doc = $about:literal]
        $Kind:ident($Record:ident) $list:ident $(about $field:literal)?;
    )+) => {
        /// The kinds of record a source can carry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Texts)]
        pub enum RecordKind {
            $(#[doc = $about] $Kind,)+
        }

        impl RecordKind {
            /// Every kind, in the order documentation lists them.
            pub const ALL: [RecordKind; [$(RecordKind::$Kind),+].len()] =
                [$(RecordKind::$Kind),+];

            /// The kind as files write it: a top-level key, or a table's file name.
            pub fn id(self) -> &'static str {
                match self {
                    $(RecordKind::$Kind => stringify!($list),)+
                }
            }

            /// What its records are, as one sentence.
            pub fn about(self) -> &'static str {
                match self {
                    $(RecordKind::$Kind => $about.trim_ascii(),)+
                }
            }
        }
    };
}
record_kinds!(kinds);

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
