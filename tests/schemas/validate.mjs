// Validates JSON documents against a JSON Schema with Ajv and its default (strict) settings.
//
//     node tests/schemas/validate.mjs SCHEMA [DOCUMENT ...]
//
// Prints one line a fault; exits with 1 if there is any. Ajv is looked for from the working folder.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const Ajv = require("ajv/dist/2020").default;
const [schemaPath, ...documents] = process.argv.slice(2);
const load = (path) => JSON.parse(readFileSync(path, "utf8"));

let faults = 0;
const report = (line) => {
  console.log(line);
  faults += 1;
};
// Strict mode refuses some keywords and logs the rest; both count.
const logger = { log: report, warn: report, error: report };
try {
  const validate = new Ajv({ logger }).compile(load(schemaPath));
  for (const path of documents) {
    if (!validate(load(path))) {
      validate.errors.forEach((it) => report(`${path}: ${it.instancePath}: ${it.message}`));
    }
  }
} catch (error) {
  report(`${schemaPath}: ${error.message}`);
}
process.exit(faults > 0 ? 1 : 0);
