// Every schema compiles with ajv's default settings, which are strict, and every document `<name>.<kind>.json` of the folder fits
// the schema `<kind>.schema.json`.
"use strict";
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020").default;

const folder = process.argv[2];
const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
const names = fs.readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
const schemas = new Map();
let [passed, failed] = [0, 0];

function check(name, faults) {
  if (faults.length === 0) {
    passed += 1;
  } else {
    failed += 1;
    console.error(`${name}: ${faults.slice(0, 5).join("; ")}`);
  }
}

for (const name of names.filter((name) => name.endsWith(".schema.json"))) {
  // What strict mode only logs counts too.
  const logged = [];
  const log = (line) => logged.push(line);
  const ajv = new Ajv({ logger: { log, warn: log, error: log } });
  try {
    schemas.set(name.split(".")[0], ajv.compile(read(name)));
    check(name, logged);
  } catch (error) {
    check(name, [error.message]);
  }
}
for (const name of names.filter((name) => !name.endsWith(".schema.json"))) {
  const validate = schemas.get(name.split(".").at(-2));
  if (validate === undefined) {
    check(name, ["there is no schema of this kind"]);
  } else {
    const faults = validate(read(name)) ? [] : validate.errors;
    check(name, faults.map((fault) => `${fault.instancePath} ${fault.message}`));
  }
}
console.log(`test result: ajv. ${passed} passed; ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
