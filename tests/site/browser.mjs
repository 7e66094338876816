// A browser that has no network, counts what a page asks for and reports what its policy refused.
import { check, tool } from "./lib.mjs";

const { chromium } = tool("playwright-core");

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
}

/** A new window on one site. What it asks for beside the site's own files, dialogs, errors and refusals are
 * failures. */
export async function open(browser, site, options = {}) {
  const { width = 1280, height = 900, scheme = "light", script = true, base = site.url("") } = options;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => {
    asked.push(request.url());
    check(request.url().startsWith(base) || request.url().startsWith("data:image/"), `${page.url()} asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    // Leaving a page stops what it still loads.
    const why = request.failure()?.errorText ?? "";
    check(why === "net::ERR_ABORTED", `${page.url()}: ${request.url()} could not be loaded: ${why}`);
  });
  page.on("dialog", (dialog) => {
    check(false, `${page.url()} opens a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("pageerror", (error) => check(false, `${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") check(false, `${page.url()}: ${message.text()}`);
  });
  const go = (file) => page.goto(base + file, { waitUntil: "load" });
  return { page, context, go, asked };
}

/** The text of the content, without what the script adds. */
export const content = (page) => page.evaluate(() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll(".filters, .filter-status, .filter-more").forEach((element) => element.remove());
  return main.textContent.replace(/\s+/g, " ").trim();
}).catch(() => null);
