//! CycloneDX bills of materials: services, MCP servers listed as applications, machine-learning models, and
//! the vulnerabilities of components. A library alone is no identity.

mod component;
mod entries;
mod flaw;
mod parts;
mod service;

use self::entries::{Entry, nested};
use super::export::Export;
use super::labels::Labels;
use crate::format::{Format, Origin};
use model::{Facts, FormatId};
use syntax::Node;

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("cyclonedx"),
    title: "CycloneDX bill of materials",
    recognise: |root| root.get("bomFormat").and_then(Node::text) == Some("CycloneDX"),
    read,
};

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 7] = [
    ("name", &["name"]),
    ("publisher", &["publisher"]),
    ("publisher", &["provider"]),
    ("url", &["endpoints"]),
    ("auth", &["authenticated"]),
    ("launch", &["purl"]),
    ("reach", &["data"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    let services = nested(root, "services");
    let components: Vec<Entry<'_>> = nested(root, "components")
        .into_iter()
        .filter(|(node, _)| component::is_identity(node))
        .collect();
    let flaws = flaw::read(root, &services, &mut export);
    if services.is_empty() && components.is_empty() && flaws == 0 {
        let message = "the bill of materials lists no service, MCP server, model or vulnerability";
        export.notice(root, message, "");
    }
    let all = services.iter().chain(&components);
    let calls = service::calls(root, &services);
    for (number, (node, pointer)) in all.enumerate() {
        let owner = Labels::of([node.get("properties")]).owner();
        match number < services.len() {
            true => service::read(node, pointer, owner, &calls, &mut export),
            false => component::read(node, pointer, owner, &mut export),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;
    use model::Field;
    use model::records::{AuthKind, DataClass};

    #[test]
    fn nested_services_keep_their_data_and_calls() {
        let facts = read_json(
            &FORMAT,
            r#"{"bomFormat": "CycloneDX", "services": [
                {"bom-ref": "gate", "name": "Gateway", "provider": {"name": "X"},
                 "endpoints": ["https://u:p@x.test/mcp?key=1", "https://x.test/b"],
                 "authenticated": false,
                 "data": [{"classification": "PII", "flow": "outbound"}, {"classification": "odd"}],
                 "services": [{"bom-ref": "db", "name": "Store", "authenticated": true,
                    "properties": [{"name": "owner", "value": "dba"}]}]}],
                "dependencies": [{"ref": "gate", "dependsOn": ["db", "pkg:npm/x"]}]}"#,
        );
        let [gate, db] = facts.exported.servers.as_slice() else { panic!("two services") };
        assert_eq!(gate.record.url, Field::Given("https://x.test/mcp".into()));
        assert_eq!(gate.record.auth.given().map(|auth| auth.kind), Some(AuthKind::None));
        assert_eq!(gate.record.uses, Field::Given(vec!["db".into()]));
        let classes: Vec<_> =
            gate.record.reach.items().iter().map(|reach| reach.data_class.clone()).collect();
        assert_eq!(classes, [Field::Given(DataClass::Personal), Field::Absent]);
        assert_eq!((&gate.record.owner, &db.record.auth), (&Field::Absent, &Field::Absent));
        assert_eq!(&*db.place.pointer, "/services/0/services/0");
    }

    #[test]
    fn models_and_mcp_servers_are_distinguished_from_libraries() {
        let facts = read_json(
            &FORMAT,
            r#"{"bomFormat": "CycloneDX", "components": [
                {"type": "library", "name": "left-pad", "purl": "pkg:npm/left-pad@1"},
                {"type": "machine-learning-model", "bom-ref": "m", "group": "g", "name": "llm"},
                {"type": "application", "bom-ref": "mcp:files", "name": "files",
                 "purl": "pkg:npm/%40x/files@1.2.3",
                 "properties": [{"name": "source", "value": "npm:@x/files"}]}]}"#,
        );
        let [model] = facts.exported.agents.as_slice() else { panic!("one model") };
        assert_eq!(model.record.name, Field::Given("g/llm".into()));
        let [files] = facts.catalogued.as_slice() else { panic!("one server") };
        assert!(files.packages == ["npm:@x/files"]);
        let launch = files.server.record.launch.given().expect("a launch");
        let package = launch.package.given().expect("a package");
        assert_eq!(
            (package.name.as_str(), &package.version),
            ("@x/files", &Field::Given("1.2.3".into()))
        );
    }

    #[test]
    fn a_bill_of_libraries_holds_nothing_to_judge() {
        let facts = read_json(&FORMAT, r#"{"bomFormat": "CycloneDX", "components": []}"#);
        assert_eq!((facts.exported.records(), facts.notices.len()), (0, 1));
    }
}
