// What a browser has to say about the documentation: node site.mjs FOLDER
// Every page at a phone's and at a desktop's width: nothing is wider than the screen, and axe-core has no objection.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const folder = resolve(process.argv[2]);
const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const faults = [];

if (!executablePath) throw new Error("chromium is not installed");

// the pages are our own and come from this disk, so that the sandbox, which root cannot use, protects nothing
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"], protocolTimeout: 300_000 });
const page = await browser.newPage();
for (const name of pages)
  for (const width of [360, 1280]) {
    await page.setViewport({ width, height: 900 });
    await page.goto(pathToFileURL(join(folder, name)).href);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (excess > 0) faults.push(`${name}, ${width}: ${excess} pixels wider than the screen`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => {
      const ours = document.querySelector("article") ?? document; // the rest of a page is its theme's
      return window.axe.run(ours, { resultTypes: ["violations"] });
    });
    for (const v of violations)
      faults.push(`${name}, ${width}: axe ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.nodes[0].html}`);
  }
await browser.close();

faults.forEach((line) => console.error(line));
console.log(`${pages.length} pages of the site, ${faults.length} faults`);
process.exit(faults.length || !pages.length ? 1 : 0);
