//! Synthetic estates: the same seed and size give the same bytes. About 0.54 KB and 31 findings an asset, most of them not
//! assessed.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// A small generator of numbers (Knuth's MMIX), so that no library's next version changes the bytes.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[usize::try_from(self.below(words.len() as u64)).expect("small")]
    }
}

const ENVIRONMENTS: [&str; 3] = ["production", "staging", "development"];
const CLASSES: [&str; 4] = ["public", "internal", "confidential", "customer"];
const EFFECTS: [&str; 3] = ["read", "write", "destructive"];
const WORK: [&str; 6] = ["orders", "tickets", "invoices", "payroll", "contracts", "metrics"];

/// Makes the record of a number, for a number of teams.
type Record = fn(u64, u64, &mut Random) -> String;

/// Writes an estate of a number of assets into a folder: servers, agents, service accounts and secrets, with their
/// owners and reviews. A file has at most a quarter of a million records.
pub(crate) fn estate(folder: &Path, assets: u64, seed: u64) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut random = Random(seed);
    let teams = (assets / 100).max(1);
    let mut owners = String::from("id,name,kind,status\n");
    for team in 0..teams {
        writeln!(owners, "team-{team},Team {team},team,active").expect("a text");
    }
    std::fs::write(folder.join("owners.csv"), owners)?;
    let kinds: [(&str, u64, Record); 4] = [
        ("servers", 55, server),
        ("agents", 15, agent),
        ("service_accounts", 15, account),
        ("secrets", 15, secret),
    ];
    for (kind, share, record) in kinds {
        let count = assets * share / 100;
        let mut part = None;
        for number in 0..count {
            if number % 250_000 == 0 {
                let home = folder.join(format!("part-{}", number / 250_000));
                std::fs::create_dir_all(&home)?;
                part = Some(BufWriter::new(File::create(home.join(format!("{kind}.ndjson")))?));
            }
            let line = record(number, teams, &mut random);
            part.as_mut().map_or(Ok(()), |file| writeln!(file, "{line}"))?;
        }
    }
    let mut reviews = BufWriter::new(File::create(folder.join("reviews.ndjson"))?);
    for number in (0..assets * 55 / 100).step_by(2) {
        let team = number % teams;
        let day = random.below(28) + 1;
        writeln!(
            reviews,
            "{{\"asset\":\"server/server-{number}\",\"status\":\"completed\",\"reviewer\":\"team-{team}\",\"completed_on\":\"2026-10-{day:02}\",\"reference\":\"GRC-{number}\"}}"
        )?;
    }
    Ok(())
}

fn server(number: u64, teams: u64, random: &mut Random) -> String {
    let team = random.below(teams);
    let work = random.of(&WORK);
    let (environment, class) = (random.of(&ENVIRONMENTS), random.of(&CLASSES));
    let (effect, day) = (random.of(&EFFECTS), random.below(28) + 1);
    let hash = random.below(1 << 30);
    format!(
        "{{\"id\":\"server-{number}\",\"name\":\"MCP server {number} of team {team}\",\"owner\":[\"team-{team}\"],\"purpose\":\"Lets agents look up {work} of region {} for customers and colleagues.\",\"status\":\"active\",\"tier\":\"T{}\",\"environments\":[\"{environment}\"],\"first_seen\":\"2026-02-{day:02}\",\"launch\":{{\"program\":\"npx\",\"package\":{{\"registry\":\"npm\",\"name\":\"@example/{work}-server-{hash:x}\",\"version\":\"1.{}.0\"}}}},\"scopes\":[\"{work}:{effect}\",\"profile:read\"],\"reach\":[{{\"target\":\"{work}-db-{}\",\"kind\":\"database\",\"environment\":\"{environment}\",\"data_class\":\"{class}\",\"effect\":\"{effect}\"}}],\"tools\":[{{\"id\":\"find_{work}\",\"owner\":\"team-{team}\",\"effect\":\"read\"}},{{\"id\":\"change_{work}\",\"owner\":\"team-{team}\",\"effect\":\"{effect}\"}}]}}",
        random.below(40),
        random.below(4),
        random.below(30),
        random.below(500),
    )
}

fn agent(number: u64, teams: u64, random: &mut Random) -> String {
    let team = random.below(teams);
    let work = random.of(&WORK);
    format!(
        "{{\"id\":\"agent-{number}\",\"name\":\"Agent {number}\",\"owner\":[\"team-{team}\"],\"purpose\":\"Answers questions about {work} in the chat of team {team}, and opens tickets where it cannot.\",\"status\":\"active\",\"tier\":\"T{}\",\"autonomy\":\"supervised\",\"last_used\":\"2026-11-{:02}\",\"bindings\":[{{\"server\":\"server-{}\",\"tools\":[\"find_{work}\"]}},{{\"server\":\"server-{}\",\"tools\":[\"find_{work}\",\"change_{work}\"]}}]}}",
        random.below(4),
        random.below(20) + 1,
        number * 3,
        number * 3 + 1,
    )
}

fn account(number: u64, teams: u64, random: &mut Random) -> String {
    let team = random.below(teams);
    let work = random.of(&WORK);
    let environment = random.of(&ENVIRONMENTS);
    format!(
        "{{\"id\":\"account-{number}\",\"name\":\"svc-{work}-{number}\",\"owner\":[\"team-{team}\"],\"status\":\"active\",\"environment\":\"{environment}\",\"roles\":[\"{work}-reader\",\"{work}-exporter\"],\"used_by\":[\"server/server-{}\"],\"last_used\":\"2026-11-{:02}\",\"reach\":[{{\"target\":\"{work}-bucket\",\"kind\":\"filesystem\",\"environment\":\"{environment}\",\"data_class\":\"{}\",\"effect\":\"{}\"}}]}}",
        number * 3 + 2,
        random.below(20) + 1,
        random.of(&CLASSES),
        random.of(&EFFECTS),
    )
}

fn secret(number: u64, teams: u64, random: &mut Random) -> String {
    let team = random.below(teams);
    format!(
        "{{\"id\":\"secret-{number}\",\"kind\":\"api-key\",\"owner\":[\"team-{team}\"],\"used_by\":[\"server/server-{}\"],\"status\":\"active\",\"environment\":\"{}\",\"issued_at\":\"2026-01-{:02}\",\"last_rotated\":\"2026-{:02}-{:02}\",\"expires_at\":\"2027-01-{:02}\",\"scopes\":[\"{}:read\"]}}",
        number * 2,
        random.of(&ENVIRONMENTS),
        random.below(28) + 1,
        random.below(10) + 1,
        random.below(28) + 1,
        random.below(28) + 1,
        random.of(&WORK),
    )
}
