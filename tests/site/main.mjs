// Runs every check on the sites of a folder. Prints what is wrong; exit 1 where anything is.
import { join } from "node:path";
import { accessible, narrow, scriptless, wide } from "./access.mjs";
import { launch } from "./browser.mjs";
import { harmless } from "./hostility.mjs";
import { deepLink, filter, keyboard, onePage, print, search, serve } from "./journeys.mjs";
import { check, counted, each, failures, site } from "./lib.mjs";
import { linked, valid } from "./markup.mjs";

const made = process.argv[2];
const only = process.argv[3];
const names = ["northwind", "neglected", "year", "hostile", "empty"];
const sites = Object.fromEntries(names.map((name) => [name, site(join(made, name, "site"))]));
const single = site(join(made, "single"));
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
await run("markup single", () => valid("single", single, single.pages));
const browser = await launch();
const looks = [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]];
// Every kind of page in every look once; of the other sites what differs in them.
const axe = Object.entries(sites).flatMap(([name, of]) => {
  if (name === "northwind") return looks.map((look) => [name, of, of.kinds, [look]]);
  const others = of.kinds.filter((page) => !/(domains|inputs|method|waivers|requests|controls)/.test(page));
  return [[name, of, others.slice(0, 10), [looks[0]]], [name, of, others.slice(0, 10), [looks[3]]]];
});
await each(axe, 2, ([name, of, pages, look]) =>
  run(`axe ${name} ${look.join(" ")}`, () => accessible(browser, name, of, pages, look)));
for (const look of [looks[0], looks[3]]) {
  await run(`axe single ${look.join(" ")}`, () => accessible(browser, "single", single, single.pages, [look], Infinity));
}
for (const [name, of] of Object.entries(sites)) await run(`narrow ${name}`, () => narrow(browser, name, of));
await run("wide", () => wide(browser, "northwind", sites.northwind));
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
await run("single", () => onePage(browser, "single", single));
await run("hostile", () => harmless(browser, "hostile", sites.hostile, sites.hostile.url("")));
await browser.close();

check(counted() > 0, "nothing was checked");
for (const failure of failures.slice(0, 80)) console.log(`  ${failure}`);
const seconds = ((Date.now() - started) / 1000).toFixed(1);
console.log(`test result: ${failures.length ? "FAILED" : "ok"}. ${counted()} passed; ${failures.length} failed; finished in ${seconds}s`);
process.exit(failures.length ? 1 : 0);
