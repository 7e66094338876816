// What people do: search, filter, sort, open a link to a finding, go by keyboard, print.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { check } from "./lib.mjs";
import { open } from "./browser.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** The site as a web server serves it. */
export async function serve(site) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).replace(/^\/+/, "");
    const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    if (!site.files.includes(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" });
    response.end(readFileSync(join(site.folder, file)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { base: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** A finding of the worst list: its name, its link and where it leads. */
async function worst(page) {
  return page.evaluate(() => {
    const link = document.querySelector("[data-list] tbody a");
    const row = link.closest("tr");
    return { text: link.textContent.trim(), href: link.href, severity: row.cells[0].textContent.trim() };
  });
}

export async function search(browser, name, site, base) {
  const { page, context, go } = await open(browser, site, { base });
  await go("findings/index.html");
  const finding = await worst(page);
  const control = finding.text.split(" ")[0];
  // By keyboard only, from a page in a folder.
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement.getAttribute("role")) === "combobox", `${name}: / does not focus the search`);
  for (const [words, kind] of [[control, "Control"], [control.toLowerCase(), "Finding"]]) {
    await page.fill("[role=combobox]", words);
    await page.waitForSelector("[role=option]");
    const kinds = await page.locator("[role=option] .search-kind").allTextContents();
    check(kinds.includes(kind), `${name}: searching ${words} finds no ${kind}: ${kinds}`);
  }
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const active = await page.evaluate(() => {
    const input = document.querySelector("[role=combobox]");
    const option = document.getElementById(input.getAttribute("aria-activedescendant"));
    return { selected: option?.getAttribute("aria-selected"), expanded: input.getAttribute("aria-expanded"), href: option?.dataset.href };
  });
  check(active.selected === "true" && active.expanded === "true", `${name}: the active option is not announced: ${JSON.stringify(active)}`);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href.endsWith(active.href.replace(/^(\.\.\/)+/, "")));
  check(true, "");
  await go("index.html");
  await page.fill("[role=combobox]", "zzzz-no-such-thing");
  await page.waitForFunction(() => document.querySelector(".search-status").textContent.startsWith("Nothing found. The search has "));
  check(await page.getAttribute(".search-status a", "href") === "findings/index.html", `${name}: what the search does not have is not linked`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  check(await page.inputValue("[role=combobox]") === "", `${name}: Escape does not clear the search`);
  await context.close();
}

export async function filter(browser, name, site, base) {
  const { page, context, go } = await open(browser, site, { base });
  await go("findings/index.html");
  const cells = (at) => page.locator("[data-list] tbody tr").evaluateAll((rows, at) => rows.map((row) => row.cells[at].textContent.trim()), at);
  const before = await cells(1);
  await page.waitForSelector("#filter-severity");
  const names = ["severity", "state", "tier", "domain", "owner", "asked", "framework", "age"];
  for (const filter of names) {
    const options = await page.locator(`#filter-${filter} option`).evaluateAll((all) => all.map((it) => it.value));
    check(options.length > 1, `${name}: the filter ${filter} has nothing to choose`);
    await page.selectOption(`#filter-${filter}`, options[1]);
    await page.waitForFunction(() => /of \d+ findings/.test(document.querySelector(".filter-status").textContent));
    check(page.url().includes(`${filter}=`), `${name}: the address has no ${filter}`);
    const [shown, all] = (await page.textContent(".filter-status")).match(/\d+/g).map(Number);
    check(shown > 0 && shown <= all, `${name}: ${filter}=${options[1]} shows ${shown} of ${all}`);
    check((await cells(0)).length === Math.min(shown, 100), `${name}: ${filter}: the rows are not as many as stated`);
    await page.goBack();
    await page.waitForFunction((count) => document.querySelectorAll("[data-list] tbody tr").length === count, before.length);
    check(await page.inputValue(`#filter-${filter}`) === "", `${name}: going back does not clear ${filter}`);
  }
  check(JSON.stringify(await cells(1)) === JSON.stringify(before), `${name}: the list is another one after the filters`);
  // A filtered row is what the page has: the same links, badges and days.
  for (const [file, keep] of [["index", "severity=critical"], ["overdue", "state=open"]]) {
    await go(`findings/${file}.html`);
    const markup = () => page.locator("[data-list] tbody tr").evaluateAll((rows) => rows.map((row) => row.outerHTML.replace(/\s+/g, " ").replace(/ id="[^"]*"/, "")));
    const own = await markup();
    await go(`findings/${file}.html#?${keep}`);
    await page.reload();
    await page.waitForFunction(() => /of \d+ findings/.test(document.querySelector(".filter-status")?.textContent ?? ""));
    const kept = await markup();
    check(kept.length > 0 && kept.every((row, at) => row === own[at]), `${name}: ${file}: ${kept.find((row, at) => row !== own[at])} / ${own[0]}`);
  }
  await go("findings/index.html");
  // The address alone brings a filter back, with the rows that the page has.
  const severities = await cells(0);
  const row = await page.locator("[data-list] tbody tr").first().evaluate((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  await go(`findings/index.html#?severity=${severities[0]}&sort=finding`);
  await page.reload();
  await page.waitForFunction(() => /of \d+ findings/.test(document.querySelector(".filter-status")?.textContent ?? ""));
  check((await cells(0)).every((severity) => severity === severities[0]), `${name}: other severities than ${severities[0]}`);
  const sorted = await cells(1);
  const collator = new Intl.Collator("en", { numeric: true });
  check(sorted.every((text, at) => at === 0 || collator.compare(sorted[at - 1], text) <= 0), `${name}: the findings are not sorted`);
  check(await page.getAttribute("[data-list] th:nth-child(2)", "aria-sort") === "ascending", `${name}: the order is not announced`);
  const rows = await page.locator("[data-list] tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  check(rows.some((other) => JSON.stringify(other) === JSON.stringify(row)), `${name}: a row has another text when it is filtered: ${row} / ${rows[0]}`);
  await context.close();
}

export async function deepLink(browser, name, site, base) {
  const { page, context, go } = await open(browser, site, { base });
  await go("findings/index.html");
  const finding = await worst(page);
  await page.goto(finding.href);
  const place = await page.evaluate(() => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = target.getBoundingClientRect();
    return { visible: target.checkVisibility(), top: box.top, focused: document.activeElement === target, text: target.textContent };
  });
  check(place.visible && place.top >= -1 && place.top < 900, `${name}: ${finding.href} is not in sight: ${place.top}`);
  check(place.focused, `${name}: ${finding.href} is not focused`);
  check(place.text.includes(finding.text.slice(finding.text.indexOf(" ") + 1).slice(0, 40)), `${name}: ${finding.href} is another finding`);
  // A place inside something closed is opened.
  const closed = site.pages.map((file) => [file, /<details[^>]*>(?:(?!<\/details>).)*?\sid="([^"]+)"/s.exec(site.read(file).replace(/<details[^>]*\sopen.*?<\/details>/gs, ""))])
    .find(([, match]) => match);
  if (closed) {
    await page.goto(base + closed[0] + "#" + encodeURIComponent(closed[1][1]));
    check(await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1))).checkVisibility()), `${name}/${closed[0]}: #${closed[1][1]} stays closed`);
  }
  await context.close();
}

/** The page that holds everything: its script runs under its policy, searches, filters and leads to findings. */
export async function onePage(browser, name, site) {
  const { page, context, go } = await open(browser, site);
  await go("report.html");
  await page.waitForSelector("#filter-state");
  const rows = () => page.locator("[data-list=index] tbody tr").count();
  const before = await rows();
  check((await page.locator("[data-list=index] tbody .o-unknown").count()) === 0, `${name}: what is not assessed is listed as open`);
  await page.selectOption("#filter-state", "not assessed");
  await page.waitForFunction(() => /of \d+ findings/.test(document.querySelector(".filter-status").textContent));
  const [shown, all] = (await page.textContent(".filter-status")).match(/\d+/g).map(Number);
  check(shown > 0 && all === before + shown, `${name}: ${shown} of ${all} findings are not assessed, ${before} are open`);
  const unknown = await page.locator("[data-list=index] tbody .o-unknown").count();
  check(unknown === Math.min(shown, 100), `${name}: ${unknown} rows of ${shown} are not assessed`);
  await page.click("[data-list=index] tbody a");
  await page.waitForURL(/#f-/);
  const seen = await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1))).checkVisibility());
  check(seen, `${name}: a link of the list leads to nothing that is shown`);
  await page.waitForFunction((count) => document.querySelectorAll("[data-list=index] tbody tr").length === count, before);
  await page.keyboard.press("/");
  await page.fill("[role=combobox]", "own-01");
  await page.waitForSelector("[role=option]");
  await page.keyboard.press("ArrowDown");
  const found = await page.locator("[role=option][aria-selected=true]").getAttribute("data-href");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.hash === found);
  check(await page.evaluate(() => document.activeElement.id === location.hash.slice(1)), `${name}: ${found} is not focused`);
  await context.close();
}

/** From the first page to the evidence of a finding with nothing but Tab and Enter. */
export async function keyboard(browser, name, site, base) {
  const { page, context, go } = await open(browser, site, { base });
  await go("index.html");
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => ({ text: document.activeElement.textContent, top: document.activeElement.getBoundingClientRect().left }));
  check(/skip/i.test(skip.text) && skip.top >= 0, `${name}: the first stop is no visible skip link: ${skip.text}`);
  const tabTo = async (pattern, most) => {
    for (let count = 0; count < most; count += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        return { href: element.getAttribute("href") ?? "", seen: style.outlineStyle !== "none" || style.boxShadow !== "none" };
      });
      if (pattern.test(at.href)) {
        check(at.seen, `${name}: focus on ${at.href} is not visible`);
        return true;
      }
    }
    return false;
  };
  check(await tabTo(/findings\/index\.html$/, 40), `${name}: the findings are not reached by Tab`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/findings\/index\.html/);
  check(await tabTo(/assets\/.*#f-/, 80), `${name}: no finding is reached by Tab`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/assets\/.*#f-/);
  await context.close();
}

/** Prints to PDF, without what only a screen needs. */
export async function print(browser, name, site, base) {
  const { page, context, go } = await open(browser, site, { base });
  for (const file of ["index.html", "findings/index.html"]) {
    await go(file);
    await page.emulateMedia({ media: "print" });
    const seen = await page.evaluate(() => [...document.querySelectorAll(".search, .filters")].filter((it) => it.checkVisibility()).length);
    check(seen === 0, `${name}/${file}: search or filters are printed`);
    const bytes = await page.pdf({ format: "A4" });
    check(bytes.subarray(0, 5).toString() === "%PDF-" && bytes.length > 10_000, `${name}/${file}: no PDF`);
  }
  await context.close();
}
