// What can be checked without a browser: valid markup, links, anchors, titles, and that all is the site's own.
import { dirname, posix } from "node:path";
import { check, tool } from "./lib.mjs";

const unescape = (text) => text.replaceAll("&#39;", "'").replaceAll("&#x27;", "'").replaceAll("&quot;", '"')
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const values = (html, name) => [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map((it) => unescape(it[1]));

/** Valid by html-validate's recommended rules. */
export async function valid(name, site, pages) {
  const { HtmlValidate } = tool("html-validate");
  const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });
  for (const page of pages) {
    const report = await validator.validateString(site.read(page), page);
    const messages = report.results.flatMap((result) => result.messages).filter((message) => message.severity === 2);
    const shown = messages.slice(0, 4).map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    check(messages.length === 0, `${name}/${page}: ${messages.length} errors of html-validate\n    ${shown.join("\n    ")}`);
  }
}

/** Every link leads to a page of the site and every anchor to a place on it. */
export function linked(name, site) {
  const ids = new Map(site.pages.map((page) => [page, values(site.read(page), "id")]));
  for (const page of site.pages) {
    const html = site.read(page);
    const own = ids.get(page);
    check(new Set(own).size === own.length, `${name}/${page}: an id is there twice`);
    check(/<html lang="[a-z-]+"/i.test(html), `${name}/${page}: no language`);
    check(/<title>[^<]+<\/title>/.test(html), `${name}/${page}: no title`);
    check(!/\sstyle="/.test(html.replace(/<svg.*?<\/svg>/gs, "")) && !/<style/.test(html), `${name}/${page}: inline style`);
    check(![...html.matchAll(/<script([^>]*)>([^<]*)/g)].some((it) => !/\ssrc=/.test(it[1]) || it[2].trim()), `${name}/${page}: inline script`);
    for (const link of [...values(html, "href"), ...values(html, "src")]) {
      if (/^https:\/\//.test(link) || link.startsWith("data:image/")) continue;
      const [path, anchor] = link.split("#");
      const file = path ? posix.normalize(posix.join(dirname(page), decodeURIComponent(path.split("?")[0]))) : page;
      check(site.files.includes(file), `${name}/${page}: ${link} leads to no file`);
      if (anchor && site.pages.includes(file)) {
        check(ids.get(file).includes(decodeURIComponent(anchor)), `${name}/${page}: ${link} leads to no place`);
      }
    }
  }
}
