// Hostile names are shown as they are and do nothing else.
import { check } from "./lib.mjs";
import { open } from "./browser.mjs";
import { MARKUP } from "./hostile.mjs";

export async function harmless(browser, name, site, base) {
  const { page, context, go } = await open(browser, site, { base });
  let shown = 0;
  for (const file of site.pages) {
    await go(file);
    const found = await page.evaluate((text) => ({
      broken: window.broken, foreign: document.querySelectorAll("main img, main script, main iframe, [onclick], [onerror], [onload]").length,
      schemes: [...document.querySelectorAll("[href]")].filter((it) => /^\s*(javascript|data|vbscript):/i.test(it.getAttribute("href"))).length,
      shows: document.body.textContent.includes(text),
    }), MARKUP);
    check(found.broken === undefined, `${name}/${file}: a name ran as script`);
    check(found.foreign === 0, `${name}/${file}: a name became an element`);
    check(found.schemes === 0, `${name}/${file}: a link has a scheme that runs`);
    shown += found.shows ? 1 : 0;
  }
  check(shown === site.pages.length, `${name}: ${site.pages.length - shown} pages do not show the organisation's name as it is`);
  await go("index.html");
  for (const words of ["<script>window", "__proto__", "constructor", "国家", "javascript:window"]) {
    await page.fill("[role=combobox]", words);
    await page.waitForFunction((words) => document.querySelectorAll("[role=option]").length > 0
      && document.querySelector("[role=combobox]").value === words, words, { timeout: 5000 })
      .then(() => check(true, ""), () => check(false, `${name}: searching ${words} finds nothing`));
  }
  check(await page.evaluate(() => window.broken) === undefined, `${name}: a search result ran as script`);
  check(await page.locator(".search img, .search script").count() === 0, `${name}: a search result became an element`);
  await page.keyboard.press("Enter");
  await page.waitForLoadState("load");
  check(page.url().startsWith(base), `${name}: a result leads to ${page.url()}`);
  await context.close();
}
