//! Months of a retirement: no matter who states it, when it is sighted, and what becomes of the records between,
//! what was open stays open until somebody who may decide it ends it.

use jiff::civil::{Date, date};
use passmuster::model::posture::Standing;
use passmuster::model::{Posture, Tier};
use passmuster::workspace::Project;
use passmuster::{history, posture};
use proptest::prelude::*;

use super::{asset, finding, rank};
use crate::support::project;
use crate::support::year::judge;

/// What is open in the first month.
const OPEN: &str = "CRD-04@server/crm";

const MONTHS: [Date; 5] = [
    date(2026, 7, 31),
    date(2026, 8, 31),
    date(2026, 9, 30),
    date(2026, 10, 31),
    date(2026, 11, 30),
];

/// What the files state in one month after the first.
#[derive(Debug, Clone, Copy)]
struct State {
    retired: bool,
    decider: Decider,
    /// Whether a client still starts it.
    sighted: bool,
    /// Whether the record of the month is lost later.
    lost: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decider {
    Nobody,
    Unknown,
    OfTheOperators,
    WhoLeft,
    WhoMay,
}

impl State {
    /// Whether somebody who may decided that it is retired, and nothing shows otherwise.
    fn settles(self) -> bool {
        self.retired && self.decider == Decider::WhoMay && !self.sighted
    }

    fn project(self) -> Project {
        let by = match self.decider {
            Decider::Nobody => "",
            Decider::Unknown => "retired_by: ghost, ",
            Decider::OfTheOperators => "retired_by: ola, ",
            Decider::WhoLeft => "retired_by: gus, ",
            Decider::WhoMay => "retired_by: ida, ",
        };
        let status = match self.retired {
            true => format!("status: retired, retired_on: 2026-07-15, {by}"),
            false => "status: active, ".to_string(),
        };
        let mut project = project(&record(&status));
        let entry = match self.sighted {
            true => r#""crm": { "type": "http", "url": "https://crm.example/mcp" }, "#,
            false => "",
        };
        let clients = format!(
            "{{ \"mcpServers\": {{ {entry}\"mail\": {{ \"type\": \"http\", \"url\": \"https://mail.example/mcp\" }} }} }}"
        );
        project.files.push((".mcp.json".into(), clients.into_bytes()));
        project
    }
}

fn record(status: &str) -> String {
    format!(
        "owners:
  - {{ id: ida, kind: person, status: active, domains: [identity] }}
  - {{ id: ola, kind: person, status: active, domains: [operator] }}
  - {{ id: gus, kind: person, status: departed, left_on: 2026-03-31, domains: [identity] }}
servers:
  - {{ id: crm, owner: ola, {status}environments: [production], scopes: [], uses: [], auth: {{ kind: none }}, transport: http, url: \"https://crm.example/mcp\" }}
  - {{ id: mail, owner: ola, status: active, environments: [development], scopes: [], uses: [], reach: [], modifiers: [], tools: [], transport: http, url: \"https://mail.example/mcp\" }}
agents: []
secrets: []
"
    )
}

/// The records of some months, and the month after them.
fn after(records: &[(String, Vec<u8>)], mut project: Project, as_of: Date) -> Posture {
    project.history = Some(records.to_vec());
    judge(project, as_of)
}

fn state() -> impl Strategy<Value = State> {
    let decider = prop_oneof![
        Just(Decider::Nobody),
        Just(Decider::Unknown),
        Just(Decider::OfTheOperators),
        Just(Decider::WhoLeft),
        Just(Decider::WhoMay),
    ];
    (prop::bool::weighted(0.8), decider, prop::bool::weighted(0.3), prop::bool::weighted(0.3))
        .prop_map(|(retired, decider, sighted, lost)| State { retired, decider, sighted, lost })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_open_stays_until_who_may_decide_it_ends_it(
        states in proptest::collection::vec(state(), 1..5),
        reversed: bool,
    ) {
        let active = State { retired: false, decider: Decider::Nobody, sighted: true, lost: false };
        let first = after(&[], active.project(), MONTHS[0]);
        prop_assert_eq!(finding(&first, OPEN).standing(), Standing::Open);
        let written = |posture: &Posture| {
            let record = history::write(&posture::record(posture, posture::findings(posture))).expect("a record");
            (record.path, record.bytes)
        };
        let mut records = vec![written(&first)];
        let mut last = first.clone();
        for (state, as_of) in states.iter().zip(&MONTHS[1..]) {
            let kept = match reversed {
                true => records.iter().rev().cloned().collect(),
                false => records.clone(),
            };
            last = after(&kept, state.project(), *as_of);
            if !state.lost {
                records.push(written(&last));
            }
        }
        let now = finding(&last, OPEN);
        if !states.iter().any(|state| state.settles()) {
            prop_assert_ne!(now.standing(), Standing::Clear, "{:?}", now);
            prop_assert!(rank(&last) >= rank(&first), "{:?} after {:?}", last.grade, first.grade);
            prop_assert_eq!(asset(&last, "server/crm").tier, Tier::T3);
        }
        let end = states.last().expect("a state");
        if end.settles() {
            prop_assert_eq!(now.standing(), Standing::Clear, "{:?}", now);
        }
        if end.sighted {
            prop_assert!(!asset(&last, "server/crm").retired, "a sighting ends it");
            prop_assert_eq!(now.standing(), Standing::Open);
        }
    }
}
