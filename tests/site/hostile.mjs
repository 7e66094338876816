// An estate whose every name tries to be markup, script or another address.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const MARKUP = `</title></script><script>window.broken=1</script><img src=x onerror="window.broken=1">"'><b>&lt;`;
const ids = [
  "x' onclick='window.broken=1", "../../etc/passwd", "CON", "con", "__proto__", "constructor", "a/b#c?d=e",
  "javascript:window.broken=1", "{{ posture }}", "\u202Edrow", "line\u2028break", "国家", "é", "index", "Index",
  "n".repeat(300),
];

export function estate() {
  const owners = ids.slice(0, 6).map((id, at) => ({ id: `owner ${id}`, name: `${MARKUP} ${at}`, kind: "person", status: "active" }));
  const servers = ids.map((id, at) => ({
    id, name: `${MARKUP} server ${at}`, owner: owners[at % owners.length].id, purpose: MARKUP, publisher: MARKUP,
    url: `https://host.example/${at}?<script>`, transport: "streamable-http", environments: ["production"],
    reach: [{ target: `${MARKUP} system`, kind: "database", environment: "production", effect: "admin" }],
    tools: [{ id: `tool ${at} <img src=x onerror=window.broken=1>`, effect: "write" }],
    scopes: [`scope <svg onload=window.broken=1>`],
  }));
  const agents = ids.map((id, at) => ({
    id: `agent ${id}`, name: `${MARKUP} agent ${at}`, owner: owners[at % owners.length].id, purpose: MARKUP,
    bindings: [{ server: id, tools: ["*"] }, { server: ids[0], tools: ["*"] }],
  }));
  const secrets = ids.map((id, at) => ({
    id: `secret ${id}`, owner: owners[at % owners.length].id, kind: "api-key", principal: `${MARKUP} account`,
    used_by: [`server/${id}`], store: MARKUP, location: "file", issuance: "static", last_rotated: "2024-01-01",
  }));
  return { owners, servers, agents, secrets };
}

if (process.argv[2]) {
  const folder = process.argv[2];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "muster.toml"), `[organisation]\nname = ${JSON.stringify(MARKUP)}\n`);
  writeFileSync(join(folder, "inventory.json"), JSON.stringify(estate(), null, 1));
}
