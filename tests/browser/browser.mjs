// What both checks of pages need: Debian's chromium, and what axe-core has to say of a page.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

export const PATIENCE = 300_000; // milliseconds, on a machine that is busy
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function launch() {
  if (!CHROMIUM) throw new Error("chromium is not installed");
  // the pages are our own and come from this disk, so that the sandbox, which root cannot use, protects nothing
  return puppeteer.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"], protocolTimeout: PATIENCE });
}

/** How many pixels a page is wider than the screen; not above 0 if it fits. */
export const excess = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** What axe-core objects to in the part of a page that a selector names, or in all of it if there is no such part. */
export async function objections(page, part = "html") {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (part) => window.axe.run(document.querySelector(part) ?? document, { resultTypes: ["violations"] }), part);
  return violations.map((v) => `axe ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.nodes[0].html}`);
}
