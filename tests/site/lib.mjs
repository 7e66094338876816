// What every check uses: the packages, the pages of a site by kind, and how results are reported.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

export const tool = createRequire(join(process.env.MUSTER_SITE_TOOLS ?? ".", "package.json"));

/** Every check adds here what is wrong; main prints it. */
export const failures = [];
let held = 0;
export function check(holds, what) {
  if (holds) held += 1;
  else failures.push(what);
}
export const counted = () => held;

/** A site on disk. */
export function site(folder) {
  const walk = (at) => readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(at, entry.name)) : [relative(folder, join(at, entry.name)).split(sep).join("/")]);
  const files = walk(folder).sort();
  const pages = files.filter((file) => file.endsWith(".html"));
  const read = (file) => readFileSync(join(folder, file), "utf8");
  const url = (file) => `${pathToFileURL(folder).href}/${file}`;
  return { folder, files, pages, read, url, kinds: kinds(folder, pages) };
}

/** What a page is about, by the beginning of its name; pages of which there is one have no kind. */
const ABOUT = [/^(server|agent|secret|service-account)-/, /^owner-/, /^domain-/, /^([a-z]{3}-\d\d|control-.*)\.html$/, /^(findings|assets|overdue|passed|not-assessed|not-applicable)-\d+\.html$/];

/** The pages that represent all: every page of which there is one, and of each kind the largest and the smallest. */
function kinds(folder, pages) {
  const size = (page) => statSync(join(folder, page)).size;
  const sorted = [...pages].sort((a, b) => size(a) - size(b));
  const kind = (page) => {
    const at = ABOUT.findIndex((pattern) => pattern.test(page));
    // Each kind of asset has pages of its own look.
    return at === 0 ? ABOUT[0].exec(page)[1] : at;
  };
  const groups = new Map();
  for (const page of sorted.filter((page) => kind(page) !== -1)) groups.set(kind(page), [...(groups.get(kind(page)) ?? []), page]);
  const chosen = new Set(pages.filter((page) => kind(page) === -1 && !/^months\/.*\//.test(page)));
  for (const all of groups.values()) for (const page of [all[0], all[all.length - 1]]) chosen.add(page);
  return [...chosen].sort();
}

/** Handles things, a few at a time. */
export async function each(things, width, act) {
  const rest = [...things];
  await Promise.all(Array.from({ length: width }, async () => {
    while (rest.length) await act(rest.shift());
  }));
}
