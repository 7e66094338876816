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

/** The pages that represent all: every page of the first level, and of each folder its lists and its largest and
 * smallest page, those of assets by their kind. */
function kinds(folder, pages) {
  const size = (page) => statSync(join(folder, page)).size;
  const chosen = new Set(pages.filter((page) => !page.includes("/")));
  // Pages of an earlier month are looked at as part of its own report.
  const inside = pages.filter((page) => page.includes("/") && !/^months\/.*\//.test(page));
  for (const list of inside.filter((page) => /\/(index|passed|not-applicable|critical)\.html$/.test(page))) chosen.add(list);
  // Each kind of asset has pages of its own look.
  const kind = (page) => page.split("/")[0] + (/^assets\/(server|agent|secret|service-account)-/.exec(page)?.[1] ?? "");
  const groups = new Map();
  for (const page of inside.sort((a, b) => size(a) - size(b))) groups.set(kind(page), [...(groups.get(kind(page)) ?? []), page]);
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
