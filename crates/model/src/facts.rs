//! What `ingest` hands on: records with their places, before anything is joined.

use crate::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;
use std::sync::Arc;

use super::records::{
    Agent, Approval, Attestation, Event, Exercise, Exposure, Incident, Logging, Monitor, Owner,
    Playbook, Policy, Review, Scan, Secret, Server, ServiceAccount, Tool, Vetting, Vulnerability,
    Waiver, record_kinds,
};
use super::{
    Diagnostic, EvidenceClass, Field, FormatId, Moment, Person, Placed, RecordKind, Reference,
    ScannerReport,
};

macro_rules! facts {
    ($(
        #[doc = $about:literal]
        $Kind:ident($Record:ident) $list:ident $(about $field:literal)?;
    )+) => {
        /// Everything that was read, in the order of the files.
        #[derive(Debug, Clone, Default, Texts)]
        pub struct Facts {
            $(#[doc = $about] pub $list: Vec<Placed<$Record>>,)+
            /// Servers and secrets seen in client configurations.
            pub observed: Vec<Observed>,
            /// Identities that exports of clouds and directories show.
            pub exported: Exported,
            /// What catalogues and bills of materials state about packages.
            pub catalogued: Vec<Catalogued>,
            /// Known vulnerabilities of packages, as bills of materials list them.
            pub flaws: Vec<PackageFlaw>,
            /// Reports of scanners.
            pub scanner_reports: Vec<ScannerReport>,
            /// What records refer to as their evidence.
            pub references: Vec<Reference>,
            /// Kinds of record that some source carries, also where it declares none.
            pub carried: BTreeSet<RecordKind>,
            /// The files that were read.
            pub inputs: Vec<Input>,
            /// Why what was read is only a part: one sentence a truncated export.
            pub incomplete: Vec<String>,
            /// Ids of records that are written and could not be read: what refers to one is not wrong.
            pub broken: BTreeSet<String>,
            /// Warnings about the inputs, which stop nothing.
            pub notices: Vec<Diagnostic>,
        }

        impl Facts {
            /// How many records of our own formats there are.
            pub fn records(&self) -> u64 {
                let counts = [$(self.$list.len()),+];
                counts.iter().map(|count| *count as u64).sum()
            }

            /// Adds what another file holds.
            pub fn absorb(&mut self, other: Facts) {
                // Every field is named, so that a new one cannot be forgotten here.
                let Facts {
                    $($list,)+
                    observed,
                    exported,
                    catalogued,
                    flaws,
                    scanner_reports,
                    references,
                    carried,
                    inputs,
                    incomplete,
                    broken,
                    notices,
                } = other;
                $(append(&mut self.$list, $list);)+
                append(&mut self.observed, observed);
                self.exported.absorb(exported);
                self.catalogued.extend(catalogued);
                self.flaws.extend(flaws);
                self.scanner_reports.extend(scanner_reports);
                self.references.extend(references);
                self.carried.extend(carried);
                self.inputs.extend(inputs);
                self.incomplete.extend(incomplete);
                self.broken.extend(broken);
                self.notices.extend(notices);
            }
        }
    };
}
record_kinds!(facts);

/// Adds records to others. The first ones stay where they are: lists of large estates are long to copy.
fn append<T>(all: &mut Vec<T>, mut more: Vec<T>) {
    match all.is_empty() {
        true => *all = more,
        false => all.append(&mut more),
    }
}

/// One server entry of a client configuration, with the secrets it holds or refers to.
#[derive(Debug, Clone, Texts)]
pub struct Observed {
    /// What the entry shows, under its local name.
    pub server: Placed<Server>,
    /// The secrets it uses; their `used_by` names the entry's local name.
    pub secrets: Vec<Placed<Secret>>,
    /// What the file was recognised as: which client reads it.
    pub client: &'static str,
    /// The name of the entry as written in its file.
    pub entry: String,
    /// Whether its client has it switched off. A server is off where every one of its entries is.
    pub off: bool,
    /// The version of the package that this entry starts.
    pub version: Field<String>,
}

impl Observed {
    /// An entry that is switched on, with what else its server's record states.
    pub fn new(server: Placed<Server>, secrets: Vec<Placed<Secret>>) -> Self {
        let entry = server.record.id.clone();
        Observed { server, secrets, client: "", entry, off: false, version: Field::Absent }
    }
}

/// What a catalogue or a bill of materials states about a package. It is no server: what it states is
/// about every server that runs one of the packages.
#[derive(Debug, Clone, Texts)]
pub struct Catalogued {
    /// The packages, as `npm:name`, and the addresses of hosted ones.
    #[texts(Address)]
    pub packages: Vec<String>,
    /// What is stated, under the name that the catalogue has for it.
    pub server: Placed<Server>,
    /// The secrets that the package asks for; their ids start with the name.
    pub secrets: Vec<Placed<Secret>>,
}

/// A known vulnerability of a component, as a bill of materials lists it. It is about every server that runs
/// the component, or something that contains it.
#[derive(Debug, Clone, Texts)]
pub struct PackageFlaw {
    /// What the affected components are known by where they are servers themselves.
    #[texts(Address)]
    pub identities: Vec<Arc<str>>,
    /// The affected packages and images, and those that contain them: package URLs and names.
    #[texts(Address)]
    pub packages: Vec<Arc<str>>,
    /// What is stated. The server is left open.
    pub flaw: Placed<Vulnerability>,
    /// When the list was made, where that is stated.
    pub taken: Option<Moment>,
    /// Why it is about nothing, where that is stated.
    #[texts(Typed)]
    pub unusable: Option<&'static str>,
}

/// Identities as an export shows them. What it shows of one is joined to the record that people
/// keep of it, if there is one.
#[derive(Debug, Clone, Default, Texts)]
pub struct Exported {
    /// MCP servers.
    pub servers: Vec<Placed<Server>>,
    /// AI agents.
    pub agents: Vec<Placed<Agent>>,
    /// Service accounts.
    pub service_accounts: Vec<Placed<ServiceAccount>>,
    /// Secrets.
    pub secrets: Vec<Placed<Secret>>,
    /// People and roots of accounts: a register, unless another source has one of them as a service
    /// account.
    pub people: Vec<Placed<Person>>,
}

impl Exported {
    /// How many records there are.
    pub fn records(&self) -> u64 {
        let Exported { servers, agents, service_accounts, secrets, people } = self;
        let counts =
            [servers.len(), agents.len(), service_accounts.len(), secrets.len(), people.len()];
        counts.iter().map(|count| *count as u64).sum()
    }

    fn absorb(&mut self, other: Exported) {
        let Exported { servers, agents, service_accounts, secrets, people } = other;
        self.servers.extend(servers);
        self.agents.extend(agents);
        self.service_accounts.extend(service_accounts);
        self.secrets.extend(secrets);
        self.people.extend(people);
    }
}

/// One input file, as the report's cover lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
pub struct Input {
    /// Path, relative to the project folder.
    pub path: String,
    /// What it was recognised as.
    #[texts(Typed)]
    pub format: String,
    /// The id of its format, where that is a scanner's or an export's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FormatId>,
    /// SHA-256 of its bytes, in hexadecimal.
    #[texts(Typed)]
    pub sha256: String,
    /// When its content was taken, where the profile or the fetching states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub captured_at: Option<Moment>,
    /// Its size in bytes.
    pub bytes: u64,
    /// How what it holds is known, where no reference makes a record of it more.
    #[serde(default)]
    pub class: EvidenceClass,
    /// How many records were read from it.
    pub records: u64,
    /// Why it is incomplete, if it is: a truncated page, a scan that did not finish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<String>,
    /// Why it was not read, if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    /// What it is, where it is a source of the assessment that could not be read: what it would have
    /// shown is not assessed. A document of another program is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingSource>,
}

/// A source that could not be read, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum MissingSource {
    /// The configuration of an MCP client.
    Client,
    /// The report of a scanner.
    Scanner,
    /// Records, an export or a catalogue.
    Records,
}
