// Accessibility and behaviour of every kind of page.
import { readFileSync } from "node:fs";
import { check, each, tool } from "./lib.mjs";
import { open } from "./browser.mjs";

const AXE = readFileSync(tool.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** More places to stop at than that, and nobody finds anything by keyboard. */
const MAX_STOPS = 300;

/** No violation of axe-core's rules, no sideways scrolling, and not too many tab stops. */
export async function accessible(browser, name, site, pages, looks, most = MAX_STOPS) {
  for (const [width, scheme] of looks) {
    const { page, context, go } = await open(browser, site, { width, scheme });
    for (const file of pages) {
      await go(file);
      const top = await page.evaluate(() => scrollY);
      check(top === 0, `${name}/${file} at ${width}: opens ${top} px below its head`);
      await page.evaluate(AXE);
      const violations = await page.evaluate(async (values) => {
        const result = await globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false });
        return result.violations.map((it) => `${it.id}: ${it.nodes.length} times, ${it.nodes[0].html.slice(0, 160)} ${it.nodes[0].failureSummary.split("\n").slice(1, 3).join(" ").slice(0, 200)}`);
      }, RULES);
      check(violations.length === 0, `${name}/${file} at ${width} ${scheme}: ${violations.length} violations\n    ${violations.join("\n    ")}`);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      check(wide <= 0, `${name}/${file} at ${width}: scrolls sideways by ${wide} px`);
      const stops = await page.evaluate(() => [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])",
      )].filter((element) => element.checkVisibility()).length);
      check(stops <= most, `${name}/${file}: ${stops} tab stops`);
    }
    await context.close();
  }
}

/** At the least width that is supported nothing is cut off. */
export async function narrow(browser, name, site) {
  const { page, context, go } = await open(browser, site, { width: 320, height: 700 });
  for (const file of site.kinds) {
    await go(file);
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    check(wide <= 0, `${name}/${file} at 320: scrolls sideways by ${wide} px`);
    const top = await page.evaluate(() => scrollY);
    check(top === 0, `${name}/${file} at 320: opens ${top} px below its head`);
    // The menu scrolls, and the entry of the page is in sight.
    const entry = await page.evaluate(() => {
      const current = document.querySelector("nav [aria-current]");
      const { left, right } = current.getBoundingClientRect();
      return { text: current.textContent, seen: left >= -1 && right <= innerWidth + 1 };
    });
    check(entry.seen, `${name}/${file} at 320: the menu does not show ${entry.text}`);
    // So does a wide picture: the asset of the page is in sight.
    const focus = await page.evaluate(() => {
      const box = document.querySelector(".picture-scroll .g-focus")?.getBoundingClientRect();
      return !box || (box.left >= -1 && box.right <= innerWidth + 1);
    });
    check(focus, `${name}/${file} at 320: the picture does not show the asset of the page`);
    await drawnInSight(page, `${name}/${file} at 320`);
  }
  await context.close();
}

/** Pictures that do not scroll show all their words, the newest month among them, and so do the keys of all. */
async function drawnInSight(page, where) {
  const { count, cut, months, newest } = await page.evaluate(() => {
    const drawn = [...document.querySelectorAll("main svg.chart")].filter((svg) => svg.checkVisibility() && !svg.closest(".picture-scroll"));
    const inside = (box, frame) => box.left >= frame.left - 1 && box.right <= frame.right + 1;
    const screen = { left: 0, right: innerWidth };
    const texts = drawn.flatMap((svg) => [...svg.querySelectorAll("text")].map((text) => [text, svg]));
    const words = texts.filter(([text, svg]) => {
      const box = text.getBoundingClientRect();
      return !inside(box, svg.getBoundingClientRect()) || !inside(box, screen);
    });
    const keys = [...document.querySelectorAll(".keys li")].filter((key) => !inside(key.getBoundingClientRect(), screen));
    return {
      count: texts.length,
      cut: [...words.map(([text]) => text), ...keys].map((element) => element.textContent),
      months: texts.map(([text]) => text.textContent).filter((text) => /^\d{4}-\d{2}$/.test(text)),
      newest: document.querySelector(".c-trend tbody th")?.textContent,
    };
  });
  check(cut.length === 0, `${where}: ${cut.length} of ${count} words of pictures are cut: ${cut.slice(0, 5).join(", ")}`);
  check(!newest || months.length === 0 || months.includes(newest), `${where}: no picture shows ${newest}: ${months}`);
  if (/year\/trend/.test(where)) check(months.length > 0, `${where}: no month is in sight`);
}

/** On a wide screen the content is in the middle. */
export async function wide(browser, name, site) {
  const { page, context, go } = await open(browser, site, { width: 2560, height: 1200 });
  for (const file of site.kinds) {
    await go(file);
    const { left, right } = await page.evaluate(() => {
      const [nav, main] = ["nav", "main"].map((part) => document.querySelector(part).getBoundingClientRect());
      return { left: nav.left, right: innerWidth - main.right };
    });
    check(Math.abs(left - right) < 40 && right < 2560 / 5, `${name}/${file} at 2560: ${left} px are blank at the left, ${right} px at the right`);
  }
  await context.close();
}

/** The same facts without script. */
export async function scriptless(browser, name, site, pages) {
  const text = (page) => page.evaluate(() => {
    const main = document.querySelector("main").cloneNode(true);
    main.querySelectorAll(".filters, .filter-status, .filter-more").forEach((element) => element.remove());
    return main.textContent.replace(/\s+/g, " ").trim();
  });
  const [on, off] = [await open(browser, site), await open(browser, site, { script: false })];
  await each(pages, 1, async (file) => {
    await on.go(file);
    await off.go(file);
    // Evaluating works without script on the page: it is the debugger that runs it.
    const [with_script, without] = [await text(on.page), await text(off.page)];
    check(without.length > 40, `${name}/${file}: no content without script`);
    check(with_script === without, `${name}/${file}: other text without script`);
  });
  await on.context.close();
  await off.context.close();
}
