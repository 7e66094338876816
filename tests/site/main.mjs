// Runs every check on the sites of a folder. Prints what is wrong; exit 1 where anything is.
import { join } from "node:path";
import { accessible, narrow, scriptless } from "./access.mjs";
import { launch } from "./browser.mjs";
import { harmless } from "./hostility.mjs";
import { deepLink, filter, keyboard, print, search, serve } from "./journeys.mjs";
import { check, counted, failures, site } from "./lib.mjs";
import { linked, valid } from "./markup.mjs";

const made = process.argv[2];
const only = process.argv[3];
const names = ["northwind", "neglected", "year", "hostile", "empty"];
const sites = Object.fromEntries(names.map((name) => [name, site(join(made, name, "site"))]));
const started = Date.now();
const run = async (what, act) => {
  if (only && !what.startsWith(only)) return;
  const before = failures.length;
  const begin = Date.now();
  try {
    await act();
  } catch (error) {
    failures.push(`${what}: ${error.stack ?? error}`);
  }
  console.log(`${failures.length === before ? "ok    " : "FAILED"} ${what} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
};

for (const [name, of] of Object.entries(sites)) {
  await run(`links ${name}`, () => linked(name, of));
  await run(`markup ${name}`, () => valid(name, of, of.kinds));
}
const browser = await launch();
const looks = [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]];
for (const [name, of] of Object.entries(sites)) {
  const whole = name === "northwind";
  await run(`axe ${name}`, () => accessible(browser, name, of, whole ? of.kinds : of.kinds.slice(0, 14), whole ? looks : [looks[0], looks[3]]));
  await run(`narrow ${name}`, () => narrow(browser, name, of));
}
for (const name of ["northwind", "year"]) {
  await run(`scriptless ${name}`, () => scriptless(browser, name, sites[name], sites[name].kinds));
}
const served = await serve(sites.northwind);
for (const base of [sites.northwind.url(""), served.base]) {
  const where = base.split(":")[0];
  for (const journey of [search, filter, deepLink, keyboard, print]) {
    await run(`${journey.name} ${where}`, () => journey(browser, `northwind by ${where}`, sites.northwind, base));
  }
}
served.close();
await run("hostile", () => harmless(browser, "hostile", sites.hostile, sites.hostile.url("")));
await browser.close();

check(counted() > 0, "nothing was checked");
for (const failure of failures.slice(0, 60)) console.log(`  ${failure}`);
const seconds = ((Date.now() - started) / 1000).toFixed(1);
console.log(`test result: ${failures.length ? "FAILED" : "ok"}. ${counted()} passed; ${failures.length} failed; finished in ${seconds}s`);
process.exit(failures.length ? 1 : 0);
